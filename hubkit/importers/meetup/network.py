"""A whole network from Meetup's export: every file in memory, then all of them on disk or none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from pydantic import ValidationError

from hubkit.importers.fixes import Fix, FixLog
from hubkit.importers.folder import refuse_used_folder, write_folder
from hubkit.importers.meetup.events import event_file
from hubkit.importers.meetup.hubs import STAND_IN_ZONE, Hub, as_hubs, hub_yaml, network_name
from hubkit.importers.meetup.reading import Event, Group, read_records, skipped
from hubkit.importers.yaml import as_yaml
from hubkit.kinds.network.model import NetworkModel
from hubkit.problems import HubkitError, Problem, ProblemLog, Severity
from hubkit.values import Data

_Item = TypeVar("_Item")
DEFAULT_URL = "https://example.org/"


class Imported(Struct, frozen=True):
    """How an import ended."""

    hubs: int
    events: int
    fixes: Mapping[Fix, tuple[str, ...]]
    problems: tuple[Problem, ...]
    """Errors: files that cannot be used; nothing was written. Warnings: records that were left out."""

    @property
    def written(self) -> bool:
        """True when the network was written."""
        return not any(problem.severity is Severity.error for problem in self.problems)


class _Sourced(Struct, frozen=True):
    file: str
    event: Event


def import_meetup(
    chapters: Path, events: Sequence[Path], into: Path, *, name: str = "", url: str = DEFAULT_URL
) -> Imported:
    """Write the network that Meetup's export describes to the folder `into`, whole or not at all, and tell how it went.

    The same input gives the same bytes. Raises `HubkitError` where `into` is in use, or `name` or `url` cannot be.
    """
    refuse_used_folder(into)
    log, problems = FixLog(), ProblemLog()
    groups, found = read_records(chapters, "group", Group)
    problems.extend(found)
    read: list[_Sourced] = []
    for path in events:
        records, found = read_records(path, "event", Event)
        problems.extend(found)
        read += [_Sourced(path.name, event) for event in records]
    groups = _first_of_each(groups, [group.urlname.lower() for group in groups], log)
    read = _first_of_each(read, [sourced.event.id for sourced in read], log)
    hubs = as_hubs(groups, log)
    texts = _hub_files(hubs, chapters.name, log, problems)
    by_group = {hub.group.urlname.lower(): hub for hub in hubs if hub.id in texts}
    files = _settings(name or network_name(groups), url)
    files |= {f"hubs/{hub_id}/hub.yaml": text for hub_id, text in texts.items()}
    event_files = _event_files(read, by_group, chapters.name, log, problems)
    if not texts and not problems.has_errors:
        raise HubkitError(f"{chapters.name} holds no group that can be used, so there is nothing to write.")
    if not problems.has_errors:
        write_folder(into, files | event_files)
    return Imported(len(texts), len(event_files), log.by_kind(), tuple(problems))


def _first_of_each(records: Sequence[_Item], keys: Sequence[str], log: FixLog) -> list[_Item]:
    first: dict[str, _Item] = {}
    for key, record in zip(keys, records, strict=True):
        if key in first:
            log.add(Fix.duplicate, key)
        first.setdefault(key, record)
    return list(first.values())


def _settings(name: str, url: str) -> dict[str, str]:
    data: dict[str, Data] = {"name": name, "url": url, "timezone": STAND_IN_ZONE}
    try:
        NetworkModel.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        reasons = "; ".join(f"--{detail['loc'][0]}: {detail['msg']}" for detail in details)
        raise HubkitError(f"The network cannot be named or placed so: {reasons}") from error
    return {"hubkit.yaml": as_yaml(data)}


def _hub_files(hubs: Sequence[Hub], file: str, log: FixLog, problems: ProblemLog) -> dict[str, str]:
    """Return the text of each hub that can be written, by the hub's id."""
    texts: dict[str, str] = {}
    for hub in hubs:
        try:
            texts[hub.id] = hub_yaml(hub, log.note(hub.group.urlname))
        except ValueError as error:
            problems.add(skipped(file, f"group {hub.group.urlname}", str(error)))
    return texts


def _event_files(
    read: Sequence[_Sourced], hubs: Mapping[str, Hub], chapters: str, log: FixLog, problems: ProblemLog
) -> dict[str, str]:
    """Return the text of every event by its path, events of one name on one day numbered by their ids at Meetup."""
    taken: Counter[tuple[str, str]] = Counter()
    files: dict[str, str] = {}
    for sourced in sorted(read, key=lambda sourced: (len(sourced.event.id), sourced.event.id)):
        event = sourced.event
        hub = hubs.get(event.group.urlname.lower())
        if hub is None:
            reason = f'its group, "{event.group.urlname[:64]}", is not in {chapters}'
            problems.add(skipped(sourced.file, f"event {event.id}", reason))
            continue
        try:
            file = event_file(event, hub, log.note(event.id))
        except ValueError as error:
            problems.add(skipped(sourced.file, f"event {event.id}", str(error)))
            continue
        name = f"{file.day}-{file.slug}"
        taken[hub.id, name] += 1
        if taken[hub.id, name] > 1:
            log.add(Fix.same_name, event.id)
            name = f"{name}-{taken[hub.id, name]}"
        files[f"hubs/{hub.id}/events/{name}.md"] = file.text
    return files
