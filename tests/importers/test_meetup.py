import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hubkit.cli.importing import command
from hubkit.importers.fixes import Fix
from hubkit.importers.meetup.network import Imported, import_meetup
from hubkit.kinds.event.model import EventModel
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.network.model import NetworkModel
from hubkit.problems import HubkitError
from hubkit.read.documents import read_document
from hubkit.values import Document


def group(urlname: str = "tea-oslo", **other: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "name": "Tea Oslo",
        "urlname": urlname,
        "description": "We drink tea.",
        "lat": 59.91,
        "lon": 10.75,
        "city": "Oslo",
        "state": "",
        "country": "no",
        "memberships": {"totalCount": 12},
        "foundedDate": "2019-05-04T23:30:00-04:00",
        "timezone": "Europe/Oslo",
        "isPrivate": False,
        "status": "active",
    } | other


def event(identifier: str = "100", **other: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "title": "Green tea",
        "description": "All about it.",
        "status": "PAST",
        "dateTime": "2026-03-03T18:30:00+01:00",
        "duration": "PT1H30M",
        "eventUrl": f"https://www.meetup.com/tea-oslo/events/{identifier}/",
        "featuredEventPhoto": {},
        "venues": [],
        "group": {"name": "Tea Oslo", "urlname": "tea-oslo"},
    } | other


def venue(**other: Any) -> dict[str, Any]:
    return {
        "name": "Library",
        "address": "Main Street 1",
        "city": "Oslo",
        "lat": 59.9,
        "lon": 10.7,
        "postalCode": "meetup7",
        "venueType": "",
    } | other


ONLINE = venue(name="Online event", address="", city="", lat=-8.5211, lon=179.1962, venueType="online")


class Workshop:
    """A folder with an export, and the network made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"

    def write(self, name: str, content: Any) -> Path:
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def run(self, groups: Any, events: Any) -> Imported:
        return import_meetup(self.write("chapters.json", groups), [self.write("events.json", events)], self.site)

    def read(self, path: str) -> Document:
        document, problems = read_document(self.site, path, Path(path).stem)
        assert document is not None
        assert problems == []
        return document

    def events(self) -> dict[str, Document]:
        """Return every event by its file's name, each read without a problem and accepted by the model."""
        paths = sorted(self.site.glob("hubs/*/events/*.md"))
        documents = {path.name: self.read(path.relative_to(self.site).as_posix()) for path in paths}
        for document in documents.values():
            EventModel.model_validate(document.data)
        return documents

    def event(self, **other: Any) -> tuple[Document, Imported]:
        """Import one event of one group, and return it with how the import went."""
        imported = self.run([group()], [event(**other)])
        (document,) = self.events().values()
        return document, imported


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_a_group_becomes_a_hub_and_its_event_a_file(workshop: Workshop) -> None:
    imported = workshop.run([group(), group("tea-rome", name="Tea Rome", timezone="Europe/Rome")], [event()])
    assert (imported.hubs, imported.events, imported.problems, dict(imported.fixes)) == (
        2,
        1,
        (),
        {Fix.no_place: ("100",)},
    )
    network, hub = workshop.read("hubkit.yaml"), workshop.read("hubs/oslo/hub.yaml")
    NetworkModel.model_validate(network.data)
    HubModel.model_validate(hub.data)
    assert network.data["name"] == "Tea"
    assert hub.data == {
        "name": "Tea Oslo",
        "city": "Oslo",
        "country": "NO",
        "coordinates": {"lat": "59.91", "lon": "10.75"},
        "timezone": "Europe/Oslo",
        "status": "active",
        "founded": "2019-05-04",
        "size": "12",
        "social": {"meetup": "https://www.meetup.com/tea-oslo/"},
        "description": "We drink tea.",
    }
    document = workshop.events()["2026-03-03-green-tea.md"]
    assert document.data == {
        "title": "Green tea",
        "start": "2026-03-03 18:30",
        "duration": "1h 30m",
        "registration": {"mode": "link", "url": "https://www.meetup.com/tea-oslo/events/100/"},
        "uid": "event_100@meetup.com",
    }
    assert document.body.strip() == "All about it."


