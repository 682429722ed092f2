"""RSVPs that are confirmed by mail, from the form to the seat, with a mail server that is one."""

import json
import logging
import re
import socket
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from msgspec.structs import replace

from hubkit.webhooks.channels import Channels, Mail, MailServer
from tests.webhooks.answering import CATALOG, MEETUP, NOW, Answering, answering
from tests.webhooks.mailing import Post, post_office, text_of

SMALL, WAITING = "lisbon.2026-12-05-small", "lisbon.2026-12-05-waiting"


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as post:
        yield post


@pytest.fixture
def server(tmp_path: Path, post: Post) -> Iterator[Answering]:
    with answering(tmp_path / "rsvps.db", channels=Channels(mail=post.mail())) as run:
        yield run


@pytest.fixture(autouse=True)
def silent_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the mail server of the tests says is not what hubkit logs."""
    monkeypatch.setattr(logging.getLogger("mail.log"), "disabled", True)


def link_in(text: str) -> str:
    """The path of the link that a mail has."""
    [found] = re.findall(r"https://api\.x\.org(/api/rsvp/\S+)", text)
    return found


def asked(server: Answering, post: Post, **changes: object) -> str:
    """Send a form; give the link to confirm."""
    assert server.post(server.wish(**changes)).status == 202
    message = post.next()
    assert message["Subject"].startswith("Please confirm")
    return link_in(text_of(message))


def came(server: Answering, post: Post, **changes: object) -> str:
    """Send a form and confirm; give the link to keep."""
    assert server.form({"action": "confirm"}, asked(server, post, **changes)).status == 303
    return link_in(text_of(post.next()))


def states(server: Answering) -> list[str]:
    return [row.state for row in server.rows()]


def test_an_rsvp_counts_once_it_is_confirmed_with_the_mailed_link(server: Answering, post: Post) -> None:
    got = server.post(server.wish(email="ada@x.example", party_size=2))
    assert (got.status, got.data) == (202, {"state": "pending"})
    assert states(server) == ["pending"]
    first = post.next()
    text = text_of(first)
    assert first["To"] == "ada@x.example"
    for said in ("The meetup", "Saturday, 5 December 2026, 10:00", "Casa do Largo", "A place is kept for you"):
        assert said in text
    link = link_in(text)
    page = server.get(link, Accept="text/html")
    assert "Confirm my place" in page.text
    done = server.form({"action": "confirm"}, link)
    assert (done.status, done.headers["location"]) == (303, f"{link}?done=confirm")
    assert states(server) == ["confirmed"]
    shown = server.get(done.headers["location"], Accept="text/html").text
    assert "Confirmed." in shown
    assert "You have a place." in shown
    second = post.next()
    assert (second["To"], second["Subject"]) == ("ada@x.example", "You have a place: The meetup")
    mine = link_in(text_of(second))
    assert "Change how many come" in server.get(mine).text
    assert server.form({"action": "cancel"}, mine).status == 303
    last = post.next()
    assert last["Subject"] == "Cancelled: The meetup"
    assert "/api/rsvp/" not in text_of(last)
    assert [row.party_size for row in server.rows()] == [2]


def test_the_page_of_thanks_says_where_to_look_and_has_no_link(server: Answering, post: Post) -> None:
    sent = server.form(server.wish())
    page = server.get(sent.headers["location"])
    assert "Look into your mail" in page.text
    assert 'href="/api/' not in page.text
    assert "link" not in server.get(sent.headers["location"], Accept="application/json").data
    post.next()


def test_looking_confirms_nothing(server: Answering, post: Post) -> None:
    link = asked(server, post)
    before = server.rows()
    for method in ("GET", "HEAD"):
        for path in (link, f"{link}?action=confirm", f"{link}?done=confirm"):
            assert server.ask(method, path).status == 200
    assert server.rows() == before


def test_the_link_to_confirm_does_nothing_else_but_erase(server: Answering, post: Post) -> None:
    link = asked(server, post)
    for content in ({"action": "cancel"}, {"action": "change", "party_size": 3}):
        got = server.post(content, link)
        assert (got.status, got.data["code"]) == (409, "link-confirms")
    assert server.get(f"{link}/data").status == 404
    server.post({"action": "confirm"}, link)
    mine = link_in(text_of(post.next()))
    shown = server.get(link, Accept="text/html").text
    assert "use the link in the mail" in shown
    assert mine.rpartition("/")[2] not in shown
    assert server.post({"action": "cancel"}, link).status == 409
    assert server.post({"action": "erase"}, link).data["state"] == "erased"
    assert server.rows() == []


def test_the_link_to_confirm_ends_after_two_days(server: Answering, post: Post) -> None:
    link = asked(server, post)
    server.now += timedelta(hours=47)
    assert server.get(link).status == 200
    server.now += timedelta(hours=2)
    assert server.get(link).status == 404
    assert server.post({"action": "confirm"}, link).status == 404


def test_who_confirms_too_late_gets_what_there_is(server: Answering, post: Post) -> None:
    late = asked(server, post, event=SMALL, party_size=3)
    free = asked(server, post, event=MEETUP)
    server.now += timedelta(minutes=31)
    came(server, post, event=SMALL)
    full = server.form({"action": "confirm"}, late)
    assert full.status == 409
    assert "All places are taken by now." in full.text
    assert server.post({"action": "confirm"}, late).data["code"] == "confirm-full"
    assert server.post({"action": "confirm"}, free).data["state"] == "confirmed"


def test_who_finds_no_seat_confirms_and_waits_and_is_written_when_one_is_free(server: Answering, post: Post) -> None:
    first = came(server, post, event=WAITING)
    assert server.post(server.wish(event=WAITING, email="ben@x.example")).data == {"state": "pending"}
    asked_to = text_of(post.next())
    assert "No place is kept for you" in asked_to
    assert server.post({"action": "confirm"}, link_in(asked_to)).data["state"] == "waiting"
    waits = post.next()
    assert waits["Subject"] == "You are on the waiting list: The waiting"
    assert [part.get_filename() for part in waits.iter_attachments()] == []
    server.post({"action": "cancel"}, first)
    told = {message["To"]: message for message in (post.next(), post.next())}
    assert told["ben@x.example"]["Subject"] == "A place became free: The waiting"
    assert link_in(text_of(told["ben@x.example"]))
    assert [part.get_filename() for part in told["ben@x.example"].iter_attachments()] == ["event.ics"]


def test_a_calendar_entry_comes_with_a_seat(server: Answering, post: Post) -> None:
    link = asked(server, post)
    server.post({"action": "confirm"}, link)
    message = post.next()
    [file] = message.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "event.ics")
    content = file.get_content()
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert (event["UID"], event["SUMMARY"]) == (f"{MEETUP}@x.org", "The meetup")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (CATALOG.events[MEETUP].start, CATALOG.events[MEETUP].end)
    assert event["URL"] == CATALOG.events[MEETUP].url["en"]
    assert "/api/" not in content
    assert "METHOD" not in content


def test_mail_speaks_the_language_of_the_form(tmp_path: Path, post: Post) -> None:
    texts = {"pt": {"mail-confirm-subject": "Confirme: %(event)s", "mail-not-you": "Não foi você?"}}
    with answering(
        tmp_path / "r.db", catalog=replace(CATALOG, texts=texts), channels=Channels(mail=post.mail())
    ) as run:
        run.post(run.wish(language="pt"))
        message = post.next()
    assert (message["Subject"], message["Content-Language"]) == ("Confirme: O encontro", "pt")
    assert "Não foi você?" in text_of(message)
    assert str(message["From"]) == "Lisboa <rsvp@x.org>"


def test_mail_holds_nothing_that_was_typed_but_the_address(server: Answering, post: Post) -> None:
    link = asked(server, post, name="Win money at https://evil.example", email="ada@x.example")
    server.post({"action": "confirm"}, link)
    message = post.next()
    assert "evil" not in message.as_string() + text_of(message)
    for part in link.split("/")[-1:]:
        assert b"ada" not in urlsafe_b64decode(part + "==")


def test_mail_has_the_headers_that_it_should_and_one_receiver(server: Answering, post: Post) -> None:
    link = asked(server, post)
    server.post({"action": "confirm"}, link)
    message = post.next()
    assert sorted(message.keys()) == sorted([
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted",
        "MIME-Version", "Content-Type",
    ])  # fmt: skip
    assert str(message["Reply-To"]) == "lisbon@x.org"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "email",
    ["a@x.example\r\nBcc: b@x.example", "a@x.example, b@x.example", "Ada <a@x.example>", "a@b@c.example",
     "a@x.example\nBcc:b@x.example", "a@x.example;b@x.example", '"a b"@x.example', "a@[127.0.0.1]", "a\x00@x.example"],
)  # fmt: skip
def test_what_is_not_one_address_is_refused_and_nobody_is_written(server: Answering, post: Post, email: str) -> None:
    assert server.post(server.wish(email=email)).status == 422
    assert server.rows() == []
    asked(server, post, email="next@x.example")


def test_a_thousand_forms_with_one_address_are_one_mail(server: Answering, post: Post) -> None:
    def send(number: int) -> int:
        return server.post({"event": MEETUP, "name": f"N {number}", "email": "Ada@x.example".swapcase()}).status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(1_000))) == {202}
    assert post.next()["To"].lower() == "ada@x.example"
    asked(server, post, email="next@x.example")
    assert len(server.rows()) == 2


def test_one_key_sent_twenty_times_at_once_is_one_mail(server: Answering, post: Post) -> None:
    wish = server.wish()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: server.post(wish, Idempotency_Key="6f1c"), range(20)))
    assert {(got.status, got.body) for got in answers} == {(202, b'{"state":"pending"}')}
    post.next()
    asked(server, post, email="next@x.example")


def test_who_is_known_is_answered_like_anybody_and_written_their_link_the_next_day(
    server: Answering, post: Post
) -> None:
    came(server, post, email="known@x.example")
    answers = [server.post(server.wish(email=f"{who}@x.example")) for who in ("known", "new")]
    assert [(got.status, got.body) for got in answers] == [(202, b'{"state":"pending"}')] * 2
    assert {name for got in answers for name in got.headers} == set(answers[0].headers)
    assert post.next()["To"] == "new@x.example"
    pages = [server.form(server.wish(email=f"{who}@x.example")) for who in ("known", "other")]
    assert [got.status for got in pages] == [303, 303]
    texts = [server.get(got.headers["location"]).text for got in pages]
    assert texts[0] == texts[1]
    assert len({len(got.headers["location"]) for got in pages}) == 1
    assert post.next()["To"] == "other@x.example"
    server.now += timedelta(days=1)
    server.post(server.wish(email="known@x.example"))
    message = post.next()
    assert (message["To"], message["Subject"]) == ("known@x.example", "You have a place: The meetup")
    assert "Change how many come" in server.get(link_in(text_of(message))).text


def test_a_full_event_says_so_to_who_is_known_as_well(server: Answering, post: Post) -> None:
    came(server, post, event=SMALL, party_size=3, email="known@x.example")
    for size in (1, 2):
        answers = [
            server.post(server.wish(event=SMALL, email=f"{who}@x.example", party_size=size)) for who in ("known", "new")
        ]
        assert [(got.status, got.data["code"]) for got in answers] == [(409, "full")] * 2
        assert answers[0].body == answers[1].body


def test_who_is_known_costs_a_commit_like_anybody(tmp_path: Path, server: Answering, post: Post) -> None:
    """An answer that waits for no commit comes sooner, and tells that somebody is known, or is not."""
    came(server, post, event=SMALL, party_size=2, email="known@x.example")
    journal = tmp_path / "rsvps.db-wal"
    for event, email, size in [
        (SMALL, "known@x.example", 1),
        (SMALL, "new@x.example", 2),
        (SMALL, "known@x.example", 2),
    ]:
        server.wait_for(lambda: server.run(server.store.next_errand()) is None)
        before = journal.stat().st_size
        assert server.post(server.wish(event=event, email=email, party_size=size)).status in {202, 409}
        assert journal.stat().st_size > before


def test_a_trap_looks_like_success_and_writes_nobody(server: Answering, post: Post) -> None:
    got = server.post(server.wish(website="https://spam.example"))
    assert (got.status, got.data) == (202, {"state": "pending"})
    asked(server, post, email="next@x.example")
    assert len(server.rows()) == 1


def test_a_hold_that_runs_out_goes_to_who_waits(server: Answering, post: Post) -> None:
    from hubkit.webhooks.housekeeping import given_on

    asked(server, post, event=WAITING)
    link = asked(server, post, event=WAITING, email="ben@x.example")
    server.post({"action": "confirm"}, link)
    assert post.next()["Subject"].startswith("You are on the waiting list")
    server.now += timedelta(minutes=30)
    server.run(given_on(server.desk))
    assert states(server) == ["pending", "confirmed"]
    assert post.next()["Subject"].startswith("A place became free")


def test_who_never_confirms_is_erased_when_the_server_starts(tmp_path: Path, post: Post) -> None:
    channels = Channels(mail=post.mail())
    with answering(tmp_path / "rsvps.db", channels=channels) as server:
        asked(server, post, email="canary@x.example")
    with answering(tmp_path / "rsvps.db", channels=channels, now=NOW + timedelta(hours=47)) as server:
        assert states(server) == ["pending"]
    with answering(tmp_path / "rsvps.db", channels=channels, now=NOW + timedelta(hours=49)) as server:
        assert server.rows() == []
    assert not [file for file in tmp_path.iterdir() if b"canary" in file.read_bytes()]


def test_what_is_stored_can_be_downloaded(server: Answering, post: Post) -> None:
    link = came(server, post, email="ada@x.example", party_size=2)
    page = server.get(link, Accept="text/html").text
    assert f'<a class="button plain" href="{link}/data" download="rsvp.json">' in page
    got = server.get(f"{link}/data")
    assert got.headers["content-disposition"] == 'attachment; filename="rsvp.json"'
    assert got.headers["cache-control"] == "no-store"
    rsvp = got.data["rsvp"]
    assert (rsvp["name"], rsvp["email"], rsvp["party_size"], rsvp["state"]) == ("Ada", "ada@x.example", 2, "confirmed")
    assert [mail["kind"] for mail in got.data["mails"]] == ["confirm", "standing"]
    for bad in ("x", link.rpartition("/")[2][:-1]):
        assert server.get(f"/api/rsvp/{bad}/data").status == 404


def test_what_is_stored_can_be_erased_and_the_seat_goes_to_the_next(
    tmp_path: Path, server: Answering, post: Post
) -> None:
    link = came(server, post, event=WAITING, email="canary@x.example", name="Canary")
    server.post({"action": "confirm"}, asked(server, post, event=WAITING, email="ben@x.example"))
    post.next()
    assert "Erase my data" in server.get(link, Accept="text/html").text
    done = server.form({"action": "erase"}, link)
    assert done.status == 303
    assert "is erased" in server.get(done.headers["location"]).text
    assert post.next()["To"] == "ben@x.example"
    assert [(row.email, row.state) for row in server.rows()] == [("ben@x.example", "confirmed")]
    assert server.get(link).status == 404
    assert server.post({"action": "erase"}, link).status == 404
    raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"canary" not in raw.lower()


def test_after_the_event_one_can_still_erase_and_nobody_moves_up(server: Answering, post: Post) -> None:
    link = came(server, post, event=WAITING)
    server.post({"action": "confirm"}, asked(server, post, event=WAITING))
    post.next()
    server.now += timedelta(days=20)
    assert server.post({"action": "erase"}, link).data == {"event": WAITING, "state": "erased", "party_size": 1}
    assert states(server) == ["waiting"]


def test_without_mail_one_can_download_and_erase_too(tmp_path: Path) -> None:
    with answering(tmp_path / "rsvps.db") as server:
        link = server.post(server.wish(name="Canary")).data["link"]
        assert server.get(f"{link}/data").data["rsvp"]["name"] == "Canary"
        assert server.post({"action": "erase"}, link).status == 200
        assert server.rows() == []
    assert not [file for file in tmp_path.iterdir() if b"Canary" in file.read_bytes()]


# What goes wrong on the way.


def test_a_server_that_is_away_gets_the_mail_when_it_is_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with post_office() as away:
        port = away.port
    caplog.set_level(logging.INFO)
    with answering(tmp_path / "rsvps.db", channels=Channels(mail=away.mail())) as server:
        assert server.post(server.wish(email="ada@x.example")).status == 202
        server.wait_for(lambda: "could not be sent" in caplog.text)
        with post_office(port) as back:
            server.now += timedelta(minutes=2)
            server.tell()
            assert back.next()["To"] == "ada@x.example"
    assert "ConnectionRefusedError" in caplog.text
    assert "ada@x.example" not in caplog.text


def test_a_mail_that_is_refused_for_good_is_given_up_and_said_without_the_address(
    server: Answering, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.to_receiver = "550 ada@x.example is unknown here"
    server.post(server.wish(email="ada@x.example"))
    server.wait_for(lambda: "given up" in caplog.text)
    assert "A mail (confirm) was refused for good: SMTP 550. It is given up." in caplog.text
    assert "ada@x.example" not in caplog.text
    assert server.run(server.store.next_errand()) is None
    server.post(server.wish(email="ada@x.example"))
    post.to_receiver = "250 OK"
    asked(server, post, email="next@x.example")
    assert [post.tried.get_nowait() for _ in range(2)] == ["ada@x.example", "next@x.example"]


def test_a_mail_that_cannot_be_sent_for_a_day_is_given_up(
    server: Answering, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.answer = "451 not now, ada@x.example"
    server.post(server.wish(email="ada@x.example"))
    server.wait_for(lambda: "tried again" in caplog.text)
    for _ in range(3):
        server.now += timedelta(hours=7.9)
        before = post.tried.qsize()
        server.tell()
        server.wait_for(lambda count=before: post.tried.qsize() > count)
    assert "given up" not in caplog.text
    server.now += timedelta(hours=1)
    server.tell()
    server.wait_for(lambda: "given up" in caplog.text)
    assert "A mail (confirm) could not be sent for a day: SMTP 451. It is given up." in caplog.text
    assert caplog.text.count("tried again") == 1
    assert "ada@x.example" not in caplog.text
    assert server.run(server.store.next_errand()) is None


def test_a_mail_that_was_sent_and_not_marked_is_sent_again_with_the_same_id(tmp_path: Path, post: Post) -> None:
    channels = Channels(mail=post.mail())
    from hubkit.webhooks.schema import connected

    with answering(tmp_path / "rsvps.db", channels=channels) as server:
        server.post(server.wish())
        first = post.next()
        server.wait_for(lambda: server.run(server.store.next_errand()) is None)
    with closing(connected(tmp_path / "rsvps.db")) as connection:  # as where the process is killed before it is marked
        connection.execute("UPDATE outbox SET sent = NULL, due = made")
    with answering(tmp_path / "rsvps.db", channels=channels) as server:
        again = post.next()
    assert (again["Message-ID"], again["To"]) == (first["Message-ID"], first["To"])


def test_a_mail_that_is_true_no_more_is_not_sent(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with post_office() as away:
        port = away.port
    with answering(tmp_path / "rsvps.db", channels=Channels(mail=away.mail())) as server:
        server.post(server.wish(event=WAITING, email="gone@x.example"))
        [gone] = server.rows()
        server.wait_for(lambda: caplog.text.count("could not be sent") == 1)
        server.run(server.store.erase((gone.id,)))
        server.post(server.wish(email="confirmed@x.example"))
        server.wait_for(lambda: caplog.text.count("could not be sent") == 2)
        key = server.rows()[0].id
        token = server.signer.sign("confirm", key, server.now, server.now + timedelta(days=1))
        server.post({"action": "confirm"}, f"/api/rsvp/{token}")
        server.wait_for(lambda: caplog.text.count("could not be sent") == 3)
        with post_office(port) as back:
            server.now += timedelta(minutes=3)
            server.tell()
            message = back.next()
            assert (message["To"], message["Subject"]) == ("confirmed@x.example", "You have a place: The meetup")
            server.wait_for(lambda: server.run(server.store.next_errand()) is None)
            assert back.got.empty()


def test_a_mail_server_that_never_answers_keeps_the_server_from_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mail = Mail(MailServer("127.0.0.1", silent.getsockname()[1], "none"), "rsvp@x.org")
        with answering(tmp_path / "rsvps.db", channels=Channels(mail=mail)) as server:
            assert server.post(server.wish()).status == 202
            connection, _ = silent.accept()
            assert server.post(server.wish()).status == 202
            assert len(server.rows()) == 2
        connection.close()


def test_the_log_of_a_whole_day_names_nobody(server: Answering, post: Post, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    link = came(server, post, email="canary@x.example", name="Canary")
    server.post({"action": "erase"}, link)
    said = caplog.text + json.dumps([record.getMessage() for record in caplog.records])
    assert "canary" not in said.lower()
