"""One hub: its documents become one checked value, judged by its own files and what the network shares."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from hubkit.check.charter import check_charter
from hubkit.check.claims import claims_of
from hubkit.check.event import Surroundings, check_event
from hubkit.check.fields import Layer, validate
from hubkit.check.looks import check_looks
from hubkit.check.pictures import Pictures
from hubkit.check.prose import check_prose
from hubkit.check.record import midnight
from hubkit.check.records import check_records
from hubkit.check.references import check_ids, check_picture, dangling
from hubkit.check.series import check_series
from hubkit.check.text import check_text
from hubkit.check.translations import missing_texts, translated
from hubkit.check.urls import check_urls
from hubkit.kinds.charter.model import CharterModel
from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.hub.summary import HubClaim, HubReference
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.record import Record
from hubkit.kinds.route import Kind
from hubkit.kinds.sponsor.model import SponsorModel
from hubkit.kinds.theme.look import BASE, Look, dressed
from hubkit.problems import Problem
from hubkit.times import Clock
from hubkit.values import Document, FileHistory, HubDocuments


class CheckedHub(Struct, frozen=True):
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
    looks: Mapping[str, Look],
    kinds: Iterable[Kind],
    *,
    drafts: bool,
) -> CheckedHub:
    """Return the hub that `documents` describe, with all their problems."""
    problems = [*documents.problems, *pictures.problems]
    references = tuple(_references(documents.on("events")))
    if documents.hub is None:
        return CheckedHub(None, tuple(problems), references)
    checked = validate(HubModel, documents.hub)
    problems.extend(checked.problems)
    fields = checked.fields or HubModel.model_construct(name=None, timezone=None)
    around = _surroundings(documents, documents.hub, fields, shared, pictures, history)
    if documents.hub.translations and checked.fields:
        fields = translated(documents.hub, fields, around.languages, problems)
    problems.extend(missing_texts(documents.hub, checked.fields and fields, around.languages))
    records = {
        kind.name: check_records(
            kind.model, kind.shelf, documents.on(kind.shelf.folder), around, problems, drafts=drafts
        )
        for kind in kinds
        if kind.shelf is not None and kind.shelf.folder != "events"
    }
    events, series = _events(documents.on("events"), around, clock, problems, drafts=drafts)
    charter = _charter(documents.charter, around, problems)
    urls = check_urls(documents.urls, documents.id, fields, problems)
    problems.extend(_of_the_hub_itself(documents.hub, checked.fields, around, looks))
    if checked.fields is None:
        return CheckedHub(None, tuple(problems), references)
    hub = Hub(
        id=documents.id,
        fields=fields,
        source=documents.hub.path,
        languages=fields.languages or shared.network.fields.ordered_languages,
        timezone=around.timezone,
        changed=_changed(documents.hub, fields, [*events, *(each.first for each in series)], history),
        events=tuple(sorted(events, key=lambda event: (event.start, event.id))),
        series=tuple(sorted(series, key=lambda each: each.id)),
        records=records,
        charter=charter,
        sponsors=_sponsors(
            fields, [*events, *(event for each in series for event in (each.first, *each.changes))], shared
        ),
        pictures=pictures.found,
        urls=urls,
    )
    claims = claims_of(documents, fields, events, series)
    return CheckedHub(hub, tuple(problems), references, claims)


def _surroundings(
    documents: HubDocuments,
    document: Document,
    fields: HubModel,
    shared: Shared,
    pictures: Pictures,
    history: FileHistory,
) -> Surroundings:
    return Surroundings(
        hub=documents.id,
        timezone=fields.timezone or shared.network.fields.timezone,
        hub_layers=tuple(_defaults(document, shared)),
        shared=shared,
        members={document.id for document in documents.on("members")},
        pictures=pictures.found.keys() | shared.pictures.keys(),
        history=history,
        languages=fields.languages or shared.network.fields.ordered_languages,
        moved_from=fields.moved_from,
    )


def _charter(document: Document | None, around: Surroundings, problems: list[Problem]) -> Record[CharterModel] | None:
    if document is None:
        return None
    for each in document.written:
        problems.extend(check_text(each))
        problems.extend(check_prose(each, around.hub, around.pictures, around.allowed_hosts))
    return check_charter(document, around.members, around.hub, around.history, around.languages, problems)


def _sponsors(fields: HubModel, events: list[Event], shared: Shared) -> dict[str, Record[SponsorModel]]:
    named = {*fields.sponsors, *(name for event in events for name in event.fields.sponsors)}
    return {name: shared.sponsors[name] for name in sorted(named) if name in shared.sponsors}


def _of_the_hub_itself(
    document: Document, fields: HubModel | None, around: Surroundings, looks: Mapping[str, Look]
) -> list[Problem]:
    problems: list[Problem] = []
    for each in document.written:
        problems += check_text(each)
        if "description" in each.data:
            problems += check_prose(each, around.hub, around.pictures, around.allowed_hosts, ("description",))
    if fields is not None:
        problems += _own_references(document, fields, around)
        settings = around.shared.network.fields
        theme = looks.get(fields.theme or settings.theme, looks[BASE])
        problems += check_looks(document, fields.theme, fields.brand, looks, dressed(theme, settings.brand))
    return problems


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
        for each in document.written:
            problems.extend(check_text(each))
        if document.data.get("repeat") is not None:
            repeated, found = check_series(document, around, clock)
            if repeated is not None and (drafts or not repeated.first.fields.draft):
                series.append(repeated)
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


def _own_references(document: Document, fields: HubModel, around: Surroundings) -> list[Problem]:
    where = f"hubs/{around.hub}/members/"
    problems = check_ids(document, ("organizers",), "member", fields.organizers, around.members, where)
    problems += check_ids(document, ("sponsors",), "sponsor", fields.sponsors, around.shared.sponsors, "sponsors/")
    problems += check_picture(document, ("picture",), fields.picture, around.hub, around.pictures)
    for index, role in enumerate(fields.roles):
        path = ("roles", index, "members")
        problems += check_ids(document, path, "member", role.members, around.members, where)
    return problems
