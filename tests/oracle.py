"""Judges of finished pages that share no code with hubkit: what is on a page, and what on it could act or call out."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

# Attributes whose value is one URL that a browser follows or loads.
URL_ATTRIBUTES = frozenset(
    [
        "action",
        "background",
        "cite",
        "classid",
        "codebase",
        "data",
        "dynsrc",
        "formaction",
        "href",
        "icon",
        "longdesc",
        "lowsrc",
        "manifest",
        "ping",
        "poster",
        "profile",
        "src",
        "usemap",
        "xlink:href",
    ]
)
OWN_SCRIPT = re.compile(r"(?:/[a-z0-9-]+)*/assets/(?:live|offline|share)\.[0-9a-f]{16}\.js")
"""Where the scripts are that pages may ask for."""
SAFE_SCHEMES = frozenset(("", "http", "https", "mailto", "tel", "webcal", "geo"))
ACTIVE_ELEMENTS = frozenset(
    [
        "animate",
        "animatemotion",
        "animatetransform",
        "applet",
        "base",
        "bgsound",
        "embed",
        "foreignobject",
        "frame",
        "frameset",
        "iframe",
        "isindex",
        "math",
        "noembed",
        "object",
        "param",
        "plaintext",
        "portal",
        "set",
        "style",
        "template",
        "xmp",
    ]
)
# The browser fetches these without being asked; everything else is followed only on a click.
LOADING = {
    "audio": ("src",),
    "embed": ("src",),
    "feimage": ("href", "xlink:href"),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
PASSIVE_LINKS = frozenset(
    [
        "alternate",
        "author",
        "canonical",
        "help",
        "license",
        "me",
        "next",
        "prev",
        "search",
        "shortlink",
        "up",
        "webmention",
    ]
)
IGNORED_IN_URLS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
XHTML = "{http://www.w3.org/1999/xhtml}"
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Element:
    """One start tag: its name in lower case, its attributes with entities decoded, and its line."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    line: int

    def get(self, name: str) -> str | None:
        """Return the attribute's value, `""` for one without a value, `None` where it is absent."""
        return next((value for key, value in self.attributes if key == name), None)


