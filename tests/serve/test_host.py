"""What the preview answers: the site as its host would show it, from the files of the build and from nowhere else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubkit.serve.host import hosted
from tests.serve.running import Running, running
from tests.sites import ADA, BASIC, LISBON, WALK, tree, write

CANARY = b"CANARY: nobody may read this"
SITE = {
    **BASIC,
    "hubs/lisbon/hub.yaml": f"{LISBON}aliases: [lisboa]\n",
    "hubs/lisbon/events/2026-12-05-photo-walk.yaml": f"{WALK}aliases: [2026-12-05-walk]\n",
    "hubs/lisbon/events/2027-01-09-secret-walk.yaml": WALK.replace("2026-12-05", "2027-01-09") + "draft: true\n",
    "hubs/lisbon/members/ada.md": ADA,
    "static/map.pdf": b"%PDF-",
    "static/bare.html": "<p>No head here.",
}
NASTY = (
    "/..%2f..%2f..%2f..%2fetc/passwd",
    "/hubs/..%2f..%2f..%2f..%2fetc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/hubs/%2e%2e/%2e%2e/outside.txt",
    "/hubs/../../outside.txt",
    "/hubs/../site-secret/key.txt",
    "/hubs/%2e%2e/site-secret/key.txt",
    "/hubs/..%5csite-secret%5ckey.txt",
    "/..%5c..%5c..%5cetc%5cpasswd",
    "/%252e%252e/%252e%252e/etc/passwd",
    "/....//....//etc/passwd",
    "/%c0%ae%c0%ae/etc/passwd",
    "//etc/passwd",
    "/hubs//etc/passwd",
    "/.//../../etc/passwd",
    "/@fs/etc/passwd",
    "/hubs/index.html/../../../../etc/passwd",
    "/hubs/index.html%00.png",
    "/hubs/index.html/",
    "/hubs/INDEX.HTML",
    "/hubs/Lisbon/",
    "/hubs/lisbon%2fhub.json%00",
    "/hubs/%00",
    "/hubs/a%0d%0aX-Evil:%201",
    "/hubs/\\..\\..\\etc\\passwd",
    "/C:/Windows/win.ini",
    "/hubs/index.html::$DATA",
    "/hubs/index.html.",
    "/hubs/stray.txt",
    "/hubs/link.txt",
    "/hubs/linked/key.txt",
    "/hubs/.hidden",
    "/hubs/_headers",
    "/hubs/_redirects",
    "/hubs.manifest.json",
    "/_hubkit/../hubs/stray.txt",
    "/_hubkit/reload.js/../../server.py",
    "/_hubkit/%2e%2e/preview.py",
    "http://evil.example/hubs/stray.txt",
    "*",
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview, with things in and beside its folder that hubkit did not write."""
    with running(write(tmp_path_factory.mktemp("shown") / "network", SITE)) as run:
        run.wait_for(1)
        outside = run.folder.parent / "site-secret"
        write(run.folder.parent, {"outside.txt": CANARY, "site-secret/key.txt": CANARY})
        write(run.folder, {"stray.txt": CANARY, ".hidden": CANARY})
        (run.folder / "link.txt").symlink_to(outside / "key.txt")
        (run.folder / "linked").symlink_to(outside)
        yield run


def test_pages_are_those_of_the_build_with_the_script_in_their_head(shown: Running) -> None:
    got = shown.get("/hubs/lisbon/")
    built = (shown.folder / "lisbon/index.html").read_text("utf-8")
    script = re.compile(
        r'<script src="/_hubkit/reload.js" data-page="/hubs/lisbon/" data-state="\w+" defer></script>\n'
    )
    assert got.status == 200
    assert script.sub("", got.text) == built
    assert script.search(got.text.partition("</head>")[0])


def test_built_files_never_hold_the_script(shown: Running) -> None:
    assert shown.get("/hubs/").status == 200
    assert [path for path, content in tree(shown.folder).items() if b"_hubkit" in content] == []


