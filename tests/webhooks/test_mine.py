"""The page of one RSVP: seen, changed, cancelled and confirmed with its link, and by nothing else."""

from datetime import timedelta

import pytest

from hubkit.webhooks.store import Seats, Wish
from tests.webhooks.answering import CATALOG, MEETUP, Answering, Home

SMALL, WAITING = "lisbon.2026-12-05-small", "lisbon.2026-12-05-waiting"


@pytest.fixture
def server(home: Home, tmp_path):
    with home(tmp_path / "rsvps.db") as run:
        yield run


def changeable(page: str) -> bool:
    """Whether the page offers anything but to erase what is stored."""
    return any(f'value="{action}"' in page for action in ("change", "cancel", "confirm"))


def made(server: Answering, **changes: object) -> str:
    """Make an RSVP; give its link."""
    return server.post(server.wish(**changes)).data["link"]


def test_the_page_shows_event_state_and_people(server: Answering) -> None:
    page = server.get(made(server, party_size=4), Accept="text/html")
    assert page.status == 200
    for text in ("The meetup", "Casa do Largo", "You have a place.", "<dd>4</dd>"):
        assert text in page.text
    assert "x.example" not in page.text


def test_programs_are_told_the_same(server: Answering) -> None:
    told = server.get(made(server, party_size=4), Accept="application/json")
    assert told.data == {"event": MEETUP, "state": "confirmed", "party_size": 4}


def test_looking_changes_nothing(server: Answering) -> None:
    async def pend() -> str:
        wish = Wish(MEETUP, "Ada", "ada@x.example", 1, "en", needs_confirmation=True)
        answer = await server.store.take(
            wish, Seats(MEETUP, 10, waitlist=False, ends=CATALOG.events[MEETUP].end), server.now
        )
        assert answer.rsvp
        return answer.rsvp.id

    key = server.run(pend())
    token = server.signer.sign("link", key, server.now, server.now + timedelta(days=1))
    before = server.rows()
    for method in ("GET", "HEAD"):
        for path in (f"/api/rsvp/{token}", f"/api/rsvp/{token}?action=confirm", f"/api/rsvp/{token}?done=cancel"):
            got = server.ask(method, path, User_Agent="Mozilla/5.0 (compatible; Outlook-SafeLinks)")
            assert got.status == 200
            assert "Cancelled. Thank you" not in got.text
    assert server.rows() == before
    assert "Confirm my place" in server.get(f"/api/rsvp/{token}").text
    done = server.form({"action": "confirm"}, f"/api/rsvp/{token}")
    assert done.status == 303
    assert [row.state for row in server.rows()] == ["confirmed"]
    assert "Confirmed." in server.get(done.headers["location"]).text


def test_how_many_come_can_be_changed(server: Answering) -> None:
    link = made(server)
    done = server.form({"action": "change", "party_size": "3"}, link)
    assert (done.status, done.headers["location"]) == (303, f"{link}?done=change")
    assert "Saved." in server.get(done.headers["location"]).text
    assert server.post({"action": "change", "party_size": 2}, link).data["party_size"] == 2
    assert [row.party_size for row in server.rows()] == [2]


def test_more_than_there_is_room_for_stays_as_it_was(server: Answering) -> None:
    link = made(server, event=SMALL)
    made(server, event=SMALL)
    page = server.form({"action": "change", "party_size": "3"}, link)
    assert page.status == 409
    assert 'aria-describedby="party_size-error"' in page.text
    told = server.post({"action": "change", "party_size": 3}, link)
    assert (told.status, told.data["code"]) == (409, "change-full")
    assert [row.party_size for row in server.rows()] == [1, 1]


def test_cancelling_gives_the_seat_to_who_waits_once(server: Answering) -> None:
    link, _, _ = (made(server, event=WAITING) for _ in range(3))
    for _ in range(2):
        assert server.form({"action": "cancel"}, link).status == 303
        assert [row.state for row in server.rows()] == ["cancelled", "confirmed", "waiting"]
    page = server.get(f"{link}?done=cancel")
    assert "Cancelled. Thank you" in page.text
    assert not changeable(page.text)
    for action in ({"action": "change", "party_size": 2}, {"action": "confirm"}):
        assert server.post(action, link).status == 409


@pytest.mark.parametrize(
    "change",
    [{}, {"action": "delete"}, {"action": ["cancel"]}, {"action": "change"}, {"action": "change", "party_size": "2"},
     {"action": "change", "party_size": 0}, {"action": "change", "party_size": 11}, {"action": "cancel", "id": "x"},
     {"action": "cancel", "party_size": 0}, {"action": "cancel", "party_size": None}],
)  # fmt: skip
def test_what_is_no_change_changes_nothing(server: Answering, change: dict[str, object]) -> None:
    link = made(server)
    assert server.post(change, link).status == 422
    assert [(row.state, row.party_size) for row in server.rows()] == [("confirmed", 1)]


def test_a_typed_number_that_is_none_is_said_beside_its_field(server: Answering) -> None:
    page = server.form({"action": "change", "party_size": "many"}, made(server))
    assert page.status == 422
    assert 'aria-invalid="true" aria-describedby="party_size-error"' in page.text


def test_after_the_event_nothing_can_be_changed(server: Answering) -> None:
    link = made(server)
    server.now += timedelta(days=20)
    page = server.get(link)
    assert "This event is over." in page.text
    assert not changeable(page.text)
    assert server.post({"action": "cancel"}, link).status == 409
    server.now += timedelta(days=30)
    assert server.get(link).status == 404


def test_only_its_own_link_opens_it(server: Answering) -> None:
    link = made(server)
    token = link.rpartition("/")[2]
    rsvp = server.rows()[0].id
    receipt = server.signer.sign("receipt", rsvp, server.now, server.now + timedelta(days=1))
    middle = token[:20] + ("A" if token[20] != "A" else "B") + token[21:]
    for bad in (rsvp, receipt, middle, token[:-1], token + "A", token + "=", "x" * 5_000, "%00", "..%2f..%2fetc"):
        got = server.get(f"/api/rsvp/{bad}", Accept="text/html")
        assert got.status == 404, bad
        assert server.post({"action": "cancel"}, f"/api/rsvp/{bad}").status == 404, bad
    assert server.get("/api/rsvp/x", Accept="application/json").data["code"] == "no-rsvp"
    assert [row.state for row in server.rows()] == ["confirmed"]


def test_the_page_speaks_the_language_of_the_form(server: Answering) -> None:
    page = server.get(made(server, language="ar"))
    assert '<html lang="ar" dir="rtl">' in page.text
    assert '<span lang="en">The meetup</span>' in page.text
