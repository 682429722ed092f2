"""What was measured, as data and as Markdown tables."""

from collections.abc import Mapping
from typing import Any

from bench.rounds import MODES, Runs
from bench.watching import median

Result = dict[str, Any]


def as_data(runs: Runs, version: str) -> Result:
    """Return one tool's medians (seconds, MB), with the number of runs and each run's figures."""
    modes = {
        mode: {
            "wall": runs.median(mode, "wall"),
            "cpu": runs.median(mode, "cpu"),
            "walls": [round(cost.wall, 4) for cost in runs.costs[mode]],
        }
        for mode in MODES
    }
    return {
        "version": version,
        **modes,
        "watch": {"wall": median(runs.watched), "walls": [round(seconds, 4) for seconds in runs.watched]},
        "memory": runs.memory,
        "files": runs.files,
        "trouble": runs.trouble,
    }


def table(hubs: str, results: Mapping[str, Result]) -> str:
    """Return the Markdown table of one size; in brackets the ratio to hubkit."""
    own = results.get("hubkit")
    titles = ("version", "cold, s", "CPU, s", "unchanged, s", "one edit, s", "watching, s", "peak MB", "files")
    lines = [
        f"{int(hubs):,} hubs, {rounds_of(results)}:",
        "",
        f"| | {' | '.join(titles)} |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, result in results.items():
        cells = [
            _cell(result, own, "cold", "wall"),
            _cell(result, own, "cold", "cpu"),
            _cell(result, own, "unchanged", "wall"),
            _cell(result, own, "edit", "wall"),
            _cell(result, own, "watch", "wall"),
            _memory(result, own),
            f"{result['files']:,}" if result["files"] else "",
        ]
        label = f"**{name}**" if name == "hubkit" else name
        lines.append(f"| {label} | {result['version']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(result: Result, own: Result | None, mode: str, figure: str) -> str:
    """Return a figure in seconds with its ratio; the trouble where there is no figure."""
    value = _figure(result, mode, figure)
    if value is None:
        return result["trouble"].splitlines()[0] if mode == "cold" and result["trouble"] else "–"
    return seconds(value) + _ratio(value, _figure(own, mode, figure) if own is not result else None)


def _memory(result: Result, own: Result | None) -> str:
    """Return the peak in MB with its ratio."""
    value = result["memory"]
    if value is None:
        return "–"
    return f"{value:,.0f}" + _ratio(value, own["memory"] if own and own is not result else None)


def _figure(result: Result | None, mode: str, figure: str) -> float | None:
    """Return a figure if it was measured."""
    return result.get(mode, {}).get(figure) if result else None


def _ratio(value: float, own: float | None) -> str:
    """Return how many times hubkit's figure this is."""
    return f" ({value / own:.3g}×)" if own else ""


def seconds(value: float) -> str:
    """Return seconds in at most three digits that mean something."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def document(data: Mapping[str, Any]) -> str:
    """Return all tables, with a heading line on the machine."""
    machine: Mapping[str, Any] = data["machine"]
    sizes: Mapping[str, Mapping[str, Result]] = data["sizes"]
    head = f"{data['date']}, {described(machine)}. In brackets: times hubkit's figure."
    return "\n".join([head, "", *(table(*size) for size in sizes.items())])


def rounds_of(results: Mapping[str, Result]) -> str:
    """Return how many timed rounds the tools had; those with fewer than most are named."""
    counts = {name: len(result["cold"]["walls"]) for name, result in results.items()}
    most = max(counts.values(), default=0)
    fewer = ", ".join(f"{name} {count}" for name, count in counts.items() if count < most)
    return f"medians of {most} rounds" + (f" ({fewer})" if fewer else "")


def described(machine: Mapping[str, Any]) -> str:
    """Return the machine in a line."""
    return f"{machine['processors']} processors ({machine['model']}), {machine['memory']} GB, {machine['system']}"
