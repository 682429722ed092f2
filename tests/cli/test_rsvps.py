"""`hubkit rsvps`, run as a person would run it, on a database that a server may have open."""

import csv
import io
import json
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from hubkit.webhooks.checkout.orders import Stock, Told, Wanted
from hubkit.webhooks.lists import neutralised
from hubkit.webhooks.schema import connected
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.standing import seats_of
from hubkit.webhooks.store import Rsvp, Seats, Wish
from tests.cli.test_functions import running, sent
from tests.command import hubkit
from tests.webhooks import apart
from tests.webhooks.answering import CATALOG, MEETUP, NOW, SECRET
from tests.webhooks.visitors import everyone

WAITING = "lisbon.2026-12-05-waiting"
SMALL = "lisbon.2026-12-05-small"
PAST = "lisbon.2026-12-05-past"
NEVER = "1999-01-01"


class Desk:
    """A database of RSVPs for the events of the catalogue, and the command on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "data" / "rsvps.db"
        self.catalog = folder / "catalog.json"
        self.catalog.write_bytes(msgspec.json.encode(CATALOG))
        self.database.parent.mkdir()
        self.store = SqliteStore.open(self.database)
        self.loop = apart.Loop()

    def came(self, event: str, name: str, email: str = "", party_size: int = 1) -> Rsvp:
        wish = Wish(event, name, email or f"{name.lower()}@secret.example", party_size, "en", needs_confirmation=False)
        answer = self.loop.run(self.store.take(wish, seats_of(event, CATALOG.events[event]), NOW))
        assert answer.rsvp
        return answer.rsvp

    def all(self, event: str | None = None) -> list[Rsvp]:
        return self.loop.run(everyone(self.store, event))

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        known = ("--catalog", self.catalog, "--database", self.database)
        return hubkit("rsvps", *arguments, *known, cwd=self.folder)

    def done(self, *arguments: str | Path) -> str:
        run = self.run(*arguments)
        assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
        return run.stdout

    def refused(self, *arguments: str | Path, code: int = 2) -> str:
        run = self.run(*arguments)
        assert (run.returncode, run.stdout) == (code, ""), run.stderr
        assert "Traceback" not in run.stderr
        return run.stderr

    def list(self, *lines: str, head: str = "event,name,email,party_size") -> Path:
        """Write a list by hand."""
        file = self.folder / "list.csv"
        file.write_text("\n".join([head, *lines]))
        return file


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.loop.close()
    desk.store.close()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_list_shows_who_comes_by_event_and_no_address(desk: Desk) -> None:
    desk.came(WAITING, "Ada")
    desk.came(MEETUP, "Ben", party_size=10)
    desk.came(WAITING, "山田太郎", "yamada@secret.example")
    out = desk.done("list")
    assert [line.split() for line in out.splitlines()] == [
        [MEETUP],
        ["STATE", "NUMBER", "PEOPLE", "NAME"],
        ["confirmed", "2", "10", "Ben"],
        ["1", "RSVP;", "people:", "10", "confirmed"],
        [],
        [WAITING],
        ["STATE", "NUMBER", "PEOPLE", "NAME"],
        ["confirmed", "1", "1", "Ada"],
        ["waiting", "3", "1", "山田太郎"],
        ["2", "RSVPs;", "people:", "1", "confirmed,", "1", "waiting"],
        [],
        ["3", "RSVPs", "for", "2", "events."],
    ]
    assert "secret" not in out
    assert out.count("secret.example") == 0
    assert desk.done("list", WAITING, "--emails").count("@secret.example") == 2
    assert "Ben" not in desk.done("list", WAITING)


def test_a_name_cannot_steer_the_terminal(desk: Desk) -> None:
    desk.came(MEETUP, "\x1b[2JAda\u202e\n", "ada@secret.example")
    assert "\\x1b[2JAda\\u202e\\x0a\n" in desk.done("list")


def test_without_rsvps_that_is_said(desk: Desk, tmp_path: Path) -> None:
    assert desk.done("list") == "No RSVPs.\n"
    desk.came(MEETUP, "Ada")
    assert f"did you mean {MEETUP}?" in desk.refused("list", f"{MEETUP}s")
    assert "`hubkit rsvps list` shows" in desk.refused("export", "kyoto")
    run = hubkit("rsvps", "list", "--database", tmp_path / "no.db")
    assert (run.returncode, "no.db. If they are kept elsewhere" in run.stderr) == (2, True)
    assert not (tmp_path / "no.db").exists()


def test_it_finds_the_database_of_the_server_and_works_beside_it(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.json"
    event = msgspec.structs.replace(CATALOG.events[MEETUP], end=CATALOG.events[MEETUP].end.replace(year=2099))
    catalog.write_bytes(msgspec.json.encode(msgspec.structs.replace(CATALOG, events={MEETUP: event})))
    environment = {"XDG_DATA_HOME": str(tmp_path / "data"), "HUBKIT_SECRET": SECRET}
    more = tmp_path / "more.csv"
    more.write_text(f"event,name,email\n{MEETUP},Ben,ben@mail.example\n")
    with running("--catalog", catalog, **environment) as (url, _):
        sent(f"{url}api/rsvp", {"event": MEETUP, "name": "Ada", "email": "ada@mail.example"})

        def run(*arguments: str | Path) -> str:
            run = hubkit("rsvps", *arguments, "--catalog", catalog, environment=environment)
            assert run.returncode == 0, run.stderr
            return run.stdout

        assert "Ada" in run("list")
        assert run("import", more) == "1 RSVP imported: 1 confirmed.\n"
        sent(f"{url}api/rsvp", {"event": MEETUP, "name": "Cleo", "email": "cleo@mail.example"})
        assert run("purge", "--event", MEETUP, "--yes") == "3 RSVPs erased.\n"
        assert run("list") == "No RSVPs.\n"
        files = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
        assert len(files) >= 2
        assert not [file for file in files if b"mail.example" in file.read_bytes()]
        assert sent(f"{url}api/rsvp", {"event": MEETUP, "name": "Ada", "email": "ada@mail.example"})["link"]


def test_an_export_can_be_read_by_its_owner_alone_and_imported_elsewhere(desk: Desk, tmp_path: Path) -> None:
    desk.came(WAITING, "=1+1", "=ada@secret.example")
    desk.came(WAITING, "'=2", "-ben@secret.example")
    file = tmp_path / "walk.csv"
    file.write_text("an older export")
    file.chmod(0o644)
    assert desk.done("export", WAITING, "--output", file) == ""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [(row["name"], row["email"], row["state"]) for row in rows(file.read_bytes())] == [
        ("'=1+1", "'=ada@secret.example", "confirmed"),
        ("''=2", "'-ben@secret.example", "waiting"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalog.json", "data", "walk.csv"]
    other = tmp_path / "other.db"
    for said in (
        "2 RSVPs imported: 1 confirmed, 1 waiting.\n",
        "0 RSVPs imported.\n2 were there already, and not changed.\n",
    ):
        run = hubkit("rsvps", "import", file, "--catalog", desk.catalog, "--database", other)
        assert (run.returncode, run.stdout) == (0, said)
    assert stat.S_IMODE(other.stat().st_mode) == 0o600
    again = SqliteStore.open(other)
    there = desk.loop.run(everyone(again, WAITING))
    again.close()
    assert [(rsvp.name, rsvp.email, rsvp.state) for rsvp in there] == [
        (rsvp.name, rsvp.email, rsvp.state) for rsvp in desk.all()
    ]


def test_without_a_file_the_export_goes_to_the_terminal(desk: Desk) -> None:
    desk.came(MEETUP, "Ünal", party_size=2)
    out = desk.done("export", MEETUP)
    assert out.startswith('\ufeff"event"')
    assert '"Ünal"' in out
    [record] = json.loads(desk.done("export", MEETUP, "--format", "json"))
    assert (record["name"], record["party_size"]) == ("Ünal", 2)


@pytest.mark.parametrize(
    "place", ["source", "source/static", "try/_site", "try/_site/lisbon", "repository/a", "linked"]
)
def test_nothing_is_exported_to_where_it_would_be_published(desk: Desk, tmp_path: Path, place: str) -> None:
    desk.came(MEETUP, "Ada")
    for folder in ("source/static", "try/_site/lisbon", "repository/a", "repository/.git"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "source/hubkit.yaml").touch()
    (tmp_path / "try/_site.manifest.json").touch()
    (tmp_path / "linked").symlink_to("source")
    file = tmp_path / place / "walk.csv"
    assert "choose another folder, or add --force" in desk.refused("export", MEETUP, "--output", file)
    assert not file.exists()
    desk.done("export", MEETUP, "--output", file, "--force")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_export_never_goes_through_a_link_or_into_what_is_no_file(desk: Desk, tmp_path: Path) -> None:
    desk.came(MEETUP, "Ada")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        assert "no plain file" in desk.refused("export", MEETUP, "--output", tmp_path / name)
    assert not (tmp_path / "there").exists()
    assert "cannot be written: No such file" in desk.refused("export", MEETUP, "--output", tmp_path / "no" / "x.csv")


def test_an_import_is_all_or_nothing_and_says_every_mistake(desk: Desk) -> None:
    file = desk.list(
        f"{MEETUP},Ada,ada@secret.example,1", f"{MEETUP},Ben,ben,1", f"{MEETUP},Cleo,cleo@secret.example,99"
    )
    err = desk.refused("import", file, code=1).splitlines()
    assert err == [
        f"{file}:3: email: Write one e-mail address, like name@example.org.",
        f"{file}:4: party_size: Write a whole number from 1 to 10.",
        "Nothing was imported.",
    ]
    assert desk.all() == []


def test_an_import_gives_no_seat_that_there_is_not(desk: Desk) -> None:
    desk.came(SMALL, "Ada", party_size=2)
    file = desk.list(*(f"{SMALL},{name},{name}@secret.example,1" for name in ("Ben", "Cleo")))
    err = desk.refused("import", file, code=1)
    assert err.startswith(f"{file}:3: {SMALL} has no place left for them; raise its capacity")
    assert [rsvp.name for rsvp in desk.all()] == ["Ada"]


def test_who_had_a_seat_is_not_put_on_the_waiting_list_unsaid(desk: Desk) -> None:
    desk.came(WAITING, "Ada")
    head = "event,name,email,state"
    file = desk.list(f"{WAITING},Ben,ben@secret.example,confirmed", head=head)
    assert f"{file}:2: {WAITING} has no seat left" in desk.refused("import", file, code=1)
    file = desk.list(f"{WAITING},Ben,ben@secret.example,", f"{WAITING},Cleo,cleo@secret.example,cancelled", head=head)
    assert desk.done("import", file) == "1 RSVP imported: 1 waiting.\n1 left out: cancelled, or never confirmed.\n"
    assert [(rsvp.name, rsvp.state) for rsvp in desk.all()] == [("Ada", "confirmed"), ("Ben", "waiting")]


def test_a_file_that_cannot_be_read_is_said(desk: Desk) -> None:
    assert "cannot be read: No such file" in desk.refused("import", desk.folder / "no.csv")


def test_what_is_over_is_erased_from_the_files(desk: Desk) -> None:
    desk.came(PAST, "Ada")
    desk.came(MEETUP, "Ben")
    assert desk.done("purge", "--before", NEVER) == "0 RSVPs erased.\n"
    assert "1 RSVP of 1 event would be erased for ever. To do that, add --yes" in desk.refused(
        "purge", "--before", "2026-12-01"
    )
    assert desk.done("purge", "--before", "2026-12-01", "--yes") == "1 RSVP erased.\n"
    assert [rsvp.name for rsvp in desk.all()] == ["Ben"]
    left = b"".join(file.read_bytes() for file in desk.database.parent.iterdir())
    assert (b"ada@secret" in left, b"ben@secret" in left) == (False, True)


@pytest.mark.parametrize(("typed", "code", "left"), [("n", 1, 1), ("", 1, 1), ("y", 0, 0)])
def test_on_a_terminal_it_asks_first(desk: Desk, typed: str, code: int, left: int) -> None:
    desk.came(MEETUP, "Ada")
    master, slave = pty.openpty()
    os.write(master, f"{typed}\n".encode())
    arguments = ["purge", "--event", MEETUP, "--database", str(desk.database)]
    run = subprocess.run(
        [sys.executable, "-m", "hubkit", "rsvps", *arguments], stdin=slave, capture_output=True, text=True
    )
    os.close(master)
    os.close(slave)
    assert "Erase 1 RSVP of 1 event for ever? [y/N]" in run.stderr + run.stdout
    assert run.returncode == code
    assert len(desk.all()) == left


@pytest.mark.parametrize("arguments", [(), ("--before", "2026-12-01", "--event", MEETUP)])
def test_what_to_erase_is_said_in_one_way(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert "--before DATE or --event ID, one of them" in desk.refused("purge", "--yes", *arguments)


def test_an_event_that_nobody_comes_to_is_not_erased_in_silence(desk: Desk) -> None:
    desk.came(MEETUP, "Ada")
    assert f"did you mean {MEETUP}?" in desk.refused("purge", "--yes", "--event", f"{MEETUP}s")


@pytest.mark.long
def test_what_another_program_kept_from_being_overwritten_is_overwritten_the_next_time(desk: Desk) -> None:
    desk.came(MEETUP, "Ada")
    with closing(connected(desk.database)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM rsvps").fetchone() == (1,)
        assert "erase it again" in desk.refused("purge", "--yes", "--event", MEETUP)
        reader.execute("COMMIT")
    assert "nobody has an RSVP" in desk.refused("purge", "--yes", "--event", MEETUP)
    assert not [file for file in desk.database.parent.iterdir() if b"ada@secret" in file.read_bytes()]


GALA = "lisbon.2026-12-05-gala"


def bought(desk: Desk, who: str, quantity: int = 1, *, is_late: bool = False, email: str = "") -> str:
    """Have somebody buy and pay, so late that nothing is left if that is asked for; return the id of the order."""
    stock = Stock(Seats(GALA, 50, waitlist=False, ends=NOW + timedelta(days=1)), None)
    wanted = Wanted(GALA, "full", quantity, who, email or f"{who.lower()}@secret.example", "en", 2500, "eur")
    orders = desk.store.orders()
    order = desk.loop.run(orders.hold(wanted, stock, NOW, NOW + timedelta(minutes=32)))
    assert order
    if is_late:
        desk.loop.run(orders.let_go(order.id, NOW))
    told = Told(f"evt_{order.id}", "paid", order.id, "cs", "pi_1", 2500, "eur", is_live=False)
    desk.loop.run(orders.hear(told, None if is_late else stock, NOW, is_live=False))
    return order.id


def test_who_bought_tickets_is_listed_beside_the_rsvps(desk: Desk) -> None:
    desk.came(MEETUP, "Ada")
    bought(desk, "Ben", 3)
    bought(desk, "Cy", is_late=True)
    out = desk.done("list")
    assert [line.split() for line in out.splitlines()][5:] == [
        [GALA],
        ["STATE", "NUMBER", "TICKETS", "NAME", "TICKET"],
        ["paid", "1", "3", "Ben", "full"],
        ["unseated", "2", "1", "Cy", "full"],
        ["2", "orders;", "tickets:", "3", "paid,", "1", "unseated"],
        [],
        ["1", "RSVP", "and", "2", "orders", "for", "2", "events."],
    ]
    assert "secret" not in out
    assert desk.done("list", GALA, "--emails").count("@secret.example") == 2
    assert f"did you mean {GALA}?" in desk.refused("list", f"{GALA}s")


def test_who_bought_tickets_is_a_list_for_spreadsheets(desk: Desk, tmp_path: Path) -> None:
    order = bought(desk, "=1+1", 2, email="ben@secret.example")
    bought(desk, "Cy", is_late=True)
    file = tmp_path / "orders.csv"
    assert "add --orders" in desk.refused("export", GALA)
    run = desk.run("export", GALA, "--orders", "--output", file)
    assert (run.returncode, run.stderr) == (0, f"2 orders written to {file}\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first, second = rows(file.read_bytes())
    tickets = desk.loop.run(desk.store.orders().tickets(order))
    assert (first["name"], first["email"], first["quantity"]) == ("'=1+1", "ben@secret.example", "2")
    assert [neutralised(each) for each in (" ".join(tickets),)] == [first["tickets"]]
    assert (second["state"], second["tickets"]) == ("unseated", "")
    told = json.loads(desk.done("export", GALA, "--orders", "--format", "json"))
    assert [each["name"] for each in told] == ["=1+1", "Cy"]
    assert "nobody has bought a ticket" in desk.refused("export", MEETUP, "--orders")


def test_purge_takes_orders_along_but_those_to_be_paid_back(desk: Desk) -> None:
    desk.came(PAST, "Ada")
    bought(desk, "Canaryben")
    bought(desk, "Canarycy", is_late=True)
    until = (NOW + timedelta(days=2)).date().isoformat()
    assert "1 RSVP and 2 orders of 2 events would be erased for ever" in desk.refused("purge", "--before", until)
    run = desk.run("purge", "--before", until, "--yes")
    assert (run.stdout, run.stderr) == (
        "1 RSVP and 1 order erased.\n",
        "1 order kept until the money is paid back.\n",
    )
    raw = b"".join(file.read_bytes() for file in desk.database.parent.iterdir())
    assert (b"Canaryben" in raw, b"Canarycy" in raw) == (False, True)
    assert "1 order kept" in desk.run("purge", "--event", GALA, "--yes").stderr
