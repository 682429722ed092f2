"""The page for the door in Chromium: lists, names, codes and tickets, two phones, no network, and forgetting."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from hubkit.webhooks.catalog import Event
from hubkit.webhooks.door import door_list
from hubkit.webhooks.store import Rsvp
from hubkit.webhooks.ticket_keys import new_private_key, ticket_maker
from hubkit.webhooks.tickets import typed_code
from tests.browser.pages import Visit, visiting
from tests.browser.test_accessibility import violations
from tests.browser.test_offline import IS_KEPT, wait_until
from tests.browser.test_pages import TOO_WIDE
from tests.server import serving
from tests.sites import LISBON, NETWORK, Built, make
from tests.webhooks.answering import event as an_event

pytestmark = [pytest.mark.long, pytest.mark.browser]

MAKER = ticket_maker(new_private_key())
WALK, OTHER = "lisbon.2026-12-05-walk", "lisbon.2026-12-05-other"
NOW = datetime(2026, 12, 5, 9, 30, tzinfo=UTC)
FILES: dict[str, str | bytes] = {
    "hubkit.yaml": f"{NETWORK}webhooks: true\ndoor:\n  key: {MAKER.public}\n",
    "hubs/lisbon/hub.yaml": f"{LISBON}languages: [en, ar]\n",
    "hubs/lisbon/events/2026-12-05-walk.yaml": (
        "title: Walk\nstart: 2026-12-05 10:00\nduration: 2h\nregistration: {mode: rsvp}\n"
    ),
}
NAMES = ("Zoë Ångström", "أحمد علي", "山田太郎", "Ada Lopes", "İlker Straße", "<img src=x onerror=alert(1)>")
PEOPLE = (1, 2, 1, 3, 1, 1)
BLIND = "delete globalThis.BarcodeDetector"
CAMERA = """
  globalThis.shown = '';
  globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return ['qr_code'] }
    async detect(view) { return view.srcObject && shown ? [{ rawValue: shown }] : [] }
  };
  Object.defineProperty(MediaDevices.prototype, 'getUserMedia', { value: async () =>
    document.createElement('canvas').captureStream() });
  HTMLMediaElement.prototype.play = async () => {};
