"""The picture of what was measured: bars for one size of the network, as SVG that reads in light and dark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from bench.tables import Result, seconds
from bench.tools import is_own

# (background, text, soft text, bar, hubkit's bar) on light and on dark pages.
LIGHT = ("#ffffff", "#1f2328", "#59636e", "#8c959f", "#0b6e4f")
DARK = ("#0d1117", "#f0f6fc", "#9198a1", "#656c76", "#3fb68b")
_NAMES = ("ground", "text", "soft", "bar", "own")

_WIDTH, _MARGIN, _GAP = 840, 20, 40
_PANEL = (_WIDTH - 2 * _MARGIN - _GAP) // 2
_LABELS, _ROW, _BAR, _HEAD = 92, 24, 14, 34
_TOP = 62
_VALUES = 76
"""Pixels kept free at the right of the longest bar, for its figure."""


@dataclass(frozen=True)
class Panel:
    """One measure of all tools: its title, each tool's value (none: not measured), and how a value is written."""

    title: str
    values: tuple[tuple[str, float | None], ...]
    unit: str

    def written(self, value: float | None) -> str:
        """Return the value with its unit."""
        if value is None:
            return "no figure"
        return f"{value:,.0f} MB" if self.unit == "MB" else f"{seconds(value)} s"


def panels(results: Mapping[str, Result]) -> tuple[Panel, ...]:
    """Return what is shown, hubkit first, then as quick as they are cold."""

    def cold(name: str) -> tuple[bool, float]:
        wall = results[name]["cold"]["wall"]
        return not is_own(name), wall if wall is not None else float("inf")

    names = sorted(results, key=cold)

    def panel(title: str, mode: str) -> Panel:
        return Panel(title, tuple((name, results[name].get(mode, {}).get("wall")) for name in names), "s")

    memory = Panel("Most memory, all processes", tuple((name, results[name]["memory"]) for name in names), "MB")
    return (
        panel("Whole network, from nothing", "cold"),
        panel("Again, after one edit", "edit"),
        panel("Preview: from saving to the new page", "watch"),
        memory,
    )


def chart(data: Mapping[str, Any], hubs: str) -> str:
    """Return the SVG of one size, with a title and a description for those who do not see it."""
    results: Mapping[str, Result] = data["sizes"][hubs]
    shown = panels(results)
    row_height = _HEAD + _ROW * len(results) + 18
    height = _TOP + 2 * row_height
    title = f"{int(hubs):,} hubs: hubkit beside {sum(not is_own(name) for name in results)} other site generators"
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    style = 'font-family="system-ui, sans-serif" font-size="13"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc" {style}>',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(described(shown))}</desc>',
        _palette(),
        f'<rect class="ground" width="{_WIDTH}" height="{height}" rx="8"/>',
        _text(_MARGIN, 30, f"{int(hubs):,} hubs, the same pages for all", "text", 'font-size="17" font-weight="600"'),
        _text(_MARGIN, 50, "Shorter is better. Medians of interleaved rounds on one machine.", "soft"),
    ]
    for place, panel in enumerate(shown):
        x = _MARGIN + (place % 2) * (_PANEL + _GAP)
        parts += _drawn(panel, x, _TOP + (place // 2) * row_height)
    return "\n".join([*parts, "</svg>", ""])


def described(shown: Sequence[Panel]) -> str:
    """Return all that the picture shows as sentences."""
    sentences = (
        f"{panel.title}: {', '.join(f'{name} {panel.written(value)}' for name, value in panel.values)}."
        for panel in shown
    )
    return " ".join(sentences)


def _drawn(panel: Panel, x: int, y: int) -> list[str]:
    """Return the bars of one panel, with names at the left and figures at their ends."""
    parts = [_text(x, y + 20, panel.title, "text", 'font-weight="600"')]
    most = max((value for _, value in panel.values if value is not None), default=1.0)
    room = _PANEL - _LABELS - _VALUES
    for row, (name, value) in enumerate(panel.values):
        middle = y + _HEAD + row * _ROW + _ROW // 2
        own = is_own(name)
        weight = 'font-weight="600"' if own else ""
        width = max(1.5, room * value / most) if value is not None else 0
        parts.append(_text(x, middle + 4, name, "text", weight))
        if value is not None:
            parts.append(
                f'<rect class="{"own" if own else "bar"}" x="{x + _LABELS}" y="{middle - _BAR // 2}"'
                f' width="{width:.1f}" height="{_BAR}" rx="2"/>'
            )
        parts.append(
            _text(x + _LABELS + width + 6, middle + 4, panel.written(value), "text" if own else "soft", weight)
        )
    return parts


def _text(x: float, y: float, words: str, kind: str, more: str = "") -> str:
    """Return one line of text."""
    return f'<text class="{kind}" x="{x:.1f}" y="{y}" {more}>{escape(words)}</text>'.replace(" >", ">")


def _palette() -> str:
    """Return the colours for both schemes; the ground is painted, so that the page's own colour does not matter."""

    def rules(colours: Sequence[str]) -> str:
        return "".join(f".{name}{{fill:{colour}}}" for name, colour in zip(_NAMES, colours, strict=True))

    return f"<style>{rules(LIGHT)}@media(prefers-color-scheme:dark){{{rules(DARK)}}}</style>"