@dataclass
class Page:
    """What a parser sees on one page."""

    elements: list[Element] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    scripts: list[tuple[Element, str]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with one of these names, in their order."""
        return [element for element in self.elements if element.tag in tags]

    def link(self, relation: str) -> str | None:
        """Return the URL of the first `link` of this relation."""
        found = (link.get("href") for link in self.all("link") if relation in (link.get("rel") or "").split())
        return next(found, None)


class PageParser(HTMLParser):
    """Fills a Page from HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, tuple((name, value or "") for name, value in attrs), self.getpos()[0])
        self.page.elements.append(element)
        self.open.append(element)
        if tag == "script":
            self.page.scripts.append((element, ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.open:
            return
        tag = self.open[-1].tag
        if tag == "script":
            element, text = self.page.scripts[-1]
            self.page.scripts[-1] = (element, text + data)
        elif tag in {"title", "h1"}:
            self.page.texts[tag] = self.page.texts.get(tag, "") + data

    def handle_comment(self, data: str) -> None:
        self.page.comments.append((self.getpos()[0], data))

    def unknown_decl(self, data: str) -> None:
        self.page.comments.append((self.getpos()[0], data))

    def handle_pi(self, data: str) -> None:
        self.page.comments.append((self.getpos()[0], data))


def parse(html: str) -> Page:
    """Return what stands on a page of HTML."""
    parser = PageParser()
    parser.feed(html)
    parser.close()
    return parser.page


def scheme(url: str) -> str:
    """Return the scheme that a browser would see in a URL: it ignores control characters, spaces and case."""
    bare = IGNORED_IN_URLS.sub("", url)
    match = re.match(r"([^/?#]*?):", bare)
    return match[1].lower() if match else ""


def sources(srcset: str) -> list[str]:
    """Return the URLs of a `srcset`."""
    return [part.split()[0] for part in srcset.split(",") if part.strip()]


def foreign(url: str, origin: str) -> bool:
    """Whether a URL leads to another host than the origin (`https://example.org`)."""
    parts = urlsplit(IGNORED_IN_URLS.sub("", url).replace("\\", "/"))
    return bool(parts.netloc) and f"{parts.scheme or 'https'}://{parts.netloc}" != origin


def active_content(html: str, origin: str = "") -> list[str]:
    """Return every thing in some HTML that could run, restyle, redirect, embed or hide; an honest page has none."""
    page = parse(html)
    found = [f"line {line}: comment or declaration <!{text[:60]}" for line, text in page.comments]
    for element in page.elements:
        where = f"line {element.line}: <{element.tag}>"
        if element.tag in ACTIVE_ELEMENTS and not (element.tag == "base" and element.get("href") is None):
            found.append(f"{where} is not for pages")
        if element.tag == "meta" and (element.get("http-equiv") or "").lower() not in {"", "content-security-policy"}:
            found.append(f"{where} http-equiv={element.get('http-equiv')!r}")
        found += [f"{where} {reason}" for name, value in element.attributes for reason in bad_attribute(name, value)]
        targets = [element.get(name) for name in ("action", "formaction")]
        found += [f"{where} sends a form to {target!r}" for target in targets if target and foreign(target, origin)]
    for element, text in page.scripts:
        if is_own_script(element, text):
            continue
        if element.get("type") != "application/ld+json" or element.get("src") is not None:
            found.append(f"line {element.line}: <script> that is not data")
        elif re.search(r"<!--|<script|</", text, re.IGNORECASE):
            found.append(f"line {element.line}: a tag inside the JSON-LD")
    return found


def is_own_script(element: Element, text: str) -> bool:
    """Whether a script is one that pages may ask for: an asset of the site itself, under its hash."""
    return OWN_SCRIPT.fullmatch(element.get("src") or "") is not None and not text and element.get("type") is None


def bad_attribute(name: str, value: str) -> list[str]:
    """Return what is wrong with one attribute, whatever its element."""
    found: list[str] = []
    if name.startswith("on"):
        found.append(f"{name}={value[:60]!r} is an event handler")
    if name in {"style", "srcdoc"}:
        found.append(f"{name}={value[:60]!r}")
    if not re.fullmatch(r"[a-z][a-z0-9:_-]*", name):
        found.append(f"attribute name {name[:60]!r}")
    urls = sources(value) if name in {"srcset", "imagesrcset"} else [value] if name in URL_ATTRIBUTES else []
    found += [f"{name}={url[:60]!r}" for url in urls if scheme(url) not in SAFE_SCHEMES]
    return found


def foreign_requests(html: str, origin: str) -> list[str]:
    """Return every thing on a page that a browser would fetch from another host without being asked."""
    found: list[str] = []
    for element in parse(html).elements:
        relations = (element.get("rel") or "").lower().split()
        if element.tag == "link" and relations and PASSIVE_LINKS.issuperset(relations):
            continue
        for name in LOADING.get(element.tag, ()):
            value = element.get(name) or ""
            urls = sources(value) if name == "srcset" else [value]
            found += [f"line {element.line}: <{element.tag} {name}={url!r}>" for url in urls if foreign(url, origin)]
    return found


def active_content_of_site(folder: Path, origin: str = "") -> list[str]:
    """Return the active content of all pages, pictures (SVG) and feeds of a finished site, each with its file."""
    found: list[str] = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder)
        if file.suffix in {".html", ".svg"}:
            found += [f"{name}: {reason}" for reason in active_content(markup(file), origin)]
        elif file.name == "feed.xml":
            for text in feed_markup(file):
                found += [f"{name}: {reason}" for reason in active_content(text, origin)]
    return found


def markup(file: Path) -> str:
    """Return a file's text without the one declaration that may stand first."""
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", file.read_text("utf-8"))


def feed_markup(file: Path) -> list[str]:
    """Return the HTML that a feed carries as text, and all its links as HTML."""
    tree = ElementTree.parse(file)
    texts = [element.text or "" for element in tree.iter() if element.get("type") == "html"]
    texts += [ElementTree.tostring(element, encoding="unicode") for element in tree.iter(f"{XHTML}div")]
    for link in tree.iter(f"{ATOM}link"):
        url = (link.get("href") or "").replace("&", "&amp;").replace('"', "&quot;")
        texts.append(f'<a href="{url}">link</a>')
    return texts
