"""What one page shows in Chromium: how it is opened, what it says in the console, what it asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

WIDTHS = (320, 1280)
LOADED = (
    "Promise.all(Array.from(document.images, each => { each.loading = 'eager'; return each.decode().catch(() => 0) }))"
)
"""Waits until all pictures of a page are there, those far below too."""
SCHEMES = ("light", "dark")


@dataclass
class Visit:
    """A page in a window of its own, and what came up while it was looked at."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def elsewhere(self) -> list[str]:
        """Return the requests that left the test's server."""
        return [url for url in self.requests if urlsplit(url).hostname != "127.0.0.1"]


@contextmanager
def visiting(browser: Browser, *, width: int = 1280, scheme: str = "light", **options: object) -> Iterator[Visit]:
    """Open a window of this width and colour scheme; what pages complain about is collected."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", **options
    )
    page = context.new_page()
    visit = Visit(page)

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            visit.complaints.append(f"{page.url}: {message.type}: {message.text}")

    def asked(request: Request) -> None:
        visit.requests.append(request.url)

    def failed(request: Request) -> None:
        # What was still on its way when the next page was opened has not failed.
        if "ERR_ABORTED" not in (request.failure or ""):
            visit.complaints.append(f"{page.url}: {request.url}: {request.failure}")

    page.on("console", heard)
    page.on("pageerror", lambda error: visit.complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", failed)
    page.on("request", asked)
    try:
        yield visit
    finally:
        context.close()
