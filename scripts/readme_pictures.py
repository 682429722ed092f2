"""Takes the README's pictures into docs/pictures/: a hub's page and an event's, on a desk and on a telephone."""

import io
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests import tools  # noqa: E402
from tests.browser.pages import visiting  # noqa: E402
from tests.command import NOW, copied_example, hubkit  # noqa: E402
from tests.finished import FinishedSite  # noqa: E402
from tests.server import serving  # noqa: E402

FOLDER = REPOSITORY / "docs" / "pictures"
PAGES = {"hub": "lisbon/", "event": "lisbon/events/2026-12-05-photo-walk/"}
SIZES = ((1280, 900), (360, 760))
LARGEST = 60_000


def small(shot: bytes) -> bytes:
    """Return a screenshot as WebP of less than 60 kB, in the best quality that fits."""
    image = Image.open(io.BytesIO(shot))
    for quality in range(85, 20, -5):
        target = io.BytesIO()
        image.save(target, "WEBP", quality=quality, method=6)
        if target.tell() < LARGEST:
            return target.getvalue()
    raise ValueError("this page does not fit into 60 kB")


def take(browser: Browser, home: str) -> None:
    """Write every picture."""
    for name, path in PAGES.items():
        for width, height in SIZES:
            with visiting(browser, width=width) as visit:
                visit.page.set_viewport_size({"width": width, "height": height})
                visit.page.goto(home + path)
                file = FOLDER / f"{name}-{width}.webp"
                file.write_bytes(small(visit.page.screenshot()))
                print(f"{file.relative_to(REPOSITORY)}: {file.stat().st_size:,} bytes")


def main() -> int:
    """Build the example site, serve it, and look at it."""
    if lack := tools.missing("browser"):
        print(lack)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary) / "site"
        run = hubkit("build", copied_example(Path(temporary) / "source"), "--output", output, "--now", NOW)
        if run.returncode != 0:
            print(run.stdout, run.stderr)
            return 1
        with serving(output, FinishedSite(output).base) as home, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.CHROMIUM_ARGUMENTS)
            take(browser, home)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