"""


def rsvp(number: int, name: str, people: int, **changes: Any) -> Rsvp:
    values = Rsvp(f"id-{number}", number, WALK, name, "a@secret.example", people, "en", "confirmed", NOW, NOW)
    return replace(values, **changes)


RSVPS = [rsvp(number, name, people) for number, (name, people) in enumerate(zip(NAMES, PEOPLE, strict=True))]
CANCELLED = rsvp(90, "Gone", 1, state="cancelled")


def the_list(*more: Rsvp, event: str = WALK, **changes: Any) -> bytes:
    """Return a list for the door; `changes` are those of its event."""
    [known] = an_event(event.partition("-05-")[2], **changes).values()
    assert isinstance(known, Event)
    return door_list(event, known, [*RSVPS, CANCELLED, *more], (), NOW)[1]


def ticket(number: int, people: int = 1, event: str = WALK) -> str:
    return MAKER.ticket(event, f"id-{number}", people).content


@dataclass(frozen=True)
class Door:
    """A finished site with the page, on a server."""

    made: Built
    home: str

    def url(self, language: str = "") -> str:
        return f"{self.home}lisbon/{language}door/"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> Door:
    made = make(tmp_path_factory.mktemp("door"), FILES)
    return Door(made, serve(made.folder, "/hubs/"))


@contextmanager
def at(
    browser: Browser, url: str, content: bytes | None = None, script: str = BLIND, **options: Any
) -> Iterator[Visit]:
    """Open the page at the time of the event, with a list."""
    with visiting(browser, **{"width": 360, **options}) as visit:
        visit.page.clock.set_fixed_time(NOW)
        visit.page.add_init_script(script)
        visit.page.goto(url)
        load(visit.page, content or the_list())
        expect(visit.page.locator("#desk")).to_be_visible()
        yield visit
        assert visit.complaints == []


def load(page: Page, content: bytes, field: str = "list") -> None:
    page.locator(f"#{field}").set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": content})


def said(page: Page, text: str, kind: str = "") -> None:
    expect(page.locator("#said")).to_contain_text(text)
    if kind:
        expect(page.locator("#said")).to_have_class(f"said is-{kind}")


def typed(page: Page, text: str) -> None:
    page.locator("#query").fill(text)
    page.keyboard.press("Enter")


def counts(page: Page) -> list[str]:
    """How many are in, expected, not on the list, and seen on two phones."""
    return [page.locator(f"#{name}").inner_text() for name in ("in", "expected", "unlisted", "twice")]


def names(page: Page) -> list[str]:
    return page.locator("#people b").all_inner_texts()


def of(page: Page, name: str) -> Any:
    return page.locator("#people li", has_text=name)


def test_a_list_is_loaded_and_people_are_let_in_and_out_again(browser: Browser, door: Door) -> None:
    with at(browser, door.url()) as visit:
        page = visit.page
        said(page, "The list is loaded. RSVPs: 6.", "info")
        expect(page.locator("#event")).to_have_text("The walk")
        assert counts(page) == ["0", "9", "0", "0"]
        assert sorted(names(page)) == sorted(NAMES), "names are text, and nothing else"
        assert "secret" not in page.content()
        button = page.get_by_role("button", name="Check in Ada Lopes")
        button.focus()
        page.keyboard.press("Enter")
        said(page, "Welcome: Ada Lopes. People: 3.", "good")
        assert counts(page) == ["3", "9", "0", "0"]
        undo = page.get_by_role("button", name="Undo Ada Lopes")
        expect(undo).to_be_focused()
        undo.click()
        said(page, "Undone: Ada Lopes")
        assert counts(page) == ["0", "9", "0", "0"]
        assert visit.elsewhere() == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("zoe angstrom", ["Zoë Ångström"]),
        ("ÅNGSTRÖM", ["Zoë Ångström"]),
        ("احمد", ["أحمد علي"]),
        ("太郎", ["山田太郎"]),
        ("ilker strasse", ["İlker Straße"]),
        ("lop ada", ["Ada Lopes"]),
        ("<img", [NAMES[-1]]),
        ("nobody", []),
    ],
)
def test_names_are_found_in_any_script_without_case_and_accents(
    browser: Browser, door: Door, query: str, found: list[str]
) -> None:
    with at(browser, door.url()) as visit:
        visit.page.locator("#query").fill(query)
        assert names(visit.page) == found


def test_a_typed_code_lets_in_however_it_is_written(browser: Browser, door: Door) -> None:
    code = typed_code("id-3")
    with at(browser, door.url()) as visit:
        typed(visit.page, code.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
        said(visit.page, "Welcome: Ada Lopes", "good")
        expect(visit.page.locator("#query")).to_have_value("")
        typed(visit.page, code)
        said(visit.page, "Already in: Ada Lopes.", "warn")
        typed(visit.page, "ZZZZ-ZZZZ")
        said(visit.page, "There is no such name or code on the list.", "bad")
        typed(visit.page, "ångström")
        expect(visit.page.get_by_role("button", name="Check in Zoë Ångström")).to_be_focused()
        assert counts(visit.page) == ["3", "9", "0", "0"]


def test_tickets_are_checked_before_they_count(browser: Browser, door: Door) -> None:
    forged = ticket(1, 2).replace(".2.", ".9.")
    with at(browser, door.url()) as visit:
        page = visit.page
        for wrong in (forged, ticket(1, 2, OTHER), "H1.id-1.2.", ticket(1, 2)[:-1] + "A", "H1." + "é" * 90):
            typed(page, wrong)
            said(page, "Not good for this event: forged, or for another one.", "bad")
            page.locator("#said").evaluate("each => each.textContent = ''")
        typed(page, ticket(90))
        said(page, "This RSVP was cancelled.", "bad")
        assert counts(page) == ["0", "9", "0", "0"]
        typed(page, ticket(1, 2))
        said(page, "Welcome: أحمد علي. People: 2.", "good")
        typed(page, ticket(1, 2))
        said(page, "Already in: أحمد علي.", "warn")
        typed(page, ticket(3, 5))
        said(page, "Welcome: Ada Lopes. People: 3. The ticket says: 5. The list counts.", "warn")
        typed(page, ticket(77, 4))
        said(page, "A good ticket, but not on this list", "warn")
        assert counts(page) == ["9", "9", "4", "0"]
        assert names(page).count("Not on the list") == 1


def test_somebody_late_gets_their_name_with_the_next_list(browser: Browser, door: Door) -> None:
    with at(browser, door.url()) as visit:
        typed(visit.page, ticket(77, 4))
        said(visit.page, "A good ticket, but not on this list")
        load(visit.page, the_list(rsvp(77, "Late Lee", 4)))
        said(visit.page, "The list is loaded. RSVPs: 7.")
        assert counts(visit.page) == ["4", "13", "0", "0"]
        expect(of(visit.page, "Late Lee")).to_have_class("is-in")


def test_the_camera_reads_tickets_each_once(browser: Browser, door: Door) -> None:
    with at(browser, door.url(), script=CAMERA) as visit:
        page = visit.page
        expect(page.locator("#blind")).to_be_hidden()
        page.get_by_role("button", name="Scan tickets").click()
        expect(page.locator("#view")).to_be_visible()
        page.evaluate("text => { shown = text }", ticket(0))
        said(page, "Welcome: Zoë Ångström. People: 1.", "good")
        page.evaluate(
            "new Promise(done => { const { detect } = BarcodeDetector.prototype; let left = 3;"
            " BarcodeDetector.prototype.detect = function (view) {"
            " if (!left--) done(); return detect.call(this, view) } })"
        )
        said(page, "Welcome: Zoë Ångström. People: 1.", "good")
        page.evaluate("text => { shown = text }", ticket(1, 1, OTHER))
        said(page, "Not good for this event", "bad")
        page.evaluate("text => { shown = text }", ticket(0))
        said(page, "Already in: Zoë Ångström.", "warn")
        page.get_by_role("button", name="Stop the camera").click()
        expect(page.locator("#view")).to_be_hidden()
        assert counts(page) == ["1", "9", "0", "0"]


def test_where_there_is_no_camera_the_page_says_what_works(browser: Browser, door: Door) -> None:
    with at(browser, door.url()) as visit:
        expect(visit.page.locator("#scan")).to_be_hidden()
        expect(visit.page.locator("#blind")).to_contain_text("Names and typed codes work.")


def test_a_refused_camera_is_said(browser: Browser, door: Door) -> None:
    refused = CAMERA.replace(
        "async () =>\n", "async () => { throw new DOMException('', 'NotAllowedError') }, x: () =>\n"
    )
    with at(browser, door.url(), script=refused) as visit:
        visit.page.get_by_role("button", name="Scan tickets").click()
        said(visit.page, "The camera cannot be used.", "bad")
        expect(visit.page.get_by_role("button", name="Scan tickets")).to_be_visible()


def test_two_phones_are_merged_and_who_was_seen_on_both_is_shown(browser: Browser, door: Door) -> None:
    with at(browser, door.url()) as one, at(browser, door.url()) as other:
        for visit, name in ((one, "North"), (other, "Süd")):
            visit.page.locator("#phone").fill(name)
            visit.page.locator("#phone").blur()
        typed(one.page, ticket(3, 3))
        typed(one.page, ticket(0))
        said(one.page, "Welcome: Zoë")
        other.page.clock.set_fixed_time(NOW + timedelta(minutes=7))
        typed(other.page, ticket(3, 3))
        said(other.page, "Welcome: Ada Lopes")
        typed(other.page, ticket(77, 2))
        said(other.page, "A good ticket, but")
        saved = save(other.page)
        assert "Ada" not in saved.decode(), "who it was, the list knows"
        load(one.page, saved, "merge")
        said(one.page, "New check-ins: 2. Seen on two phones: 1.")
        assert counts(one.page) == ["6", "9", "2", "1"]
        both = of(one.page, "Ada Lopes").locator(".when").inner_text()
        assert both.index("North") < both.index("Süd")
        assert "30" in both
        assert "37" in both
        load(one.page, saved, "merge")
        said(one.page, "New check-ins: 0. Seen on two phones: 1.")
        one.page.clock.set_fixed_time(NOW + timedelta(minutes=5))
        one.page.get_by_role("button", name="Undo Ada Lopes").click()
        load(other.page, save(one.page), "merge")
        said(other.page, "New check-ins: 3. Seen on two phones: 0.")
        assert counts(other.page) == ["3", "9", "2", "0"], "what one undid is undone for the other"
        one.page.get_by_role("button", name="Check in Ada Lopes").click()
        load(other.page, save(one.page), "merge")
        said(other.page, "New check-ins: 1. Seen on two phones: 0.")
        assert counts(other.page) == ["6", "9", "2", "0"], "nor is the last word that they are out"


def save(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save check-ins").click()
    assert download.value.suggested_filename.startswith(f"check-ins-{WALK}-")
    return Path(download.value.path()).read_bytes()


def test_files_that_are_none_are_refused_whole(browser: Browser, door: Door) -> None:
    good = json.loads(the_list())
    marks = {"hubkit": "check-ins", "version": 1, "event": WALK, "marks": [{"id": "id-1", "by": "A", "phone": "A"}]}
    with at(browser, door.url()) as visit:
        for field, wrong in (
            ("list", b"\xff\x00"),
            ("list", b"[]"),
            ("list", b"null"),
            ("list", json.dumps({**good, "people": [{"id": 5}]}).encode()),
            ("list", json.dumps({**good, "ends": "soon"}).encode()),
            ("merge", json.dumps(marks).encode()),
        ):
            load(visit.page, wrong, field)
            said(visit.page, "This file cannot be read.", "bad")
            visit.page.locator("#said").evaluate("each => each.textContent = ''")
        load(visit.page, the_list(event=OTHER))
        said(visit.page, "This file is of another event.", "bad")
        load(visit.page, json.dumps({**marks, "event": OTHER, "marks": []}).encode(), "merge")
        said(visit.page, "This file is of another event.", "bad")
        expect(visit.page.locator("#event")).to_have_text("The walk")
        assert counts(visit.page) == ["0", "9", "0", "0"]


def test_it_works_without_a_network_and_loses_nothing(browser: Browser, door: Door) -> None:
    with serving(door.made.folder, "/hubs/") as home, at(browser, f"{home}lisbon/door/") as visit:
        page = visit.page
        wait_until(page, IS_KEPT)
        typed(page, ticket(3, 3))
        said(page, "Welcome: Ada Lopes")
        page.context.set_offline(True)
        page.goto(f"{home}lisbon/door/")
        assert counts(page) == ["3", "9", "0", "0"]
        expect(of(page, "Ada Lopes")).to_have_class("is-in")
        assert page.evaluate("getComputedStyle(document.querySelector('#said')).position") == "sticky"
        typed(page, ticket(0))
        said(page, "Welcome: Zoë Ångström", "good")
        page.reload()
        assert counts(page) == ["4", "9", "0", "0"]


def test_another_window_and_another_language_know_the_same(browser: Browser, door: Door) -> None:
    with at(browser, door.url()) as visit:
        second = visit.page.context.new_page()
        second.clock.set_fixed_time(NOW)
        second.goto(door.url("ar/"))
        expect(second.locator("#event")).to_have_text("The walk")
        typed(visit.page, ticket(3, 3))
        expect(second.locator("#in")).not_to_have_text(second.locator("#twice").inner_text())


def test_it_forgets_when_asked(browser: Browser, door: Door) -> None:
    with at(browser, door.url()) as visit:
        page = visit.page
        typed(page, ticket(3, 3))
        said(page, "Welcome: Ada Lopes")
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.get_by_role("button", name="Forget all").click()
        assert counts(page) == ["3", "9", "0", "0"]
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Forget all").click()
        said(page, "Forgotten.")
        assert page.evaluate("Object.keys(localStorage)") == []
        expect(page.locator("#desk")).to_be_hidden()
        assert "Lopes" not in page.content()


def test_it_forgets_by_itself_two_days_after_the_event(browser: Browser, door: Door) -> None:
    ends = datetime(2026, 12, 5, 12, tzinfo=UTC)
    with at(browser, door.url()) as visit:
        page = visit.page
        page.clock.set_fixed_time(ends + timedelta(days=2, seconds=-1))
        page.reload()
        expect(page.locator("#event")).to_have_text("The walk")
        page.goto(f"{door.home}lisbon/")
        page.clock.set_fixed_time(ends + timedelta(days=2, seconds=1))
        page.goto(door.url())
        said(page, "This event has been over for more than two days.")
        assert page.evaluate("Object.keys(localStorage)") == []
        load(page, the_list())
        said(page, "This event has been over for more than two days.", "bad")
        expect(page.locator("#desk")).to_be_hidden()


def test_nothing_can_leave_the_page_by_itself(browser: Browser, door: Door) -> None:
    with visiting(browser) as visit:
        answer = visit.page.goto(door.url())
        assert answer
        policy = answer.headers["content-security-policy"]
        for part in ("default-src 'none'", "connect-src 'none'", "script-src 'self'", "form-action 'none'"):
            assert part in policy.split("; ")
        assert answer.headers["permissions-policy"].startswith("camera=(self), ")
        assert visit.page.evaluate("fetch(location.href).then(() => 'sent', () => 'refused')") == "refused"
        assert visit.page.request.get(f"{door.home}lisbon/").headers["permissions-policy"].startswith("camera=(), ")


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["", "ar/"])
def test_everybody_can_use_it(browser: Browser, door: Door, scheme: str, width: int, language: str) -> None:
    with at(browser, door.url(language), script=CAMERA, width=width, scheme=scheme, bypass_csp=True) as visit:
        page = visit.page
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if language else "ltr")
        for text in ("nobody at all", ticket(77, 2), ticket(3, 3)):
            typed(page, text)
            assert violations(page) == []
        assert page.evaluate(TOO_WIDE) == []
        small = (
            "[...document.querySelectorAll('button, input')].filter(each => each.checkVisibility() &&"
            " each.getBoundingClientRect().height < 44).map(each => each.outerHTML)"
        )
        assert page.evaluate(small) == []
