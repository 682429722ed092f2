"""RSVPs in the preview: the form of a page works there, and leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from hubkit.serve.rsvps import running_from, shown_here, with_own_form
from tests.answers import Got
from tests.command import REPOSITORY
from tests.serve.running import Running, running, save
from tests.sites import BASIC, LISBON, NETWORK, NOW, WALK, write
from tests.webhooks.answering import CATALOG, link_on

EVENT = "hubs/lisbon/events/2026-12-05-photo-walk.yaml"
PAGE = "/hubs/lisbon/events/2026-12-05-photo-walk/"
ID = "lisbon.2026-12-05-photo-walk"
ON = NETWORK + "webhooks: true\napi_url: https://api.example.org/rsvps\n"
TAKES = WALK + "registration: {mode: rsvp, capacity: 1, waitlist: true}\n"
WITH_RSVPS: dict[str, str | bytes] = {**BASIC, "hubkit.yaml": ON, EVENT: TAKES}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "network", WITH_RSVPS)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview to which nobody can send an RSVP in these tests."""
    with running(write(tmp_path_factory.mktemp("guarded") / "network", WITH_RSVPS)) as run:
        run.wait_for(1)
        yield run
        assert '"seats_left":1' in state(run)


def came(run: Running, name: str) -> Got:
    """Send the form of the page, as it says itself."""
    page = run.get(PAGE).text
    action = re.search(r'<form method="post" action="([^"]+)"', page)
    assert action, page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    fields = {**hidden, "name": name, "email": f"{name}@x.example", "party_size": "1", "website": ""}
    sent = run.send(action[1], fields)
    return run.get(sent.headers["location"]) if sent.status == 303 else sent


def state(run: Running) -> str:
    return run.get(f"/api/events/{ID}/availability").text


def test_the_form_of_a_page_works_as_it_will_online(site: Path) -> None:
    with running(site) as run:
        run.wait_for(1)
        thanks = came(run, "ada")
        assert (thanks.status, "You have a place at Photo walk." in thanks.text) == (200, True)
        assert "You are on the waiting list." in came(run, "ben").text
        assert "Write your name." in came(run, "").text
        mine = run.get(link_on(thanks.text))
        assert "You have a place." in mine.text
        # A page that sends no referrer has its forms sent with this origin (Fetch, "append a request Origin header").
        assert run.send(link_on(thanks.text), {"action": "cancel"}, Origin="null").status == 303
        assert '"waiting":0' in state(run)


def test_the_answers_look_like_the_preview_and_lead_back_to_it(site: Path) -> None:
    with running(site) as run:
        run.wait_for(1)
        thanks = came(run, "ada")
        assert "https://x.org" not in thanks.text
        assert f'href="{PAGE}"' in thanks.text
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', thanks.text)
        assert sheets
        assert [run.get(sheet).status for sheet in sheets] == [200] * len(sheets)
        assert "style-src 'self'; font-src 'self'" in thanks.headers["content-security-policy"]
        assert [run.get(href).status for href in re.findall(r'href="(/hubs/[^"]*)"', thanks.text)].count(200) >= 3


def test_one_hub_alone_takes_rsvps_too(site: Path) -> None:
    write(site, {"hubs/lisbon/hub.yaml": LISBON + "domain: lisbon.example\n"})
    with running(site, hub="lisbon") as run:
        run.wait_for(1)
        sent = run.send("/api/rsvp", {"event": ID, "name": "Ada", "email": "ada@x.example"})
        thanks = run.get(sent.headers["location"])
        links = re.findall(r'href="(/(?!api)[^"]*)"', thanks.text)
        assert "/events/2026-12-05-photo-walk/" in links
        assert [run.get(link).status for link in links] == [200] * len(links)


def test_a_rebuilt_catalogue_is_taken_over_and_rsvps_stay(site: Path) -> None:
    with running(site) as run:
        run.wait_for(1)
        came(run, "ada")
        link = link_on(came(run, "ben").text)
        assert "You are on the waiting list." in run.get(link).text
        save(site, {EVENT: TAKES.replace("capacity: 1", "capacity: 5").replace("Photo walk", "Walk at dawn")})
        run.wait_until_shown(PAGE, "Walk at dawn")
        assert state(run).startswith(f'{{"event":"{ID}","state":"open","seats_left":3,"waiting":0')
        mine = run.get(link).text
        assert "Walk at dawn" in mine
        assert "You have a place." in mine


