"""Each file for programs is valid by the rules of its format and says what the entries say.

FORMATS has a row for each: its files, its validator, and changes that are faults. Two archives are looked at.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from generator import yamltext
from tests.formats import data, page, web
from tests.formats.published import Published

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
TOP = Path(__file__).parents[2]
BASE = "https://post.example/a/"
ENTRY = r"(?:\d{4}|undated|odd)/.*(?<!versions)(?<!copies/\d)/index\.html"
Faults = Callable[[Published, str], Iterator[str]]


class Format(NamedTuple):
    """The files of a format, by a pattern of their paths; what judges them; changes that are faults."""

    files: str
    faults: Faults
    broken: dict[str, str]
    """Pattern -> what stands in its place; each must be found, or the validator sees nothing."""


FORMATS = {
    "sitemap": Format(
        r"sitemap.*\.xml",
        web.sitemap,
        {"<loc>[^<]*/all/": "<loc>/all/", "/all/": "/al/", "<url>": "<url><lastmod>May</lastmod>", " xmlns": " x"},
    ),
    "robots.txt": Format(r"robots\.txt", web.robots, {"Sitemap: .*": "", "$": "Disallow: /"}),
    "OpenSearch": Format(
        r"opensearch\.xml",
        web.opensearch,
        {"<ShortName>": "<ShortName>An archive of all", "{searchTerms}": "", "<Description>.*</Description>": ""},
    ),
    "Atom": Format(
        r".*feed\.xml",
        web.atom,
        {
            "<updated>[^<]*</updated>": "",
            "T00:00:00Z": "",
            'rel="self"': 'rel="me"',
            "<id>[^<]*</id>": "",
            "Z</up": "</up",
        },
    ),
    "JSON Feed": Format(
        r".*feed\.json",
        web.jsonfeed,
        {"jsonfeed.org/version/1.1": "jsonfeed.org", '"content_text"': '"text"', "T00:00:00Z": "", '"id":"': '"id":"x'},
    ),
    "OpenGraph": Format(
        rf"index\.html|{ENTRY}",
        page.opengraph,
        {"og:image": "og:x", "og:type": "og:x", "property=og:url": "", "assets/icon.svg": "icon.svg"},
    ),
    "JSON-LD": Format(
        ENTRY,
        page.jsonld,
        {
            "schema.org": "scheme.org",
            '"headline":"': '"headline":"x',
            '"archivedAt"': '"about"',
            '"@type":"(News)?Article"': '"@type":"Thing"',
        },
    ),
    "Zotero": Format(
        ENTRY,
        page.zotero,
        {"citation_title": "title", "DC.type content=": "DC.type content=x", "rel=canonical": ""},
    ),
    "BibLaTeX": Format(
        r"data/entries\.bib",
        data.bibtex,
        {"@online": "@misc", r"\},\n": "\n", r"title = \{\{": "title = {{x", "date = {": "date = {1", " and ": " "},
    ),
    "RIS": Format(
        r"data/entries\.ris",
        data.ris,
        {"\r\n": "\n", "TY  - [A-Z]+": "TY  - BOOK", "TI  - ": "TI  - x", "AU  - ": "ED  - "},
    ),
    "CSL-JSON": Format(
        r"data/entries\.csl\.json",
        data.csl,
        {'"family"': '"last"', '"webpage"': '"page"', '"date-parts":..': '"date-parts":[["', '"title":"': '"title":"x'},
    ),
    "CSV": Format(r"data/entries\.csv", data.table, {"id,": "key,", "\n[^,]*,": "\nx,", "integer|$": "x,y\r\n"}),
    "data package": Format(
        r"data/datapackage\.json",
        data.datapackage,
        {'"bytes": ': '"bytes": 1', "sha256:": "md5:", '"path": "': '"path": "../', '"name": "entries': '"nom": "x'},
    ),
}
TITLES = (
    r"Tom & 'Ida': 50% of {it} \textbf{x} $5 #1 _a^b~c",
    "</script><!-- ]]> <b>&amp;",
    "潮の満ち引き、港へ",
    "ends with a backslash \\",
    "a lone { brace",
    "t" * 300,
    "Two\u2028lines\tand more",
    "مدّ وجزر",
    "“Ebb” — flow…",
    'a "quoted", title; here',
    "🛶 @online{x,",
    "TY  - BOOK",
    "-- dashes --- and ``ticks''",
)
AUTHORS = (
    ["Ida Fenn", "Reed, Tom A."],
    ["van der Berg, Jan Piet"],
    ["山田太郎"],
    ["Harbour and Sons"],
    ['Nils "the Oar" O\'Dell'],
    [],
    ["King, Martin, Jr."],
    ["Fenn; Reed"],
    ["Ida Fenn, Tom Reed"],
    ["A & B"],
    ["{Brace} Name"],
    ["Ånd Andersen"],
    ["Ida Fenn"],
)
DATES = ("2001-02-03", "1923", "", "1999-12", "0999-01-01", "2020-02-29")


def odd() -> Iterator[tuple[str, str]]:
    """Content files with all in their front matter that ever broke a format."""
    for at, (title, names) in enumerate(zip(TITLES, AUTHORS, strict=True)):
        fields: dict[str, Any] = {"id": f"e{at}", "title": title, "authors": names, "date": DATES[at % len(DATES)]}
        fields |= {"people": ["Ida Fenn"], "tags": ['a "tag", with; all', "潮"], "lastmod": "2024-05-06T10:00:00Z"}
        fields |= {"source": 'The "Daily" & {Co}'} if at % 2 else {"language": ("nl", "ar", "zh-hant")[at % 3]}
        fields |= {"url": f"https://daily.example/{at}?a=1&b={{x}}#c"} if at % 3 else {}
        fields |= {"date_text": "c. 1923"} if at == 1 else {}
        yield f"content/entries/odd/e{at}.md", f"---\n{yamltext.dump(fields)}---\n\nThe <b>boats</b> & “ships”.\n"


@pytest.fixture(scope="module", params=["demo", "odd"])
def published(request: Any, site_at: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Published:
    """An archive, published below a path."""
    site = site_at(tmp_path_factory.mktemp(request.param))
    said = 'title: "The Post & {more}"\nkeeper: A. Keeper\nlicence: CC-BY-4.0\n'
    if request.param == "demo":
        shutil.copytree(TOP / "content", site.folder / "content", ignore=shutil.ignore_patterns("raw"))
        said = (TOP / "site.yaml").read_text("utf-8")
    (site.folder / "content" / "raw").mkdir(parents=True)
    site.write({"site.yaml": said, **(dict(odd()) if request.param == "odd" else {})})
    return Published(site.build("--base-url", BASE).pages(), BASE)


def of(site: Published, name: str) -> list[str]:
    """The files of a format."""
    paths = [path for path in site.files if re.fullmatch(FORMATS[name].files, path)]
    return [path for path in paths if not path.endswith(".html") or path == "index.html" or path in site.records]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_valid_by_the_rules_of_its_format(published: Published, name: str) -> None:
    paths = of(published, name)
    assert paths
    wrong = [f"{path}: {said}" for path in paths for said in FORMATS[name].faults(published, path)]
    assert not wrong, "\n".join(wrong[:30])


@pytest.mark.parametrize(("name", "pattern"), [(name, one) for name in FORMATS for one in FORMATS[name].broken])
def test_a_fault_is_found(published: Published, name: str, pattern: str) -> None:
    found = 0
    for path in of(published, name):
        text = published.files[path].decode()
        broken = re.sub(pattern, FORMATS[name].broken[pattern].replace("\\", r"\\"), text, count=1)
        if broken != text:
            found += 1
            assert seen(FORMATS[name].faults, Published({**published.files, path: broken.encode()}, BASE), path), path
    assert found


def seen(faults: Faults, site: Published, path: str) -> bool:
    """Whether something is said against a file, or it cannot be read at all."""
    try:
        return any(True for _ in faults(site, path))
    except (ValueError, SyntaxError, LookupError, OSError):
        return True


def test_each_format_is_looked_at_in_every_entry(published: Published) -> None:
    for name in ("OpenGraph", "JSON-LD", "Zotero"):
        assert set(of(published, name)) >= set(published.records)
