"""What was right when the site was built last is not looked at again, but what has become wrong by an edit is told."""

from __future__ import annotations

from typing import Any

import pytest

FROM = "---\ntitle: From\ndate: 2021-05-01\n---\nSee [the steps](/2024/06/to/#s-the-steps) and [a plan](/plan.txt).\n"
TO = "---\ntitle: To\ndate: 2024-06-01\n---\nWater.\n\n## The steps\n\nThey are wet.\n\n## The mole\n\nIt is long.\n"


@pytest.fixture
def right(site: Any) -> Any:
    """A site that was built, and in which every link leads somewhere."""
    files = {
        "site.yaml": "title: Post\nsearch: false\n",
        "content/entries/2021/05/from.md": FROM,
        "content/entries/2024/06/to.md": TO,
        "content/static/plan.txt": "A plan.\n",
    }
    return site.write(files).build()


def wrong(site: Any, code: int = 0) -> str:
    """What a build has to say of the pages."""
    said: str = site.run("build", code=code).stderr
    return said


@pytest.mark.parametrize("name", ["entries/2024/06/to.md", "static/plan.txt"])
def test_what_goes_is_missed_by_the_pages_that_lead_to_it(right: Any, name: str) -> None:
    (right.folder / "content" / name).unlink()
    assert "leads nowhere" in wrong(right, 1)


def test_a_place_that_goes_is_missed_and_one_that_nobody_leads_to_is_not(right: Any) -> None:
    path = "content/entries/2024/06/to.md"
    assert "misses" not in wrong(right.write({path: TO.replace("The mole", "The pier")}))
    assert "misses its place" in wrong(right.write({path: TO.replace("The steps", "The stairs")}))
    assert "misses" not in wrong(right.write({path: TO}))
