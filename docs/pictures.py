"""The demo archive -> docs/pictures/*.jpg: each kind of page in both themes, as a browser shows it.

    python docs/pictures.py

Builds the demo archive once in each theme into a temporary folder and takes pictures with the Chromium that the browser
tests use: at 1440 pixels light, at 390 pixels dark. Run it again when the look changes; the pictures are for people,
and no test compares them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP))

PAGES = {
    "home": "",
    "year": "2021/",
    "entry": "2021/03/14/the-night-the-sea-wall-held/",
    "record": "2021/03/14/the-night-the-sea-wall-held/record/",
    "versions": "2013/12/09/the-sea-came-to-the-bank-and-went-again/versions/",
    "search": "search/?q=wall",
    "a-z": "a-z/",
}
SIZES = ((1440, 1000, "light"), (390, 844, "dark"))


def main() -> None:
    """Build, open, take the pictures."""
    from playwright.sync_api import sync_playwright

    import dev
    from tests.conftest import CHROMIUM_FLAGS, Site, served

    out = TOP / "docs" / "pictures"
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=dev.present_browser(), args=list(CHROMIUM_FLAGS))
        for theme in ("default", "broadsheet"):
            site = Path(folder, theme)
            shutil.copytree(TOP / "content", site / "content")
            text = (TOP / "site.yaml").read_text("utf-8")
            kept = [line for line in text.splitlines() if not line.startswith(("theme:", "base_url:"))]
            (site / "site.yaml").write_text("\n".join([*kept, f"theme: {theme}", ""]), "utf-8")
            Site(site).build("-q")
            with served(site / "public") as address:
                for width, height, tone in SIZES:
                    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=tone)
                    for name, path in PAGES.items():
                        page.goto(address + path)
                        page.wait_for_timeout(800)
                        page.screenshot(path=out / f"{theme}-{name}-{width}.jpg", type="jpeg", quality=60)
        browser.close()


if __name__ == "__main__":
    main()
