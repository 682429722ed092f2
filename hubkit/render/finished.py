"""A last look at finished pages: dead links within the site, ids that stand twice, pictures without words."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from hubkit.addresses import Addresses
from hubkit.problems import Place, Problem, did_you_mean
from hubkit.values import Output

_TARGETS = re.compile(rb'\s(?:href|src)="([^"]*)"')
_IDS = re.compile(rb'\sid="([^"]*)"')
_IMAGES = re.compile(rb"<img\b[^>]*>")


KEPT_PAGES = 50


@dataclass(frozen=True, slots=True)
class Link:
    """A link within the site, as a page has it: the page, its sources, where it leads, and the part there."""

    page: str
    sources: tuple[str, ...]
    written: str
    target: str
    fragment: str


@dataclass(slots=True)
class Links:
    """The links within the site that finished pages hold, each once, and the ids that they may name."""

    addresses: Addresses
    read: Callable[[str], str]
    """Returns the text of a source file, for the line to show."""
    pending: dict[tuple[str, str, str], Link] = field(default_factory=dict[tuple[str, str, str], Link])
    """Those of the pages since `settle` was called last, by target, part and source."""
    open: dict[tuple[str, str], list[Link]] = field(default_factory=dict[tuple[str, str], list[Link]])
    """Those that led nowhere then, by target and part; of each, some pages are kept."""
    ids: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def look(self, page: Output) -> list[Problem]:
        """Take in a finished page; return what is wrong with it alone."""
        found = [match.decode(errors="replace") for match in _IDS.findall(page.content)]
        self.ids[page.path] = frozenset(found)
        for raw in _TARGETS.findall(page.content):
            self._note(page, html.unescape(raw.decode(errors="replace")))
        problems: list[Problem] = []
        if len(found) != len(self.ids[page.path]):
            twice = sorted({name for name in found if found.count(name) > 1})
            problems.append(_on_page(page, f"the id {twice[0]} stands twice on the page {page.path}"))
        for image in _IMAGES.findall(page.content):
            if b" alt=" not in image:
                message = f"a picture on the page {page.path} has no alt text: {image.decode(errors='replace')[:120]}"
                problems.append(_on_page(page, message))
        return problems

    def _note(self, page: Output, written: str) -> None:
        link = written
        if not self.addresses.alone and written.startswith(self.addresses.home):
            link = self.addresses.base + written.removeprefix(self.addresses.home)
        path, _, fragment = link.partition("#")
        path = unquote(path.partition("?")[0])
        if not path and fragment:
            target = page.path
        elif path.startswith("/") and not path.startswith("//"):
            if not path.startswith(self.addresses.base):
                target = ""
            else:
                below = path.removeprefix(self.addresses.base)
                target = f"{below}index.html" if not below or below.endswith("/") else below
        else:
            return
        key = (target or written, fragment, page.sources[0] if page.sources else "")
        if key not in self.pending:
            self.pending[key] = Link(page.path, page.sources, written, target, unquote(fragment))

    def settle(self, is_there: Callable[[str], bool]) -> list[Problem]:
        """Forget the links that lead to a file that is there; return a problem for each that names no part of it."""
        problems: list[Problem] = []
        for (target, fragment, _), link in self.pending.items():
            if not link.target or not is_there(link.target):
                known = self.open.setdefault((target, fragment), [])
                if len(known) < KEPT_PAGES:
                    known.append(link)
            elif link.fragment and link.fragment not in self.ids.get(link.target, {link.fragment}):
                near = did_you_mean(link.fragment, self.ids[link.target])
                hint = f"Did you mean #{near}?" if near else "Link to the page itself."
                problems.append(self._problem(link, f"there is no part #{link.fragment} on {link.target}", hint))
        self.pending.clear()
        self.ids.clear()
        return problems

    def dead(self, is_there: Callable[[str], bool], everything: Callable[[], Iterable[str]]) -> list[Problem]:
        """Return a problem for each link that leads nowhere, now that the whole site is known."""
        left = [link for links in self.open.values() for link in links if not link.target or not is_there(link.target)]
        self.open.clear()
        return [self._dead(link, everything) for link in left]

    def _dead(self, link: Link, everything: Callable[[], Iterable[str]]) -> Problem:
        folder = link.target.partition("/")[0]
        paths = (path for path in everything() if path.endswith("index.html") and path.startswith(folder[:3]))
        pages = [self.addresses.base + path.removesuffix("index.html") for path in paths]
        near = did_you_mean(link.written, pages[:20_000])
        hint = f"Did you mean {near}?" if near else "Mend the link, or take it out."
        return self._problem(link, f"this link leads nowhere: {link.written}", hint)

    def _problem(self, link: Link, message: str, hint: str) -> Problem:
        written = link.written
        spellings = (
            written,
            written.removeprefix(self.addresses.base.rstrip("/")),
            written.rstrip("/").rpartition("/")[2],
        )
        for source in link.sources:
            lines = self.read(source).split("\n")
            for spelling in filter(None, spellings):
                for number, line in enumerate(lines, start=1):
                    column = line.find(spelling)
                    if column >= 0 and not line.lstrip().startswith("#"):
                        return Problem(Place(source, number, column + 1, len(spelling)), message, hint, excerpt=line)
        source = link.sources[0] if link.sources else "hubkit.yaml"
        return Problem(Place(source), f"{message} (on the page {link.page})", hint)


def _on_page(page: Output, message: str) -> Problem:
    return Problem(
        Place(page.sources[0] if page.sources else "hubkit.yaml"), message, "Look at the template of this page."
    )


def is_page(output: Output) -> bool:
    """Return whether an output is a page to look at."""
    return output.path.endswith(".html")
