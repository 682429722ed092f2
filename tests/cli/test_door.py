"""Keys for tickets and lists for the door, made by the commands as a person would run them."""

import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import msgspec
import pytest
from msgspec.structs import replace

from hubkit.webhooks.ticket_keys import ticket_maker
from hubkit.webhooks.tickets import VARIABLE, typed_code
from tests.cli.test_functions import running
from tests.cli.test_rsvps import Desk
from tests.command import REPOSITORY, hubkit
from tests.sites import NETWORK, make
from tests.webhooks.answering import CATALOG, MEETUP, SECRET

PRIVATE = "ya-p2EW6dRZrXCFXZ7HWk05Qw9s26JsSe4piKxIPZyE"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.loop.close()
    made.store.close()


def known(folder: Path, public: str) -> Path:
    """A catalogue of a site whose pages for the door have a key."""
    file = folder / "known.json"
    file.write_bytes(msgspec.json.encode(replace(CATALOG, site=replace(CATALOG.site, door=public))))
    return file


def test_a_pair_of_keys_is_made_each_time_and_fits(tmp_path: Path) -> None:
    found: list[tuple[str, str]] = []
    for folder in ("one", "two"):
        said = hubkit("rsvps", "key")
        assert (said.returncode, said.stderr) == (0, "")
        private = re.search(rf"{VARIABLE}=(\S+)", said.stdout)
        block = re.search(r"^door: \{key: (\S+)\}$", said.stdout, re.MULTILINE)
        assert private
        assert block
        assert ticket_maker(private[1]).public == block[1]
        make(tmp_path / folder, {"hubkit.yaml": f"{NETWORK}webhooks: true\n{block[0]}\n"})
        found.append((private[1], block[1]))
    assert len({*found[0], *found[1]}) == 4


def test_without_cryptography_the_way_to_install_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "cryptography.py").write_text("raise ModuleNotFoundError('cryptography', name='cryptography')\n")
    done = hubkit("rsvps", "key", environment={"PYTHONPATH": f"{tmp_path}:{REPOSITORY}"})
    assert (done.returncode, 'pip install "hubkit[door]"' in done.stderr) == (2, True), done.stderr
    catalog = known(tmp_path, "")
    environment = {"PYTHONPATH": f"{tmp_path}:{REPOSITORY}", VARIABLE: PRIVATE}
    done = hubkit("api", "--catalog", catalog, "--database", tmp_path / "a.db", environment=environment)
    assert (done.returncode, 'pip install "hubkit[door]"' in done.stderr) == (2, True), done.stderr


def test_a_key_that_the_pages_would_refuse_ends_it_at_once(tmp_path: Path) -> None:
    public = ticket_maker(PRIVATE).public
    for private, door, said in (
        (PRIVATE, "", f"door: {{key: {public}}}"),
        ("canary-canary", public, f"{VARIABLE} is not a private key"),
    ):
        arguments = ("api", "--catalog", known(tmp_path, door), "--database", tmp_path / "a.db")
        done = hubkit(*arguments, environment={VARIABLE: private})
        assert (done.returncode, said in done.stderr, private in done.stderr) == (2, True, False), done.stderr


def test_with_the_key_people_see_their_ticket(tmp_path: Path) -> None:
    catalog = known(tmp_path, ticket_maker(PRIVATE).public)
    event = replace(CATALOG.events[MEETUP], end=CATALOG.events[MEETUP].end.replace(year=2099))
    content = msgspec.json.decode(catalog.read_bytes(), type=type(CATALOG))
    catalog.write_bytes(msgspec.json.encode(replace(content, events={MEETUP: event})))
    environment = {VARIABLE: PRIVATE, "HUBKIT_SECRET": SECRET}
    with running("--catalog", catalog, "--database", tmp_path / "a.db", **environment) as (address, _):
        home = re.sub(r"/+$", "", address)
        wish = {"event": MEETUP, "name": "Ada", "email": "ada@x.example", "party_size": 1}
        request = Request(
            f"{home}/api/rsvp",
            json.dumps(wish).encode(),
            {"Content-Type": "application/json", "Origin": CATALOG.site.origins[0]},
        )
        with urlopen(request) as answer:
            link = json.loads(answer.read())["link"]
        with urlopen(f"{home}{link}") as page:
            assert b"Your ticket" in page.read()


def test_a_list_for_the_door_is_written_for_one_pair_of_eyes(desk: Desk, tmp_path: Path) -> None:
    ada = desk.came(MEETUP, "Ada", party_size=3)
    file = tmp_path / "door.json"
    run = desk.run("export", MEETUP, "--door", "--output", file)
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    assert run.stderr.startswith("1 line written to ")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    content = json.loads(file.read_bytes())
    assert content["people"] == [{"id": ada.id, "name": "Ada", "people": 3, "code": typed_code(ada.id)}]
    assert "secret.example" not in file.read_text("utf-8")
    assert json.loads(desk.done("export", MEETUP, "--door"))["event"] == MEETUP


def test_a_list_of_nobody_is_one_and_of_no_event_is_none(desk: Desk) -> None:
    assert json.loads(desk.done("export", MEETUP, "--door"))["people"] == []
    said = desk.refused("export", f"{MEETUP}x", "--door")
    assert f"did you mean {MEETUP}?" in said
