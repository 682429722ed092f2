"""Makes a contact sheet of every type of page: each theme, light and dark, on a telephone and on a desk.

It is `screenshots/index.html`, with all pictures beside it, and `screenshots/sheet.jpg`, the same as one picture.
"""

import re
import sys
import tempfile
from html import escape
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests import tools  # noqa: E402
from tests.browser.pages import LOADED, SCHEMES, visiting  # noqa: E402
from tests.finished import FinishedSite  # noqa: E402
from tests.looks import BASE, OTHERS, example_in  # noqa: E402
from tests.server import serving  # noqa: E402

FOLDER = REPOSITORY / "screenshots"
SIZES = ((360, 760), (1280, 800))
SHOWN_HIGH = 300
STYLE = f"""
body {{ font: 14px/1.4 system-ui, sans-serif; margin: 24px; background: #ddd; color: #111 }}
section {{ margin-bottom: 32px }} h2 {{ margin: 0 0 8px; font-size: 20px }}
div {{ display: flex; gap: 8px; margin-bottom: 8px; align-items: end }} p {{ inline-size: 72px; margin: 0 }}
img {{ block-size: {SHOWN_HIGH}px; inline-size: auto; border: 1px solid #999 }}
"""
Shots = dict[str, dict[str, list[str]]]
"""The files of the pictures, by type of page and theme."""


def take(browser: Browser, theme: str, site: FinishedSite, home: str, shots: Shots) -> None:
    """Picture one page of every type in one theme, what is seen of it without scrolling."""
    for scheme in SCHEMES:
        for width, height in SIZES:
            with visiting(browser, width=width, scheme=scheme) as visit:
                visit.page.set_viewport_size({"width": width, "height": height})
                for name, path in site.one_of_each_type():
                    visit.page.goto(home + site.url(path).removeprefix(site.home))
                    visit.page.evaluate(LOADED)
                    file = f"gallery-{re.sub(r'[^a-z0-9]+', '-', name.lower())}-{theme}-{scheme}-{width}.jpg"
                    visit.page.screenshot(path=FOLDER / file, type="jpeg", quality=80)
                    shots.setdefault(name, {}).setdefault(theme, []).append(file)


def sheet(shots: Shots) -> str:
    """Return the contact sheet: a part for each type of page, a row for each theme."""
    parts = [f"<!doctype html><html lang=en><meta charset=utf-8><title>Gallery</title><style>{STYLE}</style>"]
    for name, rows in sorted(shots.items()):
        parts.append(f"<section><h2>{escape(name)}</h2>")
        for theme, files in rows.items():
            pictures = "".join(f'<a href="{file}"><img src="{file}" alt="{file}"></a>' for file in files)
            parts.append(f"<div><p>{escape(theme)}</p>{pictures}</div>")
        parts.append("</section>")
    return "\n".join(parts)


def main() -> int:
    """Build the example site in every theme, look at it, and say where the sheet is."""
    if lack := tools.missing("browser"):
        print(lack)
        return 1
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("gallery-*.jpg"):
        old.unlink()
    shots: Shots = {}
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.CHROMIUM_ARGUMENTS)
        for theme in (BASE, *OTHERS):
            site = FinishedSite(example_in(theme, Path(temporary) / theme))
            with serving(site.folder, site.base) as home:
                take(browser, theme, site, home, shots)
        (FOLDER / "index.html").write_text(sheet(shots), "utf-8")
        with serving(FOLDER) as home, visiting(browser, width=1440) as visit:
            visit.page.goto(home)
            visit.page.screenshot(path=FOLDER / "sheet.jpg", type="jpeg", quality=70, full_page=True)
        browser.close()
    count = sum(len(files) for rows in shots.values() for files in rows.values())
    print(f"{count} pictures of {len(shots)} types of pages are in screenshots/index.html and screenshots/sheet.jpg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
