"""The words that pages use, in names of elements and at the start of lines, for what is and is not the article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _any(words: str) -> str:
    """One pattern out of patterns that stand one after the other."""
    return "|".join(words.split())


def _phrases(words: str) -> str:
    """The same, where `_` stands for the space within a phrase."""
    return _any(words).replace("_", " ")


_KINDS: Mapping[str, str] = {
    "body": r"""
        article-?(?:body|content|text) articleBody entry-?content post-?(?:content|body|text|entry)
        story-?(?:body|content|text) body-?(?:copy|text|content) td-post-content content-?body main-?content
        rich-?text prose
    """,
    "tags": r"""
        tags? topics? categor\w* keyword label breadcrumb taxonomy
    """,
    "caption": r"""
        caption credit copyright legend image-?(?:text|desc|info) photo-?(?:info|text) cutline media gallery
        slideshow slide video player
    """,
    "meta": r"""
        meta date time publish updated info dateline stamp source rating views count
    """,
    "nav": r"""
        nav menu pag(?:er|inat) prev next skip toc toolbar tool button btn links? jump
    """,
    "side": r"""
        side-?bar rail widget aside secondary complementary column-?right right-?col box module panel teaser
        card tile thumb grid carousel item
    """,
    "title": r"""
        head(?:line|er|ing)? title kicker overline eyebrow
    """,
    "lead": r"""
        lead lede dek deck intro summary standfirst excerpt subtitle sub-?head abstract teaser key-?points
        bullets highlights
    """,
    "foot": r"""
        foot(?:er|note)? bottom end-?note disclaimer legal copyright notice
    """,
}
NAMES: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {kind: re.compile(_any(words), re.IGNORECASE) for kind, words in _KINDS.items()}
)
"""Kinds of elements by a part of their class or id: weak evidence, which is weighed (word borders measured worse)."""

_LEAD: Final = r"""
    related read_(?:more|also|next|the) see_(?:also|more) more_(?:from|on|about|stories) also_(?:read|see|on)
    don.?t_miss watch listen download click subscribe sign_up follow join get_ support recommended
    you_(?:may|might) share advertisement sponsored photo image credit source copyright © all_rights tags?:
    filed_under topics?: categor comments? published updated posted by_ lesen_sie lies mehr_(?:zum|zu|von|aus)
    siehe auch_interessant das_könnte foto bild quelle teilen kommentar leia veja saiba confira compartilh lire
    voir à_lire lee ver_ más te_puede leggi lees läs czytaj zobacz читайте смотрите фото источник подпис 関連 写真
    baca lihat
    schon_gelesen zum_(?:weiterlesen|thema) weitere lesetipp passend(?:_dazu|e) auch_(?:auf|spannend) alle_angaben
    le_puede_interesar también también_te mira más_(?:sobre|noticias) à_découvrir sur_le_même ontdek this_copy
    order_reprints for_the_latest never_miss contact te_(?:recomendamos|interesa) lea_también más_información
    sur_le_sujet bekijk meer_(?:over|nieuws) læs les_også lue_myös čtěte polecamy olvas ilgili
    (?:estimated_)?read(?:ing)?_time lese(?:zeit|dauer) tempo_d[ei]_le(?:itura|ttura) tiempo_de_lectura temps_de_lecture
    leestijd czas_czytania \d+[_-]?min(?:ute)?s?_read
