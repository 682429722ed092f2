"""`python -m bench`: write the network for each generator, measure them in turns, print the table, keep the figures."""

import argparse
import datetime
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from bench import tables
from bench.processes import adopt_orphans
from bench.publishing import publish
from bench.rounds import Plan, measure
from bench.tools import REPOSITORY, TOOLS, chosen, installed


def main() -> int:
    """Measure what was asked for, or publish what was measured."""
    asked = _arguments()
    if asked.publish:
        publish(asked.results, REPOSITORY)
        return 0
    adopt_orphans()
    plan = Plan(asked.rounds, asked.limit, asked.seconds, not asked.no_watching, asked.work, _say)
    versions = {tool.name: installed(tool) for tool in chosen(asked.tools)}
    tools = [tool for tool in chosen(asked.tools) if versions[tool.name]]
    for name, version in versions.items():
        _say(f"{name} {version}" if version else f"{name} is not installed, and is left out.")
    data: dict[str, Any] = {
        "date": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}",
        "machine": machine(),
        "sizes": {},
    }
    if asked.keep and asked.results.exists():
        data["sizes"] |= json.loads(asked.results.read_text(encoding="utf-8"))["sizes"]
    for hubs in asked.hubs:
        results = measure(tools, hubs, plan)
        data["sizes"][str(hubs)] = {name: tables.as_data(runs, versions[name]) for name, runs in results.items()}
        data["sizes"] = dict(sorted(data["sizes"].items(), key=lambda size: int(size[0])))
        asked.results.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    print(tables.document(data))
    _say(f"The figures are in {asked.results}")
    return 0


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    models = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "processors": os.cpu_count(),
        "model": models[0] if models else platform.processor() or platform.machine(),
        "memory": round(memory[0] / 1_000_000) if memory else None,
        "system": f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}",
    }


def _lines(path: str) -> list[str]:
    """Return the lines of a file; none where there is no such file."""
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def _arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--hubs", type=int, nargs="+", default=[100], help="sizes of the network (100)")
    parser.add_argument("--tools", nargs="*", default=[], help="names of generators (all that are installed)")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (3)")
    parser.add_argument("--limit", type=float, default=300, help="seconds that one build may take (300)")
    parser.add_argument(
        "--seconds", type=float, default=600, help="seconds after which a tool gets no further round (600)"
    )
    parser.add_argument("--no-watching", action="store_true", help="leave the preview servers out")
    parser.add_argument("--work", type=Path, default=TOOLS / "work", help="where the networks are written")
    parser.add_argument("--results", type=Path, default=TOOLS / "results.json", help="where the figures go")
    parser.add_argument("--keep", action="store_true", help="keep the sizes that were measured before")
    parser.add_argument("--publish", action="store_true", help="measure nothing: put the figures into the README")
    return parser.parse_args()


def _say(text: str) -> None:
    """Tell what is going on."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
