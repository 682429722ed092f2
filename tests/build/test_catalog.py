"""The catalogue that a build leaves for the functions: right, whole, beside the site, and never in it."""

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from hubkit.build import build
from hubkit.build import run as of_run
from hubkit.build.verify import verify
from hubkit.problems import HubkitError
from hubkit.values import Options
from hubkit.webhooks.catalog import Catalog, Event, read_catalog
from hubkit.webhooks.texts import words_in
from hubkit.write import CatalogFile
from tests.sites import BASIC, BERLIN, LISBON, NETWORK, NOW, WALK, Built, built, good, write

RSVP = "registration: {mode: rsvp, capacity: 20, waitlist: true}\n"
TALK = "title: Talk\nstart: 2026-12-01 18:00\nduration: 1h\nregistration: {mode: rsvp}\n"
WEEKLY = "title: Weekly\nstart: 2026-11-03 19:00\nduration: 1h\nrepeat: {every: week}\nregistration: {mode: rsvp}\n"
SITE: dict[str, str | bytes] = {
    **BASIC,
    "hubkit.yaml": NETWORK + "webhooks: true\n",
    "hubs/lisbon/events/2026-12-05-photo-walk.yaml": WALK + RSVP,
    "hubs/berlin/hub.yaml": BERLIN,
    "hubs/berlin/events/talk.yaml": TALK,
}
WALK_ID, TALK_ID = "lisbon.2026-12-05-photo-walk", "berlin.talk"


def catalog_of(made: Built) -> Catalog:
    """Return what the functions know of a site that was built."""
    return read_catalog(CatalogFile(made.folder).path)


def only(made: Built) -> Event:
    """Return the one event that takes RSVPs."""
    [event] = catalog_of(made).events.values()
    return event


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", SITE)


def test_an_event_stands_there_as_its_page_says_it(tmp_path: Path) -> None:
    files = {
        **BASIC,
        "hubkit.yaml": NETWORK + "webhooks: true\nlanguages: [en, es]\n",
        "hubs/lisbon/hub.yaml": LISBON + "languages: [pt, en]\ncontact: {email: a@lisbon.example}\n",
        "hubs/lisbon/events/2026-12-05-photo-walk.yaml": "title: {pt: Passeio, en: Photo walk}\n"
        "start: 2026-12-05 18:30\nduration: 2h\ntimezone: Europe/Berlin\nvenue: {name: Hall, address: 1 Long Street}\n"
        "registration: {mode: rsvp, capacity: 20, waitlist: true, opens: 2026-11-01 10:00, closes: 2026-12-05 12:00}\n",
    }
    made = good(write(tmp_path, files))
    assert made.errors() == []
    catalog, event = catalog_of(made), only(made)
    assert event.title == {"pt": "Passeio", "en": "Photo walk"}
    assert list(event.title) == list(event.url) == ["pt", "en"], "the hub's first language first"
    assert event.url["en"] == "https://x.org/hubs/lisbon/en/events/2026-12-05-photo-walk/"
    assert event.when["en"] == "Saturday, 5 December 2026, 18:30 – 20:30 UTC+01"
    assert event.where["pt"] == "Hall, 1 Long Street"
    assert (event.start, event.end) == (
        datetime(2026, 12, 5, 17, 30, tzinfo=UTC),
        datetime(2026, 12, 5, 19, 30, tzinfo=UTC),
    )
    assert (event.opens, event.closes) == (datetime(2026, 11, 1, 9, tzinfo=UTC), datetime(2026, 12, 5, 11, tzinfo=UTC))
    assert (event.mode, event.status, event.capacity, event.waitlist) == ("rsvp", "scheduled", 20, True)
    hub = catalog.hubs["lisbon"]
    assert (hub.contact, hub.url["en"]) == ("a@lisbon.example", "https://x.org/hubs/lisbon/en/")
    assert all(made.has(style.removeprefix("https://x.org/hubs/")) for style in hub.styles)
    assert len(hub.styles) == 2
    assert made.has(hub.icon.removeprefix("https://x.org/hubs/"))
    site = catalog.site
    assert all(made.has(each.removeprefix("https://x.org/hubs/")) for each in (*site.styles, site.icon))
    assert len(site.styles) == 2
    assert catalog.site.name == {"en": "Open Cities", "es": "Open Cities"}
    assert (catalog.site.url, catalog.site.origins) == ("https://x.org/hubs/", ("https://x.org",))
    assert catalog.site.api == "https://x.org", "forms send there, where `api_url` does not say otherwise"
    assert words_in("pt", hub.name, catalog.texts).say("form-send") == "Enviar"
    assert set(catalog.texts) == {"pt"}, "English needs no translation, and no other language is spoken"


