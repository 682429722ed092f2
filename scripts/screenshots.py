"""Pictures one page of every type of the example site: 360 and 1280 px wide, light and dark, into screenshots/."""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests import tools  # noqa: E402
from tests.browser.pages import LOADED, SCHEMES, visiting  # noqa: E402
from tests.command import NOW, copied_example, hubkit  # noqa: E402
from tests.finished import FinishedSite  # noqa: E402
from tests.server import serving  # noqa: E402

WIDTHS = (360, 1280)


def one_page_a_type(site: FinishedSite) -> Iterator[tuple[str, Path]]:
    """Give a name and a page for every type of page in every language: the page with the most on it."""
    for name, path in site.one_of_each_type():
        yield re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"), path


def picture(browser: Browser, site: FinishedSite, home: str, folder: Path) -> int:
    """Write all pictures and return how many there are."""
    count = 0
    for scheme in SCHEMES:
        for width in WIDTHS:
            with visiting(browser, width=width, scheme=scheme) as visit:
                for name, path in one_page_a_type(site):
                    visit.page.goto(home + site.url(path).removeprefix(site.home))
                    visit.page.evaluate(LOADED)
                    visit.page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                    count += 1
    return count


def main() -> int:
    """Build, serve, look, and say where the pictures are."""
    if lack := tools.missing("browser"):
        print(lack)
        return 1
    folder = REPOSITORY / "screenshots"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary) / "site"
        source = sys.argv[1] if len(sys.argv) > 1 else copied_example(Path(temporary) / "source")
        run = hubkit("build", source, "--output", output, "--now", NOW)
        if run.returncode != 0:
            print(run.stdout, run.stderr)
            return 1
        site = FinishedSite(output)
        with serving(output, site.base) as home, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.CHROMIUM_ARGUMENTS)
            count = picture(browser, site, home, folder)
            browser.close()
    print(f"{count} pictures of {count // 4} types of pages are in screenshots/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
