"""The first half of the pipeline: what all hubs share, read and checked; then each hub, alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from hubkit.addresses import Addresses, addresses
from hubkit.cards.typefaces import Typefaces
from hubkit.check import CheckedHub, check_hub, check_network
from hubkit.check.pictures import check_pictures
from hubkit.check.themes import check_themes
from hubkit.kinds.event.entry import calendar_entries
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.hub.summary import CalendarEntry, HubClaim, HubReference, HubSummary
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.picture import FORMATS
from hubkit.kinds.table import HUB_SHELVES, KINDS
from hubkit.kinds.theme.look import Look
from hubkit.kinds.words import Words, locale_name
from hubkit.memo import Memo
from hubkit.packed import digest
from hubkit.plan.cut import SharedKeys, cut_shared, names_of_files
from hubkit.plan.hub import LOOK, look_of, summarize_hub
from hubkit.problems import HubkitError, Problem, ProblemLog, Severity, did_you_mean
from hubkit.read.documents import LARGEST, read_bytes
from hubkit.read.files import read_hub, read_network
from hubkit.read.mentions import PICTURE, hub_mentions, mentions
from hubkit.read.themes import read_themes
from hubkit.read.yaml import parse_yaml
from hubkit.render.lint import lint_themes
from hubkit.render.theme import installed_themes, theme_digest
from hubkit.times import Clock
from hubkit.values import Document, FileHistory, NetworkDocuments, Options, SourceFile


class Foundation(Struct, frozen=True):
    """What the work on every hub starts from."""

    options: Options
    shared: Shared
    addresses: Addresses
    history: FileHistory
    """Of the shared files."""
    looks: Mapping[str, Look]
    """Of every theme, by its name."""
    hub_ids: tuple[str, ...]
    static: tuple[SourceFile, ...]
    keys: SharedKeys


class Survey(Struct, frozen=True):
    """A hub, read and checked alone: what it is, what others may know of it, and its problems."""

    id: str
    hub: Hub | None
    summary: HubSummary | None
    entries: Mapping[str, Mapping[str, CalendarEntry]]
    """By language, then by the id of the event or series."""
    problems: tuple[Problem, ...]
    references: tuple[HubReference, ...] = ()
    claims: tuple[HubClaim, ...] = ()
    next_change: datetime | None = None
    shared: Shared | None = None
    """What it saw of the shared files."""
    mentions: frozenset[str] = frozenset()
    own_charter: bool = False
    urls: Document | None = None
    """The record of its addresses."""


def lay_foundation(options: Options, history: FileHistory, memo: Memo, problems: ProblemLog) -> Foundation | None:
    """Return what the work on every hub starts from, or None where `hubkit.yaml` is of no use; adds the problems."""
    documents = read_network(options.site)
    pictures = check_pictures(options.site, documents.pictures, memo)
    looks, found = theme_looks(options.site)
    problems.extend(found)
    shared, found = check_network(documents, pictures, history, looks, drafts=options.drafts)
    problems.extend(found)
    problems.extend(lint_themes(options.site))
    photos = (file for file in documents.static if PurePosixPath(file.path).suffix.lower() in FORMATS)
    problems.extend(check_pictures(options.site, photos, memo).problems)
    if shared is None:
        return None
    if options.hub and options.hub not in documents.hub_ids:
        near = did_you_mean(options.hub, documents.hub_ids)
        raise HubkitError(f'there is no hub "{options.hub}"' + (f'; did you mean "{near}"?' if near else ""))
    return Foundation(
        options=options,
        shared=shared,
        addresses=addresses(shared.network.fields.url, options.base_url, options.hub, None),
        history=history,
        looks=looks,
        hub_ids=documents.hub_ids,
        static=documents.static,
        keys=_keys(options.site, documents, shared, history, looks),
    )


def theme_looks(site: Path) -> tuple[Mapping[str, Look], list[Problem]]:
    """Return the look of every theme, hubkit's and the site's own, by its name; and what is wrong in the site's."""
    bundled, _ = read_themes(installed_themes().parent)
    own, problems = read_themes(site)
    looks, found = check_themes(bundled, own)
    return looks, [*problems, *found]


