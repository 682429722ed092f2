"""One hub alone becomes its pages and files, staged as they are made; so do the network's own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from hubkit.addresses import Addresses
from hubkit.kinds.hub.value import Hub
from hubkit.kinds.route import HubScope, Network, Planned, Route, Slice
from hubkit.kinds.table import KINDS
from hubkit.plan.functions import Appearance, HubEntries, hub_entries
from hubkit.plan.hub import plan_hub
from hubkit.plan.moves import Move, hub_moves, moved_from_there, network_moves, redirects
from hubkit.plan.network import plan_network
from hubkit.plan.offline import offline_files
from hubkit.plan.permanent import lost, not_recorded, permanent_pages
from hubkit.plan.site_files import SitemapEntry, headers, robots, sitemap
from hubkit.problems import Problem, Severity
from hubkit.render.faults import TemplateFault
from hubkit.render.finished import Holder, Link, Links, is_page
from hubkit.render.frame import Frame
from hubkit.render.page import render_page
from hubkit.render.studio import Studio
from hubkit.render.variants import Variant
from hubkit.render.weight import Scales
from hubkit.survey import Foundation, Survey
from hubkit.times import Clock
from hubkit.values import Output
from hubkit.write import Entry, Registry, Stage


class Made(Struct, frozen=True):
    """What was made of one hub, or of the network itself, and what the rest of the site must know of it."""

    files: Mapping[str, Entry] = field(default_factory=dict[str, Entry])
    """Every file, as it is staged or was published before."""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The file to edit for each, and for the pages that a broken template left unmade; none for what hubkit makes.

    Of a hub, it is kept aside.
    """
    changed: tuple[str, ...] = ()
    """The files whose bytes are new."""
    links: Mapping[Link, tuple[Holder, ...]] = field(default_factory=dict[Link, tuple[Holder, ...]])
    """Links to what is made elsewhere, each with pages that have it."""
    moves: tuple[Move, ...] = ()
    sitemap: tuple[SitemapEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    pages: int = 0
    next_change: datetime | None = None
    unrecorded: tuple[str, ...] = ()
    """The pages that are not in `urls.yaml` yet, where that was asked."""
    entries: HubEntries | None = None
    """What the functions must know of a hub, if anything."""


class Making(Struct):
    """What is gathered while one hub, or the network, is made."""

    studio: Studio
    links: Links
    registry: Registry
    stage: Stage | None
    """Where files go; None where the site is only checked."""
    scales: Scales | None = None
    """Where the network has a budget for what its pages weigh."""
    known: Iterable[Problem] = ()
    """What the checks found: a file with an error there needs no second one."""
    problems: list[Problem] = field(default_factory=list[Problem])
    files: dict[str, Entry] = field(default_factory=dict[str, Entry])
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    changed: list[str] = field(default_factory=list[str])
    sitemap: list[SitemapEntry] = field(default_factory=list[SitemapEntry])
    pages: int = 0

    def output(self, planned: Iterable[Planned], frame: Frame) -> None:
        """Render what is planned, and stage it with the pictures and style sheets that it shows."""
        addresses, hub = frame.desk.addresses, frame.hub
        is_elsewhere = hub is not None and hub.fields.domain is not None and not addresses.alone
        for each in planned:
            if isinstance(each, Route):
                try:
                    self.put(render_page(each, frame))
                except TemplateFault as fault:
                    self.problems.append(fault.problem)
                    path = addresses.output(each.hub, frame.desk.prefix + each.path)
                    self.registry.claim(path, each.sources)
                    self.sources[path] = each.sources[:1]
                    continue
                self.pages += 1
                if each.indexed and not is_elsewhere:
                    self.sitemap.append(SitemapEntry(frame.canonical(each.path), each.changed))
            else:
                self.put(Output(addresses.output(each.hub, each.path), each.content, each.sources))
        self._put_pictures(variant for path, variant in frame.desk.used.items() if path not in self.files)
        for card in frame.desk.press.outputs.values():
            self.put(card)
        self.problems.extend(frame.desk.press.problems)
        for asset in self.studio.assets_of(frame):
            self.put(asset)

    def put(self, output: Output) -> None:
        """Claim the path of a finished file, look at it, and stage it."""
        is_asset = output.path.startswith("assets/")
        content_hash = blake2b(output.content, digest_size=16).hexdigest() if is_asset else None
        if not self._claims(output.path, output.sources, content_hash):
            return
        if is_page(output):
            self.problems.extend(self.links.look(output))
            if self.scales is not None:
                self.scales.weigh(output)
        staged = ((len(output.content), content_hash or ""), False)
        if self.stage is not None:
            staged = self.stage.put(output.path, output.content)
        self._take(output.path, output.sources[:1], staged)

    def _put_pictures(self, variants: Iterable[Variant]) -> None:
        """Stage pictures; those that are there already are not even read, since their names tell how they were made."""
        # Where nothing is staged, the site is only checked: names are all that takes, unless pictures have a budget.
        is_weighed = self.scales is not None and self.scales.budget.picture is not None
        unseen = None if is_weighed else ((0, ""), False)
        wanted: list[Variant] = []
        for variant in variants:
            path, sources = variant.path, (variant.photo.source,)
            known = self.stage.known(path) if self.stage is not None else unseen
            if known is None:
                wanted.append(variant)
            elif self._claims(path, sources, known[0][1] or path):
                self._take(path, sources, known)
        for picture in self.studio.pictures(wanted):
            self.put(picture)

    def _take(self, path: str, sources: tuple[str, ...], staged: tuple[Entry, bool]) -> None:
        entry, is_new = staged
        if is_new and path not in self.files:
            self.changed.append(path)
        self.files[path] = entry
        self.sources[path] = sources

    def _claims(self, path: str, sources: tuple[str, ...], content_hash: str | None) -> bool:
        """Return whether a path is free, or wanted by somebody for the same bytes; adds the problem where it is not."""
        clash = self.registry.claim(path, sources, content_hash)
        if clash is None:
            return True
        found = (*self.known, *self.problems)
        if not any(each.severity is Severity.error and each.place.file == clash.place.file for each in found):
            self.problems.append(clash)
        return False

    def settle(self) -> None:
        """Look at what only shows once all is made: where links lead, and what pages weigh with all that they show."""
        self.problems.extend(self.links.settle(self.files, self.registry.__contains__))
        if self.scales is not None:
            self.problems.extend(self.scales.problems(self.files))

    def made(self, moves: Iterable[Move], next_change: datetime | None) -> Made:
        """Return what was gathered."""
        return Made(
            files=self.files,
            sources=self.sources,
            changed=tuple(self.changed),
            links=self.links.left(),
            moves=tuple(moves),
            sitemap=tuple(self.sitemap),
            problems=tuple(self.problems),
            pages=self.pages,
            next_change=next_change,
        )


def make_hub(foundation: Foundation, survey: Survey, cut: Slice, studio: Studio, stage: Stage | None) -> Made:
    """Return what one hub's pages and files are; needs nothing of other hubs but the slice `cut`."""
    hub, summary, shared = survey.hub, survey.summary, survey.shared
    if hub is None or summary is None or shared is None:
        return Made()
    addresses = studio.addresses
    making = Making(
        studio,
        page_links(foundation.options.site, addresses),
        Registry(),
        stage,
        _scales(foundation, studio),
        survey.problems,
    )
    clock = Clock(foundation.options.now)
    clock.will_change(survey.next_change)
    scopes: list[HubScope] = []
    frames: list[Frame] = []
    for language in hub.languages:
        frame = studio.hub_frame(hub, shared, language)
        entries = survey.entries[language]
        scope, planned = plan_hub(hub, summary, entries, shared, cut, frame.words, addresses, clock, KINDS)
        making.output(planned, frame)
        scopes.append(scope)
        frames.append(frame)
        for file in offline_files(scope, frame.desk.assets, frame.styles, frame.papers[0], making.files):
            making.put(Output(addresses.output(hub.id, file.path), file.content, file.sources))
    making.settle()
    moves = tuple(hub_moves(hub, addresses))
    records = foundation.options.records
    missing = _hold_against_record(hub, survey, making, moves) if survey.urls is not None or records else ()
    entries = hub_entries(scopes, appearance_of(frames[0]))
    return replace(making.made(moves, clock.next_change), unrecorded=missing if records else (), entries=entries)


def appearance_of(frame: Frame) -> Appearance:
    """Return what gives the pages of a frame their look."""
    return Appearance(tuple(frame.styles), frame.desk.assets["favicon.svg"])


def _hold_against_record(hub: Hub, survey: Survey, making: Making, moves: tuple[Move, ...]) -> tuple[str, ...]:
    """Return the pages that are not recorded; where the hub is right so far, tell what is recorded and gone.

    A page that is missing because of another mistake is not lost.
    """
    urls, document, addresses = hub.urls, survey.urls, making.studio.addresses
    own = document.path if document else ""
    found = (*survey.problems, *making.problems)
    if any(problem.severity is Severity.error and problem.place.file != own for problem in found):
        return ()
    missing = permanent_pages(hub).difference(urls.pages if urls else ())
    if urls is not None and document is not None:
        leads_on = moved_from_there(moves)
        making.problems.extend(
            lost(document, urls, hub, addresses, lambda each: each in making.registry or leads_on(each))
        )
        making.problems.extend(not_recorded(document, missing))
        for target in filter(lambda target: target.startswith("/"), urls.redirects.values()):
            making.links.expect(addresses.external(target), document.path)
    return tuple(sorted(missing))


class HubsMade(Struct, frozen=True):
    """What the network's own pages and files must know of what was made of all hubs."""

    moves: tuple[Move, ...] = ()
    sitemap: tuple[SitemapEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    next_change: datetime | None = None


def make_network(
    foundation: Foundation, network: Network, hubs: HubsMade, studio: Studio, registry: Registry, stage: Stage | None
) -> Made:
    """Return what the network's own pages and files are; `registry` knows those of all hubs.

    Of a hub alone, that is the page for what is not there, and what hosts and crawlers read.
    """
    options, shared, addresses = foundation.options, foundation.shared, studio.addresses
    making = Making(
        studio, page_links(options.site, addresses), registry, stage, _scales(foundation, studio), hubs.problems
    )
    clock = Clock(options.now)
    if not options.hub:
        clock.will_change(hubs.next_change)
    prefixes: list[str] = []
    for language in studio.network_languages():
        frame = studio.network_frame(language)
        prefixes.append(frame.desk.prefix)
        _, planned = plan_network(network, frame.words, addresses, clock, clock.next_change, KINDS)
        if options.hub:
            planned = [each for each in planned if each.path == "404.html"]
        making.output(planned, frame)
    moves = () if options.hub else tuple(network_moves(shared, addresses, prefixes))
    source = shared.network.source
    for_hosts = (robots(addresses, source), headers(network, addresses), redirects((*hubs.moves, *moves), source))
    for file in (*for_hosts, *sitemap((*hubs.sitemap, *making.sitemap), addresses, source)):
        making.put(Output(file.path, file.content, file.sources))
    for output in () if options.hub else _static(foundation):
        making.put(output)
    making.settle()
    return making.made(moves, hubs.next_change if options.hub else clock.next_change)


def _static(foundation: Foundation) -> Iterator[Output]:
    for file in foundation.static:
        content = (foundation.options.site / file.path).read_bytes()
        yield Output(file.path.removeprefix("static/"), content, (file.path,))


def _scales(foundation: Foundation, studio: Studio) -> Scales | None:
    budget = foundation.shared.network.fields.budget
    return Scales(budget, studio.addresses.base, studio.compressed_asset) if budget else None


def page_links(site: Path, addresses: Addresses) -> Links:
    """Return where the links of finished pages are gathered."""
    return Links(addresses, source_reader(site))


def source_reader(site: Path) -> Callable[[str], str]:
    """Return what gives the text of a source file, empty where it cannot be read."""

    def read(path: str) -> str:
        try:
            return (site / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    return read
