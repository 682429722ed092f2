"""Links to calendars on the web: the right times in the form that each reads, and never too long."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.oracle import parse
from tests.sites import LISBON as HUB
from tests.sites import NETWORK, Built, good, make, write

EVENT = "hubs/lisbon/events/x.yaml"


def links(made: Built, page: str = "lisbon/events/x/index.html") -> dict[str, str]:
    hrefs = (element.get("href") or "" for element in parse(made.text(page)).all("a"))
    return {urlsplit(href).hostname or "": href for href in hrefs if "calendar" in href and href.startswith("https")}


def asked(made: Built, host: str, page: str = "lisbon/events/x/index.html") -> dict[str, str]:
    """What a calendar is asked for, as its server reads the link."""
    link = links(made, page)[host]
    assert "+" not in link, "Outlook shows a plus where a space is meant"
    return dict(parse_qsl(urlsplit(link).query, strict_parsing=True, keep_blank_values=True))


def event(folder: Path, text: str) -> Built:
    return make(folder, {EVENT: text})


def test_an_evening_is_said_by_its_own_clocks_to_google_and_in_utc_to_microsoft(tmp_path: Path) -> None:
    text = "title: Films & tea, 50 % off\nstart: 2027-07-05 18:30\nduration: 2h\nsummary: 'Bring <b>tea</b> + cups'\n"
    made = event(tmp_path, text + "venue: {name: Casa, address: 'Largo 9, Lisboa'}\ntimezone: Asia/Tokyo\n")
    google = asked(made, "calendar.google.com")
    assert google["dates"] == "20270705T183000/20270705T203000"
    assert google["ctz"] == "Asia/Tokyo"
    assert google["text"] == "Films & tea, 50 % off"
    assert google["location"] == "Casa, Largo 9, Lisboa"
    assert google["details"] == "Bring <b>tea</b> + cups\n\nhttps://x.org/hubs/lisbon/events/x/"
    for host in ("outlook.live.com", "outlook.office.com"):
        outlook = asked(made, host)
        assert (outlook["startdt"], outlook["enddt"]) == ("2027-07-05T09:30:00Z", "2027-07-05T11:30:00Z")
        assert outlook["path"] == "/calendar/action/compose"
        assert (outlook["rru"], outlook["subject"]) == ("addevent", "Films & tea, 50 % off")
        assert outlook["body"] == google["details"]
        assert outlook["location"] == "Casa, Largo 9, Lisboa"


def test_whole_days_end_on_the_day_after_the_last(tmp_path: Path) -> None:
    made = event(tmp_path, "title: X\nstart: 2027-05-30\nend: 2027-06-01\n")
    google, outlook = asked(made, "calendar.google.com"), asked(made, "outlook.live.com")
    assert google["dates"] == "20270530/20270602"
    assert "ctz" not in google
    assert (outlook["startdt"], outlook["enddt"], outlook["allday"]) == ("2027-05-30", "2027-06-02", "true")


@pytest.mark.parametrize(
    ("when", "dates"),
    [
        ("start: 2027-10-31 01:30\nfold: second\nduration: 1h\n", "20271031T013000Z/20271031T023000Z"),
        ("start: 2027-10-30 23:00\nend: 2027-10-31 01:30\nfold: first\n", "20271030T220000Z/20271031T003000Z"),
        ("start: 2027-07-05 18:30\nduration: 2h\ntimezone: UTC\n", "20270705T183000Z/20270705T203000Z"),
    ],
)
def test_times_that_google_could_take_for_others_are_said_in_utc(tmp_path: Path, when: str, dates: str) -> None:
    google = asked(event(tmp_path, f"title: X\n{when}"), "calendar.google.com")
    assert google["dates"] == dates
    assert "ctz" not in google


def test_an_occurrence_is_added_alone(tmp_path: Path) -> None:
    made = event(tmp_path, "title: Run\nstart: 2026-12-06 18:30\nduration: 2h\nrepeat: every sunday\n")
    page = "lisbon/events/x/2026-12-13/index.html"
    google = asked(made, "calendar.google.com", page)
    assert google["dates"] == "20261213T183000/20261213T203000"
    assert google["details"] == "https://x.org/hubs/lisbon/events/x/2026-12-13/"
    assert "recur" not in google


@pytest.mark.parametrize("letter", ["x", "字", "é", "👩‍🎤"])
def test_links_are_never_too_long_and_lead_to_the_page(tmp_path: Path, letter: str) -> None:
    long = (letter * 400)[:110]
    text = f"title: {long}\nstart: 2026-12-05 18:30\nduration: 2h\nsummary: {(letter * 400)[:390]}\n"
    text += f"venue: {{name: {long}, address: {(letter * 400)[:390]}}}\nattendance: hybrid\n"
    made = event(tmp_path, text + "online: {url: https://meet.example/room}\n")
    for host, link in links(made).items():
        assert len(link) <= 2000, host
        about = asked(made, host)["details" if "google" in host else "body"]
        assert about.endswith("\n\nhttps://meet.example/room\n\nhttps://x.org/hubs/lisbon/events/x/")
        assert "�" not in about


@pytest.mark.parametrize("status", ["status: cancelled\n", "status: postponed\n"])
def test_nobody_is_led_to_add_what_does_not_take_place(tmp_path: Path, status: str) -> None:
    assert links(event(tmp_path, f"title: X\nstart: 2026-12-05 18:30\nduration: 2h\n{status}")) == {}


def test_what_is_over_is_not_added(tmp_path: Path) -> None:
    assert links(event(tmp_path, "title: X\nstart: 2026-11-05 18:30\nduration: 2h\n")) == {}


def test_a_hub_in_two_languages_says_it_in_both(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hubkit.yaml": NETWORK,
        "hubs/lisbon/hub.yaml": f"{HUB}languages: [en, pt]\n",
        EVENT: "title: {en: Walk, pt: Passeio}\nstart: 2026-12-05 18:30\nduration: 2h\n",
    }
    google = asked(good(write(tmp_path, files)), "calendar.google.com", "lisbon/pt/events/x/index.html")
    assert google["text"] == "Passeio"
    assert google["details"] == "https://x.org/hubs/lisbon/pt/events/x/"
