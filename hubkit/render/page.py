"""A planned page becomes HTML: what every page shows around its own content, and the template that shows it."""

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.route import Route
from hubkit.kinds.structured_data import breadcrumb_list, script_json, top
from hubkit.kinds.words import Words, native_name
from hubkit.render.faults import TemplateFault, template_problem
from hubkit.render.desk import Desk
from hubkit.values import Output

DESCRIPTION = 160


@dataclass(frozen=True, slots=True)
class PageView:
    """What a template knows of its page."""

    title: str
    description: str
    href: str
    canonical: str
    language: str
    direction: str
    template: str
    breadcrumbs: tuple[tuple[str, str], ...]
    alternates: tuple[tuple[str, str, str], ...]
    """Of each language in which the page is published: its code, the one full address there, and its name."""
    languages: tuple[tuple[str, str, str], ...]
    """Of each language of the page: its code, the link to it in this build, and what its speakers call it."""
    feeds: tuple[tuple[str, str, str], ...]
    image: str
    json_ld: tuple[Markup, ...]
    index: bool
    kind_of_page: str
    styles: tuple[str, ...]


@dataclass(frozen=True)
class Frame:
    """What all pages of a hub, or of the network, share in one language."""

    environment: Environment
    desk: Desk
    shared: Shared
    styles: tuple[str, ...]
    languages: tuple[str, ...]
    """Of the hub or the network, the first at the top of its folder."""
    has_charter: bool

    @property
    def hub(self) -> Hub | None:
        """The hub, if these are the pages of one."""
        return self.desk.hub

    @property
    def words(self) -> Words:
        """The language of the pages."""
        return self.desk.words

    def canonical(self, path: str, prefix: str | None = None) -> str:
        """Return the full address of a page in this language, or under the prefix of another."""
        domain = self.hub.fields.domain if self.hub else None
        below = (self.desk.prefix if prefix is None else prefix) + path
        return self.desk.addresses.canonical(self.hub.id if self.hub else "", domain, below)

    def href(self, path: str) -> str:
        """Return a link to a page of the hub (or the network) in this language."""
        return self.desk.addresses.href(self.hub.id if self.hub else "", self.desk.prefix + path)


def render_page(route: Route, frame: Frame) -> Output:
    """Return the finished page; raises `TemplateFault` for a mistake in a template of the site's own."""
    addresses = frame.desk.addresses
    context = page_context(route, frame)
    try:
        html = frame.environment.get_template(route.template).render(context)
    except Exception as fault:
        problem = template_problem(fault, frame.environment)
        if problem is None:
            raise
        raise TemplateFault(problem) from fault
    path = addresses.output(route.hub, frame.desk.prefix + route.path)
    return Output(path, html.encode() + b"\n", route.sources)


def page_context(route: Route, frame: Frame) -> dict[str, Any]:
    """Return all that the template of a page gets to see."""
    hub = frame.hub
    addresses = frame.desk.addresses
    settings = frame.shared.network
    return {
        **route.view,
        "page": _page_view(route, frame),
        "desk": frame.desk,
        "network": settings,
        "hub": hub,
        "home_href": addresses.href("", ""),
        "hub_href": frame.href("") if hub else "",
        "menu": _menu(route, frame),
        "footer_links": _footer(frame),
    }


def _page_view(route: Route, frame: Frame) -> PageView:
    words = frame.words
    breadcrumbs = _breadcrumbs(route, frame)
    canonical = frame.canonical(route.path)
    image = _image(route, frame)
    structured = [{**block, "image": image} if image and "image" not in block else block for block in route.json_ld]
    if len(breadcrumbs) > 1 and route.indexed:
        absolute = [(label, frame.desk.addresses.full(href)) for label, href in breadcrumbs]
        structured.append(top(breadcrumb_list(absolute)))
    return PageView(
        title=str(route.title),
        description=_shortened(route.description),
        href=frame.href(route.path),
        canonical=canonical if route.indexed else "",
        language=words.language,
        direction=words.direction,
        template=route.template.removesuffix(".html"),
        breadcrumbs=breadcrumbs,
        alternates=_alternates(route, frame),
        languages=_languages(route, frame),
        feeds=_feeds(frame),
        image=image,
        json_ld=tuple(Markup(script_json(block)) for block in structured),  # noqa: S704 - escaped for script by script_json
        index=route.indexed,
        kind_of_page="article" if route.is_article else "website",
        styles=frame.styles,
    )


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) <= DESCRIPTION:
        return plain
    cut = plain[: DESCRIPTION - 1]
    # Scripts without spaces are cut where they are full.
    return (cut[: cut.rindex(" ")] if " " in cut[-40:] else cut).rstrip(" ,;:–-、。") + "…"


