"""The pipeline: what was good stays, one hub's mistakes are its own, the same source gives the same bytes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hubkit.problems import HubkitError
from tests.command import REPOSITORY
from tests.sites import ADA, BASIC, BERLIN, LISBON, NETWORK, WALK, Built, built, commit, git, good, make, tree, write

WRONG = "title: Canal\nstart: 2026-12-06 15:00\n"
CANAL = WRONG + "duration: 2h\n"
TWO: dict[str, str | bytes] = {
    **BASIC,
    "hubs/berlin/hub.yaml": BERLIN,
    "hubs/berlin/events/2026-12-06-canal.yaml": CANAL,
}


def test_a_mistake_leaves_the_last_good_site_as_it_was(tmp_path: Path) -> None:
    site = write(tmp_path, TWO)
    before = good(site).tree()
    write(
        site, {"hubs/berlin/events/2026-12-06-canal.yaml": WRONG, "hubs/lisbon/pages/new.md": "---\ntitle: New\n---\n"}
    )
    made = built(site)
    assert made.errors() == ["hubs/berlin/events/2026-12-06-canal.yaml:2:8: it is not said how long this lasts"]
    assert not made.report.published
    assert made.tree() == before


def test_what_only_finished_pages_show_leaves_the_site_as_it_was_too(tmp_path: Path) -> None:
    site = write(tmp_path, TWO)
    before = good(site).tree()
    write(site, {"hubs/lisbon/pages/new.md": "---\ntitle: New\n---\n[Gone](gone.md)\n"})
    made = built(site)
    assert made.errors() == ["hubs/lisbon/pages/new.md:4:8: this link leads nowhere: /hubs/lisbon/gone/"]
    assert made.tree() == before


def test_mistakes_of_the_source_and_of_finished_pages_come_in_one_run(tmp_path: Path) -> None:
    files = {
        "hubs/lisbon/pages/new.md": "---\ntitle: New\ncolour: red\n---\n",
        "hubs/lisbon/pages/old.md": "---\ntitle: Old\n---\n[Gone](../../../nowhere.md)\n",
    }
    found = built(write(tmp_path, {**TWO, **files}), publishes=False).errors()
    assert [each.partition(": ")[0] for each in found] == [
        "hubs/lisbon/pages/new.md:3:1",
        "hubs/lisbon/pages/old.md:4:17",
    ]


def test_strict_makes_a_warning_stop_the_build(tmp_path: Path) -> None:
    site = write(
        tmp_path, {**BASIC, "hubs/lisbon/members/ada.md": ADA.replace("Route keeper", "Write to ada@example.org")}
    )
    made = good(site)
    assert any("e-mail address" in each for each in made.errors())
    before = made.tree()
    write(site, {"hubs/lisbon/pages/new.md": "---\ntitle: New\n---\n"})
    assert not built(site, strict=True).report.published
    assert made.tree() == before


class TestWithoutBroken:
    """The network goes on with the last good pages of a broken hub."""

    def test_its_pages_and_their_assets_stay_and_the_network_lists_it(self, tmp_path: Path) -> None:
        hub = BERLIN + "brand: {accent: '#aa1144'}\naliases: [old-berlin]\n"
        site = write(tmp_path, {**TWO, "hubs/berlin/hub.yaml": hub, "themes/own/assets/own.css": "p{color:red}"})
        write(site, {"hubs/berlin/hub.yaml": hub + "theme: own\n"})
        before = good(site)
        old = before.tree()
        write(
            site,
            {"hubs/berlin/events/2026-12-06-canal.yaml": WRONG, "hubs/lisbon/pages/new.md": "---\ntitle: New\n---\n"},
        )
        made = built(site, without_broken=True)
        assert made.report.published
        assert made.report.has_errors
        assert made.report.kept == ("berlin",)
        now = made.tree()
        assert {path for path in old if path not in now} == set()
        assert {path: now[path] for path in now if path.startswith("berlin/")} == {
            path: old[path] for path in old if path.startswith("berlin/")
        }
        assert made.has("lisbon/new/index.html")
        assert [hub["id"] for hub in made.json("hubs.json")["hubs"]] == ["berlin", "lisbon"]
        assert now["hubs.json"] == old["hubs.json"]
        assert now["events.json"] == old["events.json"]
        assert "UID:berlin.2026-12-06-canal@x.org" in made.lines("events.ics")
        assert "<loc>https://x.org/hubs/berlin/events/2026-12-06-canal/</loc>" in made.text("sitemap.xml")
        assert "/hubs/old-berlin/* /hubs/berlin/:splat 301\n" in made.text("_redirects")
        assert good(write(site, {"hubs/berlin/events/2026-12-06-canal.yaml": CANAL})).has("lisbon/new/index.html")

    def test_a_hub_that_only_its_finished_pages_show_to_be_broken_is_kept_as_well(self, tmp_path: Path) -> None:
        site = write(tmp_path, TWO)
        old = good(site).tree()
        write(
            site,
            {
                "hubs/berlin/pages/new.md": "---\ntitle: New\n---\n[Gone](gone.md)\n",
                "pages/about.md": "---\ntitle: About\n---\n",
            },
        )
        made = built(site, without_broken=True)
        assert made.report.published
        assert made.report.kept == ("berlin",)
        assert made.has("about/index.html")
        assert not made.has("berlin/new/index.html")
        assert made.tree()["berlin/index.html"] == old["berlin/index.html"]

    def test_a_hub_that_was_never_published_is_left_out(self, tmp_path: Path) -> None:
        site = write(tmp_path, {**TWO, "hubs/berlin/hub.yaml": BERLIN + "colour: red\n"})
        made = built(site, without_broken=True)
        assert made.report.published
        assert (made.report.kept, made.report.left_out) == ((), ("berlin",))
        assert [hub["id"] for hub in made.json("hubs.json")["hubs"]] == ["lisbon"]
        assert not any(path.startswith("berlin/") for path in made.paths())

    def test_a_mistake_that_all_share_still_stops_the_build(self, tmp_path: Path) -> None:
        site = write(tmp_path, {**TWO, "venues/hall.yaml": "naem: Hall\n"})
        assert not built(site, without_broken=True).report.published

    def test_a_past_event_is_not_the_next_of_a_hub_that_was_kept(self, tmp_path: Path) -> None:
        site = write(tmp_path, TWO)
        made = good(site)
        assert made.json("hubs.json")["hubs"][0]["next_event"] == "2026-12-06T15:00:00+01:00"
        write(site, {"hubs/berlin/hub.yaml": BERLIN + "colour: red\n"})
        later = built(
            site,
            without_broken=True,
            now=made.report.next_change.replace(month=12, day=8) if made.report.next_change else None,
        )
        assert later.json("hubs.json")["hubs"][0]["next_event"] is None

    def test_of_one_hub_alone_there_is_nothing_else_to_publish(self, tmp_path: Path) -> None:
        site = write(tmp_path, TWO)
        before = good(site, hub="berlin").tree()
        write(site, {"hubs/berlin/events/2026-12-06-canal.yaml": WRONG})
        made = built(site, hub="berlin", without_broken=True)
        assert not made.report.published
        assert made.tree() == before


class TestOneHubAlone:
    """`--hub` is judged by that hub's files, the shared files and the events it co-hosts."""

    def test_the_mistakes_of_other_hubs_do_not_count(self, tmp_path: Path) -> None:
        broken = {
            "hubs/berlin/events/2026-12-06-canal.yaml": WRONG,
            "hubs/porto/hub.yaml": "nmae: Porto\n",
            "hubs/berlin/pages/a.md": "---\ntitle: A\n---\n[x](gone.md)\n",
        }
        made = good(write(tmp_path, {**TWO, **broken}), hub="lisbon")
        assert made.errors() == []
        assert made.report.hubs == 1

    def test_those_of_events_it_co_hosts_do(self, tmp_path: Path) -> None:
        site = write(tmp_path, {**TWO, "hubs/berlin/events/2026-12-06-canal.yaml": WRONG + "cohosts: [lisbon]\n"})
        assert any("2026-12-06-canal.yaml" in each for each in built(site, hub="lisbon").errors())
        write(
            site,
            {
                "hubs/berlin/hub.yaml": "nmae: Berlin\n",
                "hubs/berlin/events/2026-12-06-canal.yaml": CANAL + "cohosts: [lisbon]\n",
            },
        )
        assert any("hubs/berlin/hub.yaml" in each for each in built(site, hub="lisbon").errors()), "it cannot be shown"

    def test_those_of_shared_files_do(self, tmp_path: Path) -> None:
        made = built(write(tmp_path, {**TWO, "venues/hall.yaml": "naem: Hall\n"}), hub="lisbon")
        assert made.errors()
        assert not made.report.published

    def test_a_hub_that_is_not_there_is_a_misuse_with_the_nearest_name(self, tmp_path: Path) -> None:
        with pytest.raises(HubkitError, match='there is no hub "lisbo"; did you mean "lisbon"'):
            built(write(tmp_path, TWO), hub="lisbo")


