"""The picture and the tables of what was measured."""

import copy
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench import tables
from bench.chart import DARK, LIGHT, chart
from bench.processes import Cost
from bench.publishing import BEGIN, END, PICTURE, publish, with_section
from bench.rounds import Runs

SVG = "{http://www.w3.org/2000/svg}"


def runs(wall: float, memory: float, *, trouble: str = "") -> Runs:
    measured = Runs(memory=memory, files=1302, trouble=trouble)
    if not trouble:
        for cost in (Cost(wall * 2, wall), Cost(wall, wall / 2), Cost(wall / 2, wall / 4)):
            for costs in measured.costs.values():
                costs.append(cost)
        measured.watched = [wall / 20]
    return measured


@pytest.fixture
def data() -> dict[str, Any]:
    measured = {"hubkit": runs(2, 60), "Hugo": runs(5, 700), "<Slow> & co": runs(0, 0, trouble="more than 300 s\nsaid")}
    results = {name: tables.as_data(each, "1.0") for name, each in measured.items()}
    machine = {"processors": 2, "model": "A & B", "memory": 24, "system": "Linux 6"}
    return {"date": "2026-11-22", "machine": machine, "sizes": {"100": results, "1000": copy.deepcopy(results)}}


def test_medians_are_taken_and_ratios_are_to_hubkit(data: dict[str, Any]):
    heading, _, *lines = tables.table("1000", data["sizes"]["1000"]).splitlines()
    assert heading == "1,000 hubs, medians of 3 rounds (<Slow> & co 0):"
    assert len({line.count("|") for line in lines}) == 1
    assert lines[2].startswith("| **hubkit** | 1.0 | 2.00 | 1.00 | 2.00 | 2.00 | 0.10 | 60 | 1,302 |")
    assert lines[3].startswith("| Hugo | 1.0 | 5.00 (2.5×) | 2.50 (2.5×) |")
    assert "| 700 (11.7×) |" in lines[3]
    assert "| more than 300 s | – |" in lines[4]


def test_the_chart_is_whole_and_tells_all_to_those_who_do_not_see_it(data: dict[str, Any]):
    root = ElementTree.fromstring(chart(data, "1000"))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    named = str(root.get("aria-labelledby")).split()
    told = {element.get("id"): element.text or "" for element in root if element.get("id") in named}
    assert len(told) == 2
    assert all(told.values())
    seen = [element.text or "" for element in root.iter(f"{SVG}text")]
    for words in ("hubkit", "Hugo", "<Slow> & co", "2.00 s", "5.00 s", "700 MB", "no figure"):
        assert words in seen
        assert words in told["desc"]


def test_nothing_of_the_chart_stands_outside_it(data: dict[str, Any]):
    root = ElementTree.fromstring(chart(data, "1000"))
    width, height = (float(str(root.get(name))) for name in ("width", "height"))
    for bar in root.iter(f"{SVG}rect"):
        x, y = (float(bar.get(name, "0")) for name in "xy")
        assert 0 <= x <= x + float(bar.get("width", "0")) <= width
        assert 0 <= y <= y + float(bar.get("height", "0")) <= height
    for text in root.iter(f"{SVG}text"):
        assert float(text.get("x", "0")) + 7.5 * len(text.text or "") <= width + 20
        assert float(text.get("y", "0")) < height


def luminance(colour: str) -> float:
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_chart_can_be_read_in_light_and_dark(colours: tuple[str, ...]):
    ground, text, soft, bar, own = map(luminance, colours)

    def contrast(one: float, other: float) -> float:
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)

    assert min(contrast(ground, text), contrast(ground, soft)) >= 4.5
    assert min(contrast(ground, bar), contrast(ground, own)) >= 2.9


def test_figures_are_published_between_the_marks_and_can_be_anew(data: dict[str, Any], tmp_path: Path):
    (tmp_path / "docs" / "pictures").mkdir(parents=True)
    (tmp_path / "README.md").write_text(f"Before\n\n{BEGIN}\nearlier words\n{END}\n\nAfter\n", encoding="utf-8")
    (tmp_path / "results.json").write_text(json.dumps(data), encoding="utf-8")
    publish(tmp_path / "results.json", tmp_path)
    once = (tmp_path / "README.md").read_text(encoding="utf-8")
    publish(tmp_path / "results.json", tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == once
    assert once.startswith(f"Before\n\n{BEGIN}\n![")
    assert once.endswith(f"|\n{END}\n\nAfter\n")
    assert f"({PICTURE})" in once
    assert "2 processors (A & B), 24 GB, Linux 6" in once
    assert "earlier words" not in once
    assert (tmp_path / PICTURE).read_text(encoding="utf-8") == chart(data, "1000")


def test_a_readme_without_marks_is_left_alone():
    with pytest.raises(ValueError, match="measured: begin"):
        with_section("# hubkit\n", "words")