def _breadcrumbs(route: Route, frame: Frame) -> tuple[tuple[str, str], ...]:
    words, addresses = frame.words, frame.desk.addresses
    crumbs = [(words.plain(frame.shared.network.fields.name), addresses.href("", ""))]
    if frame.hub is not None:
        crumbs.append((words.plain(frame.hub.fields.name), frame.href("")))
    crumbs += [(label, frame.href(path)) for label, path in route.parents]
    if route.path:
        crumbs.append((route.title, frame.href(route.path)))
    return tuple(crumbs)


def _alternates(route: Route, frame: Frame) -> tuple[tuple[str, str, str], ...]:
    if not route.indexed:
        return ()
    return tuple(
        (language, frame.canonical(route.path, prefix), native_name(language)) for language, prefix in _prefixes(frame)
    )


def _languages(route: Route, frame: Frame) -> tuple[tuple[str, str, str], ...]:
    if route.path.endswith(".html"):  # the one page for what is not there
        return ()
    addresses, hub = frame.desk.addresses, frame.hub.id if frame.hub else ""
    return tuple(
        (language, addresses.href(hub, prefix + route.path), native_name(language))
        for language, prefix in _prefixes(frame)
    )


def _prefixes(frame: Frame) -> tuple[tuple[str, str], ...]:
    """Return each language with its folder; nothing where there is but one."""
    first, *others = frame.languages
    return ((first, ""), *((language, f"{language}/") for language in others)) if others else ()


def _feeds(frame: Frame) -> tuple[tuple[str, str, str], ...]:
    addresses, words = frame.desk.addresses, frame.words
    hub = frame.hub.id if frame.hub else ""
    name = words.plain(frame.hub.fields.name if frame.hub else frame.shared.network.fields.name)
    return (
        (str(words("%(name)s: events", name=name)), addresses.href(hub, "feed.xml"), "application/atom+xml"),
        (str(words("%(name)s: calendar", name=name)), addresses.href(hub, "events.ics"), "text/calendar"),
    )


def _image(route: Route, frame: Frame) -> str:
    if route.picture is None:
        return ""
    picture, owner = route.picture
    hub = frame.hub.id if frame.hub else ""
    found = frame.desk.published(owner, hub, picture.file)
    return frame.desk.addresses.full(frame.desk.addresses.asset(found.path)) if found else ""


def _menu(route: Route, frame: Frame) -> tuple[tuple[str, str, bool], ...]:
    words, hub = frame.words, frame.hub
    if hub is None:
        entries = [(words("Hubs"), "hubs/")]
        entries += [(words.plain(page.fields.title), page.path) for page in frame.shared.pages if page.fields.nav]
        items = [(label, frame.href(path), route.path.startswith(path)) for label, path in entries]
        return (*items, *_links(frame, frame.shared.network.fields.nav))
    entries = [(words("Events"), "events/")]
    if hub.members:
        entries.append((words("Members"), "members/"))
    if frame.has_charter:
        entries.append((words("Charter"), "charter/"))
    entries += [(words.plain(page.fields.title), page.path) for page in hub.pages if page.fields.nav]
    return tuple((label, frame.href(path), route.path.startswith(path)) for label, path in entries)


def _links(frame: Frame, links: Any) -> tuple[tuple[str, str, bool], ...]:
    external = frame.desk.addresses.external
    return tuple(
        (frame.words.text(link.label), external(link.url) if link.url.startswith("/") else link.url, False)
        for link in links
    )


def _footer(frame: Frame) -> tuple[tuple[str, str], ...]:
    words, addresses, shared = frame.words, frame.desk.addresses, frame.shared
    found: list[tuple[str, str]] = []
    if frame.has_charter:
        found.append((words("Charter"), frame.href("charter/")))
    if shared.code_of_conduct is not None:
        found.append((words.text(shared.code_of_conduct.fields.title), addresses.href("", "code-of-conduct/")))
    found += [(label, href) for label, href, _ in _links(frame, shared.network.fields.links)]
    return tuple(found)