@pytest.mark.parametrize(
    ("written", "start", "fold", "fix"),
    [
        ("2026-03-03T18:30:00+01:00", "2026-03-03 18:30", None, None),
        ("2026-03-03T12:30:00-05:00", "2026-03-03 18:30", None, Fix.wall_time),
        ("2026-03-03T17:30:00Z", "2026-03-03 18:30", None, Fix.wall_time),
        ("2026-10-25T02:30:00+02:00", "2026-10-25 02:30", "first", Fix.gap_or_overlap),
        ("2026-10-25T02:30:00+01:00", "2026-10-25 02:30", "second", Fix.gap_or_overlap),
        ("2026-03-29T02:30:00", "2026-03-29 03:30", None, Fix.gap_or_overlap),
        ("2026-03-03T18:30:45+01:00", "2026-03-03 18:30", None, Fix.seconds),
    ],
)
def test_the_moment_is_kept_as_wall_time_in_the_hubs_zone(
    workshop: Workshop, written: str, start: str, fold: str | None, fix: Fix | None
) -> None:
    document, imported = workshop.event(dateTime=written)
    assert (document.data["start"], document.data.get("fold")) == (start, fold)
    assert set(imported.fixes) - {Fix.no_place} == ({fix} if fix else set())


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("PT2H", "duration", "2h"),
        ("PT45M30S", "duration", "46m"),
        ("PT26H", "end", "2026-03-04 20:30"),
        ("P2D", "end", "2026-03-05 18:30"),
        ("PT650H", "end", "2026-03-30 21:30"),
        ("PT0S", None, None),
        ("PT-1H", None, None),
        ("7200000", None, None),
        ("P9999999999D", None, None),
    ],
)
def test_lengths_that_cannot_be_are_left_out(
    workshop: Workshop, written: str, field: str | None, value: str | None
) -> None:
    document, imported = workshop.event(duration=written)
    assert {key: document.data[key] for key in ("duration", "end") if key in document.data} == (
        {field: value} if field else {}
    )
    assert (Fix.duration in imported.fixes) is (field is None)


@pytest.mark.parametrize(
    ("venues", "attendance", "name"),
    [
        ([ONLINE], "online", None),
        ([venue()], "in-person", "Library"),
        ([venue(), ONLINE], "hybrid", "Library"),
        ([], None, None),
        (None, None, None),
    ],
)
def test_places_are_real_ones(workshop: Workshop, venues: Any, attendance: str | None, name: str | None) -> None:
    document, imported = workshop.event(venues=venues)
    place = document.data.get("venue")
    assert document.data.get("attendance") == attendance
    assert (place["name"] if isinstance(place, dict) else None) == name
    assert "179" not in document.text
    assert (Fix.online_place in imported.fixes) is (attendance in {"online", "hybrid"})


def test_a_venue_has_no_stand_ins(workshop: Workshop) -> None:
    document, imported = workshop.event(venues=[venue(lat=0, lon=0, address="Main\u2028Street &amp; 1,")])
    assert document.data["venue"] == {"name": "Library", "address": "Main Street & 1, Oslo"}
    assert {Fix.coordinates, Fix.postcode, Fix.entities, Fix.characters} <= set(imported.fixes)


@pytest.mark.parametrize(
    ("status", "field", "value"),
    [
        ("CANCELLED", "status", "cancelled"),
        ("DRAFT", "draft", "true"),
        ("PAST", "status", None),
        ("ODD", "status", None),
    ],
)
def test_statuses_are_those_of_hubkit(workshop: Workshop, status: str, field: str, value: str | None) -> None:
    document, imported = workshop.event(status=status)
    assert document.data.get(field) == value
    assert (Fix.status in imported.fixes) is (status == "ODD")


@pytest.mark.parametrize(
    "title",
    [
        'R &amp; "tea": yes # no',
        "- [x] 'quoted' {curly} *star* &anchor !tag %percent @at `tick`",
        "2026-01-01",
        "yes",
        "18:30",
        "back\\slash",
        "👩‍💻 چای سبز",
        "trailing:",
    ],
)
def test_every_title_survives_the_strict_reader(workshop: Workshop, title: str) -> None:
    document, _ = workshop.event(title=title)
    assert document.data["title"] == title.replace("&amp;", "&")


