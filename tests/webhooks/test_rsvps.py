"""What comes of an RSVP that is sent: as JSON and as a form, first and again, by time and by room."""

from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.webhooks.answering import CATALOG, MEETUP, NOW, Answering, Home, answering, link_on

SMALL, WAITING = "lisbon.2026-12-05-small", "lisbon.2026-12-05-waiting"


@pytest.fixture
def server(home: Home, tmp_path: Path):
    with home(tmp_path / "rsvps.db") as run:
        yield run


def test_a_first_rsvp_has_a_seat_and_a_link(server: Answering) -> None:
    got = server.post(server.wish(party_size=2, email="Ada@x.example"))
    assert (got.status, got.data["state"]) == (201, "confirmed")
    assert got.data["link"].startswith("/api/rsvp/")
    (row,) = server.rows()
    assert (row.event, row.name, row.email, row.party_size, row.language) == (MEETUP, "Ada", "Ada@x.example", 2, "en")


def test_twice_the_same_person_is_one_rsvp_and_the_link_is_not_told_again(server: Answering) -> None:
    first = server.post(server.wish(email="ada@x.example"))
    again = server.post(server.wish(email="ADA@x.example", party_size=3))
    assert (first.status, again.status) == (201, 201)
    assert again.data == {"state": "confirmed"}
    assert [row.party_size for row in server.rows()] == [1]


def test_a_form_leads_to_a_page_of_thanks_with_the_link(server: Answering) -> None:
    sent = server.form(server.wish(language="pt"))
    assert sent.status == 303
    assert sent.headers["location"].startswith("/api/rsvp/thanks/")
    thanks = server.get(sent.headers["location"], Accept="text/html")
    assert thanks.status == 200
    assert "Obrigado" in thanks.text
    assert "O encontro" in thanks.text
    assert server.get(link_on(thanks.text)).status == 200


def test_a_repeated_form_leads_to_the_same_page_without_the_link(server: Answering) -> None:
    wish = server.wish()
    first = server.get(server.form(wish).headers["location"]).text
    second = server.get(server.form(wish).headers["location"]).text
    start, end = first.index("<section"), first.index("</section>") + len("</section>\n")
    assert first[:start] + first[end:] == second


def test_the_page_of_thanks_is_there_for_a_short_time(server: Answering) -> None:
    way = server.form(server.wish()).headers["location"]
    server.now += timedelta(minutes=16)
    gone = server.get(way)
    assert gone.status == 404
    assert "Your RSVP is kept" in gone.text


def test_no_address_holds_a_person(server: Answering) -> None:
    way = server.form(server.wish(name="Secretname", email="secret@mail.example")).headers["location"]
    for path in (way, link_on(server.get(way).text)):
        token = path.rpartition("/")[2]
        assert b"ecret" not in urlsafe_b64decode(token + "=" * (-len(token) % 4))


def test_a_filled_trap_looks_like_success_and_stores_nothing(server: Answering) -> None:
    trapped = server.wish(website="http://spam.example")
    assert server.post(trapped).status == 202
    way = server.form(trapped)
    assert way.status == 303
    assert server.get(way.headers["location"]).status == 200
    assert server.rows() == []


@pytest.mark.parametrize(
    ("event", "status", "code"),
    [("later", 409, "not-yet"), ("closed", 409, "closed"), ("cancelled", 409, "cancelled"), ("past", 409, "past"),
     ("paid", 404, "no-event"), ("unheard-of", 404, "no-event")],
)  # fmt: skip
def test_an_event_that_takes_none_says_why(server: Answering, event: str, status: int, code: str) -> None:
    wish = server.wish(event=f"lisbon.2026-12-05-{event}")
    said = server.post(wish)
    assert (said.status, said.data["status"], said.data["code"]) == (status, status, code)
    assert said.headers["content-type"] == "application/problem+json"
    page = server.form(wish)
    assert page.status == status
    assert said.data["detail"] in page.text
    assert ("lisbon@x.org" in page.text) == (status == 409)
    assert server.rows() == []


def test_when_it_opens_is_said_in_the_events_own_time(server: Answering) -> None:
    said = server.post(server.wish(event="lisbon.2026-12-05-later"))
    assert "2026-11-21, 12:00" in said.data["detail"]


def test_a_full_event_says_so(server: Answering) -> None:
    for _ in range(3):
        assert server.post(server.wish(event=SMALL)).status == 201
    said = server.post(server.wish(event=SMALL))
    assert (said.status, said.data["code"]) == (409, "full")
    page = server.form(server.wish(event=SMALL, language="pt"))
    assert page.status == 409
    assert "All places are taken." in page.text  # its translation has a placeholder that nobody fills
    assert len(server.rows()) == 3