def test_switched_on_and_off_while_it_runs(site: Path) -> None:
    save(site, {"hubkit.yaml": NETWORK})
    with running(site) as run:
        run.wait_for(1)
        assert run.get("/api/health").status == 404
        assert run.send("/api/rsvp", {"event": ID}).status == 405
        assert not (site.parent / "network-preview" / "rsvps.db").exists()
        save(site, {"hubkit.yaml": ON})
        run.wait_until_shown(PAGE, 'action="/api/rsvp"')
        assert run.get("/api/health").text == '{"status":"ok"}'
        save(site, {"hubkit.yaml": NETWORK.replace("Open Cities", "Shut Cities")})
        run.wait_until_shown(PAGE, "Shut Cities")
        assert run.get("/api/health").status == 404


FORM = urlencode({"event": ID, "name": "Ada", "email": "ada@x.example"}).encode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://x.org", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost:1", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://x.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {},
    ],
)
def test_no_other_site_may_send_a_form_the_published_one_neither(shown: Running, headers: dict[str, str]) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    got = shown.request("/api/rsvp", "POST", FORM, form | headers)
    assert (got.status, got.text) == (403, "Only pages of this preview may send forms.\n")
    assert "access-control-allow-origin" not in got.headers
    asked = shown.get(f"/api/events/{ID}/availability", **headers)
    assert "access-control-allow-origin" not in asked.headers


def test_the_guard_of_the_preview_stays(shown: Running) -> None:
    form = {"event": ID, "name": "Ada", "email": "ada@x.example"}
    assert shown.send("/api/rsvp", form, Host=f"evil.example:{shown.port}").status == 421
    assert shown.send(PAGE, form).status == 405
    assert shown.send("/apis", form).status == 405
    assert shown.get("/api/rsvp", "PUT").status == 405
    assert shown.get("/api/rsvp", "OPTIONS", Origin=f"http://127.0.0.1:{shown.port}").status == 405
    assert shown.request("/api/health", "GET", b"x", {}).status == 400
    assert shown.get("/api/rsvp", "POST").status == 403


def test_it_answers_under_every_name_of_this_machine(site: Path) -> None:
    with running(site) as run:
        run.wait_for(1)
        host = f"localhost:{run.port}"
        form = {"event": ID, "name": "Ada", "email": "ada@x.example"}
        sent = run.send("/api/rsvp", form, Host=host, Origin=f"http://{host}")
        assert sent.status == 303
        assert f'href="{PAGE}"' in run.get(sent.headers["location"], Host=host).text


def test_nothing_is_left_behind(site: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), "XDG_DATA_HOME": str(tmp_path / "data")}
    command = [sys.executable, "-u", "-m", "hubkit", "serve", str(site), "--port", "0", "--now", "2026-11-21T12:00Z"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, text=True, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert found
        thanks = came(Running(int(found[1]), site), "canary")
        assert "You have a place" in thanks.text
        assert list(temporary.rglob("rsvps.db"))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in err) == (0, False)
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "data").exists()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not [file for file in files if b"canary" in file.read_bytes()]
    assert "canary" not in out + err


def test_a_clock_that_was_set_goes_on() -> None:
    clock = running_from(NOW)
    first = clock()
    assert NOW <= first <= clock() < NOW + timedelta(hours=1)
    assert first != clock()


def test_pages_of_a_hub_with_a_domain_are_shown_here() -> None:
    here = shown_here(CATALOG, alone=False)
    assert here.site.origins == ()
    assert here.hubs["lisbon"].url["pt"] == "/lisbon/"
    assert here.hubs["lisbon"].styles == ("/assets/base.0123456789abcdef.css",)


def test_only_the_forms_of_rsvps_are_sent_elsewhere() -> None:
    page = b'<form method="post" action="https://a.example/b/api/rsvp"><form action="https://b.example/api/other">'
    assert with_own_form(page) == b'<form method="post" action="/api/rsvp"><form action="https://b.example/api/other">'
