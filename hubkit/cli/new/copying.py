"""`hubkit new event --from`: an event like another, with its comments, at another time."""

import re
from typing import TYPE_CHECKING

import click

from hubkit.cli.new.adding import add
from hubkit.cli.new.asking import Asker
from hubkit.cli.new.event import Said, choose_hub, event_path, starts
from hubkit.problems import HubkitError, did_you_mean, printable

if TYPE_CHECKING:
    from hubkit.starters.site import Site
    from hubkit.values import Data, Document

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}-")


def copy_event(site: "Site", other: str, into_hub: str | None, said: Said, asker: Asker) -> None:
    """Write a copy of the event `other` with what is said instead.

    People and pictures that the other hub alone has are left out.
    """
    from hubkit.kinds.dates import parse_when
    from hubkit.starters.copy import copied, kept_start, loose_ends, original
    from hubkit.starters.names import id_from
    from hubkit.starters.site import judge

    if said.template is not None:
        raise HubkitError("--from and --template exclude each other: the copy keeps the template of the other event")
    from_hub, document = _find(site, other, into_hub)
    hub = site.hub(choose_hub(site, into_hub, asker, default=from_hub))
    source = original(document)
    given = {**site.inherited(hub, str(document.data.get("template"))), **document.data}
    words = "Local date and time of the new one, such as 2026-12-05 18:30"
    start = asker.ask("--start", said.start, words, starts(site, hub, given))
    asker.finish()
    when = kept_start(source, parse_when(start))
    name = said.words or (id_from(said.title, "event") if said.title else "") or _DATE.sub("", document.id)
    path = event_path(hub, f"{when.day}", name).removesuffix(".yaml") + document.path[document.path.rindex(".") :]
    changes = _changes(said)
    text = copied(source, when, changes)
    dropped = loose_ends(source, text, judge(site, path, text)) if hub.id != from_hub else frozenset[str]()
    if dropped:
        text = copied(source, when, changes, dropped)
        click.echo(f"Left out, because {hub.id} does not have them: {', '.join(sorted(dropped))}.", err=True)
    add(site, path, text)


def _changes(said: Said) -> "dict[str, Data]":
    from hubkit.starters.event import venue_of

    online: Data = {"url": said.online} if said.online else None
    changes: dict[str, Data] = {
        "title": said.title,
        "end": said.end,
        "duration": said.duration,
        "fold": said.fold,
        "venue": venue_of(said.venue or "", said.address or ""),
        "online": online,
    }
    return {key: value for key, value in changes.items() if value}


def _find(site: "Site", name: str, into_hub: str | None) -> "tuple[str, Document]":
    """Return the event that is meant by `hub/event`, by its global id `hub.event`, or by its id alone, with its hub."""
    plain = re.sub(r"^.*?hubs/|(events/)|(\.yaml|\.md)$", "", name)
    hub_id, found, event = plain.partition("/") if "/" in plain else plain.partition(".")
    if found:
        for document in site.hub(hub_id).on("events"):
            if document.id == event.partition("/")[0].partition(".")[0]:
                return hub_id, document
        raise _no_event(name, [f"{hub_id}/{document.id}" for document in site.hub(hub_id).on("events")])
    everywhere = [(each, document) for each in site.hub_ids for document in site.hub(each).on("events")]
    matches = [match for match in everywhere if match[1].id == plain]
    matches = [match for match in matches if match[0] == into_hub] or matches
    if len(matches) > 1:
        names = ", ".join(f"{each}/{plain}" for each, _ in matches[:5])
        raise HubkitError(f'several hubs have an event "{plain}". Say which: {names}.')
    if not matches:
        raise _no_event(name, [document.id for _, document in everywhere])
    return matches[0]


def _no_event(name: str, known: list[str]) -> HubkitError:
    near = did_you_mean(name, known)
    hint = f'Did you mean "{near}"?' if near else "Write lisbon/2026-12-05-photo-walk: the hub, and the file's name."
    return HubkitError(f'there is no event "{printable(name)}". {hint}')
