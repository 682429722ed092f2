"""What strangers send over the wire: each is answered, once, and leaves nothing behind."""

import csv
import io
import re
import socket
from itertools import product

import pytest

from hubkit.webhooks.lists import COLUMNS, csv_of, is_formula
from tests.webhooks.answering import MEETUP, PATIENCE, SITE, Answering, Home

PATHS = [
    "/../../../../etc/hosts", "/..%2f..%2f..%2fetc/hosts", "/%2e%2e/%2e%2e/etc/hosts", "/..%5c..%5cetc%5chosts",
    "/%252e%252e/etc/hosts", "/....//....//etc/hosts", "/%c0%ae%c0%ae/etc/hosts", "//etc/hosts", "/@fs/etc/hosts",
    "/api/../../etc/hosts", "/api/rsvp/..%2f..%2fetc%2fhosts", "/api/rsvp/../openapi.yaml", "/openapi.yaml",
    "/api/events/..%2f..%2fetc%2fhosts/availability", "/api/rsvp/%00", "/%00", "/a%0d%0aX-Evil:%201", "/.env",
    "/.git/config", "/rsvps.db", "/rsvps.db-wal", "/catalog.json", "/C:/Windows/win.ini", "/index.html::$DATA",
    "/?/../../etc/hosts", "///evil.example/..", "/\\evil.example", "/%5cevil.example", "/%09/evil.example",
    "/api//evil.example", "/api/rsvp/thanks//evil.example", "/api/rsvp/thanks/https:%2f%2fevil.example",
    "//evil.example/%2e%2e", "/api/health//evil.example", "/API/health", "http://evil.example/api/nothing",
]  # fmt: skip


@pytest.fixture(scope="module")
def server(home: Home, tmp_path_factory: pytest.TempPathFactory):
    with home(tmp_path_factory.mktemp("hostile") / "rsvps.db") as run:
        yield run


def said(server: Answering, head: str, body: bytes = b"") -> tuple[int, str, bytes]:
    """Send a request as it stands; give status, head and body of the one answer."""
    request = head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    above, _, below = answer.partition(b"\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    return int(above.split(b" ", 2)[1]), above.decode("latin-1").lower(), below


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_a_file_or_to_another_site(server: Answering, path: str) -> None:
    status, head, body = said(server, f"GET {path} HTTP/1.1\nHost: 127.0.0.1\nConnection: close")
    assert status in {400, 404}
    assert "location:" not in head
    assert "x-evil" not in head
    assert b"localhost" not in body


@pytest.mark.parametrize("host", ["evil.example", "evil.example@localhost", "a b", "", "[::1].evil.example"])
def test_what_is_asked_under_another_name_is_led_to_no_other_site(server: Answering, host: str) -> None:
    form = f"event={MEETUP}&name=Ada&email=host{len(host)}%40x.example".encode()
    head = (
        f"POST /api/rsvp HTTP/1.1\nHost: {host}\nOrigin: {SITE}\nConnection: close\n"
        f"X-Forwarded-Host: evil.example\nContent-Type: application/x-www-form-urlencoded\nContent-Length: {len(form)}"
    )
    status, above, body = said(server, head, form)
    assert status in {303, 400}
    assert "evil.example" not in above
    assert b"evil.example" not in body
    if status == 303:
        assert re.search(r"^location: /api/rsvp/thanks/[\w-]+\r?$", above, re.MULTILINE)


OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")


@pytest.mark.parametrize(("name", "path"), list(product(OVERRIDES, ("?_method=POST", "?action=cancel"))))
def test_looking_stays_looking_whatever_else_is_claimed(server: Answering, name: str, path: str) -> None:
    link = server.post(server.wish()).data["link"]
    rows = server.rows()
    for target in (f"/api/rsvp{path}&event={MEETUP}&name=Eve&email=eve%40x.example", link + path):
        for method in ("GET", "HEAD"):
            assert server.ask(method, target, **{name: "POST", "Origin": SITE}).status in {200, 405}
    assert server.rows() == rows


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://192.0.2.1", "http://localhost.evil.example"]
)
def test_no_other_site_reads_any_answer(server: Answering, origin: str) -> None:
    link = server.post(server.wish()).data["link"]
    for path in (link, "/api/health", f"/api/events/{MEETUP}/availability", "/no"):
        assert "access-control-allow-origin" not in server.get(path, Origin=origin).headers
    assert "access-control-allow-origin" not in server.post(server.wish(), Origin=origin).headers


@pytest.mark.parametrize(
    "changes",
    [{"name": "Ada\r\nBcc: all@evil.example"}, {"email": "ada@x.example\r\nBcc: b@evil.example"},
     {"email": "a@x.example, b@y.example"}, {"email": "a\0@x.example"}, {"name": "\u202eadA\u200b\u0007"},
     {"next": "//evil.example"}, {"next": "/%09/evil.example"}, {"redirect": "javascript:alert(1)"},
     {"party_size": True}, {"party_size": 10**20}, {"__proto__": {"admin": True}}, {"language": "../../etc"}],
)  # fmt: skip
def test_what_is_refused_is_neither_stored_nor_sent_back_in_headers(
    server: Answering, changes: dict[str, object]
) -> None:
    before = server.rows()
    got = server.post(server.wish(**changes))
    if "language" in changes:  # no language of the hub: its first is taken, and no file is looked for
        assert (got.status, server.rows()[-1].language) == (201, "en")
        return
    assert got.status == 422
    assert not any(word in str(got.headers) for word in ("evil", "Bcc", "javascript"))
    assert server.rows() == before


def test_only_whole_requests_of_one_length_are_answered_and_the_connection_ends(server: Answering) -> None:
    smuggled = b"0\r\n\r\nGET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"
    for lengths in ("Content-Length: 4\nTransfer-Encoding: chunked", "Content-Length: 4\nContent-Length: 5",
                    "Content-Length: +5", "Content-Length: 5_0", "Content-Length: -1", "Content-Length: 0x5",
                    "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: identity",
                    "Content-Length : 4"):  # fmt: skip
        head = f"POST /api/rsvp HTTP/1.1\nHost: x\nOrigin: {SITE}\nContent-Type: application/json\n{lengths}"
        assert said(server, head, smuggled)[0] in {400, 501}, lengths


def test_a_name_that_is_a_formula_comes_to_a_spreadsheet_as_a_text(home: Home, tmp_path) -> None:
    names = ["=1+1", "+1", "-5", "@SUM(1)", "＝1+1", "\u200b=1", " =1", "=cmd|' /C calc'!A1", "'=1", '"=1"', "－1"]
    with home(tmp_path / "rsvps.db") as server:
        for name in names:
            assert server.post(server.wish(name=name)).status == 201
        rows = server.rows()
    content = csv_of(rows).decode("utf-8-sig")
    shown = [row[COLUMNS.index("name")] for row in csv.reader(io.StringIO(content, newline=""), strict=True)][1:]
    assert [text.startswith("'") for text in shown] == [is_formula(row.name) for row in rows]
    assert sum(text.startswith("'") for text in shown) == len(names) - 1, "the one in quotation marks is a text"
