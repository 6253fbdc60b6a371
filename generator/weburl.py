"""Web addresses -> one tidy form of each, and the key under which two spellings of one address meet."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit, urlunsplit

MAX_LENGTH = 4000
"""Longer addresses are not addresses (browsers stop at about 2,000 to 64,000 characters)."""

_TRACKING = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ymclid igshid igsh mc_cid mc_eid mkt_tok _hsenc _hsmi
    __hssc __hstc __hsfp hsctatracking vero_id vero_conv twclid ttclid li_fat_id s_cid s_kwcid ef_id icid ncid
    cmpid cmp wt_mc wt_zmc wt.mc_id xtor at_medium at_campaign at_custom1 at_custom2 mtm_campaign mtm_source
    mtm_medium pk_campaign pk_kwd pk_source pk_medium piwik_campaign piwik_kwd oly_anon_id oly_enc_id rb_clickid
    spm scm guccounter guce_referrer guce_referrer_sig ref_src ref_url sc_src sc_lid sc_uid sc_llid sc_customer
    fb_action_ids fb_action_types fb_source fb_ref action_object_map action_type_map action_ref_map smid smtyp
    soc_src soc_trk sr_share trk_campaign trkid cvid ocid __twitter_impression ga_source ga_medium ga_term
    ga_content ga_campaign ga_place _ga _gl sessionid phpsessid jsessionid
    """.split()
)
_TRACKING_BEGINS = ("utm_", "stm_", "hsa_", "itm_", "pk_", "mtm_")
_UNSAFE = re.compile(r"[\x00- <>\"\\^`{|}\x7f]+")
"""No address holds them (RFC 3986, appendix A)."""
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?)$", re.IGNORECASE)
"""What a server adds to the address of a folder."""

_PLAIN = re.compile(r"https?://([a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60})+)((?:/[A-Za-z0-9_.~-]{0,200}){0,18})")
"""Most addresses: nothing in them can be spelled in another way."""


@lru_cache(1024)
def split_url(url: str) -> SplitResult | None:
    """The parts of an address; None if it is none."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts


@lru_cache(1024)
def tidy_url(url: str, base: str = "") -> str:
    """The address without what only tracks the reader, and without its fragment; "" if it is not http, https or ftp.

    A fragment that is a route of a script ("#!/...") stays. Protocol-relative addresses ("//host/") become https. Of
    `base` only scheme and host are used, for an address that begins with one slash.
    """
    url = _UNSAFE.sub("", url.strip()[: MAX_LENGTH + 1])
    if len(url) > MAX_LENGTH:
        return ""
    if url.startswith("//"):
        url = "https:" + url
    elif url.startswith("/") and base:
        at = split_url(base)
        url = f"{at.scheme}://{at.netloc}{url}" if at else ""
    parts = split_url(url)
    if parts is None or parts.scheme.lower() not in ("http", "https", "ftp") or not parts.hostname:
        return ""
    if parts.username or "." not in parts.hostname.strip("."):
        return ""
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", _query(parts.query), fragment))


def _query(query: str) -> str:
    pairs = query.split("&")
    return "&".join(pair for pair in pairs if pair and not _tracks(pair.split("=", 1)[0].lower()))


def _tracks(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_BEGINS)


def link_key(url: str) -> str:
    """ "//host/path?query" of an address of the web, the same for all its spellings; "" if it is none.

    Scheme, "www.", the usual ports, a slash or "index.html" at the end, escapes of letters (RFC 3986, 6.2.2.2) and what
    `tidy_url` takes away make no difference between two documents.
    """
    if plain := _PLAIN.fullmatch(url):
        return f"//{plain[1].removeprefix('www.')}{_INDEX.sub('', plain[2].rstrip('/')).rstrip('/')}"
    parts = split_url(tidy_url(url))
    if parts is None or parts.scheme not in ("http", "https"):
        return ""
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = _INDEX.sub("", quote(unquote_to_bytes(parts.path), safe="/~!$&'()*+,;=:@").rstrip("/")).rstrip("/")
    query = f"?{quote(unquote_to_bytes(parts.query), safe='~!$&()*+,;=:@/?')}" if parts.query else ""
    return f"//{host}{port}{path}{query}" + (f"#{parts.fragment}" if parts.fragment else "")
