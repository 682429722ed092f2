"""What all pages of a hub, or of the network, share in one language: addresses, menu, feeds, and the way to each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from msgspec import Struct

from hubkit.kinds.fields import LabelledLink
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.words import Words, native_name
from hubkit.render.desk import Desk
from hubkit.render.theme import PageEnvironment


class Way(Struct, frozen=True):
    """What stands above a page: the breadcrumbs of those pages, and the same as JSON."""

    breadcrumbs: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Frame:
    """What all pages of a hub, or of the network, share in one language."""

    environment: PageEnvironment
    desk: Desk
    shared: Shared
    styles: tuple[str, ...]
    papers: tuple[str, str]
    """The colour of the pages, in light and in dark."""
    languages: tuple[str, ...]
    """Of the hub or the network, the first at the top of its folder."""
    has_charter: bool

    @cached_property
    def hub(self) -> Hub | None:
        """The hub, if these are the pages of one."""
        return self.desk.hub

    @cached_property
    def hub_id(self) -> str:
        """The id of the hub; empty for the network."""
        return self.hub.id if self.hub else ""

    @cached_property
    def words(self) -> Words:
        """The language of the pages."""
        return self.desk.words

    @cached_property
    def locale(self) -> str:
        """The CLDR locale of the pages as browsers name it: en-150."""
        return self.words.locale.replace("_", "-")

    @cached_property
    def known(self) -> Mapping[str, Any]:
        """The global names, which a page may have another meaning for."""
        return self.environment.globals

    @cached_property
    def ways(self) -> dict[tuple[tuple[str, str], ...], Way]:
        """The ways from the home to the pages made so far, by the parents that routes give them."""
        return {}

    @cached_property
    def given(self) -> dict[str, Any]:
        """What every template gets to see, whatever its page."""
        return {
            "desk": self.desk,
            "network": self.shared.network,
            "hub": self.hub,
            "home_href": self.desk.addresses.href("", ""),
            "hub_href": self.href("") if self.hub else "",
            "footer_links": _footer(self),
        }

    @cached_property
    def breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        """Label and link of the homes that every page stands below."""
        network = (self.words.plain(self.shared.network.fields.name), self.desk.addresses.href("", ""))
        return (network, (self.words.plain(self.hub.fields.name), self.href(""))) if self.hub else (network,)

    @cached_property
    def feeds(self) -> tuple[tuple[str, str, str], ...]:
        """Title, link and type of the feed and the calendar, and of the JSON feed where the hub has one."""
        words = self.words
        name = words.plain(self.hub.fields.name if self.hub else self.shared.network.fields.name)
        events, calendar = str(words("%(name)s: events", name=name)), str(words("%(name)s: calendar", name=name))
        feeds = [
            (events, self.href("feed.xml"), "application/atom+xml"),
            (calendar, self.href("events.ics"), "text/calendar"),
        ]
        if self.hub is not None and self.hub.promotion(self.shared) != "none":
            feeds.append((events, self.href("feed.json"), "application/feed+json"))
        return tuple(feeds)

    @cached_property
    def entries(self) -> tuple[tuple[str, str, str], ...]:
        """Label, link and path of each entry of the menu; a link out of the hub or the network has no path."""
        return _entries(self)

    @cached_property
    def menus(self) -> dict[tuple[str, ...], tuple[tuple[str, str, str], ...]]:
        """The menus of the pages made so far, by what is current in them."""
        return {}

    @cached_property
    def tongues(self) -> tuple[tuple[str, str, str], ...]:
        """Each language with its folder, and what its speakers call it; nothing where there is but one."""
        first, *others = self.languages
        folders = ((first, ""), *((language, f"{language}/") for language in others)) if others else ()
        return tuple((language, prefix, native_name(language)) for language, prefix in folders)

    @cached_property
    def home(self) -> str:
        """The full address of the home page in this language."""
        return self.full_address(self.desk.prefix)

    def canonical(self, path: str) -> str:
        """Return the full address of a page in this language."""
        return self.home + path

    def full_address(self, path: str) -> str:
        """Return the full address of a page below the hub or the network, whatever its language."""
        domain = self.hub.fields.domain if self.hub else None
        return self.desk.addresses.canonical(self.hub_id, domain, path)

    def href(self, path: str) -> str:
        """Return a link to a page of the hub (or the network) in this language."""
        return self.desk.home + path


def _entries(frame: Frame) -> tuple[tuple[str, str, str], ...]:
    words, hub = frame.words, frame.hub
    if hub is None:
        entries = [(words("Hubs"), "hubs/")]
        pages = frame.shared.pages
    else:
        entries = [(words("Events"), "events/")]
        if hub.members:
            entries.append((words("Members"), "members/"))
        if frame.has_charter:
            entries.append((words("Charter"), "charter/"))
        pages = hub.pages
    entries += [(words.plain(page.fields.title), page.path) for page in pages if page.fields.nav]
    items = [(label, frame.href(path), path) for label, path in entries]
    if hub is None:
        items += [(label, href, "") for label, href in _links(frame, frame.shared.network.fields.nav)]
    return tuple(items)


def _links(frame: Frame, links: Iterable[LabelledLink]) -> Iterator[tuple[str, str]]:
    external = frame.desk.addresses.external
    for link in links:
        yield frame.words.text(link.label), external(link.url) if link.url.startswith("/") else link.url


def _footer(frame: Frame) -> tuple[tuple[str, str], ...]:
    words, addresses, shared = frame.words, frame.desk.addresses, frame.shared
    found: list[tuple[str, str]] = []
    if frame.has_charter:
        found.append((words("Charter"), frame.href("charter/")))
    if shared.code_of_conduct is not None:
        found.append((words.text(shared.code_of_conduct.fields.title), addresses.href("", "code-of-conduct/")))
    found += _links(frame, shared.network.fields.links)
    return tuple(found)
