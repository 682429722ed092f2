"""Who may ask: this machine's own names, and for news this preview's own pages."""

import pytest

from hubkit.listening import listen
from hubkit.serve.guard import Hosts
from hubkit.serve.server import hosts_of
from tests.serve.running import Running, running
from tests.sites import BASIC, write


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory):
    with running(write(tmp_path_factory.mktemp("guarded") / "network", BASIC)) as run:
        run.wait_for(1)
        yield run


@pytest.mark.parametrize("host", ["localhost:{}", "LOCALHOST:{}", "127.0.0.1:{}", "[::1]:{}", "lisbon.localhost:{}"])
def test_this_machine_is_answered(shown: Running, host: str) -> None:
    assert shown.get("/hubs/", Host=host.format(shown.port)).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example:{}", "localhost.evil.example:{}", "127.0.0.1.nip.io:{}", "evil.example@localhost:{}", "", "a b",
     "localhost:{}@evil.example", "[::1].evil.example:{}", "localhost:1", "localhost", "127.0.0.1", "192.0.2.1:{}",
     "evil-localhost:{}", ".localhost:{}", "localhost.:{}", "[::1:{}", "localhost:{}.", "0:{}", "127.1:{}"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/hubs/", "/_hubkit/news", "/_hubkit/reload.js", "/no"])
def test_other_names_are_not(shown: Running, host: str, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: {host.format(shown.port)}\r\n\r\n"
    assert shown.ask(request.encode()).startswith((b"HTTP/1.1 421 ", b"HTTP/1.1 400 "))


def test_a_name_that_is_refused_is_told_the_way(shown: Running) -> None:
    got = shown.get("/hubs/", Host=f"desk.example:{shown.port}")
    assert got.status == 421
    assert "--allow-host desk.example\n" in got.text


@pytest.mark.parametrize("headers", ["", "Host: localhost\r\nHost: localhost\r\n"])
def test_one_name_is_asked_for(shown: Running, headers: str) -> None:
    assert shown.ask(f"GET /hubs/ HTTP/1.1\r\n{headers}\r\n".encode()).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://192.0.2.1", "http://localhost.evil.example", "http://localhost:1",
     "https://127.0.0.1:{}", "http://localhost:{}", ""],
)  # fmt: skip
def test_no_other_site_may_listen(shown: Running, origin: str) -> None:
    got = shown.get("/_hubkit/news?page=/hubs/", Origin=origin.format(shown.port))
    assert got.status == 403
    assert not [name for name in got.headers if name.startswith("access-control-")]


def test_a_browser_that_tells_of_another_site_is_believed(shown: Running) -> None:
    assert shown.get("/_hubkit/news", Sec_Fetch_Site="cross-site").status == 403
    assert shown.get("/_hubkit/news", Sec_Fetch_Site="same-site").status == 403


def test_own_pages_may_listen(shown: Running) -> None:
    own = {"Origin": f"http://127.0.0.1:{shown.port}", "Sec_Fetch_Site": "same-origin"}
    assert shown.get("/_hubkit/news", "HEAD", **own).status == 200
    assert shown.get("/_hubkit/news?page=/hubs/&state=old", **own).text.endswith("event: reload\ndata: null\n\n")


def test_nothing_of_a_preview_is_kept_by_a_browser(shown: Running) -> None:
    assert shown.get("/hubs/lisbon/").status == 200
    assert shown.get("/hubs/lisbon/", Service_Worker="script").status == 404


def test_addresses_are_answered_only_where_the_preview_is_open_to_others() -> None:
    assert Hosts(80, any_address=True).allow("192.0.2.1")
    assert Hosts(80, any_address=True).allow("[2001:db8::1]:80")
    assert not Hosts(80, any_address=True).allow("evil.example")
    assert not Hosts(80).allow("192.0.2.1")


def test_a_name_can_be_allowed() -> None:
    listener = listen("127.0.0.1", 0)
    with listener.socket:
        port, hosts = listener.port, hosts_of(listener, ("Desk.example",))
    assert hosts.allow(f"desk.example:{port}")
    assert not hosts.allow(f"desk.example.evil:{port}")