def test_a_page_without_a_head_gets_the_script_at_its_end(shown: Running) -> None:
    assert re.fullmatch(r"<p>No head here\.<script [^>]+></script>\n", shown.get("/hubs/bare.html").text)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/hubs/", "text/html; charset=utf-8"),
        ("/hubs/lisbon/events.ics", "text/calendar; charset=utf-8"),
        ("/hubs/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/hubs/sitemap.xml", "application/xml"),
        ("/hubs/hubs.json", "application/json"),
        ("/hubs/robots.txt", "text/plain; charset=utf-8"),
        ("/hubs/map.pdf", "application/pdf"),
        ("/_hubkit/reload.js", "text/javascript; charset=utf-8"),
        ("/_hubkit/mistakes.css", "text/css; charset=utf-8"),
    ],
)
def test_files_come_whole_and_with_their_type(shown: Running, path: str, content_type: str) -> None:
    got = shown.get(path)
    assert (got.status, got.headers["content-type"]) == (200, content_type)
    assert got.headers["x-content-type-options"] == "nosniff"
    if path.startswith("/hubs/") and path != "/hubs/":
        assert got.body == (shown.folder / path.removeprefix("/hubs/")).read_bytes()


def test_headers_are_those_that_the_site_asks_for(shown: Running) -> None:
    asked = (shown.folder / "_headers").read_text("utf-8")
    policies = re.findall(r"Content-Security-Policy: (.+)", asked)
    icon = re.search(r"/hubs/assets/[\w.-]+\.svg", shown.get("/hubs/").text)
    assert icon
    assert shown.get("/hubs/").headers["content-security-policy"] == policies[0]
    assert shown.get(icon[0]).headers["content-security-policy"] == policies[1]
    assert shown.get("/hubs/no/such/page/").headers["content-security-policy"] == policies[0]
    framed = shown.get("/hubs/lisbon/widget/").headers["content-security-policy"]
    assert framed == policies[-1] == policies[0].replace("frame-ancestors 'none'", "frame-ancestors *")
    assert "immutable" in shown.get(icon[0]).headers["cache-control"]
    assert shown.get("/hubs/").headers["cache-control"] == "no-store"


def test_no_other_site_may_read_a_preview(shown: Running) -> None:
    for path in ("/hubs/", "/hubs/events.ics", "/hubs/events.json", "/_hubkit/reload.js", "/no"):
        headers = shown.get(path, Origin="https://evil.example").headers
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert not [name for name in headers if name.startswith("access-control-")], path


def test_the_site_stands_where_its_url_says(shown: Running) -> None:
    assert (shown.get("/").status, shown.get("/").headers["location"]) == (302, "/hubs/")
    assert shown.get("/hubs").headers["location"] == "/hubs/"
    assert shown.get("/lisbon/").status == 404


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/hubs/lisbon", "/hubs/lisbon/"),
        ("/hubs/lisboa/", "/hubs/lisbon/"),
        ("/hubs/lisboa/members/ada/", "/hubs/lisbon/members/ada/"),
        ("/hubs/lisboa//evil.example/", "/hubs/lisbon/evil.example/"),
        ("/hubs/lisboa/a%5cb%3F", "/hubs/lisbon/a%5Cb%3F"),
        ("/hubs/lisbon/events/2026-12-05-walk/", "/hubs/lisbon/events/2026-12-05-photo-walk/"),
        ("/hubs/lisbon/events/2026-12-05-walk/event.ics", "/hubs/lisbon/events/2026-12-05-photo-walk/event.ics"),
    ],
)
def test_old_addresses_lead_to_new_ones(shown: Running, old: str, new: str) -> None:
    got = shown.get(old)
    assert (got.status, got.headers["location"], got.body) == (301, new, b"")


def test_what_is_not_there_is_the_404_page(shown: Running) -> None:
    got = shown.get("/hubs/lisbon/no-such-page/")
    assert got.status == 404
    assert "<h1" in got.text
    assert "/_hubkit/reload.js" in got.text


def test_drafts_are_there_and_marked(shown: Running) -> None:
    got = shown.get("/hubs/lisbon/events/2027-01-09-secret-walk/")
    assert got.status == 200
    assert "Draft" in got.text


