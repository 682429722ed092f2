"""`hubkit new event`: an event from what is said, from a template, or like another."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from hubkit.cli.new.adding import add, into_option, the_site
from hubkit.cli.new.asking import Asker, Fault, Judge, as_field, one_of
from hubkit.problems import HubkitError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from hubkit.starters.site import Site
    from hubkit.values import Data, HubDocuments

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-")


class Said(Struct, frozen=True):
    """What the options say; None: nothing."""

    title: str | None
    start: str | None
    end: str | None
    duration: str | None
    fold: str | None
    template: str | None
    venue: str | None
    address: str | None
    online: str | None
    words: str | None
    """Of the id, with or without the date."""


@click.command("event")
@click.option("--hub", help="The id of the hub. Default: the only one.")
@click.option("--title", help="What the event is called.")
@click.option("--start", help='Local date and time, "2026-12-05 18:30"; for a whole day, the date alone.')
@click.option("--end", help="Local date and time of its end.")
@click.option("--duration", help="How long it lasts, instead of an end: 2h, 90m.")
@click.option("--fold", type=click.Choice(["first", "second"]), help="Which of the two, where the time occurs twice.")
@click.option("--template", help="The id of an event template: photo-walk.")
@click.option("--venue", help="The id of a file in venues/, or the name of a place.")
@click.option("--address", help="The address of a place that has no file in venues/.")
@click.option("--online", metavar="URL", help="Where to join it online.")
@click.option("--id", "words", metavar="ID", help="The file's name. Default: date and title.")
@click.option("--from", "other", metavar="HUB/EVENT", help="Copy this event. A --start without a time keeps its time.")
@into_option
def command(hub: str | None, other: str | None, into: Path, **options: str | None) -> None:
    """Make an event. What its template says already is not written again.

    \b
    Examples:
      hubkit new event --hub lisbon --template photo-walk --title "Alfama at dawn" --start "2026-12-05 08:30"
      hubkit new event --title "First meeting" --start "2026-12-05 18:30" --duration 2h --venue "Café Central"
      hubkit new event --from lisbon/2026-12-05-photo-walk --start 2027-01-09
    """
    said = Said(**options)
    site = the_site(into)
    asker = Asker()
    if other is not None:
        from hubkit.cli.new.copying import copy_event

        copy_event(site, other, hub, said, asker)
        return
    hub = choose_hub(site, hub, asker)
    asker.finish()
    _new(site, site.hub(hub), said, asker)


def choose_hub(site: "Site", given: str | None, asker: Asker, default: str | None = None) -> str:
    """Return the id of the hub that is meant: as said, the only one, or as answered."""
    if not site.hub_ids:
        raise HubkitError("this network has no hub yet. Make one: hubkit new hub")
    only = site.hub_ids[0] if len(site.hub_ids) == 1 else default
    if given is None and only is not None and (len(site.hub_ids) == 1 or not asker.asks):
        return only
    return asker.ask("--hub", given, f"The hub ({', '.join(site.hub_ids[:8])})", one_of(site.hub_ids, "hub"), only)


def _new(site: "Site", hub: "HubDocuments", said: Said, asker: Asker) -> None:
    from hubkit.kinds.event.model import EventModel
    from hubkit.starters.event import NewEvent, new_event

    template = _template(site, said.template, asker)
    given = site.inherited(hub, template)
    field = EventModel
    title = asker.ask("--title", said.title, "The title", as_field(field, "title"), "" if "title" in given else None)
    judge = starts(site, hub, given)
    start = asker.ask("--start", said.start, "Local date and time, such as 2026-12-05 18:30", judge)
    fold = said.fold or _fold(site, hub, given, start, asker)
    asker.finish()
    end, duration = _length(said, start, given, asker)
    venue = said.venue or ""
    if not any((venue, said.address, said.online, given.get("venue"))):
        venue = _venue(site, asker)
    if said.online is not None:
        asker.ask("--online", said.online, "", _link)
    words = said.words or _words(title, template, asker)
    asker.finish()
    path = event_path(hub, start, words)
    event = NewEvent(start, title, template, end, duration, fold, venue, said.address or "", said.online or "")
    add(site, path, new_event(event))


def starts(site: "Site", hub: "HubDocuments", given: "dict[str, Data]") -> Judge:
    """Return the judge of a start: a date and time that clocks show in the event's zone."""
    from hubkit.check.moments import instant
    from hubkit.kinds.dates import parse_when
    from hubkit.kinds.event.model import EventModel
    from hubkit.problems import Problem
    from hubkit.values import Document

    as_written = as_field(EventModel, "start")

    def judge(text: str) -> Fault:
        fault = as_written(text)
        if fault:
            return fault
        found: list[Problem] = []
        document = Document("", "", {}, {}, {}, "")
        instant(document, ("start",), parse_when(text), zone_of(site, hub, given), "first", found)
        return (found[0].message, found[0].hint) if found else None

    return judge


