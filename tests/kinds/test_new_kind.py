"""A new kind is a folder of its own and one line in the table: no stage names it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from hubkit.addresses import addresses
from hubkit.check import check_hub, check_network
from hubkit.check.pictures import Pictures
from hubkit.kinds.fields import Fields, LineText, Picture, ShortText
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.route import HubScope, Kind, Planned, Route, Slice
from hubkit.kinds.table import KINDS
from hubkit.kinds.texts import Text
from hubkit.kinds.words import Words
from hubkit.plan.hub import plan_hub, summarize_hub
from hubkit.problems import Problem
from hubkit.read.files import read_hub, read_network
from hubkit.survey import theme_looks
from hubkit.times import Clock
from hubkit.values import FileHistory, Shelf

NOW = datetime(2026, 11, 21, tzinfo=UTC)


class ToolModel(Fields):
    """Something that the hub lends."""

    name: ShortText
    photo: Picture | None = None
    note: LineText | None = None


def tool_routes(scope: HubScope) -> Iterator[Planned]:
    for tool in scope.hub.records["tool"]:
        yield Route(scope.hub.id, tool.path, "tool.html", scope.words.plain(tool.fields.name), sources=(tool.source,))


KINDS_WITH_TOOLS = (*KINDS, Kind("tool", ToolModel, Shelf("tools", "tool", (".md",)), tool_routes))


def checked(site: Path) -> tuple[Hub | None, list[Problem], Shared]:
    shelves = [kind.shelf for kind in KINDS_WITH_TOOLS if kind.shelf]
    looks, _ = theme_looks(site)
    shared, _ = check_network(read_network(site), Pictures(), FileHistory(), looks, drafts=False)
    assert shared is not None
    documents = read_hub(site, "berlin", shelves)
    found = check_hub(documents, shared, Pictures(), FileHistory(), Clock(NOW), looks, KINDS_WITH_TOOLS, drafts=False)
    return found.hub, list(found.problems), shared


def write(site: Path, tool: str) -> Path:
    (site / "hubs/berlin/tools").mkdir(parents=True)
    (site / "hubkit.yaml").write_text("name: Net\nurl: https://net.example/\n", encoding="utf-8")
    (site / "hubs/berlin/hub.yaml").write_text("name: Berlin\n", encoding="utf-8")
    (site / "hubs/berlin/tools/drill.md").write_text(tool, encoding="utf-8")
    return site


def test_its_files_are_read_checked_and_planned(tmp_path: Path) -> None:
    hub, problems, shared = checked(write(tmp_path, "---\nname: A drill\n---\nIt *drills*.\n"))
    assert hub is not None
    assert problems == []
    assert [(tool.id, tool.path, tool.body) for tool in hub.records["tool"]] == [
        ("drill", "tools/drill/", Text({"": "It *drills*.\n"}))
    ]
    clock, words = Clock(NOW), Words("en", "en", "en_150")
    where = addresses("https://net.example/", "", "", None)
    summary = summarize_hub(hub, {}, clock)
    _, planned = plan_hub(hub, summary, {}, shared, Slice(), words, where, clock, KINDS_WITH_TOOLS)
    assert [each.path for each in planned if each.path.startswith("tools/")] == ["tools/drill/"]


def test_its_mistakes_have_their_line(tmp_path: Path) -> None:
    _, problems, _ = checked(write(tmp_path, "---\nnmae: A drill\nphoto: {file: drill.jpg, alt: A drill}\n---\n"))
    told = [f"{problem.place}: {problem.message}" for problem in problems]
    assert "hubs/berlin/tools/drill.md:2:1: there is no field nmae" in told
    _, problems, _ = checked(write(tmp_path / "second", "---\nname: x\nphoto: {file: drill.jpg, alt: A drill}\n---\n"))
    assert [f"{problem.place}: {problem.message}" for problem in problems] == [
        'hubs/berlin/tools/drill.md:3:15: there is no picture "drill.jpg"'
    ]