"""
LEAD_WORDS: Final = re.compile(rf"(?:{_phrases(_LEAD)})\b", re.IGNORECASE)
"""How lines begin that point elsewhere or name a source."""

_SERVICES: Final = ("facebook", "twitter", "instagram", "youtube", "linkedin", "tiktok", "whatsapp", "telegram")
_FOLLOW: Final = re.compile(
    rf"\b(?:follow|folg(?:e|en|t)|suivez|s[ií]g(?:ue|a)(?:nos)?|segu[ií]|volg)\b.{{0,60}}(?:{'|'.join(_SERVICES)})"
)
_ASKING: Final = (
    "newsletter", "subscri", "sign up", "inbox", "follow us", "cookie", "all rights reserved", "abonn", "suscr",
    "inscri", "assin", "copyright", "©", "reprint", "permission", "non-commercial", "terms of use", "privacy policy",
    "log in", "telegram", "app store", "ohne gewähr", "datenschutz", "registr", "rechte vorbehalten",
    "rechten voorbehouden", "derechos reservados", "direitos reservados", "droits réservés", "diritti riservati",
)  # fmt: skip
_MAIL: Final = re.compile(r"@\w+\.\w+")


def asks(text: str) -> bool:
    """Whether a page asks its readers for something there: to subscribe, to follow, to accept."""
    low = text.lower()  # words are looked for one by one, for one pattern of all tries each place of the text
    for word in _ASKING:
        if word in low:
            return True
    if "@" in low and _MAIL.search(low) is not None:
        return True
    return any(service in low for service in _SERVICES) and _FOLLOW.search(low) is not None


_STARTS: Final = r"(?:^|[\s_-])"
_RULES: Final = (
    (
        "share-bar",
        rf"{_STARTS}(?:share|sharing|social|sharedaddy|addthis|addtoany|shareaholic)"
        r"(?:$|[\s_-]|bar|tools|links|buttons?|icons?)",
    ),
    (
        "comments",
        r"(?:^|\s)(?:comments?|comments-area|comment-list|commentlist|comment-respond|disqus|disqus_thread|respond|"
        r"livefyre|fb-comments|kommentar\w*|comentarios?|commentaires?|commenti|reacties|komentarz\w*)(?:\s|$)",
    ),
    ("newsletter", rf"newsletter|{_STARTS}(?:subscribe|sign-?up|optin|mailchimp|mc_embed)"),
    (
        "related-links",
        rf"{_STARTS}(?:related|recirc|outbrain|taboola|trc_|read-?more-?links|recommended|most-?(?:popular|read)|"
        r"more-?(?:stories|from|on)|zergnet|jp-relatedposts|yarpp|post-navigation|nav-links|prev-?next|pagination|trending)",
    ),
    (
        "page-furniture",
        rf"{_STARTS}(?:breadcrumbs?|cookie(?:s|-?(?:banner|notice|consent|bar))?|gdpr|skip-?(?:link|to)|"
        r"site-?(?:header|footer|nav)|page-?footer|global-?(?:nav|header|footer)|main-?nav|navbar|"
        r"ad-?(?:slot|unit|container|wrapper|banner)s?|advert(?:isement)?s?|sponsored|promo(?:box)?|"
        r"paywall-?(?:prompt|overlay)|print-?only|toolbar|mw-editsection|noprint|navbox|catlinks)(?:$|[\s_-])",
    ),
)
RULES: Final = tuple((rule, re.compile(pattern, re.IGNORECASE)) for rule, pattern in _RULES)
"""Elements that are taken out before any vote, by their class and id."""

CARD: Final = re.compile(
    r"rollover-people-block|hover-?card|profile-?card-?popup|tooltip-?(?:content|text|card)|popover-?(?:content|body|card)",
    re.IGNORECASE,
)
"""Boxes that open over a sentence when the mouse is on a name (observed: rollover-people-block on news sites)."""

UNLIKELY: Final = re.compile(
    _any(r"""
        -ad- ad-break agegate ai2html banner breadcrumbs combx comment community cover-wrap disqus extra footer gdpr
        header legends menu pager pagination popup related remark replies rss shoutbox sidebar skyscraper social
        sponsor supplemental yom-remote
    """),
    re.IGNORECASE,
)
"""Elements that a reader view leaves out by a part of their class or id, but for those that have one of the next. These
and the next are the words of Mozilla's Readability."""
MAYBE_ARTICLE: Final = re.compile(_any("and article body column content main shadow"), re.IGNORECASE)
OF_ARTICLE: Final = re.compile(_any("article blog body content entry main page pagination post story text"), re.I)
"""What speaks for an element in a reader view, and in the next what speaks against it."""
NOT_ARTICLE: Final = re.compile(
    _any(r"""
        -ad- hidden (?:^|\s)hid(?:\s|$) banner combx comment com- contact footer gdpr masthead media meta outbrain promo
        related scroll share shoutbox sidebar skyscraper sponsor shopping tags widget
    """),
    re.IGNORECASE,
)
SHARING: Final = re.compile(r"(?:\b|_)share(?:daddy)?(?:\b|_)", re.IGNORECASE)
LEAD_BOX: Final = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|dek|deck|intro|introduction|standfirst|excerpt|perex|vorspann|anleser|chap[oô]|chapeau"
    r"|bajada|entradilla|copete|ingress|sommario)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What the first lines of an article are named, which stand apart between its title and its text."""
AUTHOR_BOX: Final = re.compile(
    r"(?:^|[\s_-])(?:author|writer|contributor)s?[-_]*(?:bio|box|card|desc|info|profile)|about[-_]*(?:the[-_]*)?author",
    re.IGNORECASE,
)
"""Boxes that tell of the author of an article."""
BYLINE: Final = re.compile(_any("author byline dateline writtenby"), re.IGNORECASE)
ADVERT: Final = re.compile(
    r"(?:ad(?:vertising|vertisement)?|pub(?:licité)?|werb(?:ung)?|广告|реклама|anuncio)"
    r"|(?:loading|正在加载|загрузка|chargement|cargando)(?:…|\.\.\.)?",
    re.IGNORECASE,
)
"""All the words of a box that shows an advertisement, or nothing yet."""
VIDEO: Final = re.compile(
    r"//(?:www\.)?(?:(?:dailymotion|youtube|youtube-nocookie|player\.vimeo|v\.qq|bilibili|live\.bilibili)\.com"
    r"|(?:archive|upload\.wikimedia)\.org|player\.twitch\.tv)",
    re.IGNORECASE,
)
"""Addresses of sites that show films in frames."""

HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
HIDDEN_NAME: Final = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only)?|assistive-?text|hidden-print-only)(?:\s|$)",
    re.IGNORECASE,
)
