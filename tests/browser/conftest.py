"""The example site, served as its own _headers ask, and the pages that stand for all others."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.finished import FinishedSite


@dataclass(frozen=True)
class ServedSite:
    """A finished site and the URL at which the test's server shows it."""

    site: FinishedSite
    home: str

    def url(self, path: Path) -> str:
        """Return the URL of a page on the test's server."""
        return self.home + self.site.url(path).removeprefix(self.site.home)

    @property
    def pages(self) -> list[str]:
        """The URLs of the pages that together show every type of page and every kind of element."""
        return [self.url(path) for path in self.site.covering_pages()]


@pytest.fixture(scope="session")
def served(example_site: Path, serve: Callable[..., str]) -> ServedSite:
    """The example site on a server, at the path that its network has."""
    site = FinishedSite(example_site)
    return ServedSite(site, serve(example_site, site.base))
