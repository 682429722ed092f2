"""`hubkit serve` as a person runs it: what it says, and how it ends."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hubkit.listening import listen
from tests.command import NOW, REPOSITORY, hubkit
from tests.sites import BASIC, LISBON, WALK, write

PATIENCE = 60


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "network", BASIC)


@dataclass
class Serving:
    """A `hubkit serve` that runs, the address that it printed, and all that it said so far."""

    process: "subprocess.Popen[str]"
    url: str = ""
    said: str = ""

    def hear(self, words: str) -> str:
        """Read on to the next line that holds these words, and return it."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return line
        pytest.fail(f"it ended without saying {words!r}:\n{self.said}")

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ask it to end, and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(site: Path, *arguments: str) -> Iterator[Serving]:
    """Run `hubkit serve` until the test is over."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "hubkit", "serve", str(site), "--port", "0", "--now", NOW, *arguments],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(site.parent)},
    )
    with process:
        try:
            run = Serving(process)
            address = re.search(r"http://\S+", run.hear("http://"))
            assert address
            run.url = address[0]
            yield run
        finally:
            process.kill()


@contextmanager
def opened(url: str, path: str) -> Iterator[HTTPResponse]:
    """Ask for `path`, and leave the connection open until the end."""
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as response:
            yield response


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_well_although_pages_are_open(site: Path, how: signal.Signals) -> None:
    with serving(site) as run:
        run.hear("Built in")
        with opened(run.url, "/_hubkit/news?page=/hubs/") as news, opened(run.url, "/hubs/") as page:
            assert (news.status, page.status) == (200, 200)
            assert run.end(how) == 0
        assert run.process.stdout
        assert run.process.stdout.read() == ""


def test_it_says_what_it_does(site: Path) -> None:
    with serving(site) as run:
        built = r"\d\d:\d\d:\d\d  Built in \d+\.\d\d seconds, \d+ files new or changed\.\n"
        assert re.fullmatch(built, run.hear("Built"))
        write(site, {"hubs/lisbon/hub.yaml": LISBON + "status: gone\n"})
        run.hear("hubs/lisbon/hub.yaml:5:9: ")
        assert "  5 | status: gone" in run.hear("status")
        run.hear("1 problem in 1 file. The preview shows the last good pages.")
        write(site, {"hubs/lisbon/hub.yaml": LISBON})
        assert re.fullmatch(built, run.hear("Built"))


def test_warnings_are_said_once(site: Path) -> None:
    with serving(write(site, {"hubs/lisbon/hub.yaml": LISBON + "tagline: Write to ada@lisbon-lights.org\n"})) as run:
        assert "1 warning in 1 file." in run.hear("Built in")
        write(site, {"hubs/lisbon/events/2026-12-05-photo-walk.yaml": WALK + "tags: [new]\n"})
        assert "1 warning in 1 file." in run.hear("Built in")
        assert run.said.count("warning: ") == 1


def test_nothing_of_a_preview_stays(site: Path) -> None:
    with serving(site) as run:
        run.hear("Built in")
        assert len(list(site.parent.iterdir())) == 2
        assert run.end() == 0
    assert [each.name for each in site.parent.iterdir()] == ["network"]
    assert not [each.name for each in site.iterdir() if each.name.startswith("_site")]


def test_a_port_in_use_is_told(site: Path) -> None:
    taken = listen("127.0.0.1", 0)
    with taken.socket:
        run = hubkit("serve", site, "--port", str(taken.port))
    assert run.returncode == 2
    assert re.search(r"Port \d+ is in use. Port \d+ is free: add --port \d+", run.stderr)


def test_a_misuse_ends_with_the_reason(site: Path) -> None:
    run = hubkit("serve", site, "--port", "0", "--hub", "lisbno")
    assert run.returncode == 2
    assert 'there is no hub "lisbno"; did you mean "lisbon"?' in run.stderr
    assert hubkit("serve", site / "nowhere").returncode == 2


def test_an_open_address_comes_with_a_warning(site: Path) -> None:
    with serving(site, "--host", "0.0.0.0") as run:
        assert run.said.startswith("Everyone who reaches 0.0.0.0 can look at this preview, drafts included.\n")
        run.hear("Built in")
        with opened(run.url, "/hubs/") as page:
            assert page.status == 200
        assert run.end() == 0


def test_help_loads_no_server() -> None:
    code = "import sys; from hubkit.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert "Show the site in the browser while you write it." in run.stdout
    assert not {"starlette", "uvicorn", "watchfiles", "asyncio"} & set(run.stdout.split())
