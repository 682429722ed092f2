"""What organizers are told from Netlify: as from `hubkit api`, with the same id from both, and nobody's name."""

import base64
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hubkit.webhooks.channels import SettingError, channels_from
from hubkit.webhooks.hooks import content_of, headers_of
from hubkit.webhooks.notices import notice_of
from hubkit.webhooks.store import Errand, Taken
from tests import postgres
from tests.netlify.functions import NodeAnswering, node_home
from tests.netlify.node import said_by_node
from tests.webhooks.answering import CATALOG, MEETUP, NOW
from tests.webhooks.mailing import Receiver, receiver

KEY = b"a key of thirty-two bytes, at least"
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"
WAITING = "lisbon.2026-12-05-waiting"


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as there:
        yield there


@pytest.fixture
def server(tmp_path: Path, there: Receiver, postgres_server: postgres.Server) -> Iterator[Any]:
    told = {"HUBKIT_NOTIFY_URL": there.url, "HUBKIT_NOTIFY_SECRET": SECRET}
    with node_home(postgres_server) as home, home(tmp_path / "rsvps.db", environment=told) as run:
        yield run


@pytest.mark.node
@pytest.mark.postgres
def test_each_change_is_told_without_a_name(server: NodeAnswering, there: Receiver) -> None:
    first = server.post(server.wish(event=WAITING, name="Canary", email="canary@x.example")).data["link"]
    second = server.post(server.wish(event=WAITING)).data["link"]
    server.post(server.wish(event=WAITING))
    server.post({"action": "cancel"}, first)
    server.post({"action": "erase"}, second)
    other = server.post(server.wish()).data["link"]
    server.post({"action": "change", "party_size": 4}, other)
    got = [there.next() for _ in range(9)]
    assert Counter(each.data["type"].removeprefix("rsvp.") for each in got) == {
        "confirmed": 2, "waiting": 2, "cancelled": 2, "moved_up": 2, "changed": 1,
    }  # fmt: skip
    assert not any(b"anary" in each.body for each in got)
    assert len({each.headers["webhook-id"] for each in got}) == 9
    assert got[0].path == "/hooks/1?key=2"


@pytest.mark.node
@pytest.mark.postgres
@pytest.mark.parametrize("status", [500, 302])
def test_what_is_not_taken_is_sent_again_within_the_day_by_the_hourly_function(
    server: NodeAnswering, there: Receiver, status: int
) -> None:
    there.status = status
    server.post(server.wish())
    first = there.next()
    there.status = 204
    server.now += timedelta(hours=1)
    server.get("/hourly")
    again = there.next()
    assert again.path == first.path, "a redirect was followed"
    assert again.headers["webhook-id"] == first.headers["webhook-id"]
    assert again.headers["webhook-timestamp"] != first.headers["webhook-timestamp"]
    assert server.run(server.store.next_errand()) is None
    said = server.said.read_text("utf-8")
    assert f"A notification (confirmed) could not be sent: HTTP {status}." in said
    assert "hooks/1" not in said


@pytest.mark.node
@pytest.mark.parametrize("made", [NOW, NOW + timedelta(microseconds=120)])
@pytest.mark.parametrize("shape", ["signed", "slack", "discord"])
def test_it_is_the_same_bytes(shape: Any, made: datetime, tmp_path: Path) -> None:
    errand = Errand(7, "hook", "moved-up", MEETUP, "", 2, made, 1)
    hook = msgspec.structs.replace(
        channels_from({"HUBKIT_NOTIFY_URL": "https://x.org/a", "HUBKIT_NOTIFY_SECRET": SECRET}).hook, shape=shape
    )
    notice = notice_of(errand, CATALOG.events[MEETUP], Taken(seats=7, waiting=3), CATALOG)
    content = content_of(hook, notice)
    (tmp_path / "catalog.json").write_bytes(msgspec.json.encode(CATALOG))
    said = said_by_node(
        """const { contentOf, headersOf, noticeOf } = await at("notices.mjs");
        const { readCatalog } = await at("catalog.mjs");
        const catalog = readCatalog(given.catalog);
        const errand = { number: 7, kind: "moved-up", event: given.event, people: 2, stamp: given.stamp };
        const notice = noticeOf(errand, catalog.events.get(given.event), { seats: 7, waiting: 3 }, catalog);
        const hook = { shape: given.shape, key: Buffer.from(given.key, "base64") };
        const content = contentOf(hook, notice);
        console.log(JSON.stringify([content, headersOf(hook, notice, content, new Date(given.now))]));""",
        {
            "catalog": str(tmp_path / "catalog.json"),
            "event": MEETUP,
            "stamp": made.isoformat(),
            "shape": shape,
            "key": SECRET.removeprefix("whsec_"),
            "now": int(NOW.timestamp() * 1000),
        },
    )
    assert said == [content.decode(), dict(headers_of(hook, notice, content, NOW))]


def url(text: str, secret: str = SECRET) -> dict[str, str]:
    return {"HUBKIT_NOTIFY_URL": text, "HUBKIT_NOTIFY_SECRET": secret}


@pytest.mark.node
@pytest.mark.parametrize(
    "environment",
    [{}, {"HUBKIT_NOTIFY_SECRET": SECRET}, url("https://x.org/a?b"), url("http://127.0.0.1:1/a"), url("http://x.org/"),
     url("file:///canary"), url("https://u:canary@x.org/"), url("https://x.org/canary here"), url("https://x.org/#a"),
     url("https://x.org", ""), url("https://x.org", SECRET[6:]), url("https://x.org", "whsec_canary"),
     url("https://hooks.slack.com/services/canary", ""), url("https://discord.com/api/webhooks/1/canary", "")],
)  # fmt: skip
def test_the_same_settings_are_taken(environment: dict[str, str]) -> None:
    try:
        hook = channels_from(environment).hook
        mine: Any = [hook.shape, base64.b64encode(hook.key).decode()] if hook else None
    except SettingError:
        mine = "refused"
    theirs = said_by_node(
        """const { SettingError, hookFrom } = await at("channels.mjs");
        let said;
        try { const hook = hookFrom(given); said = hook && [hook.shape, hook.key.toString("base64")]; }
        catch (fault) {
          if (!(fault instanceof SettingError) || /canary/.test(fault.message)) throw fault;
          said = "refused";
        }
        console.log(JSON.stringify(said));""",
        environment,
    )
    assert theirs == mine