def test_a_check_writes_nothing_at_all(tmp_path: Path) -> None:
    site = write(tmp_path, TWO)
    before = tree(site)
    assert built(site, publishes=False).errors() == []
    assert tree(site) == before
    assert sorted(path.name for path in site.iterdir()) == ["hubkit.yaml", "hubs"]


def test_an_output_made_for_another_place_is_not_overwritten(tmp_path: Path) -> None:
    site = write(tmp_path, BASIC)
    good(site)
    with pytest.raises(HubkitError):
        built(site, base_url="https://preview.example/")
    with pytest.raises(HubkitError):
        built(site, output=site / "hubs")
    strange = write(tmp_path / "strange", {"diary.txt": "mine"})
    with pytest.raises(HubkitError):
        built(site, output=strange)
    assert tree(strange) == {"diary.txt": b"mine"}


FORBIDS_THE_NETWORK = """
import socket, sys
def refuse(*arguments, **named):
    print("SOCKET", file=sys.stderr)
    raise AssertionError("hubkit opened a connection")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = refuse
"""
FULL: dict[str, str | bytes] = {
    **TWO,
    "hubkit.yaml": NETWORK + "languages: [en, de]\n",
    "charter.md": "---\nversion: '1'\n---\n# Who\n",
    "hubs/lisbon/members/ada.md": ADA,
    "hubs/lisbon/events/lantern.yaml": "title: Lantern\nrepeat: {every: friday, from: 2026-10-01}\n"
    "start: 19:00\nend: 21:00\ntags: [b, a, c]\n",
    "hubs/berlin/pages/a.md": "---\ntitle: A\n---\n| a | b |\n|--:|---|\n| 1 | 2 |\n",
}


