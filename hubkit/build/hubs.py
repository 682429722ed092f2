"""Every hub of one build: as the last one made it where that holds, else made anew with what it sees of others."""

from collections.abc import Callable, Iterable, Mapping

from hubkit.build.crew import Crew
from hubkit.build.keys import Known
from hubkit.kinds.hub.summary import HubSummary
from hubkit.kinds.route import Slice
from hubkit.ledger import Line
from hubkit.packed import digest
from hubkit.plan.network import slices
from hubkit.problems import Problem
from hubkit.survey import Foundation, glance_at_hub
from hubkit.values import FileHistory
from hubkit.work import Aside, Order, Result
from hubkit.write import Publication

Tell = Callable[[str, int, int], None]


class Hubs:
    """The hubs of a build, by id."""

    def __init__(
        self,
        foundation: Foundation,
        known: Known,
        history_of: Callable[[str], FileHistory],
        publication: Publication | None,
        crew: Crew,
        tell: Tell,
    ) -> None:
        self._foundation = foundation
        self._known = known
        self._history_of = history_of
        self._publication = publication
        self._crew = crew
        self._tell = tell
        self._alone = foundation.options.hub
        self._results: dict[str, Result] = {}
        self._assumed: dict[str, bytes] = {}
        self.made: dict[str, bytes] = {}
        """What was made in this build, packed for the ledger."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Every hub with a folder, in order."""
        return self._foundation.hub_ids

    def result(self, hub: str) -> Result:
        """Return what came of a hub, now or in the build that made it."""
        if hub not in self._results:
            self._results[hub] = self._known.details(hub, Result)
        return self._results[hub]

    def aside(self, hub: str) -> Aside:
        """Return the rest of what came of a hub."""
        return self._known.unpacked(self.result(hub).aside, Aside)

    def line(self, hub: str) -> Line:
        """Return what a hub was made from, and when that holds."""
        index = self._known.index
        return index.lines[hub] if index and hub not in self.made else self.result(hub).line

    def problems(self, hub: str) -> tuple[Problem, ...]:
        """Return what was found in a hub's files."""
        index = self._known.index
        if index and hub not in self.made:
            return index.problems.get(hub, ())
        result = self.result(hub)
        return (*result.problems, *result.made.problems)

    def has_pages(self, hub: str) -> bool:
        """Return whether anything can be made of a hub."""
        return hub not in self.made or self.result(hub).summary is not None

    def is_made(self, hub: str) -> bool:
        """Return whether the pages of a hub are part of this build: all are, but with `--hub`."""
        return not self._alone or hub == self._alone

    def make_what_is_new(self) -> None:
        """Make every hub of which something is new; what it sees of others is taken to be as it was, or as it seems."""
        new = [hub for hub in self.ids if not self._is_as_it_was(hub)]
        seen = self._slices_assumed(new)
        others = seen.keys() - set(new)
        surrounded_anew = [hub for hub in self.ids if hub in others and self._sees_something_else(hub, seen)]
        self._fill([*new, *surrounded_anew], seen)

    def settle(self, shown: Iterable[str], kept: Mapping[str, HubSummary]) -> None:
        """Make again each hub that sees something else of the others than it was made with.

        There are the hubs `shown`, and those that are `kept` as they were published last.
        """
        actual = {hub: self.line(hub).look for hub in shown} | {hub: digest(look) for hub, look in kept.items()}
        if actual == self._assumed:
            return
        self._assumed = actual
        looks = {hub: kept.get(hub) or self._look(hub) for hub in sorted(actual)}
        seen = slices(look for look in looks.values() if look is not None)
        self._fill([hub for hub in seen if hub not in kept and self._sees_something_else(hub, seen)], seen)

    def _look(self, hub: str) -> HubSummary | None:
        summary = self.result(hub).summary
        return summary.look() if summary else None

    def _sees_something_else(self, hub: str, seen: Mapping[str, Slice]) -> bool:
        """Return whether a hub's pages show something else of other hubs than when they were made."""
        return self.is_made(hub) and digest(seen[hub]) != self.line(hub).around

    def _is_as_it_was(self, hub: str) -> bool:
        known, index = self._known, self._known.index
        if index is None or not known.is_hub_as_it_was(hub, self._foundation.options.now):
            return False
        if known.shared_is_as_it_was:
            return True
        was = self.aside(hub)
        history = digest(self._history_of(hub))
        seen = self._foundation.keys.seen(was.mentions, was.theme, history, own_charter=was.own_charter)
        return seen == index.lines[hub].seen

    def _slices_assumed(self, new: Iterable[str]) -> Mapping[str, Slice]:
        """Return what the hubs to make see of others: as in the last build, or by a glance at those it did not know."""
        index = self._known.index
        lines = {name: line for name, line in index.lines.items() if name} if index else {}
        if lines.keys() == set(self.ids):
            self._assumed = {hub: line.look for hub, line in lines.items()}
            return {hub: self.aside(hub).slice for hub in new}
        looks = {hub: self._look(hub) if hub in lines else glance_at_hub(self._foundation, hub) for hub in self.ids}
        there = {hub: look for hub, look in looks.items() if look is not None}
        self._assumed = {hub: digest(look) for hub, look in there.items()}
        return slices(there.values())

    def _fill(self, hubs: list[str], seen: Mapping[str, Slice]) -> None:
        for hub in hubs:
            if self._publication is not None and hub in self.made:
                self._publication.discard(self._results[hub].made.changed)
        orders = [self._order(hub, seen.get(hub, Slice())) for hub in hubs]
        for number, (result, packed) in enumerate(self._crew.fill(orders), start=1):
            self._results[result.hub] = result
            self.made[result.hub] = packed
            self._tell("building", number, len(orders))

    def _order(self, hub: str, cut: Slice) -> Order:
        last = self._publication.last if self._publication else None
        prefix = "" if self._alone else f"{hub}/"
        return Order(
            hub=hub,
            slice=cut,
            signatures=self._known.scan.signatures(hub),
            history=self._history_of(hub),
            last={path: last.files[path] for path in (*last.under(prefix), *last.under("assets/"))} if last else {},
            is_made=self.is_made(hub),
        )
