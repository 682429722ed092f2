"""What holds for every request: who may send, how much, how often; and what every answer says to browsers."""

import json
import logging

import pytest

from hubkit.webhooks.limits import Limits
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.store import Busy
from tests.webhooks.answering import MEETUP, SITE, UNLIMITED, Answering, Home, answering

CHUNKED = b"Transfer-Encoding: chunked\r\n"


@pytest.fixture(scope="module")
def server(home: Home, tmp_path_factory: pytest.TempPathFactory):
    with home(tmp_path_factory.mktemp("guarded") / "rsvps.db") as run:
        yield run


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory):
    """One that reads HTTP itself; elsewhere, the host does."""
    with answering(tmp_path_factory.mktemp("reading") / "rsvps.db") as run:
        yield run


def without_new_rows(server: Answering):
    """Give a check that nothing was stored since."""
    before = len(server.rows())

    def check() -> None:
        assert len(server.rows()) == before

    return check


@pytest.mark.parametrize(
    "headers",
    [{"Origin": SITE}, {"Origin": "https://lisbon.example"}, {"Origin": SITE, "Sec_Fetch_Site": "cross-site"},
     {"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"},
     {"Origin": "null", "Sec_Fetch_Site": "same-origin"}],
)  # fmt: skip
def test_pages_of_the_site_may_send(server: Answering, headers: dict[str, str]) -> None:
    sent = {"Content_Type": "application/json"} | headers
    assert server.ask("POST", "/api/rsvp", json.dumps(server.wish()).encode(), **sent).status == 201


def test_pages_of_this_server_may_send(server: Answering) -> None:
    assert server.post(server.wish(), Origin=server.origin).status == 201


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": "https://x.org.evil.example"},
     {"Origin": "http://x.org"}, {"Origin": "https://x.org:8443"}, {"Origin": "https://X.org@evil.example"},
     {"Origin": "http://localhost:1"}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
     {"Referer": f"{SITE}/"}],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
def test_other_pages_may_not(server: Answering, headers: dict[str, str], kind: str) -> None:
    check = without_new_rows(server)
    sent = {"Content_Type": kind} | headers
    for path in ("/api/rsvp", "/api/rsvp/x"):
        got = server.ask("POST", path, json.dumps(server.wish()).encode(), **sent)
        assert got.status == 403
        assert got.headers.get("access-control-allow-origin") in {None, SITE}
    check()


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "", "application/json; charset=x",
                                  "text/json", "application/jsonp"])  # fmt: skip
def test_only_json_and_forms_are_read(server: Answering, kind: str) -> None:
    assert server.post(server.wish(), Content_Type=kind).status == 415


def test_utf_8_may_be_named(server: Answering) -> None:
    assert server.post(server.wish(), Content_Type='application/json; charset="UTF-8"').status == 201


def test_the_site_may_read_and_others_may_not(server: Answering) -> None:
    path = f"/api/events/{MEETUP}/availability"
    assert server.get(path, Origin=SITE).headers["access-control-allow-origin"] == SITE
    for other in ("https://evil.example", "null", "http://192.0.2.1"):
        assert "access-control-allow-origin" not in server.get(path, Origin=other).headers
    asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "content-type,idempotency-key"}
    allowed = server.ask("OPTIONS", "/api/rsvp", Origin=SITE, **asked)
    assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (200, SITE)
    refused = server.ask("OPTIONS", "/api/rsvp", Origin="https://evil.example", **asked)
    assert refused.status == 400
    assert "access-control-allow-origin" not in refused.headers


def test_a_refusal_can_be_read_by_the_site(server: Answering) -> None:
    said = server.post({"event": "unheard.of"})
    assert (said.status, said.headers["access-control-allow-origin"]) == (404, SITE)