def test_calendars_know_an_event_by_the_uid_that_its_page_gives_it(tmp_path: Path) -> None:
    files = {
        **SITE,
        "hubkit.yaml": NETWORK + "webhooks: true\napi_url: https://api.example.org/rsvps/\n",
        "hubs/berlin/events/talk.yaml": TALK.replace(
            "start: 2026-12-01 18:00\nduration: 1h", "start: 2026-12-01\nend: 2026-12-02"
        ),
        "hubs/lisbon/events/given.yaml": WALK + RSVP + "uid: 123@elsewhere.example\n",
        "hubs/lisbon/events/weekly.yaml": WEEKLY,
    }
    made = good(write(tmp_path, files))
    catalog = catalog_of(made)
    assert catalog.site.api == "https://api.example.org/rsvps"
    assert len(catalog.events) > 5
    for event in catalog.events.values():
        path = event.url["en"].removeprefix("https://x.org/hubs/")
        [shown] = Calendar.from_ical(made.text(f"{path}event.ics")).walk("VEVENT")
        assert shown["UID"] == event.uid
        assert isinstance(shown["DTSTART"].dt, datetime) is not event.all_day
    assert catalog.events["lisbon.given"].uid == "123@elsewhere.example"


def test_where_is_empty_only_where_nobody_says_it(site: Path) -> None:
    write(site, {"hubs/berlin/events/talk.yaml": TALK + "attendance: online\n"})
    events = catalog_of(good(site)).events
    assert (events[WALK_ID].where, events[TALK_ID].where) == ({}, {"en": "Online"})


def test_what_is_over_drafted_or_needs_no_function_is_left_out(tmp_path: Path) -> None:
    files = {
        **SITE,
        "hubs/lisbon/events/2026-12-05-photo-walk.yaml": WALK,
        "hubs/lisbon/events/over.yaml": TALK.replace("2026-12-01", "2026-11-20"),
        "hubs/lisbon/events/draft.yaml": TALK + "draft: true\n",
        "hubs/lisbon/events/link.yaml": TALK.replace("mode: rsvp", "mode: link, url: 'https://a.example/'"),
        "hubs/lisbon/events/off.yaml": TALK + "status: cancelled\n",
        "hubs/lisbon/events/weekly.yaml": WEEKLY,
    }
    made = good(write(tmp_path, files), drafts=True)
    events = catalog_of(made).events
    assert {TALK_ID, "lisbon.off", "lisbon.weekly.2026-11-24"} <= set(events)
    assert events["lisbon.off"].status == "cancelled"
    assert not {WALK_ID, "lisbon.over", "lisbon.draft", "lisbon.link", "lisbon.weekly.2026-11-17"} & set(events)
    assert list(events) == sorted(events)


