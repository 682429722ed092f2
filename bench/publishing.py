"""Puts what was measured into the README and its picture."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench import tables
from bench.chart import chart

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
PICTURE = "docs/pictures/speed.svg"
_PREFERRED = "1000"


def publish(results: Path, repository: Path) -> None:
    """Draw the picture of the figures in `results`, and put their tables between the README's marks.

    Raises ValueError when the README has no such marks.
    """
    data: Mapping[str, Any] = json.loads(results.read_text(encoding="utf-8"))
    (repository / PICTURE).write_text(chart(data, size_shown(data)), encoding="utf-8")
    readme = repository / "README.md"
    readme.write_text(with_section(readme.read_text(encoding="utf-8"), section(data)), encoding="utf-8")


def size_shown(data: Mapping[str, Any]) -> str:
    """Return the size that the picture shows: 1,000 hubs if measured, or else the largest."""
    sizes: Mapping[str, Any] = data["sizes"]
    return _PREFERRED if _PREFERRED in sizes else max(sizes, key=int)


def section(data: Mapping[str, Any]) -> str:
    """Return the README's words, picture and tables for these figures."""
    shown = size_shown(data)
    sizes: Mapping[str, Mapping[str, tables.Result]] = data["sizes"]
    alternative = f"Bars for {int(shown):,} hubs; the tables say the same"
    return "\n".join(
        [
            f"![{alternative}]({PICTURE})",
            "",
            f"Measured on {data['date']}: {tables.described(data['machine'])}.",
            "In brackets: how many times hubkit's figure.",
            "",
            *(tables.table(size, results) for size, results in sizes.items()),
        ]
    ).rstrip("\n")


def with_section(readme: str, words: str) -> str:
    """Return the README with these words between its marks. Raises ValueError when it has none."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the README has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{words}\n{END}{after}"