@pytest.mark.parametrize(
    ("length", "status"),
    [(b"Content-Length: 4\r\nContent-Length: 5\r\n", b"400"), (b"Content-Length: +5\r\n", b"400"),
     (b"Content-Length: 5_0\r\n", b"400"), (b"Content-Length: -1\r\n", b"400"), (b"Content-Length: 5, 6\r\n", b"400"),
     (b"Content-Length: 99999999999999999999999\r\n", b"400"), (b"Content-Length: 999999999\r\n", b"413")],
)  # fmt: skip
def test_a_body_has_one_length(own_server: Answering, length: bytes, status: bytes) -> None:
    server = own_server
    check = without_new_rows(server)
    head = (
        b"POST /api/rsvp HTTP/1.1\r\nHost: localhost\r\nOrigin: " + SITE.encode() + b"\r\n"
        b"Content-Type: application/json\r\n"
    )
    said = server.raw(head + length + b"\r\n0\r\n\r\nGET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 " + status)
    assert said.count(b"HTTP/1.1 ") == 1
    check()


@pytest.mark.parametrize("lengths", [b"Content-Length: 4\r\n" + CHUNKED, CHUNKED + b"Content-Length: 4\r\n"])
def test_a_body_is_not_measured_in_two_ways(own_server: Answering, lengths: bytes) -> None:
    server = own_server
    check = without_new_rows(server)
    head = (
        b"POST /api/rsvp HTTP/1.1\r\nHost: localhost\r\nOrigin: " + SITE.encode() + b"\r\n"
        b"Content-Type: application/json\r\n"
    )
    body = json.dumps(server.wish()).encode()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    said = server.raw(head + lengths + b"\r\n" + chunked + b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 400 ")
    assert b"a body has one length" in said
    assert said.count(b"HTTP/1.1 ") == 1
    check()


def test_a_long_body_is_refused_however_it_comes(server: Answering) -> None:
    assert server.post(server.wish(name="a" * 16_400)).status == 413
    head = (
        b"POST /api/rsvp HTTP/1.1\r\nHost: localhost\r\nOrigin: " + SITE.encode() + b"\r\nConnection: close\r\n"
        b"Content-Type: application/json\r\n" + CHUNKED + b"\r\n"
    )
    assert server.raw(head + b"4100\r\n" + b" " * 0x4100 + b"\r\n0\r\n\r\n").startswith(b"HTTP/1.1 413 ")
    long_but_whole = json.dumps(server.wish()).encode().ljust(16_384)
    assert server.post(long_but_whole).status == 201


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/rsvp?event=meetup&name=Ada&email=ada@x.example", 405), ("PUT", "/api/rsvp", 405),
     ("DELETE", "/api/rsvp/x", 405), ("POST", "/api/health", 405), ("GET", "/", 404), ("GET", "/api/rsvp/", 404),
     ("GET", "//evil.example/..", 404), ("GET", "/api/rsvp/thanks/", 404), ("GET", "/api/events//availability", 404),
     ("GET", "/docs", 404), ("GET", "/api/health/", 404), ("GET", "/api/rsvp/thanks/x", 404)],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
def test_nothing_else_is_there(server: Answering, method: str, path: str, status: int, accept: str) -> None:
    got = server.ask(method, path, Accept=accept, Origin=SITE, X_HTTP_Method_Override="POST")
    assert got.status == status
    assert "location" not in got.headers
    if status == 405:
        assert got.headers["allow"]
    if accept == "application/json":
        assert got.headers["content-type"] == "application/problem+json"
    if accept == "text/html":
        assert got.headers["content-type"].startswith("text/html")


def test_a_server_that_works_says_so(server: Answering) -> None:
    assert server.get("/api/health").data == {"status": "ok"}


def test_every_answer_says_what_browsers_must_not_do(server: Answering) -> None:
    link = server.post(server.wish()).data["link"]
    thanks = server.form(server.wish()).headers["location"]
    server.form(server.wish(name=""))
    for path in (link, thanks, "/api/health", "/no", "/api/rsvp", f"/api/events/{MEETUP}/availability"):
        server.get(path)
    server.post(b"{")
    server.post(server.wish(), Origin="https://evil.example")
    server.post(server.wish(name="a" * 16_400))
    server.post(server.wish(), Content_Type="text/plain")
    asked = {"Access_Control_Request_Method": "POST"}
    server.ask("OPTIONS", "/api/rsvp", Origin=SITE, **asked)
    assert {got.status for got in server.seen} >= {200, 201, 303, 400, 403, 404, 405, 413, 415, 422}
    for got in server.seen:
        assert got.headers["cache-control"] == "no-store"
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["referrer-policy"] == "no-referrer"
        assert "server" not in got.headers
        assert "set-cookie" not in got.headers
        policy = {part.split()[0]: part.split()[1:] for part in got.headers["content-security-policy"].split(";")}
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
        assert policy["style-src"] == [SITE]
        assert policy["form-action"] == ["'self'", "https://checkout.stripe.com"]
        assert "script-src" not in policy
        assert got.headers.get("access-control-allow-origin") != "*"