@pytest.mark.parametrize(
    ("price", "currency", "units"),
    [
        ("12.50", "EUR", 1250),
        ("12.5", "USD", 1250),
        ("0", "EUR", 0),
        ("1500", "JPY", 1500),
        ("1500.4", "JPY", 1500),
        ("100", "MGA", 100),
        ("1.250", "KWD", 1250),
        ("1.256", "KWD", 1260),
        ("500", "ISK", 50_000),
        ("5", "UGX", 500),
    ],
)
def test_prices_are_in_the_unit_in_which_stripe_counts(tmp_path: Path, price: str, currency: str, units: int) -> None:
    ticket = (
        f"registration: {{mode: checkout, tickets: [{{id: a, name: Full, price: {price}, currency: {currency}}}]}}\n"
    )
    made = good(
        write(
            tmp_path,
            {**BASIC, **SITE, "hubs/berlin/events/talk.yaml": TALK.replace("registration: {mode: rsvp}\n", ticket)},
        )
    )
    event = catalog_of(made).events[TALK_ID]
    assert event.mode == "checkout"
    assert [(each.id, each.price, each.currency) for each in event.tickets] == [("a", units, currency)]
    assert event.tickets[0].shown.keys() == event.title.keys()


def test_a_domain_of_a_hub_is_an_origin_of_forms(site: Path) -> None:
    write(site, {"hubs/berlin/hub.yaml": BERLIN + "domain: berlin.example\n"})
    catalog = catalog_of(good(site))
    assert catalog.site.origins == ("https://berlin.example", "https://x.org")
    assert catalog.events[TALK_ID].url == {"en": "https://berlin.example/events/talk/"}
    assert catalog.hubs["berlin"].styles[0].startswith("https://x.org/hubs/assets/")


def test_outputs_of_one_site_have_a_catalogue_each_and_none_in_them(site: Path, tmp_path: Path) -> None:
    whole, alone, elsewhere = good(site), good(site, hub="berlin"), good(site, output=tmp_path / "public", drafts=True)
    assert set(catalog_of(whole).events) == {WALK_ID, TALK_ID}
    assert set(catalog_of(alone).events) == {TALK_ID}
    assert CatalogFile(whole.folder).path == site / "_functions" / "catalog.json"
    assert CatalogFile(alone.folder).path == site / "_site-berlin.functions" / "catalog.json"
    assert CatalogFile(elsewhere.folder).path == tmp_path / "public.functions" / "catalog.json"
    assert not [path for made in (whole, alone, elsewhere) for path in made.paths() if "catalog.json" in path]


@pytest.mark.parametrize("name", ["_functions", "public.functions"])
def test_no_site_goes_where_a_catalogue_may_come(site: Path, name: str) -> None:
    with pytest.raises(HubkitError, match="for the optional functions"):
        build(Options(site, NOW, output=site / name))


def test_a_check_minds_no_catalogue_and_writes_none(site: Path) -> None:
    assert built(site, publishes=False).errors() == []
    assert not (site / "_functions").exists()
    good(site)
    assert built(site, publishes=False).errors() == []


def test_an_unchanged_build_neither_reads_nor_writes_it(site: Path) -> None:
    file = CatalogFile(good(site).folder)
    before = file.signature()
    file.path.chmod(0o644)
    assert good(site).report.made == ()
    touched = file.signature()
    os.utime(file.path)
    assert good(site).report.made == (), "its bytes are the same"
    assert (file.signature()[-1], touched[-1]) == (before[-1], before[-1]), "the same file"


def test_a_hub_that_is_skipped_keeps_its_entries_and_one_that_goes_loses_them(site: Path) -> None:
    good(site)
    write(site, {"hubs/berlin/events/talk.yaml": TALK.replace("rsvp", "rsvp, capacity: 5")})
    made = good(site)
    assert made.report.made == ("berlin",)
    events = catalog_of(made).events
    assert (events[TALK_ID].capacity, events[WALK_ID].capacity) == (5, 20)
    for file in ("events/talk.yaml", "hub.yaml"):
        (site / "hubs/berlin" / file).unlink()
    (site / "hubs/berlin/events").rmdir()
    (site / "hubs/berlin").rmdir()
    catalog = catalog_of(good(site))
    assert (set(catalog.events), set(catalog.hubs)) == ({WALK_ID}, {"lisbon"})


