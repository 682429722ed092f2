"""What `hubkit new` writes passes `hubkit check`; what it cannot know it asks for, or says which option is missing."""

import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hubkit.cli import main
from hubkit.read.documents import document_of
from hubkit.values import Document
from tests.command import NOW, REPOSITORY, hubkit

WALK = """\
# About the walk.
template: meetup
title: Alfama at dawn # early!
status: cancelled

# When.
start: 2026-12-05 08:30
end: 2026-12-05 11:00
uid: walk-1@calendar.example
# Who comes along.
hosts: [ada]
registration: {mode: link, url: "https://forms.example/", opens: 2026-11-01 09:00, closes: 2026-12-04}
tags:
    - walk  # indented by four
"""


def new(*arguments: str | Path) -> Result:
    """Run `hubkit new` here, not on a terminal."""
    return CliRunner().invoke(main, ["new", *map(str, arguments)], catch_exceptions=False)


def written(*arguments: str | Path) -> str:
    """Run `hubkit new`, which must succeed; give the text of the one file that it wrote."""
    run = new(*arguments)
    assert run.exit_code == 0, run.output
    return Path(run.output.partition("Wrote ")[2].partition("\n")[0]).read_text(encoding="utf-8")


def refused(*arguments: str | Path) -> str:
    """Run `hubkit new`, which must fail as a wrong command; give what it said."""
    run = new(*arguments)
    assert run.exit_code == 2, run.output
    return run.output


