"""What assets/cite.js makes of an entry is, letter for letter, what the data files have; and it can be copied."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
TITLES = (
    r"Tom & 'Ida': 50% of {it} \textbf{x} $5 #1 _a^b~c",
    "</script><script>alert(1)</script><!-- ]]>",
    "潮の満ち引き、港へ",
    "ends with a backslash \\",
    "a lone { brace",
    "t" * 300,
    "Two\u2028lines\tand more",
    "Ebb",
)
AUTHORS = (
    ["Ida Fenn", "Reed, Tom A."],
    ["van der Berg, Jan Piet"],
    ["山田太郎"],
    ["Harbour and Sons"],
    ['Nils "the Oar" O\'Dell'],
    [],
    ["King, Martin, Jr."],
    ["Ånd Andersen"],
)
DATES = ("2001-02-03", "1923", "", "1999-12", "2020-10-10", "1931", "2000-01-01", "2001")
WORDS = {1: "c. 1923", 5: "Spring 1931"}
DAILY, POST = 'The "Daily" & {Co}.', 'The "Post" & {more}.'
APA = (
    rf"Fenn, I., & Reed, T. A. (2001, February 3). {TITLES[0]}. {POST}",
    f"van der Berg, J. P. (c. 1923). {TITLES[1]}. {DAILY}",
    f"山田太郎. (n.d.). {TITLES[2]}. {POST}",
    f"Sons, H. A. (1999, December). {TITLES[3]}. {DAILY}",
    f"O'Dell, N. T. O. (2020, October 10). {TITLES[4]}. {POST}",
    f"{TITLES[5]}. (Spring 1931). {DAILY}",
    f"King, M. J. (2000, January 1). Two lines and more. {POST}",
    f"Andersen, Å. (2001). Ebb. {DAILY}",
)
"""In the style of APA's 7th edition."""


def content(at: int) -> str:
    """A content file with odd texts in its front matter."""
    fields = {"id": f"e{at}", "title": TITLES[at], "authors": AUTHORS[at], "date": DATES[at]}
    fields |= {"date_text": WORDS[at]} if at in WORDS else {}
    fields |= {"source": 'The "Daily" & {Co}'} if at % 2 else {"language": "nl"}
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=True)}\n" for key, value in fields.items())
    return f"---\n{lines}---\n\nThe boats came in.\n"


def files_of(pages: dict[str, bytes]) -> dict[str, dict[str, str]]:
    """The citations of the data files: form -> key of the entry -> text."""
    bib = re.split(r"\n\n(?=@online)", pages["data/entries.bib"].decode().strip())
    ris = [part.strip("\n") for part in pages["data/entries.ris"].decode().replace("\r\n", "\n").split("\n\n")]
    csl = pages["data/entries.csl.json"].decode().strip()[2:-2].split(",\n")
    return {
        "BibTeX": {re.match(r"@online\{(.+),", text)[1]: text for text in bib},  # type: ignore[index]
        "RIS": {re.search(r"example/(\w+)/$", text, re.MULTILINE)[1]: text for text in ris if text},  # type: ignore[index]
        "CSL-JSON": {json.loads(text)["id"]: f"[{text}]" for text in csl},
    }


def test_the_page_makes_the_same_citations_as_the_data_files(site: Any, visit: Any, serve: Callable[..., str]) -> None:
    site.write({"site.yaml": "title: 'The \"Post\" & {more}'\nbase_url: https://post.example/\n"})
    site.write({f"content/entries/e{at}.md": content(at) for at in range(len(TITLES))}).build()
    wanted, page = files_of(site.pages()), visit.page
    address = serve(site.public)
    for at in range(len(TITLES)):
        page.goto(f"{address}e{at}/")
        fold = page.locator(".cite")
        assert fold.locator("summary").inner_text().endswith("APA, BibTeX, RIS, CSL-JSON")
        fold.locator("summary").click()
        for form, texts in wanted.items():
            fold.get_by_label(form, exact=True).check(force=True)
            assert fold.locator("pre").text_content() == texts[f"e{at}"], form
        fold.get_by_label("APA").check(force=True)
        assert fold.locator("pre").text_content() == f"{APA[at]} https://post.example/e{at}/"
    assert not visit.errors and not visit.outside


@pytest.mark.parametrize("theme", ["default", "broadsheet"])
def test_the_original_is_cited_too_with_scripts_and_without(
    site: Any, browser: Any, serve: Callable[..., str], theme: str
) -> None:
    site.write({"site.yaml": f"title: Post\nbase_url: https://post.example/a/\ntheme: {theme}\n"})
    site.write({"content/entries/e0.md": content(0).replace("\n---", "\nurl: https://daily.example/1\n---", 1)}).build()
    address, words = serve(site.public, "/a/"), APA[0].replace(POST, "Post.")
    page = browser.new_page()
    page.goto(f"{address}e0/")
    page.locator(".cite summary").click()
    for label, url in (("This copy", "https://post.example/a/e0/"), ("The original", "https://daily.example/1")):
        page.get_by_label(label).check(force=True)
        assert page.locator(".cite pre").text_content() == f"{words} {url}"
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{address}e0/")
    plain.locator(".cite summary").click()
    assert plain.locator(".cite p").inner_text() == f"{words} https://post.example/a/e0/"
    page.close()
    plain.context.close()


@pytest.mark.parametrize("base", ["", "base_url: https://post.example/\n"])
def test_what_has_no_original_is_cited_by_its_own_address_if_that_is_known(
    site: Any, visit: Any, serve: Callable[..., str], base: str
) -> None:
    site.write({"site.yaml": f"title: Post\n{base}", "content/entries/e7.md": content(7)}).build()
    visit.page.goto(f"{serve(site.public)}e7/")
    visit.page.locator(".cite summary").click()
    assert (
        visit.page.locator(".cite pre").text_content() == f"{APA[7]} https://post.example/e7/"[: None if base else -25]
    )


def test_a_citation_is_copied(site: Any, visit: Any, serve: Callable[..., str]) -> None:
    site.write({"content/entries/e0.md": content(0)}).build()
    address, page = serve(site.public), visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}e0/index.html")
    page.locator(".cite summary").click()
    page.get_by_label("RIS").check(force=True)
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - ELEC\nAU  - Fenn, Ida\n")
    page.get_by_label("BibTeX").check(force=True)
    assert page.locator(".cite pre").text_content().startswith("@online{e0,\n")
    assert page.get_by_role("button", name="Copy").is_visible()