def zone_of(site: "Site", hub: "HubDocuments", given: "dict[str, Data]") -> "ZoneInfo":
    """Return the zone that an event's times are in: its own, its hub's, or the network's."""
    from hubkit.kinds.places import zone_problem
    from hubkit.times import zone

    of_hub = hub.hub.data.get("timezone") if hub.hub else None
    for name in (given.get("timezone"), of_hub):
        if isinstance(name, str) and zone_problem(name) is None:
            return zone(name)
    return zone(site.shared.network.fields.timezone)


def event_path(hub: "HubDocuments", start: str, words: str) -> str:
    """Return where a new event's file lies; raises `HubkitError` where its id is wrong or taken."""
    from hubkit.kinds.dates import parse_when
    from hubkit.starters.names import event_id, id_fault

    name = words if _DATED.match(words) else event_id(parse_when(start).day, words)
    fault = id_fault(name, "event", [document.id for document in hub.on("events")])
    if fault:
        raise HubkitError(f"--id: {fault[0]}. {fault[1]}")
    return f"hubs/{hub.id}/events/{name}.yaml"


def _template(site: "Site", given: str | None, asker: Asker) -> str:
    known = tuple(document.id for document in site.documents.templates)
    if given is None and not known:
        return ""
    return asker.ask(
        "--template", given, f"An event template ({', '.join(known)}), or nothing", one_of(known, "event template"), ""
    )


def _fold(site: "Site", hub: "HubDocuments", given: "dict[str, Data]", start: str, asker: Asker) -> str:
    from hubkit.kinds.dates import parse_when
    from hubkit.times import Overlap, at

    if not asker.asks or not start:
        return ""
    when = parse_when(start)
    if when.wall is None or not isinstance(at(when.day, when.wall, zone_of(site, hub, given)), Overlap):
        return ""
    return click.prompt(
        "Clocks go back, and that time comes twice: which?", type=click.Choice(["first", "second"]), err=True
    )


def _length(said: Said, start: str, given: "dict[str, Data]", asker: Asker) -> tuple[str, str]:
    from hubkit.kinds.dates import parse_when
    from hubkit.kinds.event.model import EventModel

    if said.end is not None:
        return asker.ask("--end", said.end, "", as_field(EventModel, "end")), said.duration or ""
    whole_day = parse_when(start).wall is None
    default = "" if whole_day or "duration" in given else "2h" if asker.asks else None
    if default == "" and said.duration is None:
        return "", ""
    words = "How long it lasts"
    return "", asker.ask("--duration or --end", said.duration, words, as_field(EventModel, "duration"), default)


def _venue(site: "Site", asker: Asker) -> str:
    from hubkit.kinds.event.model import EventModel
    from hubkit.starters.answers import mistake
    from hubkit.starters.event import venue_of

    known = tuple(document.id for document in site.documents.venues)

    def judge(text: str) -> Fault:
        venue = venue_of(text)
        if isinstance(venue, str):
            return one_of(known, "venue")(venue)
        problem = mistake(EventModel, "venue", venue)
        return (problem.message, problem.hint) if problem else None

    names = f" ({', '.join(known[:8])})" if known else ""
    return asker.ask("--venue", None, f"Where: a venue{names}, the name of a place, or nothing", judge, "")


def _link(text: str) -> Fault:
    from hubkit.kinds.event.model import Online

    return as_field(Online, "url")(text)


def _words(title: str, template: str, asker: Asker) -> str:
    from hubkit.ids import id_mistake
    from hubkit.starters.names import id_from

    words = id_from(title, "event") or ("" if title else template)
    if words:
        return words
    return asker.ask("--id", None, "A few plain words for its address", lambda text: id_mistake(text, "event"))
