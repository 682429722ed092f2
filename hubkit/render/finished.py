"""A last look at finished pages: dead links within the site, ids that stand twice, pictures without words."""

import html
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple
from urllib.parse import unquote

from msgspec import Struct, field

from hubkit.addresses import Addresses
from hubkit.problems import Place, Problem, did_you_mean
from hubkit.values import Output

# Each pattern begins with plain letters, for which `re` searches several times faster than for a blank.
_TARGETS = re.compile(rb'="(?:(?<=\shref=")|(?<=\ssrc="))([^"]*)"')
_IDS = re.compile(rb'id="(?<=\sid=")([^"]*)"')
_IMAGES = re.compile(rb"<img\b[^>]*>")
_BEGINNINGS = ("/", "#", "?", "%")
"""Of links within the site."""
_MEANT_OTHERWISE = ("%", "&", "#", "?")
"""What in a link is not what it is in the path of a file."""
KEPT_PAGES = 50


class Link(NamedTuple):
    """A link within the site: how it is written, the output file it leads to, and the part there."""

    written: str
    target: str
    """Empty where there can be no such file."""
    fragment: str


class Holder(NamedTuple):
    """A page that has a link, and its sources."""

    page: str
    sources: tuple[str, ...]


class _Way(NamedTuple):
    """Where a link within the site leads, whichever page has it."""

    written: str
    target: str | None
    """The output file; None for the page that has the link, empty where there can be no such file."""
    fragment: str


class _Page(NamedTuple):
    """What was found on a finished page: the addresses that it names, and the ids that links may name."""

    holder: Holder
    links: frozenset[bytes]
    ids: frozenset[bytes]

    def names(self) -> frozenset[str]:
        """Return the ids as texts."""
        return frozenset(name.decode(errors="replace") for name in self.ids)


