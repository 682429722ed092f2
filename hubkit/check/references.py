"""Names of other things: each must be the id of something that is there."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from hubkit.kinds.event.model import EventModel, InlineVenue
from hubkit.kinds.event.value import Venue
from hubkit.kinds.fields import Picture
from hubkit.kinds.record import Record
from hubkit.kinds.references import picture_paths
from hubkit.kinds.venue.model import VenueModel
from hubkit.problems import Place, Problem, did_you_mean
from hubkit.values import DataPath, Document

Givers: TypeAlias = Mapping[str, tuple[Document, DataPath]]
"""Which document gives an event a field, its own or one that it inherits from, and where in it."""


def dangling(document: Document, path: DataPath, kind: str, name: str, known: Collection[str], where: str) -> Problem:
    """Return the problem of a name that is the id of nothing; `where` says where such things are kept."""
    near = did_you_mean(name, known)
    mean = f"Did you mean {near}? " if near else ""
    return document.problem(
        path,
        f'there is no {kind} "{name}"',
        f"{mean}The id is the name of its {'folder' if where == 'hubs/' else 'file'} in {where}.",
    )


def check_ids(
    document: Document, path: DataPath, kind: str, names: Iterable[str], known: Collection[str], where: str
) -> list[Problem]:
    """Return a problem for each of `names`, a list at `path`, that is not known."""
    return [
        dangling(document, (*path, index), kind, name, known, where)
        for index, name in enumerate(names)
        if name not in known
    ]


def event_references(
    givers: Givers, fields: EventModel, hub_id: str, members: Collection[str], sponsors: Collection[str]
) -> list[Problem]:
    """Return a problem for each member or sponsor that an event names and that is not there."""
    in_members = f"hubs/{hub_id}/members/"
    problems = check_ids(*givers["hosts"], "member", fields.hosts, members, in_members)
    problems += check_ids(*givers["sponsors"], "sponsor", fields.sponsors, sponsors, "sponsors/")
    document, path = givers["speakers"]
    for index, speaker in enumerate(fields.speakers):
        if isinstance(speaker, str) and speaker not in members:
            problem = dangling(document, (*path, index), "member", speaker, members, in_members)
            problems.append(problem)
    return problems


def resolve_venue(
    document: Document,
    path: DataPath,
    venue: str | InlineVenue | None,
    venues: Mapping[str, Record[VenueModel]],
    problems: list[Problem],
) -> tuple[Venue | None, str]:
    """Return the venue that is meant, and the file it stands in (empty: the event's own)."""
    if not isinstance(venue, str):
        return venue, ""
    record = venues.get(venue)
    if record is None:
        problems.append(dangling(document, path, "venue", venue, venues, "venues/"))
        return None, ""
    return record.fields, record.source


def check_picture(
    document: Document, path: DataPath, picture: Picture | None, hub: str, pictures: Collection[str]
) -> list[Problem]:
    """Return a problem when the picture is not there, or lies where no picture may be taken from."""
    if picture is None:
        return []
    candidates = picture_paths(document.path, hub, picture.file)
    if any(candidate in pictures for candidate in candidates):
        return []
    return [no_picture(document, document.place((*path, "file")), picture.file, hub, pictures, outside=not candidates)]


def no_picture(
    document: Document, place: Place, file: str, hub: str, pictures: Collection[str], *, outside: bool
) -> Problem:
    """Return the problem of a picture that is not there, or that lies `outside` of where pictures are taken from."""
    home = f"hubs/{hub}/media/" if hub else "media/"
    if outside:
        return document.problem_at(
            place,
            f'"{file}" lies outside {home[:-6] or "the site"}',
            f"Put the picture into {home} and name it from there.",
        )
    names = {name.rpartition("/")[2]: name for name in pictures}
    near = did_you_mean(file.rpartition("/")[2], names)
    mean = f"Did you mean {names[near]}? " if near else ""
    return document.problem_at(place, f'there is no picture "{file}"', f"{mean}Put it into {home}.")
