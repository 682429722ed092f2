"""One hub: its documents become one checked value, judged by its own files and what the network shares."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hubkit.check.charter import check_charter
from hubkit.check.claims import claims_of
from hubkit.check.event import Surroundings, check_event
from hubkit.check.fields import Layer, validate
from hubkit.check.looks import check_looks
from hubkit.check.network import midnight, record
from hubkit.check.pictures import Pictures
from hubkit.check.prose import check_prose
from hubkit.check.references import check_ids, check_picture, dangling
from hubkit.check.series import check_series
from hubkit.check.text import check_text
from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.hub.summary import HubClaim, HubReference
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.member.model import MemberModel
from hubkit.kinds.page.model import PageModel
from hubkit.kinds.record import Record
from hubkit.problems import Problem
from hubkit.times import Clock
from hubkit.values import Document, FileHistory, HubDocuments


@dataclass(frozen=True, slots=True)
class CheckedHub:
    """A hub, or None where its `hub.yaml` is of no use; its problems; and the other hubs that it names."""

    hub: Hub | None
    problems: tuple[Problem, ...]
    references: tuple[HubReference, ...] = ()
    claims: tuple[HubClaim, ...] = ()


def check_hub(
    documents: HubDocuments,
    shared: Shared,
    pictures: Pictures,
    history: FileHistory,
    clock: Clock,
    themes: Collection[str],
    *,
    drafts: bool,
) -> CheckedHub:
    """Return the hub that `documents` describe, with all their problems."""
    problems = [*documents.problems, *pictures.problems]
    references = tuple(_references(documents.events))
    if documents.hub is None:
        return CheckedHub(None, tuple(problems), references)
    checked = validate(HubModel, documents.hub)
    problems.extend(checked.problems)
    problems.extend(check_text(documents.hub))
    fields = checked.fields or HubModel.model_construct(name=None, timezone=None)
    settings = shared.network.fields
    members = _members(documents, pictures, history, problems)
    around = Surroundings(
        hub=documents.id,
        timezone=fields.timezone or settings.timezone,
        hub_layers=tuple(_defaults(documents.hub, shared)),
        shared=shared,
        members={document.id for document in documents.members},
        pictures=pictures.published.keys() | shared.pictures.keys(),
        history=history,
    )
    prose = (documents.charter, *documents.members, *documents.pages)
    for document in prose:
        if document is not None:
            problems.extend(check_prose(document, documents.id, around.pictures, around.allowed_hosts))
    problems.extend(check_prose(documents.hub, documents.id, around.pictures, around.allowed_hosts, ("description",)))
    events, series = _events(documents.events, around, clock, problems, drafts=drafts)
    pages = _pages(documents, history, problems, drafts=drafts)
    charter = None
    if documents.charter is not None:
        problems.extend(check_text(documents.charter))
        charter = check_charter(documents.charter, around.members, documents.id, history, problems)
    if checked.fields is None:
        return CheckedHub(None, tuple(problems), references)
    problems.extend(_own_references(documents.hub, fields, around))
    problems.extend(check_looks(documents.hub, fields.theme, fields.brand, themes))
    named = {*fields.sponsors, *(name for event in events for name in event.fields.sponsors)}
    named.update(name for each in series for name in each.first.fields.sponsors)
    hub = Hub(
        id=documents.id,
        fields=fields,
        source=documents.hub.path,
        languages=fields.languages or settings.languages,
        timezone=around.timezone,
        changed=_changed(documents.hub, fields, [*events, *(each.first for each in series)], history),
        events=tuple(sorted(events, key=lambda event: (event.start, event.id))),
        series=tuple(sorted(series, key=lambda each: each.id)),
        members=tuple(sorted(members, key=lambda each: each.id)),
        pages=pages,
        charter=charter,
        sponsors={name: shared.sponsors[name] for name in sorted(named) if name in shared.sponsors},
        pictures=pictures.published,
    )
    claims = claims_of(documents, fields, events, series)
    return CheckedHub(hub, tuple(problems), references, claims)


def _changed(document: Document, fields: HubModel, events: list[Event], history: FileHistory) -> datetime | None:
    if fields.updated:
        return midnight(fields.updated)
    stamps = [history.changed.get(document.path), *(event.history.changed for event in events)]
    return max((stamp for stamp in stamps if stamp), default=None)


def _defaults(hub: Document, shared: Shared) -> list[Layer]:
    layers: list[Layer] = []
    for document in (shared.documents.get(shared.network.source), hub):
        block = document.data.get("defaults") if document else None
        if document is not None and isinstance(block, dict):
            layers.append(Layer(document, ("defaults",), block))
    return layers


def _events(
    documents: tuple[Document, ...], around: Surroundings, clock: Clock, problems: list[Problem], *, drafts: bool
) -> tuple[list[Event], list[Series]]:
    events: list[Event] = []
    series: list[Series] = []
    for document in documents:
        problems.extend(check_text(document))
        if document.data.get("repeat") is not None:
            each, found = check_series(document, around, clock)
            if each is not None and (drafts or not each.first.fields.draft):
                series.append(each)
        else:
            event, found = check_event(document, around)
            if event is not None and (drafts or not event.fields.draft):
                events.append(event)
        problems.extend(found)
    return events, series


def _references(documents: tuple[Document, ...]) -> list[HubReference]:
    """Return each hub that an event names as co-host, with the problem it is if there is no such hub."""
    found: list[HubReference] = []
    for document in documents:
        names = document.data.get("cohosts")
        for index, name in enumerate(names if isinstance(names, list) else []):
            if isinstance(name, str):
                found.append(HubReference(name, dangling(document, ("cohosts", index), "hub", name, (), "hubs/")))
    return found


def _members(
    documents: HubDocuments, pictures: Pictures, history: FileHistory, problems: list[Problem]
) -> list[Record[MemberModel]]:
    members: list[Record[MemberModel]] = []
    for document in documents.members:
        problems.extend(check_text(document))
        path = f"members/{document.id}/"
        member = record(MemberModel, document, problems, history, hub=documents.id, path=path)
        if member is not None:
            members.append(member)
            photo = member.fields.photo
            problems.extend(check_picture(document, ("photo",), photo, documents.id, pictures.published))
    return members


def _pages(
    documents: HubDocuments, history: FileHistory, problems: list[Problem], *, drafts: bool
) -> tuple[Record[PageModel], ...]:
    made: list[Record[PageModel]] = []
    for document in documents.pages:
        problems.extend(check_text(document))
        page = record(PageModel, document, problems, history, hub=documents.id, path=f"{document.id}/")
        if page is not None and (drafts or not page.fields.draft):
            made.append(page)
    return tuple(made)


def _own_references(document: Document, fields: HubModel, around: Surroundings) -> list[Problem]:
    where = f"hubs/{around.hub}/members/"
    problems = check_ids(document, ("organizers",), "member", fields.organizers, around.members, where)
    problems += check_ids(document, ("sponsors",), "sponsor", fields.sponsors, around.shared.sponsors, "sponsors/")
    problems += check_picture(document, ("picture",), fields.picture, around.hub, around.pictures)
    for index, role in enumerate(fields.roles):
        path = ("roles", index, "members")
        problems += check_ids(document, path, "member", role.members, around.members, where)
    return problems