def test_a_party_too_large_for_what_is_left_may_become_smaller(server: Answering) -> None:
    server.post(server.wish(event=SMALL, party_size=2))
    page = server.form(server.wish(event=SMALL, party_size=2, name="Bea"))
    assert page.status == 409
    assert 'aria-describedby="party_size-error"' in page.text
    assert 'value="Bea"' in page.text


def test_where_there_is_a_list_people_wait(server: Answering) -> None:
    states = [server.post(server.wish(event=WAITING)).data["state"] for _ in range(3)]
    assert states == ["confirmed", "waiting", "waiting"]


def test_how_an_event_stands_is_told(server: Answering) -> None:
    def told(name: str) -> dict[str, object]:
        got = server.get(f"/api/events/lisbon.2026-12-05-{name}/availability")
        assert got.status == 200
        return got.data | {"form_token": ""}

    def like(name: str, state: str, left: int | None, waiting: int = 0) -> dict[str, object]:
        event = f"lisbon.2026-12-05-{name}"
        return {"event": event, "state": state, "seats_left": left, "waiting": waiting, "form_token": ""}

    assert told("waiting") == like("waiting", "open", 1)
    server.post(server.wish(event=WAITING))
    assert told("waiting") == like("waiting", "waitlist", 0)
    server.post(server.wish(event=WAITING))
    assert told("waiting") == like("waiting", "waitlist", 0, 1)
    server.post(server.wish(event=SMALL, party_size=3))
    assert told("small") == like("small", "full", 0)
    for size in (2, 2):
        server.post(server.wish(event="lisbon.2026-12-05-club", party_size=size))
    assert told("club") == like("club", "waitlist", 1, 2)  # what is free is for who waits
    assert told("open-end") == like("open-end", "open", None)
    for name, state in (("later", "not-yet"), ("closed", "closed"), ("cancelled", "cancelled"), ("past", "past")):
        assert told(name)["state"] == state
    assert server.get("/api/events/lisbon.unheard-of/availability").status == 404


def test_its_token_is_good_for_the_form_after_three_seconds(server: Answering) -> None:
    token = server.get(f"/api/events/{MEETUP}/availability").data["form_token"]
    early = server.post(server.wish(t=token))
    assert (early.status, early.data["errors"][0]["field"]) == (422, "t")
    server.now += timedelta(seconds=3)
    assert server.post(server.wish(t=token)).status == 201


def test_tokens_of_others_other_events_and_other_days_are_refused(server: Answering) -> None:
    link = server.post(server.wish()).data["link"].rpartition("/")[2]
    old, other = server.form_token(seconds_ago=90_000), server.form_token(SMALL)
    good = server.form_token()
    changed = good[:-1] + ("A" if good[-1] != "A" else "B")
    for bad in (old, other, link, changed, "x", good + "=", "é"):
        assert server.post(server.wish(t=bad)).status == 422, bad
    assert server.post(server.wish(t=good)).status == 201


def test_one_key_sent_twenty_times_at_once_is_one_rsvp_and_one_answer(server: Answering) -> None:
    wish = server.wish()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: server.post(wish, Idempotency_Key="6f1c"), range(20)))
    assert {(got.status, got.body) for got in answers} == {(201, answers[0].body)}
    assert len(server.rows()) == 1


def test_a_key_is_for_one_body(server: Answering) -> None:
    assert server.post(server.wish(), Idempotency_Key="6f1c").status == 201
    other = server.post(server.wish(), Idempotency_Key="6f1c")
    assert (other.status, other.data["code"]) == (422, "key-reused")
    assert server.post(server.wish(), Idempotency_Key="k" * 129).status == 400
    assert len(server.rows()) == 1


def test_a_capacity_that_grew_moves_the_list_up_at_the_start(tmp_path) -> None:
    with answering(tmp_path / "rsvps.db") as server:
        for _ in range(3):
            server.post(server.wish(event=WAITING))
    grown = replace(CATALOG, events=CATALOG.events | {WAITING: replace(CATALOG.events[WAITING], capacity=2)})
    with answering(tmp_path / "rsvps.db", catalog=grown) as server:
        assert [row.state for row in server.rows()] == ["confirmed", "confirmed", "waiting"]


def test_people_of_an_event_long_over_are_erased_when_the_server_starts(tmp_path: Path) -> None:
    days = CATALOG.site.keep_days
    for after, kept in ((0, True), (days - 1, True), (days + 1, False)):
        over = CATALOG.events[MEETUP].end + timedelta(days=after)
        with answering(tmp_path / "rsvps.db", now=NOW if after == 0 else over) as server:
            if after == 0:
                assert server.post(server.wish(name="Canary")).status == 201
        assert any(b"Canary" in file.read_bytes() for file in tmp_path.iterdir()) is kept, after
