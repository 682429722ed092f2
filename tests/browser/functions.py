"""A site in a theme with its functions behind it, and ways to send what its forms send."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.limits import Limits
from hubkit.write import CatalogFile
from tests.browser.pages import visiting
from tests.browser.test_accessibility import violations
from tests.browser.test_pages import TOO_WIDE
from tests.sites import BASIC, LISBON, NETWORK, good, write
from tests.webhooks.answering import UNLIMITED, Answering, answering

THEMES = ["base", "dusk", "poster"]
EVENT = "title: {title}\nstart: 2026-12-05 10:00\nduration: 2h\n{status}registration: {takes}\n"
SEND = """([path, fields]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: path });
  const field = ([name, value]) => Object.assign(document.createElement("input"), { name, value });
  form.append(...Object.entries(fields).map(field));
  document.body.append(form);
  form.submit();
}"""


def site_files(theme: str, events: Mapping[str, tuple[str, str, str]]) -> dict[str, str | bytes]:
    """Return the files of a network in English and Arabic; of each event its title, status and registration."""
    return {
        **BASIC,
        "hubkit.yaml": f"{NETWORK}webhooks: true\ntheme: {theme}\nlanguages: [en, ar]\n",
        "hubs/lisbon/hub.yaml": f"{LISBON}languages: [en, ar]\ncontact: {{email: a@lisbon.example}}\n",
        **{
            f"hubs/lisbon/events/2026-12-05-{name}.yaml": EVENT.format(title=title, status=status, takes=takes)
            for name, (title, status, takes) in events.items()
        },
    }


@dataclass(frozen=True)
class Functions:
    """The functions of a site, as a browser sees them."""

    server: Answering

    def goto(self, page: Page, path: str) -> None:
        page.goto(self.server.origin + path)

    def send(self, page: Page, path: str, fields: dict[str, str]) -> None:
        """Send a form from a page of the functions."""
        self.goto(page, "/api/nothing")
        with page.expect_navigation():
            page.evaluate(SEND, [path, fields])


@contextmanager
def functions(
    folder: Path,
    files: Mapping[str, str | bytes],
    serve: Callable[..., str],
    limits: Limits | None = UNLIMITED,
    **options: Any,
) -> Iterator[Functions]:
    """Build a site, serve it, and run its functions."""
    made = good(write(folder / "site", files))
    home = serve(made.folder, "/hubs/")
    content = CatalogFile(made.folder).content().replace(b"https://x.org/hubs/", home.encode())
    catalog = msgspec.json.decode(content, type=Catalog)
    catalog = replace(catalog, site=replace(catalog.site, origins=(home.removesuffix("/hubs/"),)))
    with answering(folder / "rsvps.db", limits, catalog, **options) as server:
        yield Functions(server)


def complaints(browser: Browser, each: Callable[[Page], Iterator[str]]) -> list[str]:
    """Return what axe finds on each page, and what is too wide there: light and dark, narrow and wide."""
    found: list[str] = []
    for scheme, width in product(("light", "dark"), (320, 1280)):
        with visiting(browser, width=width, scheme=scheme, bypass_csp=True) as visit:
            for name in each(visit.page):
                found += [f"{name}, {scheme}, {width}: {one}" for one in violations(visit.page)]
                found += [f"{name}, {scheme}, {width}: {one}" for one in visit.page.evaluate(TOO_WIDE)]
    return found
