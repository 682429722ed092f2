"""What Pelican has no setting for: a hub's events and members."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator


def day(value: Any) -> str:
    """Write a date: `4 April 2026`."""
    return f"{_moment(value):%-d %B %Y}"


def moment(value: Any) -> str:
    """Write a date with its time."""
    return f"{_moment(value):%-d %B %Y, %H:%M}"


def long_moment(value: Any) -> str:
    """Write a date with its day of the week and its time."""
    return f"{_moment(value):%A, %-d %B %Y, %H:%M}"


def hour(value: Any) -> str:
    """Write the time alone."""
    return f"{_moment(value):%H:%M}"


def _moment(value: Any) -> datetime:
    """Return a moment that may be written as text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def gather(generators: list[Any]) -> None:
    """Give all templates the pages by hub, and the hubs."""
    network: dict[str, dict[str, list[Any]]] = defaultdict(lambda: {"events": [], "members": []})
    hubs: list[Any] = []
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            for event in sorted(generator.articles, key=lambda event: event.start):
                network[event.hub]["events"].append(event)
        elif isinstance(generator, PagesGenerator):
            hubs = sorted((page for page in generator.pages if page.kind == "hub"), key=lambda page: page.hub)
            for member in sorted(
                (page for page in generator.pages if page.kind == "member"), key=lambda page: page.url
            ):
                network[member.hub]["members"].append(member)
    home = {"title": "Bench network", "summary": "Local groups everywhere", "url": ""}
    for generator in generators:
        generator.context.update(network=network, hubs=hubs, home=home)


def feeds(_: Any) -> type[Generator]:
    """Return the generator of feeds."""
    return Feeds


class Feeds(Generator):
    """Writes the feed of each hub."""

    def generate_output(self, writer: Any) -> None:
        """Write all feeds."""
        template = self.get_template("feed")
        for hub in self.context["hubs"]:
            writer.write_file(f"{hub.hub}/feed.xml", template, self.context, hub=hub)


def register() -> None:
    """Tell Pelican when to call."""
    signals.get_generators.connect(feeds)
    signals.all_generators_finalized.connect(gather)
