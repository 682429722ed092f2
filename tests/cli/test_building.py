"""`hubkit build` and `hubkit check`: what they say in each form, and how they end."""

import json
import re
from pathlib import Path

import pytest

from tests.command import NOW, hubkit
from tests.sites import BASIC, LISBON, tree, write

WRONG = {**BASIC, "hubs/lisbon/hub.yaml": LISBON + "tagline: '::error::x'\nstatus: '%0A::set-output'\n"}


@pytest.fixture(scope="module")
def fine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("fine"), BASIC)


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("wrong"), WRONG)


def test_a_good_build_ends_with_what_it_did_and_when_to_build_again(fine: Path) -> None:
    run = hubkit("build", fine, "--now", NOW)
    assert run.returncode == 0, run.stderr
    assert re.search(
        r"^1 hub, 10 pages: \d+ written, 0 unchanged, 0 removed, in [\d.]+ seconds\.$", run.stdout, re.MULTILINE
    )
    assert "It changes by itself next at 2026-12-05 20:30 UTC" in run.stdout
    again = hubkit("build", fine, "--now", NOW)
    assert ": 0 written," in again.stdout


def test_mistakes_are_shown_with_their_line_and_nothing_is_written(wrong: Path) -> None:
    run = hubkit("build", wrong, "--now", NOW)
    assert run.returncode == 1
    assert not (wrong / "_site").exists()
    lines = run.stderr.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("hubs/lisbon/hub.yaml:6:9: "))
    assert lines[start + 1] == "  6 | status: '%0A::set-output'"
    assert lines[start + 2].lstrip(" |").startswith("^")
    assert "Write one of: forming, active, paused, retired." in lines[start + 3]
    assert "1 problem in 1 file." in run.stderr
    assert "Nothing was written" in run.stderr
    assert not [line for line in (*lines, *run.stdout.splitlines()) if line.startswith("::")]


def test_the_site_of_before_is_named_when_nothing_is_written(tmp_path: Path) -> None:
    site = write(tmp_path, BASIC)
    assert hubkit("build", site, "--now", NOW).returncode == 0
    run = hubkit("build", write(site, {"hubs/lisbon/hub.yaml": "nmae: X\n"}), "--now", NOW)
    assert re.search(r"Nothing was written; the site in _site is still the one of \d+ \w+, \d\d:\d\d\.", run.stderr)
    assert "Did you mean name?" in run.stderr


def test_annotations_for_github_hold_no_command_of_the_authors(wrong: Path) -> None:
    run = hubkit("check", wrong, "--now", NOW, "--format", "github")
    assert run.returncode == 1
    [line] = [line for line in run.stdout.splitlines() if line.startswith("::")]
    assert line.startswith("::error file=hubs/lisbon/hub.yaml,line=6,col=9,endColumn=")
    assert '"%250A::set-output" is not known here%0A' in line


def test_annotations_for_github_count_paths_from_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    site = write(tmp_path / "sites" / "my network", WRONG)
    run = hubkit("check", site, "--now", NOW, "--format", "github")
    assert "::error file=sites/my network/hubs/lisbon/hub.yaml,line=6," in run.stdout


def test_json_says_the_same_as_data(wrong: Path, fine: Path) -> None:
    said = json.loads(hubkit("check", wrong, "--now", NOW, "--format", "json").stdout)
    [problem] = said["problems"]
    assert (problem["file"], problem["line"], problem["column"], problem["severity"]) == (
        "hubs/lisbon/hub.yaml",
        6,
        9,
        "error",
    )
    assert problem["excerpt"] == "status: '%0A::set-output'"
    assert said["published"] is False
    good = json.loads(hubkit("check", fine, "--now", NOW, "--format", "json").stdout)
    assert (good["problems"], good["hubs"], good["next_change"]) == ([], 1, "2026-12-05T20:30:00Z")


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    site = write(tmp_path, BASIC)
    before = tree(site)
    assert hubkit("check", site).returncode == 0
    assert tree(site) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--hub", "lisbno"), 'there is no hub "lisbno"; did you mean "lisbon"?'),
        (("--base-url", "example.org"), "is no address"),
        (("--now", "tomorrow"), "is not an instant"),
        (("--output", "{site}"), "is the site itself"),
        (("--output", "{site}/hubs/x"), "a folder of sources"),
        (("--without-brokn",), "No such option"),
    ],
)
def test_a_wrong_command_ends_with_2_and_no_traceback(fine: Path, arguments: tuple[str, ...], said: str) -> None:
    run = hubkit("build", fine, *(each.format(site=fine) for each in arguments))
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_a_folder_that_is_no_network_is_told_so(tmp_path: Path) -> None:
    run = hubkit("check", tmp_path)
    assert run.returncode == 1
    assert "there is no hubkit.yaml" in run.stderr
    assert hubkit("check", tmp_path / "gone").returncode == 2


def test_hubs_kept_and_left_out_are_named(tmp_path: Path) -> None:
    site = write(tmp_path, {**BASIC, "hubs/porto/hub.yaml": "name: Porto\n"})
    assert hubkit("build", site, "--now", NOW).returncode == 0
    write(site, {"hubs/porto/hub.yaml": "nmae: Porto\n", "hubs/faro/hub.yaml": "nmae: Faro\n"})
    run = hubkit("build", site, "--now", NOW, "--without-broken")
    assert run.returncode == 1
    assert "Kept as they were, because their source has mistakes: porto." in run.stderr
    assert "Left out, because their source has mistakes and they were never published: faro." in run.stderr


@pytest.mark.parametrize("command", ["build", "check"])
def test_help_shows_an_example(command: str) -> None:
    run = hubkit(command, "--help")
    assert run.returncode == 0
    assert f"  hubkit {command}\n" in run.stdout
