"""What finished pages weigh for a visitor, held against the budget of the network."""

import gzip
import math
import re
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter

from msgspec import Struct, field

from hubkit.kinds.network.budget import Budget
from hubkit.problems import Place, Problem, Severity
from hubkit.values import Output

MOST_TOLD = 3
"""Of what is too heavy in one way: the rest is counted."""
_SHEET = re.compile(rb'<link rel="stylesheet" href="([^"]+)"')
_SCRIPT = re.compile(rb'<script\b[^>]*?\ssrc="([^"]+)"')
_PICTURE = re.compile(rb"<picture\b.*?</picture>|<img\b[^>]*>", re.DOTALL)
_CHOICES = re.compile(rb'\ssrcset="([^"]+)"')
_ONE = re.compile(rb'\ssrc="([^"]+)"')


class Excess(Struct, frozen=True):
    """Something heavier than it may be: in bytes, with what to say of it."""

    weight: int
    source: str
    message: str


class Scales(Struct):
    """Weighs the pages of one hub, or of the network, as they are finished."""

    budget: Budget
    base: str
    """How links within the site begin."""
    compressed_asset: Callable[[str], int]
    """Returns the weight of a theme's asset by its link: 0 for what is none."""
    pages: list[Excess] = field(default_factory=list[Excess])
    scripts: list[Excess] = field(default_factory=list[Excess])
    shown: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """The widest form of each picture, with a page that shows it and the source of that."""

    def weigh(self, page: Output) -> None:
        """Take in a finished page."""
        name = f"{self.base}{page.path.removesuffix('index.html')}"
        source = page.sources[0] if page.sources else "hubkit.yaml"
        budget, content = self.budget, page.content
        if budget.page is not None:
            html, css = compressed(content), self._assets(_SHEET, content)
            if html + css > budget.page:
                parts = f"HTML {_shown(html)}, CSS {_shown(css)}"
                message = f"the page {name} weighs {_shown(html + css)} compressed ({parts}); its budget is "
                self.pages.append(Excess(html + css, source, message + _shown(budget.page)))
        if budget.script is not None and (weight := self._assets(_SCRIPT, content)) > budget.script:
            message = f"the scripts of the page {name} weigh {_shown(weight)} compressed; their budget is "
            self.scripts.append(Excess(weight, source, message + _shown(budget.script)))
        if budget.picture is not None:
            for picture in _widest(content):
                self.shown.setdefault(picture.removeprefix(self.base), (name, source))

    def problems(self, files: Mapping[str, tuple[int, str]]) -> Iterator[Problem]:
        """Yield a warning for each of the heaviest; `files` have the size of each picture."""
        raised = "or raise it in hubkit.yaml, below budget:."
        yield from _told(self.pages, f"Shorten the page, make the theme's style sheets smaller, {raised}", "pages")
        yield from _told(self.scripts, f"Take a script out of the theme, {raised}", "pages")
        yield from _told(self._heavy_pictures(files), f"Save the picture smaller, {raised}", "pictures")

    def _assets(self, pattern: re.Pattern[bytes], content: bytes) -> int:
        return sum(self.compressed_asset(link.decode()) for link in pattern.findall(content))

    def _heavy_pictures(self, files: Mapping[str, tuple[int, str]]) -> list[Excess]:
        most = self.budget.picture or 0
        found: list[Excess] = []
        for path, (page, source) in self.shown.items():
            weight = files[path][0] if path in files else 0
            if weight > most:
                message = f"the picture {path} on the page {page} weighs {_shown(weight)}; its budget is {_shown(most)}"
                found.append(Excess(weight, source, message))
        return found


def compressed(content: bytes) -> int:
    """Return the size of a file as hosts send it, in bytes."""
    return len(gzip.compress(content, 6, mtime=0))


def _widest(content: bytes) -> Iterator[str]:
    """Yield of each picture the last of the forms that a browser of today chooses among: the widest."""
    for picture in _PICTURE.findall(content):
        choices = _CHOICES.search(picture)
        one = _ONE.search(picture)
        if choices:
            yield choices[1].decode().split(",")[-1].split()[0]
        elif one:
            yield one[1].decode()


def _told(found: list[Excess], hint: str, what: str) -> Iterator[Problem]:
    heaviest = sorted(found, key=attrgetter("weight"), reverse=True)
    for number, each in enumerate(heaviest[:MOST_TOLD], start=1):
        left = len(heaviest) - MOST_TOLD if number == MOST_TOLD else 0
        more = f" ({left} more {what} are too heavy)" if left > 0 else ""
        yield Problem(Place(each.source), each.message + more, hint, Severity.warning)


def _shown(size: int) -> str:
    """Return a size in kilobytes, rounded up, so that what is too much never looks as if it were just enough."""
    return f"{math.ceil(size / 100) / 10:g} kB"