def test_a_long_title_is_shortened_and_stands_whole_in_the_text(workshop: Workshop) -> None:
    title = "A very long title indeed " * 8
    document, imported = workshop.event(title=title)
    assert len(str(document.data["title"])) <= 120
    assert title.strip() in document.body
    assert Fix.long_text in imported.fixes
    assert len(document.id) <= 64


def test_file_names_differ_whatever_the_titles(workshop: Workshop) -> None:
    imported = workshop.run(
        [group()],
        [event("9"), event("100"), event("101", title="緑茶"), event("100", title="Again"), event("102", title="紅茶")],
    )
    assert list(workshop.events()) == [
        "2026-03-03-event-101.md",
        "2026-03-03-event-102.md",
        "2026-03-03-green-tea-2.md",
        "2026-03-03-green-tea.md",
    ]
    assert imported.fixes[Fix.duplicate] == ("100",)
    assert imported.fixes[Fix.same_name] == ("100",)
    assert imported.fixes[Fix.slug] == ("101", "102")


def test_hub_ids_are_short_and_never_reserved(workshop: Workshop) -> None:
    groups = [
        group("tea-oslo"),
        group("TeaRome", name="Tea Rome"),
        group("tea-la", name="Tea Los Angeles"),
        group("tea-events", name="Tea Events", city="Bergen"),
        group("tea-oslo-", name="Tea Other", city=""),
    ]
    imported = workshop.run(groups, [event(group={"urlname": "TEA-OSLO"})])
    assert sorted(path.name for path in (workshop.site / "hubs").iterdir()) == [
        "bergen",
        "los-angeles",
        "oslo",
        "other",
        "rome",
    ]
    assert imported.fixes[Fix.hub_id] == ("tea-events", "tea-la", "tea-oslo-")


def test_a_hub_says_only_what_the_data_says(workshop: Workshop) -> None:
    odd = group(
        lat=0,
        lon=0,
        country="",
        timezone="Mars/Base",
        state="U8",
        foundedDate="soon",
        status="odd",
        city="",
        memberships=None,
    )
    imported = workshop.run([odd], [event(dateTime="2026-03-03T18:30:00+01:00")])
    hub = workshop.read("hubs/tea-oslo/hub.yaml")
    HubModel.model_validate(hub.data)
    assert hub.data.keys() == {"name", "timezone", "social", "description"}
    assert hub.data["timezone"] == "UTC"
    only = workshop.events()["2026-03-03-green-tea.md"].data
    assert (only["start"], only["timezone"]) == ("2026-03-03 17:30", "UTC")
    assert {Fix.country, Fix.coordinates, Fix.zone, Fix.region, Fix.founded, Fix.status} <= set(imported.fixes)


def test_contact_details_stand_where_they_may(workshop: Workshop) -> None:
    text = (
        "Write to oslo@tea.org, [ann](mailto:ann@gmail.com) or bob@firm.com, or call +47 22 33 44 55. @us@fosstodon.org"
    )
    imported = workshop.run([group(description=text)], [event(description=text)])
    hub = workshop.read("hubs/tea-oslo/hub.yaml")
    assert hub.data["contact"] == {"email": "oslo@tea.org"}
    description = str(hub.data["description"])
    assert "@us@fosstodon.org" in description
    assert not any(private in description for private in ("tea.org", "gmail", "firm.com", "+47"))
    body = workshop.events()["2026-03-03-green-tea.md"].body
    assert "oslo@tea.org" in body
    assert not any(private in body for private in ("gmail", "+47"))
    assert imported.fixes[Fix.email] == ("tea-oslo", "100")


def test_a_private_group_keeps_its_addresses_to_itself(workshop: Workshop) -> None:
    imported = workshop.run([group(isPrivate=True)], [event(venues=[venue()])])
    assert workshop.events()["2026-03-03-green-tea.md"].data["venue"] == {"name": "Library"}
    assert imported.fixes[Fix.private_group] == ("tea-oslo",)


