"""The networks that generators are measured on: the same twice, whole, and clean to hubkit."""

from pathlib import Path

import pytest

from bench import network
from bench.documents import documents
from bench.rounds import edited_page
from bench.tools import Tool, all_tools
from bench.writers import WRITERS
from tests.command import hubkit

HUBS = 3
NAMES = sorted(WRITERS)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def tool_named(name: str) -> Tool:
    (tool,) = (tool for tool in all_tools() if tool.name.lower() == name)
    return tool


@pytest.mark.parametrize("name", NAMES)
def test_the_same_network_is_written_twice(name: str, tmp_path: Path):
    WRITERS[name](tmp_path / "one", HUBS)
    WRITERS[name](tmp_path / "two", HUBS)
    assert contents(tmp_path / "one")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.parametrize("name", NAMES)
def test_a_hub_is_the_same_in_a_larger_network(name: str, tmp_path: Path):
    WRITERS[name](tmp_path / "small", HUBS)
    WRITERS[name](tmp_path / "large", HUBS + 2)
    small, large = contents(tmp_path / "small"), contents(tmp_path / "large")
    assert {path: large[path] for path in small} == small


@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_its_source_with_the_same_text(name: str, tmp_path: Path):
    WRITERS[name](tmp_path, HUBS)
    tool = tool_named(name)
    pages = [page for hub in network.hubs_of(HUBS) for page in documents(hub)]
    assert len(pages) == HUBS * (network.FILES_A_HUB - 1)
    for page in pages:
        if page.kind != "hub":
            source = tool.source_of(tmp_path, page.path).read_text(encoding="utf-8")
            assert source.endswith(page.body)
            assert page.body
            assert str(page.fields["title"]) in source or page.kind == "charter"


def test_the_edited_page_is_one_that_every_tool_has(tmp_path: Path):
    for name in NAMES:
        WRITERS[name](tmp_path / name, HUBS)
        assert tool_named(name).source_of(tmp_path / name, edited_page(HUBS)).is_file()


def test_bodies_are_of_the_promised_length_and_differ():
    bodies = [page.body for hub in network.hubs_of(20) for page in documents(hub) if page.body]
    assert len(set(bodies)) == len(bodies) == 20 * 11
    mean = sum(map(len, bodies)) / len(bodies)
    assert abs(mean - network.CHARACTERS_A_BODY) < 100


def test_hubkit_builds_it_without_a_word(tmp_path: Path):
    WRITERS["hubkit"](tmp_path, HUBS)
    checked = hubkit("check", tmp_path, "--now", network.NOW.isoformat(), "--format", "json")
    assert checked.returncode == 0, checked.stdout
    assert '"severity"' not in checked.stdout
    built = hubkit("build", tmp_path, "--now", network.NOW.isoformat(), "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    for page in (page for hub in network.hubs_of(HUBS) for page in documents(hub)):
        assert tool_named("hubkit").page_of(tmp_path, page.path).is_file()
    for hub in network.hubs_of(HUBS):
        feed = (tmp_path / "_site" / hub.id / "feed.xml").read_text(encoding="utf-8")
        assert feed.count("<entry>") == network.EVENTS
