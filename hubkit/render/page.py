"""A planned page becomes HTML: what every page shows around its own content, and the template that shows it."""

from typing import Any

from markupsafe import Markup
from msgspec import Struct

from hubkit.kinds.route import Route
from hubkit.kinds.structured_data import filled, script_json, script_list
from hubkit.render.faults import TemplateFault, template_problem
from hubkit.render.frame import Frame, Way
from hubkit.render.interface import as_html
from hubkit.render.preview import Preview, preview
from hubkit.values import Output

DESCRIPTION = 160


class PageView(Struct, frozen=True):
    """What a template knows of its page."""

    title: str
    description: str
    href: str
    canonical: str
    language: str
    locale: str
    """By which dates are said: en-150."""
    direction: str
    template: str
    breadcrumbs: tuple[tuple[str, str], ...]
    alternates: tuple[tuple[str, str, str], ...]
    """Of each language in which the page is published: its code, the one full address there, and its name."""
    languages: tuple[tuple[str, str, str], ...]
    """Of each language of the page: its code, the link to it in this build, and what its speakers call it."""
    feeds: tuple[tuple[str, str, str], ...]
    image: Preview | None
    json_ld: tuple[Markup, ...]
    index: bool
    kind_of_page: str
    styles: tuple[str, ...]
    papers: tuple[str, str]
    """The colour of the page, in light and in dark."""


def render_page(route: Route, frame: Frame) -> Output:
    """Return the finished page; raises `TemplateFault` for a mistake in a template of the site's own."""
    addresses = frame.desk.addresses
    context = page_context(route, frame)
    try:
        html = frame.environment.rendered(route.template, context)
    except Exception as fault:
        problem = template_problem(fault, frame.environment)
        if problem is None:
            raise
        raise TemplateFault(problem) from fault
    path = addresses.output(route.hub, frame.desk.prefix + route.path)
    return Output(path, html.encode() + b"\n", route.sources)


def page_context(route: Route, frame: Frame) -> dict[str, Any]:
    """Return all that the template of a page gets to see."""
    return {**frame.known, **route.view, **frame.given, "page": _page_view(route, frame), "menu": _menu(route, frame)}


def _page_view(route: Route, frame: Frame) -> PageView:
    words = frame.words
    href = frame.href(route.path)
    way = _way(route.parents, frame)
    breadcrumbs, steps = way.breadcrumbs, way.steps
    if route.path:
        breadcrumbs = *breadcrumbs, (route.title, href)
        steps = *steps, _step(len(breadcrumbs), route.title, href, frame)
    image = preview(route, frame.desk)
    # script_json escapes for script
    json_ld = [
        as_html(script_json({**block, "image": image.address} if image and "image" not in block else block))
        for block in route.json_ld
    ]
    if len(breadcrumbs) > 1 and route.indexed:
        json_ld.append(as_html(script_list("BreadcrumbList", "itemListElement", steps)))
    return PageView(
        title=str(route.title),
        description=_shortened(route.description),
        href=href,
        canonical=frame.canonical(route.path) if route.indexed else "",
        language=words.language,
        locale=frame.locale,
        direction=words.direction,
        template=route.template.removesuffix(".html"),
        breadcrumbs=breadcrumbs,
        alternates=_alternates(route, frame),
        languages=_languages(route, frame),
        feeds=frame.feeds,
        image=image,
        json_ld=tuple(json_ld),
        index=route.indexed,
        kind_of_page="article" if route.is_article else "website",
        styles=frame.styles,
        papers=frame.papers,
    )


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) <= DESCRIPTION:
        return plain
    cut = plain[: DESCRIPTION - 1]
    # Scripts without spaces are cut where they are full.
    return (cut[: cut.rindex(" ")] if " " in cut[-40:] else cut).rstrip(" ,;:–-、。") + "…"


def _way(parents: tuple[tuple[str, str], ...], frame: Frame) -> Way:
    found = frame.ways.get(parents)
    if found is None:
        breadcrumbs = (*frame.breadcrumbs, *((label, frame.href(path)) for label, path in parents))
        steps = (_step(position, label, href, frame) for position, (label, href) in enumerate(breadcrumbs, 1))
        found = frame.ways[parents] = Way(breadcrumbs, tuple(steps))
    return found


def _step(position: int, label: str, href: str, frame: Frame) -> str:
    home = frame.href("")
    item = frame.canonical(href.removeprefix(home)) if href.startswith(home) else frame.desk.addresses.full(href)
    return script_json(filled("ListItem", {"position": position, "name": label, "item": item}))


def _alternates(route: Route, frame: Frame) -> tuple[tuple[str, str, str], ...]:
    if not route.indexed or not frame.tongues:
        return ()
    return tuple((language, frame.full_address(prefix + route.path), name) for language, prefix, name in frame.tongues)


def _languages(route: Route, frame: Frame) -> tuple[tuple[str, str, str], ...]:
    if not frame.tongues or route.path.endswith(".html"):  # the one page for what is not there
        return ()
    addresses, hub = frame.desk.addresses, frame.hub_id
    return tuple((language, addresses.href(hub, prefix + route.path), name) for language, prefix, name in frame.tongues)


def _menu(route: Route, frame: Frame) -> tuple[tuple[str, str, str], ...]:
    """Return label and link of each entry, and what it is to the page: the "page" itself, "true" for one above it."""
    current = tuple(
        ("page" if route.path == path else "true") if path and route.path.startswith(path) else ""
        for _, _, path in frame.entries
    )
    made = frame.menus.get(current)
    if made is None:
        shown = ((label, href, now) for (label, href, _), now in zip(frame.entries, current, strict=True))
        made = frame.menus[current] = tuple(shown)
    return made
