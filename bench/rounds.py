"""The measuring: every tool in turn, round after round, cold, unchanged, and after one edit."""

import os
import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from bench import network
from bench.processes import CommandError, Cost, TimeLimitError, run
from bench.tools import Tool
from bench.watching import watch

MODES = ("cold", "unchanged", "edit")
_FIXED = {"GIT_AUTHOR_DATE": "2026-05-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-05-01T12:00:00Z"}


@dataclass(frozen=True)
class Plan:
    """What to measure: `seconds` is what a tool may take in all for one size, `limit` for one build."""

    rounds: int
    limit: float
    seconds: float
    watching: bool
    work: Path
    say: Callable[[str], None]


@dataclass
class Runs:
    """What was measured of one tool on one size, mode by mode."""

    costs: dict[str, list[Cost]] = field(default_factory=lambda: {mode: [] for mode in MODES})
    memory: float | None = None
    watched: list[float] = field(default_factory=list[float])
    """Seconds from saving an event to its page being served."""
    files: int = 0
    """How many files the tool wrote."""
    trouble: str = ""
    """Why there is no more: over the time limit, or failed."""

    @property
    def spent(self) -> float:
        """Seconds that all runs took together."""
        return sum(cost.wall for costs in self.costs.values() for cost in costs)

    def median(self, mode: str, figure: str) -> float | None:
        """Return the median of `wall` or `cpu` in this mode; None where nothing was measured."""
        values = [float(getattr(cost, figure)) for cost in self.costs[mode]]
        return statistics.median(values) if values else None


def measure(tools: Sequence[Tool], hubs: int, plan: Plan) -> dict[str, Runs]:
    """Measure all tools on a network of so many hubs: a first round for memory and warming up, then the timed ones."""
    results = {tool.name: Runs() for tool in tools}
    for tool in tools:
        prepare(tool, site_of(plan, tool, hubs), hubs)
    old = plan.work / str(hubs) / "old"
    for place in range(plan.rounds + 1):
        for tool in tools:
            runs = results[tool.name]
            if runs.trouble or (place > 1 and runs.spent > plan.seconds):
                continue
            plan.say(f"{hubs} hubs, round {place} of {plan.rounds}: {tool.name}")
            _forget(tool, site_of(plan, tool, hubs), old)
            try:
                _round(tool, site_of(plan, tool, hubs), hubs, runs, place, plan)
            except (TimeLimitError, CommandError) as error:
                runs.trouble = str(error)
                plan.say(runs.trouble)
    for tool in tools if plan.watching else ():
        runs = results[tool.name]
        if tool.serve and not runs.trouble:
            plan.say(f"{hubs} hubs, watching: {tool.name}")
            _forget(tool, site_of(plan, tool, hubs), old)
            try:
                runs.watched = watch(tool, site_of(plan, tool, hubs), edited_page(hubs), plan.limit)
            except (TimeLimitError, CommandError) as error:
                plan.say(str(error))
    shutil.rmtree(old, ignore_errors=True)
    return results


def site_of(plan: Plan, tool: Tool, hubs: int) -> Path:
    """Return the folder in which a tool's network of this size stands."""
    return plan.work / str(hubs) / tool.name.lower().replace(" ", "-")


def prepare(tool: Tool, site: Path, hubs: int) -> None:
    """Write the network anew; hubkit's is kept in git, as people keep it, for hubkit tells from there what changed."""
    if site.exists():
        shutil.rmtree(site)
    tool.write(site, hubs)
    if tool.is_own:
        identity = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")
        (site / ".gitignore").write_text("_site*\n.hubkit/\n", encoding="utf-8")
        for command in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "The network")):
            git = ["git", *identity, *command]
            subprocess.run(git, cwd=site, check=True, env={**tool.surroundings(), **_FIXED})


def _round(tool: Tool, site: Path, hubs: int, runs: Runs, place: int, plan: Plan) -> None:
    """Build cold, unchanged and after an edit, and put the edit back; round 0 looks at memory and is not timed."""
    runs_of_mode = _builds(tool, site, hubs, plan.limit, memory=place == 0)
    for mode, cost in runs_of_mode:
        if place == 0:
            runs.memory = max(runs.memory or 0, cost.memory or 0)
        else:
            runs.costs[mode].append(cost)
    runs.files = sum(path.is_file() for path in (site / tool.output).rglob("*"))


def _builds(tool: Tool, site: Path, hubs: int, limit: float, *, memory: bool) -> Iterator[tuple[str, Cost]]:
    """Build three times; give the mode and the cost of each. Raises CommandError when the edit is not on the page."""

    def build() -> Cost:
        log = site.parent / f"{site.name}.log"
        os.sync()  # what was written before must not be paid for now
        return run(tool.build, site, log, environment=tool.surroundings(), limit=limit, memory=memory)

    yield "cold", build()
    yield "unchanged", build()
    page, words = edited_page(hubs), "A sentence that was not here before."
    source = tool.source_of(site, page)
    before = source.read_bytes()
    try:
        source.write_bytes(before + f"\n{words}\n".encode())
        yield "edit", build()
        if words not in tool.page_of(site, page).read_text(encoding="utf-8"):
            raise CommandError(f"{tool.name}: the edit is not on the page")
    finally:
        source.write_bytes(before)


def edited_page(hubs: int) -> str:
    """Return the path of the page that is edited: an event of the hub in the middle."""
    hub = list(network.hubs_of(hubs // 2 + 1))[-1]
    return f"{hub.id}/events/{hub.events[3].id}"


def _forget(tool: Tool, site: Path, old: Path) -> None:
    """Move what earlier builds left, output and caches, to `old`, a folder that is deleted at the end.

    Were it deleted now, the next tool would pay: where many files were just deleted, ext4 searches long for the place
    of a new one.
    """
    old.mkdir(exist_ok=True)
    for path in (path for pattern in tool.forget for path in list(site.glob(pattern))):
        path.rename(Path(mkdtemp(dir=old)) / path.name)
