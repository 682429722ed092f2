"""What organizers are told, and how: signed, in the shapes of Slack and Discord, by mail; and nobody's name."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hubkit.webhooks.channels import Channels, Hook
from hubkit.webhooks.hooks import content_of, headers_of
from hubkit.webhooks.notices import Notice, notice_of
from hubkit.webhooks.store import Errand, Taken
from tests.webhooks.answering import CATALOG, MEETUP, NOW, Answering, answering
from tests.webhooks.mailing import Receiver, post_office, receiver, text_of

KEY = b"a key of thirty-two bytes, at least"
CLUB, WAITING = "lisbon.2026-12-05-club", "lisbon.2026-12-05-waiting"


def hook_to(there: Receiver) -> Hook:
    return Hook("127.0.0.1", there.port, "/hooks/1?key=2", is_https=False, shape="signed", key=KEY)


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as there:
        yield there


@pytest.fixture
def server(tmp_path: Path, there: Receiver) -> Iterator[Answering]:
    with answering(tmp_path / "rsvps.db", channels=Channels(hook=hook_to(there))) as run:
        yield run


def test_a_new_rsvp_is_told_with_the_numbers_and_no_name(server: Answering, there: Receiver) -> None:
    got = server.post(server.wish(event=CLUB, name="Canary", email="canary@x.example", party_size=2))
    assert (got.status, got.data["state"]) == (201, "confirmed"), "without mail nothing waits for confirmation"
    sent = there.next()
    assert sent.data == {
        "type": "rsvp.confirmed",
        "timestamp": NOW.isoformat(),
        "data": {
            "event": CLUB,
            "title": "The club",
            "url": CATALOG.events[CLUB].url["en"],
            "people": 2,
            "seats_taken": 2,
            "capacity": 3,
            "waiting": 0,
        },
    }
    assert b"anary" not in sent.body
    assert server.rows()[0].id.encode() not in sent.body
    assert sent.path == "/hooks/1?key=2"


def test_it_is_signed_as_standard_webhooks_asks(server: Answering, there: Receiver) -> None:
    server.post(server.wish())
    sent = there.next()
    signed = ".".join((sent.headers["webhook-id"], sent.headers["webhook-timestamp"], sent.body.decode()))
    signature = base64.b64encode(hmac.new(KEY, signed.encode(), hashlib.sha256).digest()).decode()
    assert sent.headers["webhook-signature"] == f"v1,{signature}"
    assert sent.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert sent.headers["webhook-id"].startswith("msg_")


def test_each_change_is_told(server: Answering, there: Receiver) -> None:
    first = server.post(server.wish(event=WAITING)).data["link"]
    second = server.post(server.wish(event=WAITING)).data["link"]
    server.post(server.wish(event=WAITING))
    server.post({"action": "cancel"}, first)
    server.post({"action": "erase"}, second)
    other = server.post(server.wish()).data["link"]
    server.post({"action": "change", "party_size": 4}, other)
    types = [there.next().data["type"] for _ in range(9)]
    assert [each.removeprefix("rsvp.") for each in types] == [
        "confirmed", "waiting", "waiting", "cancelled", "moved_up", "cancelled", "moved_up", "confirmed", "changed",
    ]  # fmt: skip


@pytest.mark.parametrize("status", [500, 404, 301, 302, 307, 308])
def test_an_answer_that_is_no_yes_is_tried_again_with_the_same_id_and_no_redirect_is_followed(
    server: Answering, there: Receiver, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    there.status = status
    server.post(server.wish())
    first = there.next()
    server.wait_for(lambda: "tried again" in caplog.text)
    assert f"A notification (confirmed) could not be sent: HTTP {status}." in caplog.text
    assert "hooks/1" not in caplog.text
    there.status = 200
    server.now += timedelta(minutes=2)
    server.tell()
    again = there.next()
    assert again.path == "/hooks/1?key=2", "a redirect was followed"
    assert again.headers["webhook-id"] == first.headers["webhook-id"]
    assert again.headers["webhook-timestamp"] != first.headers["webhook-timestamp"]
    server.wait_for(lambda: server.run(server.store.next_errand()) is None)


def test_a_receiver_that_is_away_keeps_no_mail_from_being_sent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with receiver() as away:
        hook = hook_to(away)
    with post_office() as post:
        channels = Channels(mail=post.mail(), hook=hook, organizers="team@x.org")
        with answering(tmp_path / "rsvps.db", channels=channels) as server:
            server.post(server.wish(name="Canary", email="canary@x.example"))
            token = server.signer.sign("confirm", server.rows()[0].id, server.now, server.now + timedelta(days=1))
            server.post({"action": "confirm"}, f"/api/rsvp/{token}")
            got = {(message["To"], message["Subject"]): message for message in (post.next() for _ in range(3))}
            server.wait_for(lambda: "A notification (confirmed) could not be sent: ConnectionRefused" in caplog.text)
    notice = got["team@x.org", "Somebody is coming: The meetup"]
    assert ("canary@x.example", "You have a place: The meetup") in got
    assert "Places taken: 1" in text_of(notice)
    assert "anary" not in notice.as_string() + text_of(notice)


def errand(**changes: Any) -> Errand:
    values: dict[str, Any] = {"number": 1, "receiver": "hook", "kind": "confirmed", "event": MEETUP, "about": ""}
    return Errand(**values | {"people": 2, "made": NOW, "tries": 1} | changes)


def notice(title: str = "The meetup", **changes: Any) -> Notice:
    event = replace(CATALOG.events[MEETUP], title={"en": title}, **changes)
    return notice_of(errand(), event, Taken(seats=7, waiting=3), CATALOG)


def sent_to(shape: Any, what: Notice) -> bytes:
    return content_of(Hook("example.org", 443, "/", is_https=True, shape=shape), what)


def test_slack_is_sent_words_in_which_nothing_is_a_link_or_a_mention() -> None:
    content = sent_to("slack", notice("<!channel> & <https://evil.example|click>"))
    assert b'"text":"Somebody is coming: &lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;\\n' in content


def test_discord_is_sent_words_that_mention_nobody() -> None:
    content = sent_to("discord", notice("@everyone"))
    assert b'"allowed_mentions":{"parse":[]}' in content
    assert b"Somebody is coming: @everyone" in content
    assert len(sent_to("discord", notice("x" * 5_000))) < 2_100


def test_neither_is_signed() -> None:
    hook = Hook("hooks.slack.com", 443, "/", is_https=True, shape="slack")
    assert not [name for name in headers_of(hook, notice(), b"", NOW) if name.startswith("webhook")]


def test_the_words_name_the_event_and_the_numbers() -> None:
    assert notice().text.splitlines() == [
        "Somebody is coming: The meetup",
        "Saturday, 5 December 2026, 10:00",
        "People in this RSVP: 2. Places taken: 7. People waiting: 3.",
        "Places in all: 5000.",
        "https://x.org/lisbon/events/2026-12-05-meetup/",
    ]
    assert "Places in all" not in notice(capacity=None).text
