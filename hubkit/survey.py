"""The first half of the pipeline: what all hubs share, read and checked; then each hub, alone."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from hubkit.addresses import Addresses, addresses
from hubkit.check import check_hub, check_network
from hubkit.check.pictures import check_pictures
from hubkit.kinds.event.entry import calendar_entries
from hubkit.kinds.hub.summary import CalendarEntry, HubClaim, HubReference, HubSummary
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.picture import FORMATS
from hubkit.kinds.table import HUB_SHELVES, KINDS
from hubkit.kinds.words import Words, locale_name
from hubkit.memo import Memo
from hubkit.plan.hub import summarize_hub
from hubkit.problems import HubkitError, Problem, ProblemLog, Severity, did_you_mean
from hubkit.read.files import read_hub, read_network
from hubkit.read.history import read_history
from hubkit.render.lint import lint_themes
from hubkit.render.theme import theme_names
from hubkit.times import Clock
from hubkit.values import FileHistory, Options, SourceFile


@dataclass(frozen=True, slots=True)
class Foundation:
    """What the work on every hub starts from."""

    options: Options
    shared: Shared
    addresses: Addresses
    history: FileHistory
    themes: tuple[str, ...]
    hub_ids: tuple[str, ...]
    static: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """A hub, read and checked alone: what it is, what others may know of it, and its problems."""

    id: str
    hub: Hub | None
    summary: HubSummary | None
    entries: dict[str, CalendarEntry]
    problems: tuple[Problem, ...]
    references: tuple[HubReference, ...] = ()
    claims: tuple[HubClaim, ...] = ()
    next_change: datetime | None = None

    @property
    def is_broken(self) -> bool:
        """True when its source is wrong."""
        return self.hub is None or any(problem.severity is Severity.error for problem in self.problems)


def lay_foundation(options: Options, memo: Memo, problems: ProblemLog) -> Foundation | None:
    """Return what the work on every hub starts from, or None where `hubkit.yaml` is of no use; adds the problems."""
    documents = read_network(options.site)
    history = read_history(options.site)
    problems.extend(history.problems)
    pictures = check_pictures(options.site, documents.pictures, memo)
    themes = tuple(theme_names(options.site))
    shared, found = check_network(documents, pictures, history.files, themes, drafts=options.drafts)
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
        history=history.files,
        themes=themes,
        hub_ids=documents.hub_ids,
        static=documents.static,
    )


def survey_hub(foundation: Foundation, hub_id: str, memo: Memo) -> Survey:
    """Return one hub, read from its folder and checked; needs nothing of any other hub."""
    options = foundation.options
    clock = Clock(options.now)
    documents = read_hub(options.site, hub_id, HUB_SHELVES)
    pictures = check_pictures(options.site, documents.pictures, memo)
    checked = check_hub(
        documents,
        foundation.shared,
        pictures,
        foundation.history,
        clock,
        foundation.themes,
        KINDS,
        drafts=options.drafts,
    )
    hub = checked.hub
    if hub is None:
        return Survey(hub_id, None, None, {}, checked.problems, checked.references)
    home = hub.languages[0]
    words = Words(home, home, locale_name(home, hub.fields.country or ""))
    entries = calendar_entries(hub, words, foundation.addresses)
    summary = summarize_hub(hub, entries, clock)
    return Survey(
        hub_id, hub, summary, entries, checked.problems, checked.references, checked.claims, clock.next_change
    )
