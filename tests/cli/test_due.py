"""`hubkit due` ends with 3 where the published site clearly says "not yet", and otherwise with 0 and the reason."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hubkit.cli import main
from tests.command import NOW, hubkit
from tests.server import serving
from tests.sites import BASIC, write


def due(*arguments: str | Path) -> Result:
    """Run `hubkit due` here, as at the instant of all tests."""
    return CliRunner().invoke(main, ["due", *map(str, arguments), "--now", NOW], catch_exceptions=False)


NOT_YET, CHANGED, UNCLEAR = "by itself next at 2026-12-05 20:30 UTC.", "looks different since", "does not say when"
ANSWERS = {
    '{"version":1,"next_change":"2026-12-05T20:30:00Z","hubs":[]}': (3, f"Not due: the site changes {NOT_YET}"),
    '{"next_change":"2026-12-05T21:30:00+01:00"}': (3, f"Not due: the site changes {NOT_YET}"),
    '{"version":1,"next_change":null,"hubs":[]}': (3, "Not due: nothing in the site changes by itself."),
    '{"version":1,"next_change":"2026-11-20T09:00:00Z"}': (0, f"Due: the site {CHANGED} 2026-11-20 09:00 UTC."),
    '{"version":1,"next_change":"2026-11-21T12:00:00Z"}': (0, f"Due: the site {CHANGED} 2026-11-21 12:00 UTC."),
    '{"version":1,"hubs":[]}': (0, UNCLEAR),
    '{"next_change":"soon"}': (0, UNCLEAR),
    '{"next_change":"2026-12-05T20:30:00"}': (0, UNCLEAR),
    '{"next_change":1764966600}': (0, UNCLEAR),
    '{"next_change":""}': (0, UNCLEAR),
    '{"version":1,"next_change":"2026-12-05T20:30:00Z","hubs":[': (0, UNCLEAR),
    '"next_change"': (0, UNCLEAR),
    "<!doctype html>": (0, UNCLEAR),
    "\udcff\udcfe": (0, UNCLEAR),
    "[" * 100_000: (0, UNCLEAR),
}


@pytest.mark.parametrize(("content", "answer"), ANSWERS.items(), ids=range(len(ANSWERS)))
def test_only_a_clear_not_yet_puts_a_build_off(content: str, answer: tuple[int, str], tmp_path: Path) -> None:
    site = write(tmp_path, {"hubs.json": content.encode("utf-8", "surrogateescape")})
    code, words = answer
    with serving(site, "/hubs/") as url:
        published = due(url)
    assert published.exit_code == code
    assert words in published.output
    for local in (site, site / "hubs.json"):
        assert due(local).output == published.output


def test_the_address_may_name_the_file_itself_or_lack_its_last_slash(tmp_path: Path) -> None:
    with serving(write(tmp_path, {"hubs.json": '{"next_change":null}'})) as url:
        assert due(url.rstrip("/")).exit_code == 3
        assert due(f"{url}hubs.json").exit_code == 3


def test_a_site_that_is_not_there_is_due(tmp_path: Path) -> None:
    with serving(tmp_path) as url:
        missing = due(url)
    assert missing.exit_code == 0
    assert missing.output == f"Due: {url}hubs.json answered 404.\n"
    assert due(tmp_path / "_site").exit_code == 0
    assert "yet" in due(tmp_path).output


def test_a_site_that_cannot_be_reached_is_due() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    run = due(f"http://127.0.0.1:{port}/")
    assert run.exit_code == 0
    assert run.output.startswith(f"Due: http://127.0.0.1:{port}/hubs.json could not be read: ")


def test_a_network_is_asked_for_at_its_url_and_answers_with_its_next_change(tmp_path: Path) -> None:
    published = tmp_path / "published"
    published.mkdir()
    with serving(published, "/hubs/") as url:
        site = write(tmp_path / "site", {**BASIC, "hubkit.yaml": f"name: X\nurl: {url}\ntimezone: Europe/Lisbon\n"})
        assert due(site).exit_code == 0
        assert hubkit("build", site, "--output", published, "--now", NOW).returncode == 0
        run = due(site)
        assert run.exit_code == 3
        assert "2026-12-05 20:30 UTC" in run.output
        later = CliRunner().invoke(main, ["due", str(site), "--now", "2026-12-05T20:30:00Z"])
        assert later.exit_code == 0


@pytest.mark.parametrize("where", ["ftp://example.org/", "file:///etc/hubs.json"])
def test_nothing_but_a_web_address_is_fetched(where: str) -> None:
    run = due(where)
    assert run.exit_code == 2
    assert "is no address of a site" in run.output


def test_a_network_without_an_address_cannot_be_asked(tmp_path: Path) -> None:
    run = due(write(tmp_path, {"hubkit.yaml": "name: X\n"}))
    assert run.exit_code == 2
    assert "Write url:" in run.output