def document(text: str) -> Document:
    found, problems = document_of("hubs/lisbon/events/x.yaml", "x", text.encode())
    assert problems == []
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A network with one hub, Lisbon."""
    folder = tmp_path / "network"
    assert new("network", folder, "--name", "Open Cities", "--timezone", "Europe/Lisbon").exit_code == 0
    hub = ("hub", "--name", "Lisbon", "--country", "pt", "--timezone", "Europe/Lisbon", "--into", folder)
    assert new(*hub).exit_code == 0
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_that_is_written_passes_check(site: Path) -> None:
    into = ("--into", site)
    written("hub", "kyoto", "--name", "京都", "--country", "JP", "--timezone", "Asia/Tokyo", "--language", "ja", *into)
    lisbon = ("--hub", "lisbon", *into)
    written("event", *lisbon, "--template", "meetup", "--title", "Walk: dawn", "--start", "2026-12-05 08:30")
    written(
        "event", *lisbon, "--title", "Weekend", "--start", "2027-05-15", "--end", "2027-05-16", "--venue", "The Hall"
    )
    written(
        "event",
        *lisbon,
        "--title",
        "#1 & more",
        "--start",
        "2027-01-09 18:00",
        "--duration",
        "90m",
        "--address",
        "Rua 1",
    )
    written("event", "--hub", "kyoto", *into, "--title", "夜", "--start", "2026-12-06", "--id", "yoru")
    written(
        "event",
        *lisbon,
        "--title",
        "Call",
        "--start",
        "2026-10-25 01:30",
        "--fold",
        "first",
        "--duration",
        "3h",
        "--online",
        "https://meet.example/",
    )
    written("event", "--from", "lisbon/2026-12-05-walk-dawn", "--start", "2027-01-09", *lisbon)
    written("event", "--from", "2026-12-05-walk-dawn", "--start", "2027-01-10 10:00", "--hub", "kyoto", *into)
    written("member", *lisbon, "--name", 'Inês "Nê" Carvalho', "--consent", "2026-02-03")
    written("charter", *into)
    written("charter", *lisbon)
    written("page", *into, "--title", "How to: start a *hub*")
    written("page", *lisbon, "--title", "Events")
    run = hubkit("check", site, "--now", NOW, "--format", "json")
    assert run.returncode == 0, run.stdout + run.stderr
    found = json.loads(run.stdout)["problems"]
    assert [each for each in found if each["severity"] != "note"] == []
    for path, content in files(site).items():
        assert b"\r" not in content, path
        content.decode("utf-8")


def test_a_fresh_network_passes_check_and_helps_the_editor(tmp_path: Path) -> None:
    site = tmp_path / "deep" / "network"
    assert new("network", site, "--name", "Été #1", "--language", "fr").exit_code == 0
    run = hubkit("check", site, "--strict")
    assert run.returncode == 0, run.stderr
    assert "problem" not in run.stderr
    settings = json.loads((site / ".vscode/settings.json").read_text(encoding="utf-8"))
    for schema, patterns in settings["yaml.schemas"].items():
        assert json.loads((site / schema).read_text(encoding="utf-8"))["$schema"]
        assert patterns
    assert settings["yaml.schemas"]["./.vscode/hubkit/event.schema.json"] == [
        "hubs/*/events/*.yaml",
        "!hubs/*/events/*.*.yaml",
    ], "a translation has no start"
    extensions = json.loads((site / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert extensions == {"recommendations": ["redhat.vscode-yaml"]}
    assert "_site" in (site / ".gitignore").read_text(encoding="utf-8")


def test_a_network_can_be_made_where_one_stands(tmp_path: Path) -> None:
    folder = tmp_path.stat().st_ino
    assert new("network", tmp_path, "--name", "A").exit_code == 0
    assert (tmp_path / "hubkit.yaml").is_file()
    assert tmp_path.stat().st_ino == folder, "a shell that stands in the folder must not find itself in a deleted one"


def test_a_used_folder_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert "not empty" in refused("network", tmp_path, "--name", "A")
    assert "not empty" in refused("network", tmp_path, "--example")
    assert files(tmp_path) == {"notes.txt": b"mine"}


def test_the_example_is_copied_whole_and_without_what_was_built(tmp_path: Path) -> None:
    site = tmp_path / "look"
    assert new("network", site, "--example").exit_code == 0
    copied = files(site)
    example = {
        path: content
        for path, content in files(REPOSITORY / "example-site").items()
        if not path.startswith(("_site", ".hubkit"))
    }
    assert {path: copied.get(path) for path in example} == example
    assert all(path.startswith(".vscode/") for path in copied.keys() - example.keys())
    assert "leave the other options out" in refused("network", tmp_path / "b", "--example", "--name", "A")


def test_what_is_missing_is_named_in_one_go(site: Path, tmp_path: Path) -> None:
    assert "--name" in refused("network", tmp_path / "b")
    assert not (tmp_path / "b").exists()
    assert "say --title and --start" in refused("event", "--into", site)
    assert "--duration or --end" in refused("event", "--title", "A", "--start", "2026-12-05 18:30", "--into", site)
    assert "say --name and --consent" in refused("member", "--into", site)
    assert "--title" in refused("page", "--into", site)
    assert "--timezone" in refused("hub", "--name", "Perth", "--country", "AU", "--into", site)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("event", "--title", "A", "--start", "2026-12-05T18:30Z"), "carries an offset"),
        (("event", "--title", "A", "--start", "2027-03-28 01:30", "--duration", "2h"), "does not exist"),
        (("event", "--title", "A", "--start", "2026-10-25 01:30", "--duration", "2h"), "occurs twice"),
        (("event", "--title", "A", "--start", "2026-12-05 18:30", "--end", "2026-12-05 17:00"), "before the start"),
        (("event", "--title", "A", "--start", "2026-12-05", "--venue", "hall"), 'no venue "hall"'),
        (("event", "--title", "A", "--start", "2026-12-05", "--template", "metup"), "Did you mean meetup?"),
        (("event", "--title", "A", "--start", "2026-12-05", "--hub", "lisboa"), "lisbon"),
        (("event", "--title", "夜", "--start", "2026-12-05"), "say --id"),
        (("event", "--title", "A", "--start", "2026-12-05", "--id", "Big Walk"), "such as"),
        (("event", "--title", "lorem ipsum", "--start", "2026-12-05"), "placeholder"),
        (("event", "--title", "A", "--start", "2026-12-05", "--online", "zoom"), "--online"),
        (("event", "--from", "lisbon/2026-01-01-nothing", "--start", "2027-01-01"), "there is no event"),
        (("event", "--from", "../../etc/passwd", "--start", "2027-01-01"), "there is no"),
        (("hub", "events", "--name", "A", "--timezone", "UTC"), "hubkit has a page there"),
        (("hub", "con", "--name", "A", "--timezone", "UTC"), "Windows"),
        (("hub", "pt", "--name", "A", "--timezone", "UTC"), "language"),
        (("hub", "lisbon", "--name", "A", "--timezone", "UTC"), "taken"),
        (("hub", "--name", "Berlin", "--timezone", "Europe/Berlyn"), "Did you mean Europe/Berlin?"),
        (("hub", "--name", "Berlin", "--timezone", "UTC", "--country", "Germany"), "not a country code"),
        (("member", "--name", "Ada", "--consent", "yes"), "not a date"),
        (("page", "--title", "A", "--id", "lisbon"), "taken"),
        (("page", "--title", "A", "--id", "hubs"), "hubkit has a page there"),
        (("page", "--title", "A", "--hub", "lisbon", "--id", "events"), "hubkit has a page there"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_reason(site: Path, arguments: tuple[str, ...], reason: str) -> None:
    before = files(site)
    assert reason in refused(*arguments, "--into", site)
    assert files(site) == before


def test_nothing_is_overwritten(site: Path) -> None:
    event = ("event", "--title", "A", "--start", "2026-12-05", "--into", site)
    member = ("member", "--name", "Ada", "--consent", "2026-01-01", "--into", site)
    page = ("page", "--title", "About", "--into", site)
    charter = ("charter", "--into", site)
    for command in (event, member, page, charter):
        written(*command)
        before = files(site)
        assert "already" in (said := refused(*command)) or "taken" in said
        assert files(site) == before


def test_a_link_in_the_way_is_not_followed(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (site / "hubs/lisbon/members").symlink_to(elsewhere)
    assert "link" in refused("member", "--name", "Ada", "--consent", "2026-01-01", "--into", site)
    assert list(elsewhere.iterdir()) == []


def test_a_network_with_mistakes_shows_them(site: Path) -> None:
    (site / "hubkit.yaml").write_text("name: A\nulr: https://a.example/\n", encoding="utf-8")
    run = new("page", "--title", "A", "--into", site)
    assert run.exit_code == 1
    assert "Did you mean url?" in run.output


def test_where_there_is_no_network_the_way_to_one_is_shown(tmp_path: Path) -> None:
    assert "hubkit new network" in refused("hub", "--into", tmp_path)


def test_an_event_says_only_what_its_template_does_not(site: Path) -> None:
    text = written("event", "--template", "meetup", "--title", "Walk", "--start", "2026-12-05 18:30", "--into", site)
    assert document(text).data == {"template": "meetup", "title": "Walk", "start": "2026-12-05 18:30"}


def test_a_template_can_give_the_title_and_the_place(site: Path) -> None:
    (site / "venues").mkdir()
    (site / "venues/hall.yaml").write_text("name: Hall\n", encoding="utf-8")
    template = "title: Open evening\nduration: 2h\nvenue: hall\n"
    (site / "event-templates/open-evening.yaml").write_text(template, encoding="utf-8")
    text = written("event", "--template", "open-evening", "--start", "2026-12-05 18:30", "--into", site)
    assert document(text).data == {"template": "open-evening", "start": "2026-12-05 18:30"}
    assert (site / "hubs/lisbon/events/2026-12-05-open-evening.yaml").is_file()


def test_a_copy_keeps_the_comments_and_moves_the_times(site: Path) -> None:
    written("member", "--name", "Ada", "--consent", "2026-01-01", "--into", site)
    events = site / "hubs/lisbon/events"
    events.mkdir()
    (events / "2026-12-05-walk.yaml").write_bytes(WALK.replace("\n", "\r\n").encode())
    text = written("event", "--from", "lisbon.2026-12-05-walk", "--start", "2027-01-09", "--into", site)
    assert text == (
        WALK.replace("status: cancelled\n", "")
        .replace("uid: walk-1@calendar.example\n", "")
        .replace("2026-12-05", "2027-01-09")
        .replace("2026-11-01 09:00", "2026-12-06 09:00")
        .replace("closes: 2026-12-04", "closes: 2027-01-08")
    )
    assert (events / "2027-01-09-walk.yaml").is_file()
    changed = written(
        "event", "--from", "2026-12-05-walk", "--start", "2027-02-06 23:00", "--title", "Night: 2", "--into", site
    )
    data = document(changed).data
    assert (data["title"], data["start"], data["end"]) == ("Night: 2", "2027-02-06 23:00", "2027-02-07 01:30")
    assert (events / "2027-02-06-night-2.yaml").is_file()
    assert "# early!" in changed
    shorter = written("event", "--from", "2026-12-05-walk", "--start", "2027-02-07", "--duration", "1h", "--into", site)
    assert document(shorter).data["duration"] == "1h"
    assert "end" not in document(shorter).data


def test_a_copy_for_another_hub_lacks_what_only_the_first_has(site: Path) -> None:
    written("hub", "--name", "Porto", "--country", "PT", "--timezone", "Europe/Lisbon", "--into", site)
    written("member", "--hub", "lisbon", "--name", "Ada", "--consent", "2026-01-01", "--into", site)
    events = site / "hubs/lisbon/events"
    events.mkdir()
    (events / "2026-12-05-walk.yaml").write_text(WALK, encoding="utf-8")
    run = new("event", "--from", "lisbon/2026-12-05-walk", "--hub", "porto", "--start", "2027-01-09", "--into", site)
    assert run.exit_code == 0, run.output
    assert "Left out" in run.output
    text = (site / "hubs/porto/events/2027-01-09-walk.yaml").read_text(encoding="utf-8")
    assert "hosts" not in document(text).data
    assert "# Who comes along." in text


def test_a_copy_of_a_series_is_one_event(site: Path) -> None:
    events = site / "hubs/lisbon/events"
    events.mkdir()
    series = "title: Tuesday\nstart: 19:00\nend: 01:00\nrepeat:\n  every: 2nd tuesday\n  from: 2026-01-01\ntags: [a]\n"
    (events / "tuesday.yaml").write_text(series, encoding="utf-8")
    text = written("event", "--from", "tuesday", "--start", "2027-01-09", "--into", site)
    assert text == "title: Tuesday\nstart: 2027-01-09 19:00\nend: 2027-01-10 01:00\ntags: [a]\n"


def test_a_copy_of_a_markdown_event_keeps_its_text(site: Path) -> None:
    events = site / "hubs/lisbon/events"
    events.mkdir()
    before = "---\ntitle: Walk\nstart: 2026-12-05\n---\n\nWe *walk*.\n\n# uid: not a field\n"
    (events / "2026-12-05-walk.md").write_text(before, encoding="utf-8")
    text = written("event", "--from", "2026-12-05-walk", "--start", "2027-01-09", "--into", site)
    assert text == before.replace("2026-12-05", "2027-01-09")
    assert (events / "2027-01-09-walk.md").is_file()


@pytest.mark.parametrize(
    "example",
    [path for path in sorted((REPOSITORY / "example-site/hubs").glob("*/events/*")) if "." not in path.stem],
    ids=lambda path: path.stem,
)
def test_every_event_of_the_example_can_be_copied(example: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    site = tmp_path_factory.getbasetemp() / "copies"
    if not site.exists():
        assert new("network", site, "--example").exit_code == 0
    hub = example.parent.parent.name
    text = written("event", "--from", f"{hub}/{example.stem}", "--start", "2028-02-12", "--into", site)
    before = document_of(example.name, "x", example.read_bytes())[0].data
    after = document_of(example.name, "x", text.encode())[0].data
    own = {"start", "end", "registration", "status", "uid", "aliases", "moved_from", "updated", "fold", "repeat"}
    assert {key: value for key, value in before.items() if key not in own} == {
        key: value for key, value in after.items() if key not in own
    }
    assert str(after["start"]).startswith("2028-02-12")


@pytest.mark.parametrize("command", ["network", "hub", "event", "member", "charter", "page"])
def test_help_shows_an_example(command: str) -> None:
    run = new(command, "--help")
    assert run.exit_code == 0
    assert f"hubkit new {command}" in run.output.partition("Examples:")[2]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty on Windows")
def test_on_a_terminal_it_asks_and_asks_again_after_a_mistake(site: Path) -> None:
    answers = [
        ("event template", ""),
        ("The title", "Alfama: at dawn"),
        ("Local date and time", "2027-03-28 01:30"),
        ("does not exist", None),
        ("Local date and time", "tomorrow"),
        ("is not a date", None),
        ("Local date and time", "2026-12-05 08:30"),
        ("How long", ""),
        ("Where", "Café Central"),
        ("Wrote", None),
    ]
    code, said = on_a_terminal(["event", "--into", str(site)], answers)
    assert code == 0, said
    text = (site / "hubs/lisbon/events/2026-12-05-alfama-at-dawn.yaml").read_text(encoding="utf-8")
    assert document(text).data == {
        "title": "Alfama: at dawn",
        "start": "2026-12-05 08:30",
        "duration": "2h",
        "venue": {"name": "Café Central"},
    }


def on_a_terminal(arguments: list[str], answers: list[tuple[str, str | None]]) -> tuple[int, str]:
    """Run `hubkit new` on a terminal; wait for each text and give its answer. Gives the exit code and all it said."""
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.chdir(REPOSITORY)
        os.environ["TERM"] = "dumb"
        os.execv(sys.executable, [sys.executable, "-m", "hubkit", "new", *arguments])
    said = ""
    seen = 0
    try:
        for awaited, answer in answers:
            while awaited not in said[seen:]:
                said += _more(terminal)
            seen = said.index(awaited, seen) + len(awaited)
            if answer is not None:
                while not said[seen:].rstrip(" ").endswith(":"):
                    said += _more(terminal)
                seen = len(said)
                os.write(terminal, f"{answer}\n".encode())
        while chunk := _more(terminal, last=True):
            said += chunk
    finally:
        os.close(terminal)
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said


def _more(terminal: int, *, last: bool = False) -> str:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # the other end is closed
        chunk = b""
    assert chunk or last, "the command ended before it said all that was awaited"
    return chunk.decode("utf-8", "replace")