def test_one_address_is_limited_whatever_it_says_of_itself(home: Home, tmp_path) -> None:
    with home(tmp_path / "rsvps.db", limits=None) as server:
        wish = server.wish(t=server.form_token())
        answers = [server.post(wish, X_Forwarded_For=f"203.0.113.{number}") for number in range(60)]
    assert {got.status for got in answers} == {201, 429}
    late = [got for got in answers if got.status == 429]
    assert 30 <= len(late) <= 50
    assert all(int(got.headers["retry-after"]) > 0 for got in late)


def test_without_a_form_token_fewer_are_taken(home: Home, tmp_path) -> None:
    with home(tmp_path / "rsvps.db", limits=None) as server:
        bare = [server.form(server.wish()).status for _ in range(15)]
        bad = server.post(server.wish(t="x")).status
        good = server.post(server.wish(t=server.form_token())).status
    assert bare == [303] * 8 + [429] * 7
    assert (bad, good) == (429, 201)


def test_behind_a_proxy_the_address_is_the_one_that_it_saw(home: Home, tmp_path) -> None:
    with home(tmp_path / "rsvps.db", limits=None, trust_proxy=True) as server:
        others = [server.post(server.wish(), X_Forwarded_For=f"203.0.113.{number}").status for number in range(20)]
        one = [server.post(server.wish(), X_Forwarded_For=f"198.51.100.{n}, 192.0.2.1").status for n in range(20)]
    assert set(others) == {201}
    assert 429 in one


def test_too_many_requests_of_any_kind_are_too_many(home: Home, tmp_path) -> None:
    with home(tmp_path / "rsvps.db", limits=Limits()) as server:
        statuses = [server.get("/no").status for _ in range(200)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


class Broken(SqliteStore):
    """A store whose database is gone, or kept by another."""

    fault: Exception = RuntimeError("secret@mail.example")

    async def take(self, wish, seats, now):
        raise self.fault


def test_a_fault_of_ours_says_nothing_of_a_person(tmp_path, caplog: pytest.LogCaptureFixture, capfd) -> None:
    store = Broken.open(tmp_path / "rsvps.db")
    with answering(tmp_path / "rsvps.db", store=store) as server, caplog.at_level(logging.DEBUG):
        wish = server.wish(name="Secretname", email="secret@mail.example")
        said, page = server.post(wish), server.form(wish)
        store.fault = Busy("later")
        busy = server.post(wish)
    assert (said.status, page.status, busy.status) == (500, 500, 503)
    assert busy.headers["retry-after"] == "5"
    assert said.headers["cache-control"] == "no-store"
    told = caplog.text + "".join(capfd.readouterr())
    assert "A request failed with RuntimeError at:" in told
    assert "in take" in told
    assert "ecret" not in told
    assert "ecret" not in said.text + page.text


def test_no_address_is_logged(tmp_path, caplog: pytest.LogCaptureFixture, capfd) -> None:
    with caplog.at_level(logging.DEBUG), answering(tmp_path / "rsvps.db", UNLIMITED) as server:
        link = server.post(server.wish(email="secret@mail.example")).data["link"]
        server.get(link)
        server.get(server.form(server.wish(email="secret2@mail.example")).headers["location"])
        server.form(server.wish(email="secret@mail"))
        server.raw(b"POST /secret@mail.example HTTP/9\r\n\r\n")
    told = caplog.text + "".join(capfd.readouterr())
    assert "secret" not in told
    assert "127.0.0.1" not in told
    assert link.rpartition("/")[2] not in told
