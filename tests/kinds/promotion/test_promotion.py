"""What tells others of events: texts that fit what an event is, the widget, the JSON feed, and when there is none."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.oracle import parse
from tests.sites import ADA, BASIC, BERLIN, LISBON, NETWORK, WALK, Built, built, good, make, write

EVENTS = "hubs/lisbon/events"
WHERE = "venue: {name: Hall, address: 5 Long Street}\n"
LONG = (
    "A very long evening of pictures and stories from every corner of the town, told by those who were there at night"
)


def event(title: str, day: str, more: str = WHERE) -> str:
    return f"title: {title}\nsummary: Bring a friend.\nstart: {day} 18:30\nduration: 2h\n{more}"


FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK + "languages: [en]\n",
    "hubs/lisbon/hub.yaml": LISBON + "contact: {email: lisbon@x.org}\ntagline: Slowly\n",
    f"{EVENTS}/2026-12-01-hall.yaml": event("Hall & more", "2026-12-01", WHERE + "registration: {mode: rsvp}\n"),
    f"{EVENTS}/2026-12-02-online.yaml": event(
        "Call", "2026-12-02", "attendance: online\nonline: {url: https://meet.example/x}\n"
    ),
    f"{EVENTS}/2026-12-03-moved.yaml": event("Move", "2026-12-03", WHERE + "status: moved-online\n"),
    f"{EVENTS}/2026-12-04-maybe.yaml": event("Maybe", "2026-12-04", WHERE + "status: tentative\n"),
    f"{EVENTS}/2026-12-05-off.yaml": event("Off", "2026-12-05", WHERE + "status: cancelled\n"),
    f"{EVENTS}/2026-12-06-later.yaml": event("Later", "2026-12-06", WHERE + "status: postponed\n"),
    f"{EVENTS}/2026-12-07-day.yaml": "title: Day\nstart: 2026-12-07\nend: 2026-12-08\n",
    f"{EVENTS}/2026-12-09-long.yaml": event(LONG, "2026-12-09", "venue: {name: " + "Great Hall " * 10 + "}\n"),
    f"{EVENTS}/2026-12-10-draft.yaml": event("Draft", "2026-12-10", "draft: true\n"),
    f"{EVENTS}/2026-01-10-past.yaml": event("Past", "2026-01-10"),
    f"{EVENTS}/2026-01-11-never.yaml": event("Never", "2026-01-11", "status: cancelled\n"),
    f"{EVENTS}/weekly.yaml": "title: Weekly\nrepeat: {every: monday, from: 2026-10-01}\nstart: 19:00\nend: 20:00\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("promotion"), FILES))


def texts(made: Built, path: str) -> dict[str, str]:
    """Return the texts of a share page by the ids of their sections; the subject of the mail under its name."""
    page = made.text(f"{path}share/index.html")
    sections = re.findall(r'<section class="part" id="(\w+)">(.*?)</section>', page, re.DOTALL)
    passages = {section: re.findall(r"<pre[^>]*>(.*?)</pre>", body, re.DOTALL) for section, body in sections}
    found = {section: [unescape(re.sub("<[^>]+>", "", text)) for text in each] for section, each in passages.items()}
    subject, mail = found.pop("mail")
    return {"subject": subject, "mail": mail, **{section: text[0] for section, text in found.items() if text}}


def lisbon(name: str) -> str:
    return f"lisbon/events/{name}/"


def shared(made: Built) -> set[str]:
    return {path.removesuffix("share/index.html") for path in made.paths() if path.endswith("/share/index.html")}


def test_an_event_to_come_is_told_of_with_all_that_one_must_know(made: Built) -> None:
    found = texts(made, lisbon("2026-12-01-hall"))
    url = "https://x.org/hubs/lisbon/events/2026-12-01-hall/"
    when = "Tuesday 1 December 2026, 18:30 – 20:30"
    assert found["subject"] == "Hall & more"
    assert found["mail"].replace("Tuesday,", "Tuesday").split("\n") == [
        "You are invited.",
        "",
        "Hall & more",
        "Bring a friend.",
        "",
        f"When: {when}",
        "Where: Hall, 5 Long Street",
        "Register: lisbon@x.org",
        "",
        f"All about it: {url}",
        "",
        "Lisbon Lights",
    ]
    assert found["short"].replace("Tuesday,", "Tuesday") == f"Hall & more\n{when} · Hall, Lisbon\n{url}"
    assert found["long"] in found["mail"]
    assert found["chat"].endswith(f"Hall, Lisbon\nWho is coming?\n{url}")
    page = made.text(f"{lisbon('2026-12-01-hall')}share/index.html")
    [href] = re.findall(r'href="(mailto:\?[^"]+)"', page)
    assert unquote(unescape(href)) == f"mailto:?subject=Hall & more&body={found['mail']}".replace("\n", "\r\n")
    assert "subject=Hall%20%26%20more&amp;body=" in href


def test_an_event_online_names_the_link_and_no_place(made: Built) -> None:
    found = texts(made, lisbon("2026-12-02-online"))
    assert "Online: https://meet.example/x" in found["mail"]
    assert "UTC+00" in found["short"], "others may be elsewhere"
    moved = texts(made, lisbon("2026-12-03-moved"))
    assert moved["subject"] == "Moved online: Move"
    assert "There is no meeting in person" in moved["mail"]
    assert "Please tell everyone who wanted to come." in moved["chat"]
    for text in (*found.values(), *moved.values()):
        assert "Where:" not in text
        assert "Hall" not in text


def test_what_is_not_simply_to_come_is_no_invitation(made: Built) -> None:
    maybe, off, later = (
        texts(made, lisbon(name)) for name in ("2026-12-04-maybe", "2026-12-05-off", "2026-12-06-later")
    )
    assert maybe["subject"] == "Not yet certain: Maybe"
    assert "The date or the place may still change." in maybe["long"]
    assert off["subject"] == "Cancelled: Off"
    assert "This event does not take place." in off["mail"]
    assert "See what is coming up: https://x.org/hubs/lisbon/#next" in off["mail"]
    assert later["subject"] == "Postponed: Later"
    assert "A new date will be announced here: https://x.org/hubs/lisbon/events/2026-12-06-later/" in later["mail"]
    for found in (off, later):
        assert "Was planned for" in found["short"]
        assert not re.search("invited|Who is coming|Bring a friend|Hall|When:", "".join(found.values()))


def test_whole_days_have_no_time(made: Built) -> None:
    assert "7 December 2026 – 8 December 2026" in texts(made, lisbon("2026-12-07-day"))["short"]


def test_a_short_post_fits_whatever_the_title(made: Built, tmp_path: Path) -> None:
    found = texts(made, lisbon("2026-12-09-long"))["short"]
    assert len(found) <= 300
    assert found.startswith(LONG)
    assert found.endswith("/2026-12-09-long/")
    far = "https://" + "a-rather-long-name." * 6 + "example/"
    files = {
        "hubkit.yaml": f"name: X\nurl: {far}\n",
        f"{EVENTS}/2026-12-09-long.yaml": FILES[f"{EVENTS}/2026-12-09-long.yaml"],
    }
    cut = texts(make(tmp_path, files), lisbon("2026-12-09-long"))["short"]
    assert 250 < len(cut) <= 300
    assert "…\n" in cut
    assert cut.endswith("/2026-12-09-long/")


def test_pages_to_share_stand_for_what_is_to_come_and_the_next_dates_of_a_series(made: Built, tmp_path: Path) -> None:
    assert lisbon("2026-12-01-hall") in shared(made)
    assert [path for path in sorted(shared(made)) if "weekly" in path] == [
        lisbon("weekly/2026-11-23"),
        lisbon("weekly/2026-11-30"),
        lisbon("weekly/2026-12-07"),
    ]
    hidden = {lisbon(name) for name in ("2026-12-10-draft", "2026-01-10-past", "2026-01-11-never", "weekly")}
    assert not hidden & shared(made)
    site = write(tmp_path, {**FILES, "hubkit.yaml": NETWORK + "promotion: all\n"})
    every = good(site, drafts=True)
    added = shared(every) - shared(made)
    assert added == {lisbon("2026-01-10-past"), *(lisbon(f"weekly/2026-11-{day:02}") for day in (2, 9, 16))}
    past = texts(every, lisbon("2026-01-10-past"))
    assert past["subject"] == "Past"
    assert past["mail"].startswith("Thank you to everyone who came.\n")
    assert "invited" not in past["mail"]


def test_an_event_leads_quietly_to_its_texts(made: Built) -> None:
    def links(path: str) -> set[str | None]:
        return {each.get("href") for each in parse(made.text(f"{path}index.html")).all("a")}

    assert "/hubs/lisbon/events/2026-12-01-hall/share/" in links(lisbon("2026-12-01-hall"))
    for path in (lisbon("2026-01-10-past"), lisbon("weekly/2027-01-04")):
        assert not any("share" in (href or "") for href in links(path))


def test_texts_speak_the_language_of_the_page_and_mark_what_does_not(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hubs/berlin/hub.yaml": BERLIN + "languages: [de, ar]\n",
        "hubs/berlin/events/2026-12-05-walk.yaml": "title: {de: Rundgang, ar: جولة}\nsummary: Am Kanal\n"
        "start: 2026-12-05 18:30\nduration: 2h\nstatus: cancelled\n",
        "hubs/berlin/events/2026-12-06-walk.yaml": "title: Gang\nstart: 2026-12-06 18:30\nduration: 2h\n",
    }
    made = make(tmp_path, files)
    page = made.text("berlin/ar/events/2026-12-05-walk/share/index.html")
    assert '<html lang="ar" dir="rtl">' in page
    assert texts(made, "berlin/ar/events/2026-12-05-walk/")["subject"].endswith("جولة")
    assert texts(made, "berlin/events/2026-12-05-walk/")["subject"] == "Abgesagt: Rundgang"
    assert '<span lang="de" dir="ltr">Gang</span>' in made.text("berlin/ar/events/2026-12-06-walk/share/index.html")
    assert "berlin/ar/events/2026-12-05-walk/" in texts(made, "berlin/ar/events/2026-12-06-walk/")["mail"].replace(
        "12-06", "12-05"
    )


def test_a_text_too_long_for_a_link_leaves_the_shorter_one_in_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{EVENTS}/2026-12-05-a.yaml": WALK + f"summary: {'ひ' * 300}\n"}
    made = make(tmp_path, files)
    page = made.text(f"{lisbon('2026-12-05-a')}share/index.html")
    [href] = re.findall(r'href="(mailto:\?[^"]+)"', page)
    assert len(unescape(href)) <= 2000
    assert unquote(unescape(href)).replace("\r\n", "\n").endswith(texts(made, lisbon("2026-12-05-a"))["chat"])


def test_the_widget_shows_the_next_five_and_leads_out_of_its_frame(made: Built) -> None:
    text = made.text("lisbon/widget/index.html")
    page = parse(text)
    events = [href for each in page.all("a") if re.search(r"/events/.+/$", href := each.get("href") or "")]
    assert len(events) == 5
    assert [each.get("target") for each in page.all("base")] == ["_top"]
    assert "</header>" not in text
    assert "</footer>" not in text
    assert "<script" not in text
    sheets = [each.get("href") for each in page.all("link") if each.get("rel") == "stylesheet"]
    home = [
        each.get("href")
        for each in parse(made.text("lisbon/index.html")).all("link")
        if each.get("rel") == "stylesheet"
    ]
    assert sheets == home, "the hub's theme and colours"
    code = texts(made, lisbon("2026-12-01-hall"))["widget"]
    assert '<iframe src="https://x.org/hubs/lisbon/widget/" title="Lisbon Lights: events"' in code


def test_the_json_feed_holds_what_is_to_come(made: Built) -> None:
    feed = made.json("lisbon/feed.json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://x.org/hubs/lisbon/feed.json"
    assert (feed["home_page_url"], feed["language"]) == ("https://x.org/hubs/lisbon/", "en")
    items = {item["id"]: item for item in feed["items"]}
    assert len(items) == len(feed["items"]) == 50
    hall = items["tag:x.org,2020:lisbon.2026-12-01-hall"]
    assert hall["url"] == "https://x.org/hubs/lisbon/events/2026-12-01-hall/"
    assert hall["_event"] == {
        "start": "2026-12-01T18:30:00+00:00",
        "end": "2026-12-01T20:30:00+00:00",
        "timezone": "Europe/Lisbon",
        "status": "scheduled",
        "attendance": "in-person",
        "venue": "Hall",
    }
    assert items["tag:x.org,2020:lisbon.2026-12-05-off"]["title"] == "Cancelled: Off"
    assert all(item["content_text"] for item in feed["items"])
    assert not any("past" in name or "draft" in name for name in items)
    starts = [item["_event"]["start"] for item in feed["items"] if "T" in item["_event"]["start"]]
    assert starts == sorted(starts)
    link = next(
        each
        for each in parse(made.text("lisbon/index.html")).all("link")
        if each.get("href") == "/hubs/lisbon/feed.json"
    )
    assert (link.get("rel"), link.get("type")) == ("alternate", "application/feed+json")


@pytest.mark.parametrize("network", [True, False])
def test_none_makes_nothing_of_it(tmp_path: Path, network: bool) -> None:
    none = "promotion: none\n"
    files: dict[str, str | bytes] = {
        "hubkit.yaml": NETWORK + (none if network else ""),
        "hubs/lisbon/hub.yaml": LISBON + ("" if network else none),
        "hubs/berlin/hub.yaml": BERLIN + ("promotion: upcoming\n" if network else ""),
    }
    made = make(tmp_path, files)
    assert made.has("berlin/widget/index.html"), "a hub's own word counts"
    assert not [
        path for path in made.paths() if path.startswith("lisbon/") and re.search("share|widget|feed.json", path)
    ]
    for path in ("lisbon/index.html", "lisbon/events/2026-12-05-photo-walk/index.html"):
        assert "feed.json" not in made.text(path)
        assert "share" not in made.text(path)


def test_texts_that_go_with_their_event_are_no_loss(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    site = make(tmp_path).site
    later = built(site, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert later.errors() == []
    assert not later.has(f"{lisbon('2026-12-05-photo-walk')}share/index.html")


def test_another_word_is_refused(tmp_path: Path) -> None:
    made = built(
        write(
            tmp_path, {**BASIC, "hubs/lisbon/hub.yaml": LISBON + "promotion: past\n", "hubs/lisbon/members/ada.md": ADA}
        )
    )
    [error] = made.errors()
    assert error.startswith("hubs/lisbon/hub.yaml:5:12: ")