def test_a_head_is_sent_alone(shown: Running) -> None:
    got = shown.get("/hubs/", "HEAD")
    assert (got.status, got.body) == (200, b"")
    assert int(got.headers["content-length"]) == len(shown.get("/hubs/").body)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_a_preview_can_only_be_read(shown: Running, method: str) -> None:
    assert shown.get("/hubs/", method).status == 405


@pytest.mark.parametrize(
    "length",
    ["Content-Length: 4\r\nTransfer-Encoding: chunked", "Content-Length: 4\r\nContent-Length: 5", "Content-Length: +5"],
)
def test_a_body_of_two_lengths_is_refused_and_what_follows_it_is_not_read(shown: Running, length: str) -> None:
    request = f"POST /hubs/ HTTP/1.1\r\nHost: 127.0.0.1:{shown.port}\r\n{length}\r\n\r\n0\r\n\r\n"
    answer = shown.ask(f"{request}GET /hubs/ HTTP/1.1\r\nHost: 127.0.0.1:{shown.port}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"200 OK" not in answer


@pytest.mark.parametrize("target", NASTY)
def test_no_address_leads_out_of_the_site(shown: Running, target: str) -> None:
    status, head, body = shown.target(target.encode())
    assert status in {400, 404}
    assert b"CANARY" not in body
    assert b"root:" not in body
    assert b"X-Evil" not in head


@pytest.mark.parametrize(
    "target", ["///evil.example/..", "//evil.example", "/\\evil.example", "/%5cevil.example", "/%09/evil.example",
               "//evil.example/hubs/lisbon", "/hubs//evil.example/lisbon", "/hubs/lisboa/%2fevil.example"]
)  # fmt: skip
def test_no_redirect_leaves_the_server(shown: Running, target: str) -> None:
    _, head, _ = shown.target(target.encode())
    location = re.search(rb"(?im)^location: (.*?)\r?$", head + b"\r\n")
    assert location is None or re.match(rb"/[a-z]", location[1])


def test_what_follows_a_question_mark_is_no_path(shown: Running) -> None:
    assert shown.get("/hubs/?/../../etc/passwd").status == 200


def test_a_link_in_the_place_of_a_file_is_no_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "site", {"index.html": "home", "a.txt": "a", "sub/b.txt": "b"})
    site = hosted(folder, {"index.html", "a.txt", "sub/b.txt"})
    assert [site.answer(path).status for path in ("/", "/a.txt", "/sub/b.txt")] == [200, 200, 200]
    write(tmp_path, {"key.txt": CANARY, "other/b.txt": CANARY})
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(tmp_path / "key.txt")
    (folder / "sub").rename(tmp_path / "away")
    (folder / "sub").symlink_to(tmp_path / "other")
    (folder / "index.html").unlink()
    assert [site.answer(path).status for path in ("/", "/a.txt", "/sub/b.txt")] == [404, 404, 404]


PIECES = st.sampled_from(
    [".", "..", "", "/", "//", "\\", "%2e", "%2f", "%5c", "%00", "%", "%zz", "%ff", "%c0%af", "?", ";", "*", "~", ":",
     "hubs", "HUBS", "lisbon", "Lisbon", "lisboa", "events", "events.ics", "index.html", "404.html", "::$DATA",
     "_headers", "_redirects", "stray.txt", "link.txt", "linked", "key.txt", ".hidden", "site", "site-secret",
     "outside.txt", "_hubkit", "reload.js", "etc", "passwd", "C:", "%C3%A9"]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(pieces=st.lists(PIECES, max_size=9), slashes=st.booleans())
def test_every_body_is_a_file_of_the_build(shown: Running, pieces: list[str], slashes: bool) -> None:
    target = "/" + ("/" if slashes else "").join(pieces)
    status, _, body = shown.target(target.encode())
    if status != 200:
        assert b"CANARY" not in body
        return
    plain = re.sub(rb"<script src=\"/_hubkit/reload.js\"[^>]+></script>\n", b"", body)
    mine = {path: content for path, content in tree(shown.folder).items() if b"CANARY" not in content}
    assert plain in mine.values() or b"hubkit-mistakes" in body, target