def test_a_text_that_only_looks_like_yaml_stays_in_the_body(workshop: Workshop) -> None:
    document, _ = workshop.event(description="first\n\n---\ntitle: evil\n---\n\n<b>last</b>")
    assert document.data["title"] == "Green tea"
    assert "title: evil" in document.body


def test_a_bad_record_is_left_out_and_named(workshop: Workshop) -> None:
    imported = workshop.run(
        [group(), {"id": "7"}, group("tea-lorem", name="lorem ipsum")],
        [
            event(),
            event("101", title=None),
            event("102", dateTime="tomorrow"),
            event("103", group={"urlname": "tea-gone"}),
            event("../../104"),
            "text",
            event("105", venues="here"),
            event("106", title="\u200b"),
        ],
    )
    assert (imported.hubs, imported.events, imported.written) == (1, 1, True)
    told = {(problem.place.file, problem.message.partition(" was left out: ")[0]) for problem in imported.problems}
    assert told == {
        ("chapters.json", "group 7"),
        ("chapters.json", "group tea-lorem"),
        ("events.json", "event 101"),
        ("events.json", "event 102"),
        ("events.json", "event 103"),
        ("events.json", "event ../../104"),
        ("events.json", "event number 6"),
        ("events.json", "event 105"),
        ("events.json", "event 106"),
    }
    messages = "\n".join(problem.message for problem in imported.problems)
    assert 'event 101 was left out: "title" is no text' in messages
    assert 'event 105 was left out: "venues" is no list' in messages
    assert "event number 6 was left out: it is no block of fields" in messages
    assert 'group 7 was left out: "urlname" is missing' in messages


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"data": []}', "no list"),
        ("[{", "no JSON"),
        ("[" * 100_000, "nested"),
        ("", "no JSON"),
    ],
)
def test_a_bad_file_stops_everything(workshop: Workshop, content: str, reason: str) -> None:
    imported = workshop.run([group()], content)
    assert not imported.written
    assert reason in imported.problems[0].message
    assert imported.problems[0].place.file == "events.json"
    assert sorted(path.name for path in workshop.folder.iterdir()) == ["chapters.json", "events.json"]


def test_a_used_folder_is_never_touched(workshop: Workshop) -> None:
    workshop.site.mkdir()
    workshop.run([group()], [event()])
    before = sorted(workshop.site.rglob("*"))
    with pytest.raises(HubkitError, match="not empty"):
        workshop.run([group()], [event("101")])
    assert sorted(workshop.site.rglob("*")) == before
    assert len(list(workshop.folder.iterdir())) == 3


def test_the_same_export_gives_the_same_bytes(workshop: Workshop, tmp_path: Path) -> None:
    groups, events = [group(), group("tea-rome")], [event(), event("9"), event("101", title="緑茶")]
    workshop.run(groups, events)
    (tmp_path / "again").mkdir()
    again = Workshop(tmp_path / "again")
    again.run(groups[::-1], events[::-1])
    first, second = (
        {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (workshop.site, again.site)
    )
    assert first == second


def run_command(workshop: Workshop, *options: str) -> Result:
    events = workshop.write("events.json", [event(), event("101", title=None), event("102", venues=[ONLINE])])
    chapters = workshop.write("chapters.json", [group()])
    return CliRunner().invoke(command, ["meetup", str(chapters), str(events), "--into", str(workshop.site), *options])


def test_the_command_tells_what_it_did(workshop: Workshop) -> None:
    result = run_command(workshop, "--verbose", "--name", "Tea & friends", "--url", "https://tea.example/")
    assert result.exit_code == 0
    assert "1 hubs" not in result.stdout
    assert "1 hub and 2 events" in result.stdout
    assert f"     1  {Fix.online_place.value}\n          102\n" in result.stdout
    assert "event 101 was left out" in result.stderr
    assert workshop.read("hubkit.yaml").data["name"] == "Tea & friends"


def test_the_command_refuses_an_address_that_is_none(workshop: Workshop) -> None:
    result = run_command(workshop, "--url", "javascript:x")
    assert isinstance(result.exception, HubkitError)
    assert not workshop.site.exists()