def _keys(
    site: Path, documents: NetworkDocuments, shared: Shared, history: FileHistory, themes: Iterable[str]
) -> SharedKeys:
    def key(document: Document | None) -> bytes:
        if document is None:
            return b""
        texts = [(each.path, each.text, history.changed.get(each.path)) for each in document.written]
        return digest((texts, history.rescheduled.get(document.path)))

    records = (*documents.templates, *documents.venues, *documents.sponsors)
    by_path = {document.path: document for document in (documents.network, documents.charter, *records) if document}
    pictures = {path: picture.digest.encode() for path, picture in shared.pictures.items()}
    by_name, always = names_of_files((*(each.path for each in records), *pictures), PICTURE)
    conduct = shared.code_of_conduct
    title = conduct.fields.title if conduct else None
    return SharedKeys(
        settings=digest((key(documents.network), title, shared.charter is None, Typefaces(site).digest)),
        charter=key(documents.charter),
        records={**{document.path: key(document) for document in records}, **pictures},
        themes={name: theme_digest(site, name) for name in themes},
        mentions={path: mentions((document,)) for path, document in by_path.items()},
        by_name=by_name,
        always=always,
    )


def survey_hub(
    foundation: Foundation, hub_id: str, history: FileHistory, memo: Memo, contents: Mapping[str, bytes]
) -> Survey:
    """Return one hub, read from its folder and checked; needs nothing of any other hub.

    `history` is that of the hub's own files; `contents` are the bytes of its documents, as far as they were read. Of
    the shared files the checks see what the hub mentions; where that leaves an error they look again at all of them, so
    that its hint can name what was meant.
    """
    options = foundation.options
    documents = read_hub(options.site, hub_id, HUB_SHELVES, contents)
    names = hub_mentions(documents)
    own_charter = documents.charter is not None
    paths = foundation.keys.reached(names, own_charter=own_charter)
    pictures = check_pictures(options.site, documents.pictures, memo)
    known = FileHistory(
        {**foundation.history.changed, **history.changed}, {**foundation.history.rescheduled, **history.rescheduled}
    )

    def checked_with(shared: Shared, clock: Clock) -> CheckedHub:
        looks, drafts = foundation.looks, options.drafts
        return check_hub(documents, shared, pictures, known, clock, looks, KINDS, drafts=drafts)

    clock = Clock(options.now)
    shared = cut_shared(foundation.shared, paths, own_charter=own_charter)
    checked = checked_with(shared, clock)
    if any(problem.severity is Severity.error for problem in checked.problems):
        clock, shared = Clock(options.now), foundation.shared
        checked = checked_with(shared, clock)
    found = Survey(hub_id, None, None, {}, checked.problems, checked.references, checked.claims)
    hub = checked.hub
    if hub is None:
        return found
    home = hub.languages[0]
    country = hub.fields.country or ""
    entries = {
        language: calendar_entries(hub, Words(language, home, locale_name(language, country)), foundation.addresses)
        for language in hub.languages
    }
    return replace(
        found,
        hub=hub,
        summary=summarize_hub(hub, entries, clock),
        entries=entries,
        next_change=clock.next_change,
        shared=shared,
        mentions=names,
        own_charter=own_charter,
        urls=documents.urls,
    )


def glance_at_hub(foundation: Foundation, hub_id: str) -> HubSummary | None:
    """Return what neighbours' pages will probably show of a hub, by its `hub.yaml` alone; None where nobody can tell.

    No more of it is read than that takes: it is held against the hub itself as soon as that is surveyed.
    """
    path = f"hubs/{hub_id}/hub.yaml"
    try:
        text = read_bytes(foundation.options.site, path, LARGEST).decode("utf-8-sig")
        data = parse_yaml(path, text).data
        fields = HubModel.model_validate({key: data[key] for key in LOOK if data.get(key) is not None})
    except (OSError, ValueError):
        return None
    return look_of(hub_id, fields, fields.languages or foundation.shared.network.fields.ordered_languages)
