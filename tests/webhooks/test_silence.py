"""What the functions let others know of a person: nothing by their answers, and nothing by what they print."""

import json
import re
import signal
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec.structs import replace

from tests.answers import Got
from tests.cli.test_functions import AN_EVENT, running
from tests.webhooks.answering import CATALOG, MEETUP, SECRET, SITE, Answering, answering, link_on

PEOPLE = 200
OWN = re.compile(r'<section class="notice is-info" aria-labelledby="link">.*?</section>\n', re.DOTALL)


def told(got: Got) -> tuple[int, tuple[str, ...], str]:
    """What an answer says to who does not own the address: without the link that is shown once, to who came first."""
    headers = tuple(sorted(set(got.headers) - {"date"}))
    if got.headers["content-type"] == "application/json":
        return got.status, headers, json.dumps({**got.data, "link": ""}, sort_keys=True)
    return got.status, headers, OWN.sub("", got.text)


def thanks(server: Answering, wish: dict[str, object]) -> Got:
    sent = server.form(wish)
    assert (sent.status, sent.body) == (303, b"")
    return server.get(sent.headers["location"])


def test_a_known_address_is_answered_as_an_unknown_one(tmp_path: Path) -> None:
    with answering(tmp_path / "rsvps.db") as server:
        known = [server.wish(email=f"known{number}@x.example") for number in range(PEOPLE)]
        for wish in known:
            server.post(wish)
        before = server.rows()
        unknown = [server.wish(email=f"other{number}@x.example") for number in range(PEOPLE)]
        half = PEOPLE // 2
        answers = {
            name: Counter(
                [told(server.post(wish)) for wish in wishes[:half]]
                + [told(thanks(server, wish)) for wish in wishes[half:]]
            )
            for name, wishes in (("known", known), ("unknown", unknown))
        }
        assert answers["known"] == answers["unknown"]
        assert sorted(answers["known"].values()) == [half, half], "each kind has one answer"
        assert server.rows()[:PEOPLE] == before, "what was there stays as it was"
        # A mistake, a full event and a trap say nothing of the address either.
        for change in ({"name": ""}, {"event": "lisbon.2026-12-05-closed"}, {"website": "x"}, {"t": "x"}):
            assert told(server.post({**known[0], **change})) == told(server.post(server.wish(**change))), change


class Asking:
    """A browser and a program that ask one server for all that it answers, about one person after the other."""

    def __init__(self, url: str) -> None:
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.statuses: Counter[int] = Counter()
        self.secrets: set[str] = set()
        self.address = ""

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, body, named | {"X-Forwarded-For": self.address})
        response = self.connection.getresponse()
        self.statuses[response.status] += 1
        way = response.headers.get("location", "")
        return response.read().decode(), way

    def keep(self, path: str) -> str:
        """Remember a path that is for one person alone."""
        self.secrets.add(path.partition("?")[0].rpartition("/")[2])
        return path

    def about(self, number: int) -> None:
        self.address = f"203.0.113.{number}"
        person = {"name": f"Canary Nameson{number}", "email": f"canary{number // 2}@mail.example"}
        wish = {"event": AN_EVENT, **person}
        json_of = {"Content_Type": "application/json", "Origin": SITE}
        form_of = {"Content_Type": "application/x-www-form-urlencoded", "Origin": SITE, "Accept": "text/html"}
        body, _ = self.ask("POST", "/api/rsvp", json.dumps(wish).encode(), Idempotency_Key=f"canary{number}", **json_of)
        if link := json.loads(body).get("link"):
            self.ask("GET", self.keep(link))
            self.ask("POST", link, b'{"action": "change", "party_size": 2}', **json_of)
            self.ask("POST", link, b'{"action": "change", "party_size": "canary"}', **json_of)
        body, way = self.ask(
            "POST", "/api/rsvp", urlencode({**wish, "email": f"form{number}@canary.example"}).encode(), **form_of
        )
        if way:
            page, _ = self.ask("GET", self.keep(way))
            self.ask("POST", self.keep(link_on(page)), b"action=cancel", **form_of)
        for change in (
            {"email": "canary@mail"},
            {"event": "canary"},
            {"website": "canary"},
            {"t": "canary"},
            {"canary": 1},
        ):
            self.ask("POST", "/api/rsvp", json.dumps({**wish, **change}).encode(), **json_of)
        self.ask("POST", "/api/rsvp", json.dumps(wish).encode()[:-1], **json_of)
        self.ask("POST", "/api/rsvp", json.dumps(wish).encode(), **(json_of | {"Origin": "https://canary.example"}))
        self.ask("GET", f"/canary/{person['email']}?email={person['email']}")
        self.ask("GET", f"/api/rsvp/canary{number}")


def test_nothing_of_a_person_is_printed_whatever_is_asked(tmp_path: Path) -> None:
    event = CATALOG.events[MEETUP]
    far = replace(event, start=event.start.replace(year=2099), end=event.end.replace(year=2099))
    catalog = tmp_path / "catalog.json"
    catalog.write_bytes(msgspec.json.encode(replace(CATALOG, events={AN_EVENT: far})))
    arguments = ("--catalog", catalog, "--database", tmp_path / "r.db", "--trust-proxy")
    with running(*arguments, HUBKIT_SECRET=SECRET, PYTHONDEVMODE="1", PYTHONASYNCIODEBUG="") as (url, process):
        asking = Asking(url)
        for number in range(40):
            asking.about(number)
        asking.connection.close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert set(asking.statuses) >= {201, 303, 400, 403, 404, 422}
    assert not [status for status in asking.statuses if status >= 500]
    printed = out + err
    assert len(asking.secrets) >= 100
    for secret in (*asking.secrets, "canary", "Canary", "Nameson", "mail.example", "203.0.113"):
        assert secret not in printed
