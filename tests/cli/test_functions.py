"""`hubkit api`, run as a person would run it."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import msgspec
import pytest

from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.schema import connected
from tests.command import REPOSITORY, hubkit
from tests.webhooks.answering import CATALOG, SECRET, SITE
from tests.webhooks.mailing import post_office, text_of

AN_EVENT = "lisbon.2099-12-05-meetup"


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A catalogue with an event that is far ahead, whatever the clock says."""
    event = msgspec.structs.replace(
        CATALOG.events["lisbon.2026-12-05-meetup"],
        start=CATALOG.events["lisbon.2026-12-05-meetup"].start.replace(year=2099),
        end=CATALOG.events["lisbon.2026-12-05-meetup"].end.replace(year=2099),
    )
    file = tmp_path / "catalog.json"
    file.write_bytes(msgspec.json.encode(msgspec.structs.replace(CATALOG, events={AN_EVENT: event})))
    return file


@contextmanager
def running(*arguments: str | Path, **environment: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the command until the end of the block; gives where it is."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "hubkit", "api", "--port", "0", *map(str, arguments)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**{name: value for name, value in os.environ.items() if name != "HUBKIT_SECRET"}, **environment},
    )
    try:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found[0], process
    finally:
        process.kill()
        process.wait()


def ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait for its end; return what it said, also what lies read and unused, which `communicate` would lose."""
    process.wait(timeout=60)
    assert process.stdout
    assert process.stderr
    return process.stdout.read(), process.stderr.read()


def sent(url: str, content: object | None = None) -> dict[str, str]:
    """What the server answers."""
    body = None if content is None else json.dumps(content).encode()
    headers = {"Origin": SITE, "Content-Type": "application/json"} if body else {"Accept": "application/json"}
    with urlopen(Request(url, body, headers)) as answer:
        return json.loads(answer.read())


def test_rsvps_are_kept_outside_the_site_and_links_work_after_a_restart(catalog: Path, tmp_path: Path) -> None:
    environment = {"HUBKIT_SECRET": SECRET, "XDG_DATA_HOME": str(tmp_path / "data")}
    with running("--catalog", catalog, **environment) as (url, process):
        made = sent(f"{url}api/rsvp", {"event": AN_EVENT, "name": "Ada", "email": "secret@mail.example"})
        process.send_signal(signal.SIGINT)
        out, err = ended(process)
        assert process.returncode == 0
    database = tmp_path / "data" / "hubkit" / "x.org" / "rsvps.db"
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700
    assert "Traceback" not in out + err
    assert "secret" not in (out + err).replace(str(tmp_path), "")
    with running("--catalog", catalog, **environment) as (url, _):
        assert sent(url.rstrip("/") + made["link"])["state"] == "confirmed"


def test_mail_is_sent_as_the_environment_says_and_what_was_not_sent_is_sent_after_a_restart(
    catalog: Path, tmp_path: Path
) -> None:
    with post_office() as away:
        port = away.port
    environment = {
        "HUBKIT_SECRET": SECRET,
        "HUBKIT_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "HUBKIT_MAIL_FROM": "Open Cities <rsvp@x.org>",
    }
    arguments = ("--catalog", catalog, "--database", tmp_path / "rsvps.db")
    with running(*arguments, **environment) as (url, process):
        wish = {"event": AN_EVENT, "name": "Ada", "email": "secret@mail.example"}
        assert sent(f"{url}api/rsvp", wish) == {"state": "pending"}
        assert process.stderr
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(2)]
        said = process.stderr.readline()
        assert said == "A mail (confirm) could not be sent: ConnectionRefusedError. It is tried again for a day.\n"
        process.send_signal(signal.SIGTERM)
        out, err = ended(process)
        assert process.returncode == 0
    assert lines[1] == "Mail is sent through 127.0.0.1\n"
    assert "secret" not in ("".join(lines) + out + err).replace(str(tmp_path), "")
    with closing(connected(tmp_path / "rsvps.db")) as connection:
        connection.execute("UPDATE outbox SET due = made")  # as when some minutes have passed
    with post_office(port) as back, running(*arguments, **environment) as (url, _):
        message = back.next()
        assert (message["To"], str(message["From"])) == ("secret@mail.example", "Open Cities <rsvp@x.org>")
        [link] = re.findall(r"https://api\.x\.org/(\S+)", text_of(message))
        assert sent(f"{url}{link}", {"action": "confirm"})["state"] == "confirmed"


def test_a_catalogue_that_does_not_say_where_links_lead_is_refused_with_mail(catalog: Path) -> None:
    known = json.loads(catalog.read_bytes())
    del known["site"]["api"]
    catalog.write_text(json.dumps(known))
    environment = {"HUBKIT_SMTP_URL": "smtp://localhost", "HUBKIT_MAIL_FROM": "a@x.org", "HUBKIT_SECRET": SECRET}
    run = hubkit("api", "--catalog", catalog, "--port", "0", environment=environment)
    assert (run.returncode, "build the site again" in run.stderr) == (2, True)


def test_without_a_secret_this_machine_gets_one_for_the_run(catalog: Path, tmp_path: Path) -> None:
    with running("--catalog", catalog, "--database", tmp_path / "rsvps.db") as (url, process):
        assert sent(f"{url}api/health") == {"status": "ok"}
        process.send_signal(signal.SIGTERM)
        _, err = ended(process)
        assert process.returncode == 0
    assert "HUBKIT_SECRET is not set: links that are given out now stop working" in err
    assert len(err.splitlines()) == 1


def replaced(catalog: Path, content: bytes) -> None:
    """Put another catalogue there, as a build does."""
    new = catalog.with_suffix(".new")
    new.write_bytes(content)
    new.replace(catalog)


def test_the_catalogue_of_a_new_build_is_taken_over_and_a_broken_one_is_not(catalog: Path, tmp_path: Path) -> None:
    first = msgspec.json.decode(catalog.read_bytes(), type=Catalog)
    event = msgspec.structs.replace(first.events[AN_EVENT], capacity=1, waitlist=True)
    one_seat = msgspec.json.encode(msgspec.structs.replace(first, events={AN_EVENT: event}))
    event = msgspec.structs.replace(event, capacity=2)
    two_seats = msgspec.json.encode(msgspec.structs.replace(first, events={AN_EVENT: event, "lisbon.new": event}))
    replaced(catalog, one_seat)
    wish = {"event": AN_EVENT, "name": "Ada"}
    with running("--catalog", catalog, "--database", tmp_path / "r.db", HUBKIT_SECRET=SECRET) as (url, process):
        for email, state in (("a@x.example", "confirmed"), ("b@x.example", "waiting")):
            made = sent(f"{url}api/rsvp", {**wish, "email": email})
            assert made["state"] == state
        mine = url.rstrip("/") + made["link"]
        for broken in (b"{", one_seat.replace(b'"version":1', b'"version":99')):
            replaced(catalog, broken)
            for _ in range(3):
                assert sent(mine)["state"] == "waiting"
        catalog.unlink()
        assert sent(mine)["state"] == "waiting"
        replaced(catalog, two_seats)
        assert sent(mine)["state"] == "confirmed", "who waits moves up"
        assert sent(f"{url}api/rsvp", {**wish, "event": "lisbon.new", "email": "c@x.example"})["state"] == "confirmed"
        process.send_signal(signal.SIGINT)
        _, err = ended(process)
    assert process.returncode == 0
    told = err.splitlines()
    assert len(told) == 3, err
    assert all(line.endswith("Until then RSVPs are taken for the build before.") for line in told)
    assert ["cannot be read" in told[0], "another version" in told[1], "there is no" in told[2]] == [True] * 3


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (("--host", "0.0.0.0"), {"HUBKIT_SECRET": ""}, "HUBKIT_SECRET is not set. Make one with:"),
        ((), {"HUBKIT_SECRET": "short"}, "at least 32 characters. Make one with:"),
        ((), {"HUBKIT_SECRET": SECRET, "HUBKIT_SMTP_URL": "mail.x.org"}, "HUBKIT_MAIL_FROM is not. Say with"),
        ((), {"HUBKIT_SECRET": SECRET, "HUBKIT_NOTIFY_URL": "ftp://x.org"}, "HUBKIT_NOTIFY_URL cannot be read"),
        (("--catalog", "no/catalog.json"), {}, "`hubkit build` writes it where `webhooks: true` is set"),
        (("--host", "192.0.2.1"), {"HUBKIT_SECRET": SECRET}, "Cannot listen at 192.0.2.1"),
        (("--database", "/dev/null/rsvps.db"), {"HUBKIT_SECRET": SECRET}, "folder of the database cannot be made"),
    ],
)
def test_what_is_missing_is_said_with_the_way_to_mend_it(
    catalog: Path, arguments: tuple[str, ...], environment: dict[str, str], message: str
) -> None:
    run = hubkit("api", "--catalog", catalog, "--port", "0", *arguments, environment=environment)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_a_file_that_is_no_database_is_refused(catalog: Path, tmp_path: Path) -> None:
    other = tmp_path / "rsvps.db"
    other.write_text("my letters")
    run = hubkit("api", "--catalog", catalog, "--port", "0", "--database", other)
    assert run.returncode == 2
    assert other.read_text() == "my letters"
    assert "Traceback" not in run.stderr