def run_elsewhere(parent: Path, files: list[tuple[str, str | bytes]], environment: dict[str, str]) -> dict[str, bytes]:
    site = write(parent / "site", dict(files))
    watch = write(parent / "watch", {"sitecustomize.py": FORBIDS_THE_NETWORK})
    paths = os.pathsep.join([str(watch), str(REPOSITORY)])
    run = subprocess.run(
        [sys.executable, "-m", "hubkit", "build", str(site), "--now", "2026-11-21T12:00:00Z"],
        env={**os.environ, "PYTHONPATH": paths, **environment},
        cwd=parent,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert "SOCKET" not in run.stderr
    return tree(site / "_site")


def test_the_same_source_gives_the_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    files = list(FULL.items())
    one = run_elsewhere(tmp_path / "a", files, {"TZ": "UTC", "LANG": "C", "PYTHONHASHSEED": "1"})
    other_place = tmp_path / "b c" / "ünï"
    other = run_elsewhere(
        other_place,
        files[::-1],
        {"TZ": "Pacific/Auckland", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "77"},
    )
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_git_is_asked_only_where_there_is_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = write(tmp_path / "bin", {"git": f"#!/bin/sh\necho ran >> {tmp_path}/ran\nexit 128\n"}) / "git"
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    site = write(tmp_path / "site", BASIC)
    good(site)
    assert not (tmp_path / "ran").exists()
    (site / ".git").mkdir()
    (site / ".git/HEAD").write_text("ref: refs/heads/main\n")
    built(site)
    assert (tmp_path / "ran").exists()


class TestWhatGitRemembers:
    """UID, SEQUENCE, LAST-MODIFIED and DTSTAMP in calendars, and lastmod in the sitemap."""

    EVENT = "hubs/lisbon/events/2026-12-05-photo-walk.yaml"

    def event(self, made: Built) -> dict[str, str]:
        lines = made.lines("lisbon/events/2026-12-05-photo-walk/event.ics")
        begin = lines.index("BEGIN:VEVENT")
        return {line.partition(":")[0]: line.partition(":")[2] for line in lines[begin : lines.index("END:VEVENT")]}

    def test_a_new_time_raises_the_sequence_and_a_new_text_does_not(self, tmp_path: Path) -> None:
        site = tmp_path
        commit(site, "2026-01-01T00:00:00Z", dict(BASIC))
        commit(site, "2026-01-02T00:00:00Z", {self.EVENT: WALK.replace("18:30", "19:30")})
        commit(site, "2026-01-03T00:00:00Z", {self.EVENT: WALK.replace("18:30", "19:30") + "summary: By night\n"})
        commit(site, "2026-01-04T00:00:00Z", {"hubs/lisbon/hub.yaml": LISBON + "tagline: Light\n"})
        made = good(site)
        found = self.event(made)
        assert found["UID"] == "lisbon.2026-12-05-photo-walk@x.org"
        assert found["LAST-MODIFIED"] == found["DTSTAMP"] == "20260103T000000Z"
        day = 24 * 60
        assert int(found["SEQUENCE"]) == (6 * 365 + 2) * day + day, "minutes from the start of 2020 to 2 January 2026"
        sitemap = made.text("sitemap.xml").replace("\n", "")
        assert "photo-walk/</loc>    <lastmod>2026-01-03T00:00:00Z</lastmod>" in sitemap
        assert "/hubs/lisbon/</loc>    <lastmod>2026-01-04T00:00:00Z</lastmod>" in sitemap, "its own file is newest"
        assert "<loc>https://x.org/hubs/</loc>    <lastmod>2026-01-01T00:00:00Z</lastmod>" in sitemap
        before = made.tree()
        write(site, {self.EVENT: WALK.replace("18:30", "19:30") + "summary: By night\n# not committed\n"})
        os.utime(site / "hubkit.yaml")
        assert good(site).tree() == before, "what is not committed keeps the last time of a commit"

    @pytest.mark.parametrize(
        ("path", "before", "after"),
        [
            ("hubs/lisbon/hub.yaml", LISBON, LISBON.replace("Europe/Lisbon", "Atlantic/Azores")),
            ("hubs/lisbon/hub.yaml", LISBON, LISBON + "defaults:\n  venue:\n    name: Pier\n"),
            ("hubs/lisbon/hub.yaml", LISBON + "defaults:\n  venue:\n    name: Pier\n", LISBON),
            ("hubkit.yaml", NETWORK, NETWORK + "defaults:\n  status: tentative\n"),
        ],
    )
    def test_what_an_event_inherits_changes_it(self, path: str, before: str, after: str, tmp_path: Path) -> None:
        commit(tmp_path, "2026-01-01T00:00:00Z", {**BASIC, path: before})
        earlier = self.event(good(tmp_path))
        commit(tmp_path, "2026-01-05T00:00:00Z", {path: after})
        made = good(tmp_path)
        found = self.event(made)
        assert int(found["SEQUENCE"]) == int(earlier["SEQUENCE"]) + 4 * 24 * 60
        assert found["LAST-MODIFIED"] == found["DTSTAMP"] == "20260105T000000Z"
        assert "photo-walk/</loc>    <lastmod>2026-01-05T00:00:00Z</lastmod>" in made.text("sitemap.xml").replace(
            "\n", ""
        )

    def test_a_uid_of_before_and_an_earlier_id_stay(self, tmp_path: Path) -> None:
        other = "hubs/lisbon/events/2026-12-07-walk.yaml"
        made = make(
            tmp_path,
            {
                self.EVENT: WALK + "uid: abc@meetup.example\n",
                other: WALK.replace("-05 ", "-07 ") + "moved_from: porto.walk\n",
            },
        )
        assert self.event(made)["UID"] == "abc@meetup.example"
        assert "UID:porto.walk@x.org" in made.lines("lisbon/events.ics")
        assert made.json("lisbon/hub.json")["events"][1]["id"] == "lisbon.2026-12-07-walk"

    def test_a_shallow_clone_is_told_and_stops_a_strict_build(self, tmp_path: Path) -> None:
        whole = tmp_path / "whole"
        whole.mkdir()
        commit(whole, "2026-01-01T00:00:00Z", dict(BASIC))
        commit(whole, "2026-01-02T00:00:00Z", {self.EVENT: WALK + "summary: By night\n"})
        git(tmp_path, "clone", "-q", "--depth=1", f"file://{whole}", "shallow")
        made = built(tmp_path / "shallow", strict=True)
        assert not made.report.published
        assert any("fetch-depth: 0" in problem.hint for problem in made.report.problems)