def test_a_broken_hub_that_is_kept_keeps_its_entries(site: Path) -> None:
    good(site)
    write(site, {"hubs/berlin/events/talk.yaml": TALK + "colour: red\n"})
    made = built(site, without_broken=True)
    assert made.report.kept == ("berlin",)
    assert set(catalog_of(made).events) == {WALK_ID, TALK_ID}
    later = built(site, without_broken=True, now=NOW + timedelta(days=11))
    assert set(catalog_of(later).events) == {WALK_ID}, "what is over goes all the same"


def test_what_ends_leaves_the_catalogue_without_an_edit(site: Path) -> None:
    assert good(site).report.next_change is not None
    made = good(site, now=datetime(2026, 12, 1, 18, tzinfo=UTC))
    assert set(catalog_of(made).events) == {WALK_ID}


@pytest.mark.parametrize("spoil", ["lost", "cut", "same length", "no catalogue"])
def test_the_next_build_repairs_it(site: Path, spoil: str) -> None:
    file = CatalogFile(good(site).folder)
    whole = file.content()
    if spoil == "lost":
        file.path.unlink()
    else:
        file.path.write_bytes({"cut": whole[:100], "same length": b"x" * len(whole)}.get(spoil, b"{}"))
    assert good(site).report.made == ()
    assert file.content() == whole


def test_switched_off_it_goes_and_nothing_else(site: Path) -> None:
    folder = CatalogFile(good(site).folder).path.parent
    write(folder, {"own.mjs": "mine\n"})
    write(site, {"hubkit.yaml": NETWORK})
    good(site)
    assert [file.name for file in folder.iterdir()] == ["own.mjs"]
    write(folder, {"catalog.json": '{"mine": true}\n'})
    write(site, {"hubkit.yaml": NETWORK + "tagline: Near you\n"})
    good(site)
    assert (folder / "catalog.json").read_text() == '{"mine": true}\n'


def test_switched_off_an_empty_folder_goes_too(site: Path) -> None:
    folder = CatalogFile(good(site).folder).path.parent
    write(site, {"hubkit.yaml": NETWORK})
    good(site)
    assert not folder.exists()


def test_a_build_that_is_killed_before_the_catalogue_is_made_good_by_the_next(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good(site)
    write(site, {"hubs/berlin/events/talk.yaml": TALK.replace("rsvp", "rsvp, capacity: 5")})
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(of_run, "write_catalog", lambda _: os.kill(os.getpid(), signal.SIGKILL))
        try:
            build(Options(site, NOW, jobs=1))
        finally:
            os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    folder = site / "_site"
    assert "5 places" in (folder / "berlin/events/talk/index.html").read_text(), "the site was published"
    assert read_catalog(CatalogFile(folder).path).events[TALK_ID].capacity is None
    assert catalog_of(good(site)).events[TALK_ID].capacity == 5


def test_it_is_the_same_bytes_from_zero(site: Path, tmp_path: Path) -> None:
    good(site)
    write(site, {"hubs/berlin/events/talk.yaml": TALK.replace("rsvp", "rsvp, capacity: 5")})
    one = good(site)
    clean = good(site, output=tmp_path / "clean", from_zero=True)
    assert CatalogFile(one.folder).content() == CatalogFile(clean.folder).content()


def test_verify_looks_at_it_too(site: Path) -> None:
    made = good(site)
    verify(Options(site, NOW), made.report)
    CatalogFile(made.folder).path.write_bytes(b"{}")
    with pytest.raises(HubkitError, match=r"_functions/catalog\.json"):
        verify(Options(site, NOW), made.report)


def test_a_place_that_cannot_be_written_is_told_after_the_site_is_there(site: Path) -> None:
    (site / "_functions").write_text("a file\n")
    with pytest.raises(HubkitError, match="The site is published, but"):
        built(site)
    (site / "_functions").unlink()
    assert set(catalog_of(good(site)).events) == {WALK_ID, TALK_ID}


def test_no_link_is_followed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (site / "_functions").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(HubkitError, match="is a link"):
        built(site)
    assert not list((tmp_path / "elsewhere").iterdir())