class Links(Struct):
    """The links within the site that finished pages hold, and the ids that they may name.

    Nearly all links of a page stand on the other pages of its hub, too, and lead to its files: those that do not are
    followed, once each.
    """

    addresses: Addresses
    read: Callable[[str], str]
    """Returns the text of a source file, for the line to show."""
    pages: dict[str, _Page] = field(default_factory=dict[str, _Page])
    """Those since `settle` was called last, by path."""
    open: dict[Link, list[Holder]] = field(default_factory=dict[Link, list[Holder]])
    """Links that led nowhere when their pages were settled; of each, some pages are kept."""

    def look(self, page: Output) -> list[Problem]:
        """Take in a finished page; return what is wrong with it alone."""
        found = _IDS.findall(page.content)
        seen = _Page(Holder(page.path, page.sources), frozenset(_TARGETS.findall(page.content)), frozenset(found))
        self.pages[page.path] = seen
        problems: list[Problem] = []
        if len(found) != len(seen.ids):
            twice = min(name for name in found if found.count(name) > 1).decode(errors="replace")
            problems.append(_on_page(page, f"the id {twice} stands twice on the page {page.path}"))
        for image in _IMAGES.findall(page.content):
            if b" alt=" not in image:
                message = f"a picture on the page {page.path} has no alt text: {image.decode(errors='replace')[:120]}"
                problems.append(_on_page(page, message))
        return problems

    def expect(self, link: str, source: str) -> None:
        """Take in a link that stands on no page, but in the file `source`; it is looked at with all that are open."""
        way = self._way(link)
        if way is not None and way.target is not None:
            self.open.setdefault(Link(way.written, way.target, way.fragment), []).append(
                Holder("_redirects", (source,))
            )

    def _way(self, written: str) -> _Way | None:
        """Return where a link leads, None for one that leaves the site."""
        link = written
        if not self.addresses.alone and written.startswith(self.addresses.home):
            link = self.addresses.base + written.removeprefix(self.addresses.home)
        if not link.startswith(_BEGINNINGS):
            return None
        path, _, fragment = link.partition("#")
        path, fragment = unquote(path.partition("?")[0]), unquote(fragment)
        if not path and fragment:
            return _Way(written, None, fragment)
        if not path.startswith("/") or path.startswith("//"):
            return None
        if not path.startswith(self.addresses.base):
            return _Way(written, "", fragment)
        below = path.removeprefix(self.addresses.base)
        return _Way(written, f"{below}index.html" if not below or below.endswith("/") else below, fragment)

    def settle(self, files: Collection[str], is_there: Callable[[str], bool]) -> list[Problem]:
        """Forget the links that lead to a file that is there; return a problem for each that names no part of it.

        `files` are some for which `is_there` says yes: nearly all that the pages link to.
        """
        problems: list[Problem] = []
        for link, holder in self._doubtful(files, is_there):
            page = self.pages.get(link.target)
            if not link.target or not is_there(link.target):
                known = self.open.setdefault(link, [])
                if len(known) < KEPT_PAGES:
                    known.append(holder)
            elif link.fragment and page is not None and link.fragment not in page.names():
                near = did_you_mean(link.fragment, page.names())
                hint = f"Did you mean #{near}?" if near else "Link to the page itself."
                message = f"there is no part #{link.fragment} on {link.target}"
                problems.append(self._problem(link, holder, message, hint))
        self.pages.clear()
        return problems

    def _doubtful(self, files: Collection[str], is_there: Callable[[str], bool]) -> Iterable[tuple[Link, Holder]]:
        """Return the links that may be wrong, each once for every source that has it."""
        doubtful: dict[bytes, _Way] = {}
        within = (*map(str.encode, _BEGINNINGS), b"&", self.addresses.home.partition("&")[0].encode())
        for raw in frozenset[bytes]().union(*(page.links for page in self.pages.values())) - self._links_to(files):
            if not raw.startswith(within):
                continue
            way = self._way(html.unescape(raw.decode(errors="replace")))
            if way and not self._is_right(way, is_there):
                doubtful[raw] = way
        unsure = frozenset(doubtful)
        found: dict[tuple[str, str, str], tuple[Link, Holder]] = {}
        for holder, links, ids in self.pages.values():
            source = holder.sources[0] if holder.sources else ""
            for raw in sorted(links & unsure):
                written, target, fragment = doubtful[raw]
                if target is None:
                    if fragment.encode() in ids:
                        continue
                    target = holder.page
                key = (target or written, fragment, source)
                if key not in found:
                    found[key] = Link(written, target, fragment), holder
        return found.values()

    def _links_to(self, files: Collection[str]) -> set[bytes]:
        """Return how pages link to `files`, to each in its usual way; what is not among these may be right as well."""
        here = self.addresses
        beginnings = {here.base} if here.alone else {here.base, here.home}
        links = "".join([f"{beginning}{path}\n" for beginning in beginnings for path in files])
        if any(each in links for each in _MEANT_OTHERWISE):
            return set()
        return set(links.replace("/index.html\n", "/\n").encode().split(b"\n"))

    def _is_right(self, way: _Way, is_there: Callable[[str], bool]) -> bool:
        """Return whether a way is sure to lead somewhere, from whatever page."""
        if not way.target or not is_there(way.target):
            return False
        page = self.pages.get(way.target)
        return not way.fragment or page is None or way.fragment.encode() in page.ids

    def left(self) -> dict[Link, tuple[Holder, ...]]:
        """Return, and forget, the links that led to nothing that was there, each with pages that have it."""
        found = {link: tuple(holders) for link, holders in self.open.items()}
        self.open.clear()
        return found

    def dead(
        self,
        links: Iterable[tuple[Link, Iterable[Holder]]],
        is_there: Callable[[str], bool],
        everything: Callable[[], Iterable[str]],
    ) -> list[Problem]:
        """Return a problem for each link that leads nowhere, now that the whole site is known."""
        pages = Counter[tuple[str, str]]()
        problems: list[Problem] = []
        for link, holders in links:
            if link.target and is_there(link.target):
                continue
            key = (link.target or link.written, link.fragment)
            for holder in holders:
                if pages[key] < KEPT_PAGES:
                    pages[key] += 1
                    problems.append(self._dead(link, holder, everything))
        return problems

    def _dead(self, link: Link, holder: Holder, everything: Callable[[], Iterable[str]]) -> Problem:
        folder = link.target.partition("/")[0]
        paths = (path for path in everything() if path.endswith("index.html") and path.startswith(folder[:3]))
        pages = [self.addresses.base + path.removesuffix("index.html") for path in paths]
        near = did_you_mean(link.written, pages[:20_000])
        hint = f"Did you mean {near}?" if near else "Mend the link, or take it out."
        return self._problem(link, holder, f"this link leads nowhere: {link.written}", hint)

    def _problem(self, link: Link, holder: Holder, message: str, hint: str) -> Problem:
        written = link.written
        spellings = (
            written,
            written.removeprefix(self.addresses.base.rstrip("/")),
            written.rstrip("/").rpartition("/")[2],
        )
        for source in holder.sources:
            lines = self.read(source).split("\n")
            for spelling in filter(None, spellings):
                for number, line in enumerate(lines, start=1):
                    column = line.find(spelling)
                    if column >= 0 and not line.lstrip().startswith("#"):
                        return Problem(Place(source, number, column + 1, len(spelling)), message, hint, excerpt=line)
        source = holder.sources[0] if holder.sources else "hubkit.yaml"
        return Problem(Place(source), f"{message} (on the page {holder.page})", hint)


def _on_page(page: Output, message: str) -> Problem:
    return Problem(
        Place(page.sources[0] if page.sources else "hubkit.yaml"), message, "Look at the template of this page."
    )


def is_page(output: Output) -> bool:
    """Return whether an output is a page to look at."""
    return output.path.endswith(".html")
