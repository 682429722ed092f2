"""The whole site, once its hubs are made: kept hubs, the network's own pages, and what only all of it shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from hubkit.build.hubs import Hubs
from hubkit.build.keys import Known
from hubkit.kinds.hub.summary import HubSummary
from hubkit.kinds.route import Network
from hubkit.ledger import NETWORK, Line
from hubkit.make import HubsMade, Made, make_network, page_links, source_reader
from hubkit.packed import digest
from hubkit.plan.kept import kept_summary
from hubkit.plan.moves import Move, clashing_moves, kept_moves
from hubkit.plan.site_files import SitemapEntry, listed_below
from hubkit.plan.vanished import vanished
from hubkit.problems import Problem, ProblemLog
from hubkit.render.studio import Studio
from hubkit.survey import Foundation
from hubkit.times import Clock
from hubkit.write import Entry, Publication, Registry


@dataclass(slots=True)
class Whole:
    """One try at the whole site, with some hubs left as they were because they are broken."""

    foundation: Foundation
    studio: Studio
    hubs: Hubs
    known: Known
    problems: ProblemLog
    publication: Publication | None
    """Where it is published; None where it is only looked at."""
    keeps: bool
    """Broken hubs are kept as they were published last."""
    shown: list[str] = field(default_factory=list[str])
    """The hubs that are made from their source."""
    broken: set[str] = field(default_factory=set[str])
    """The hubs of which everything passes for there: who knows what they would be."""
    missing: set[str] = field(default_factory=set[str])
    """Those of them that are not shown."""
    kept: dict[str, HubSummary] = field(default_factory=dict[str, HubSummary])
    kept_hubs: list[str] = field(default_factory=list[str])
    left_out: list[str] = field(default_factory=list[str])
    moves: list[Move] = field(default_factory=list[Move])
    sitemap: list[SitemapEntry] = field(default_factory=list[SitemapEntry])
    registry: Registry = field(default_factory=Registry)
    clock: Clock = field(init=False)
    network: Made = field(default_factory=Made)
    network_line: Line = field(init=False)
    network_is_new: bool = False

    def __post_init__(self) -> None:
        self.clock = Clock(self.foundation.options.now)

    def make(self, broken: set[str]) -> None:
        """Keep the `broken` hubs where they are kept, make what is seen of others right, then the network's pages."""
        alone = self.foundation.options.hub
        hubs = self.hubs
        self.broken = unshown = {hub for hub in broken if not (alone and hub != alone)}
        self.shown = [
            hub for hub in hubs.ids if hubs.has_pages(hub) and not (hub in unshown and self.publication is not None)
        ]
        self.missing = unshown - set(self.shown)
        for hub in sorted(self.missing):
            if self.publication is not None and hub in hubs.made:
                self.publication.discard(hubs.result(hub).made.changed)
            if self.keeps:
                self._keep(hub)
        hubs.settle(self.shown, {hub: each.look() for hub, each in self.kept.items()})
        self._claim()
        self._make_network()
        self._look_at_links()

    def _keep(self, hub: str) -> None:
        """Keep the last good pages of a broken hub with the assets they show, and read what they say of it."""
        publication = self.publication
        if publication is None:
            return
        paths = publication.published(f"{hub}/")
        if not paths:
            self.left_out.append(hub)
            return
        publication.keep(f"{hub}/")
        folder, addresses = self.foundation.options.folder, self.studio.addresses
        for asset in self.studio.assets_in(folder / path for path in paths if path.endswith(".html")):
            publication.keep(asset)
        sources = (f"hubs/{hub}/hub.yaml",)
        self.registry.add_folder(hub, lambda: ((path, sources) for path in paths))
        rules = source_reader(folder)("_redirects")
        self.moves.extend(kept_moves(rules, addresses.href(hub, "")))
        home = addresses.absolute(hub, "")
        for file in sorted(folder.glob("sitemap*.xml")):
            self.sitemap.extend(listed_below(home, file.read_bytes()))
        self.kept_hubs.append(hub)
        summary = kept_summary(hub, folder / hub, home, self.clock)
        if summary is not None:
            self.kept[hub] = summary

    def _claim(self) -> None:
        """Claim the files of every hub that is made: its folder as a whole, and what it may share."""
        alone = self.foundation.options.hub
        assets: dict[str, str] = {}
        for hub in self.shown:
            if not self.hubs.is_made(hub):
                continue
            if alone:
                self._claim_each(self.hubs.aside(hub).sources, self.hubs.result(hub).made.files)
                continue
            self.registry.add_folder(hub, partial(_claims, self.hubs, hub))
            assets.update(self.hubs.line(hub).assets)
        self.registry.add_shared(assets)

    def _claim_each(self, sources: Mapping[str, tuple[str, ...]], files: Mapping[str, Entry]) -> None:
        for path, of in sources.items():
            self.registry.claim(path, of, files[path][1] if path in files else None)

    def _make_network(self) -> None:
        foundation, hubs, known = self.foundation, self.hubs, self.known
        made = [hub for hub in self.shown if hubs.is_made(hub)]
        for hub in made:
            self.clock.will_change(hubs.line(hub).until)
        outlines = digest(([(hub, hubs.line(hub).outline) for hub in self.shown], self.clock.next_change))
        if self._network_is_as_it_was(outlines):
            self._claim_each(self.network.sources, self.network.files)
            return
        self.network_is_new = True
        results = [hubs.result(hub) for hub in made]
        of_hubs = HubsMade(
            moves=(*(move for result in results for move in result.made.moves), *self.moves),
            sitemap=(*(entry for result in results for entry in result.made.sitemap), *self.sitemap),
            problems=tuple(self.problems),
            next_change=self.clock.next_change,
        )
        summaries = {hub: hubs.result(hub).summary for hub in self.shown} | self.kept
        there = (summaries[hub] for hub in sorted(summaries))
        network = Network(foundation.shared, tuple(summary for summary in there if summary is not None))
        stage = self.publication.stage_for(self.publication.last.files) if self.publication else None
        self.network = make_network(foundation, network, of_hubs, self.studio, self.registry, stage)
        self.problems.extend(self.network.problems)
        moves = (*of_hubs.moves, *self.network.moves)
        read = source_reader(foundation.options.site)
        self.problems.extend(clashing_moves(moves, self.registry.__contains__, read))
        self.network_line = Line(
            source=known.shared_digest(foundation.options.site),
            seen=b"",
            around=outlines,
            look=b"",
            outline=b"",
            since=foundation.options.now,
            until=self.network.next_change,
            pages=self.network.pages,
        )

    def _network_is_as_it_was(self, outlines: bytes) -> bool:
        """Return whether the network's own pages are as they were published, and take them then."""
        known = self.known
        line = known.index.lines.get(NETWORK) if known.index else None
        if line is None or not known.shared_is_as_it_was or self.kept_hubs or self.left_out:
            return False
        if line.around != outlines or not line.holds_at(self.foundation.options.now):
            return False
        was: Made = known.details(NETWORK, Made)
        if not known.damage.paths.isdisjoint(was.files):
            return False
        self.network, self.network_line = was, line
        return True

    def _look_at_links(self) -> None:
        """Tell of links that lead nowhere: of what is new, and where that may concern them of all."""
        hubs = self.hubs
        made = [hub for hub in self.shown if hubs.is_made(hub) and (self.network_is_new or hub in hubs.made)]
        links = [link for hub in made for link in hubs.result(hub).made.links.items()]
        links += self.network.links.items() if self.network_is_new else ()

        def is_there(path: str) -> bool:
            return path in self.registry or path.partition("/")[0] in self.broken

        finder = page_links(self.foundation.options.site, self.studio.addresses)
        self.problems.extend(finder.dead(links, is_there, lambda: self.registry.paths))

    def gone(self, publication: Publication) -> Iterator[Problem]:
        """Yield a warning for each hub whose pages were published before and are not there any more."""
        hubs, alone = self.hubs, self.foundation.options.hub
        new = [hub for hub in self.shown if hub in hubs.made and hubs.is_made(hub)]
        removed = self.known.index.lines.keys() - set(self.shown) if self.known.index else ()
        if alone or self.known.index is None:
            before = publication.published("")
        else:
            before = [path for hub in sorted({*new, *removed}) for path in publication.published(f"{hub}/")]
        gone = [path for path in before if path not in self.registry]
        if gone:
            results = (hubs.result(hub) for hub in self.shown if hubs.is_made(hub))
            moves = [*(move for result in results for move in result.made.moves), *self.moves, *self.network.moves]
            yield from vanished(gone, self.registry.__contains__, moves, self.studio.addresses)

    def take_into(self, publication: Publication) -> None:
        """Let the publication hold everything that was made, and what stays as it was."""
        hubs, alone, known = self.hubs, self.foundation.options.hub, self.known
        was_network: Made = known.details(NETWORK, Made) if known.index else Made()
        as_they_were: set[str] = set()
        for hub in filter(hubs.is_made, self.shown):
            if hub in hubs.made:
                made = hubs.result(hub).made
                publication.take(made.files, made.changed)
            elif alone:
                publication.keep_files(hubs.result(hub).made.files)
            else:
                as_they_were.add(hub)
        publication.keep_folders(as_they_were, but=was_network.files)
        publication.keep_files({path for hub in as_they_were for path, _ in hubs.line(hub).assets})
        if self.network_is_new:
            publication.take(self.network.files, self.network.changed)
        else:
            publication.keep_files(self.network.files)

    @property
    def pages(self) -> int:
        """How many pages the site has, those of kept hubs apart."""
        return self.network.pages + sum(self.hubs.line(hub).pages for hub in self.shown if self.hubs.is_made(hub))

    @property
    def hub_count(self) -> int:
        """How many hubs the site has, kept ones apart."""
        return sum(1 for hub in self.shown if self.hubs.is_made(hub))

    @property
    def next_change(self) -> datetime | None:
        """The first instant at which the site would differ without any edit."""
        return self.network.next_change


def _claims(hubs: Hubs, hub: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    sources = hubs.aside(hub).sources
    return ((path, of) for path, of in sources.items() if not path.startswith("assets/"))
