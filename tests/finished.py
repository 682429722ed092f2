"""A finished site as its readers meet it: pages, addresses, and what stands behind each address."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from hubkit.kinds.phrase import script
from tests.oracle import Page, parse

DATE = re.compile(r"\d{4}-\d\d-\d\d")
LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]+)?")


@dataclass(frozen=True)
class FinishedSite:
    """The folder that a build wrote; where it is published is read off the home page's canonical link."""

    folder: Path

    @cached_property
    def home(self) -> str:
        """The URL of the home page, ending with a slash."""
        canonical = self.pages[Path("index.html")].link("canonical")
        assert canonical is not None, "index.html has no canonical link"
        assert canonical.endswith("/"), f"index.html: canonical link {canonical!r}"
        return canonical

    @property
    def origin(self) -> str:
        """Scheme and host of the site."""
        parts = urlsplit(self.home)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def base(self) -> str:
        """The path below which the site lies, `/` or `/…/`."""
        return urlsplit(self.home).path

    @cached_property
    def pages(self) -> dict[Path, Page]:
        """Every page, parsed, by its path in the folder."""
        files = sorted(self.folder.rglob("*.html"))
        return {file.relative_to(self.folder): parse(file.read_text("utf-8")) for file in files}

    @cached_property
    def domains(self) -> dict[str, Path]:
        """The home URL of every hub with a domain of its own, and the hub's folder."""
        hubs = (file.parent.relative_to(self.folder) for file in self.folder.rglob("hub.json"))
        homes = ((self.pages[hub / "index.html"].link("canonical") or "", hub) for hub in hubs)
        return {home: hub for home, hub in homes if not home.startswith(self.home)}

    def url(self, path: Path) -> str:
        """Return the URL at which a file of the folder is published."""
        return self.home + re.sub(r"(^|/)index\.html$", r"\1", path.as_posix())

    def is_inside(self, url: str) -> bool:
        """Whether a URL names something of this site, or of the domain of one of its hubs."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        return host == self.origin or any(home.startswith(f"{host}/") for home in self.domains)

    def file_at(self, url: str) -> Path | None:
        """Return the path in the folder of what a browser gets at this absolute URL, without any redirect."""
        bare = url.partition("#")[0].partition("?")[0]
        for home, folder in {self.home: Path(), **self.domains}.items():
            if bare.startswith(home):
                path = folder / unquote(bare.removeprefix(home))
                found = path / "index.html" if bare.endswith("/") else path
                return found if (self.folder / found).is_file() else None
        return None

    def absolute(self, path: Path, url: str) -> str:
        """Return a link of a page as the absolute URL that a browser makes of it."""
        return urljoin(self.url(path), url.strip())

    def dead(self, url: str) -> str | None:
        """Return why an absolute URL is dead, or `None` where it is alive or not ours to judge."""
        url = re.sub(r"^webcal:", urlsplit(self.home).scheme + ":", url)
        if not self.is_inside(url):
            return None
        file = self.file_at(url)
        if file is None:
            return "no such page or file"
        fragment = unquote(urlsplit(url).fragment)
        if fragment and fragment != "top" and file in self.pages and fragment not in ids(self.pages[file]):
            return f"no id {fragment!r} on that page"
        return None

    def covering_pages(self) -> list[Path]:
        """Return few pages that together show every language, type of page, element and class of the site."""
        chosen: list[Path] = []
        seen: set[tuple[str, ...]] = set()
        by_size = sorted(self.pages.items(), key=lambda item: (-len(item[1].elements), item[0]))
        for path, page in sorted(by_size, key=lambda item: any(map(LANGUAGE.fullmatch, item[0].parts))):
            if traits := set(page_traits(path, page)) - seen:
                seen |= traits
                chosen.append(path)
        return sorted(chosen)

    def one_of_each_type(self) -> list[tuple[str, Path]]:
        """Return a name and a page for every type of page in every language: the page with the most on it."""
        chosen: dict[str, Path] = {}
        for path, page in sorted(self.pages.items(), key=lambda item: (-len(item[1].elements), item[0])):
            chosen.setdefault(f"{page_type(path, page)} {language(page)}", path)
        return sorted(chosen.items())


def ids(page: Page) -> list[str]:
    """Return the ids of a page's elements, in their order."""
    return [value for element in page.elements if (value := element.get("id")) is not None]


def page_traits(path: Path, page: Page) -> Iterator[tuple[str, ...]]:
    """Return what sets a page apart: its language, its type in its script, and every kind of element on it."""
    yield ("language", language(page))
    yield ("type", page_type(path, page), script(language(page)))
    for element in page.elements:
        for name in (element.get("class") or "").split() or ("",):
            yield ("element", element.tag, name)


def language(page: Page) -> str:
    """Return the language that a page says it is in."""
    return next((element.get("lang") or "" for element in page.all("html")), "")


def page_type(path: Path, page: Page) -> str:
    """Return the name of the template that made a page, or the shape of its path."""
    named = next((element.get("data-template") for element in page.all("body")), None)
    if named:
        return named
    parts = [part for part in path.parts if part != "index.html" and not LANGUAGE.fullmatch(part)]
    return "/".join(shape(part, place) for place, part in enumerate(parts)) or "home"


def shape(part: str, place: int) -> str:
    """Return one part of a path without what is particular to it."""
    fixed = {"hubs", "events", "members", "charter", "code-of-conduct", "404.html"}
    if part in fixed:
        return part
    if re.fullmatch(r"\d{4}", part):
        return "<year>"
    if DATE.fullmatch(part):
        return "<date>"
    return "<dated>" if DATE.match(part) else f"<{'name' if place else 'top'}>"


def structured_data(page: Page) -> list[object]:
    """Return the JSON-LD blocks of a page."""
    return [json.loads(text) for element, text in page.scripts if element.get("type") == "application/ld+json"]


def strings(data: object) -> Iterator[str]:
    """Return every text in some JSON."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)
