"""What is recorded in `urls.yaml` stays: each address is a page or a redirect, or the build says which is lost."""

from pathlib import Path

import pytest

from tests.sites import ADA, BASIC, BERLIN, LISBON, WALK, Built, built, good, write

SERIES = "title: Lantern\nrepeat: {every: 1st tuesday, from: 2026-10-01}\nstart: 19:00\nend: 21:00\n"
PAGE = "---\ntitle: First walk\n---\nBring a coat.\n"
FULL: dict[str, str | bytes] = {
    **BASIC,
    "hubs/lisbon/hub.yaml": LISBON + "languages: [pt, en]\n",
    "hubs/lisbon/charter.md": "---\nversion: '1'\n---\n# Who we are\n",
    "hubs/lisbon/events/lantern.yaml": SERIES,
    "hubs/lisbon/members/ada.md": ADA,
    "hubs/lisbon/pages/first-walk.md": PAGE,
    "hubs/lisbon/pages/plan.md": PAGE.replace("title: First walk", "title: Plan\ndraft: true"),
    "hubs/berlin/hub.yaml": BERLIN,
}
PAGES = (
    "charter/",
    "events/2026-12-05-photo-walk/",
    "events/lantern/",
    "first-walk/",
    "members/ada/",
)
RECORD = "ids: [lisbon]\npages:\n" + "".join(f"  - {path}\n" for path in PAGES)
URLS = "hubs/lisbon/urls.yaml"
LOST = "people have this address, and nothing is there any more"


def recorded(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    return write(folder, {**FULL, URLS: RECORD, **(files or {})})


def said(made: Built) -> list[str]:
    """Every problem, notes too."""
    return [f"{each.place}: {each.message}" for each in made.report.problems if "/urls.yaml" in each.place.file]


def test_a_record_names_what_people_keep_links_to_and_nothing_that_comes_and_goes(tmp_path: Path) -> None:
    site = write(tmp_path, FULL)
    report = built(site, publishes=False, records=True).report
    assert dict(report.unrecorded) == {"lisbon": PAGES}, "no dates of a series, lists, other languages or drafts"
    assert dict(built(site, publishes=False).report.unrecorded) == {}, "nobody asked"
    recorded(site)
    assert dict(built(site, publishes=False, records=True).report.unrecorded) == {}


def test_a_record_that_holds_says_nothing_and_changes_no_byte(tmp_path: Path) -> None:
    without = good(write(tmp_path / "without", FULL))
    with_record = good(recorded(tmp_path / "with"))
    assert said(with_record) == []
    assert with_record.tree() == without.tree()


@pytest.mark.parametrize(
    ("gone", "line"),
    [
        ("charter.md", 3),
        ("events/2026-12-05-photo-walk.yaml", 4),
        ("events/lantern.yaml", 5),
        ("pages/first-walk.md", 6),
        ("members/ada.md", 7),
    ],
)
def test_what_is_recorded_and_gone_is_an_error_at_its_line(tmp_path: Path, gone: str, line: int) -> None:
    site = recorded(tmp_path)
    (site / "hubs/lisbon" / gone).unlink()
    made = built(site)
    assert not made.report.published
    assert said(made) == [f"{URLS}:{line}:5: {LOST}"]


def test_a_draft_is_gone_too(tmp_path: Path) -> None:
    made = built(recorded(tmp_path, {"hubs/lisbon/pages/first-walk.md": PAGE.replace("---\nB", "draft: true\n---\nB")}))
    assert said(made) == [f"{URLS}:6:5: {LOST}"]


def test_an_alias_keeps_each_of_them(tmp_path: Path) -> None:
    site = recorded(tmp_path)
    for old, new, text in (
        ("events/2026-12-05-photo-walk.yaml", "events/2026-12-06-walk.yaml", WALK),
        ("events/lantern.yaml", "events/lamp.yaml", SERIES),
        ("pages/first-walk.md", "pages/walk.md", PAGE),
        ("members/ada.md", "members/ada-lopes.md", ADA),
    ):
        (site / "hubs/lisbon" / old).unlink()
        alias = f"aliases: [{Path(old).stem}]\n"
        made = text.replace("---\n", f"---\n{alias}", 1) if new.endswith(".md") else text + alias
        write(site, {f"hubs/lisbon/{new}": made})
    made = good(site)
    assert not [each for each in said(made) if "not recorded" not in each]
    rules = made.text("_redirects")
    assert "/hubs/lisbon/members/ada/ /hubs/lisbon/members/ada-lopes/ 301\n" in rules
    assert "/hubs/lisbon/en/members/ada/ /hubs/lisbon/en/members/ada-lopes/ 301\n" in rules


def test_what_is_gone_for_good_leads_elsewhere(tmp_path: Path) -> None:
    site = recorded(
        tmp_path, {URLS: RECORD + "redirects:\n  members/ada/: events/\n  events/lantern/: /berlin/events/\n"}
    )
    (site / "hubs/lisbon/members/ada.md").unlink()
    (site / "hubs/lisbon/events/lantern.yaml").unlink()
    made = good(site)
    assert said(made) == []
    assert made.text("_redirects") == (
        "/hubs/lisbon/en/members/ada/ /hubs/lisbon/en/events/ 301\n"
        "/hubs/lisbon/events/lantern/ /hubs/berlin/events/ 301\n"
        "/hubs/lisbon/members/ada/ /hubs/lisbon/events/ 301\n"
    )
    alone = good(site, hub="lisbon")
    assert "/events/lantern/ https://x.org/hubs/berlin/events/ 301\n" in alone.text("_redirects")


def test_the_ids_of_a_hub_are_its_own_or_lead_to_it(tmp_path: Path) -> None:
    site = recorded(tmp_path, {URLS: RECORD.replace("[lisbon]", "[lisboa, lisbon]")})
    assert said(built(site)) == [
        f"{URLS}:1:7: this hub was published as lisboa, and that address leads nowhere any more"
    ]
    write(site, {"hubs/lisbon/hub.yaml": LISBON + "languages: [pt, en]\naliases: [lisboa]\n"})
    assert said(good(site)) == []


def test_a_hub_with_another_mistake_is_not_judged_and_does_not_stop_the_others(tmp_path: Path) -> None:
    site = recorded(tmp_path)
    good(site)
    write(site, {"hubs/lisbon/events/2026-12-05-photo-walk.yaml": "title: Photo walk\nstart: tomorrow\n"})
    made = built(site, without_broken=True, records=True)
    assert said(made) == []
    assert made.report.kept == ("lisbon",)
    assert "lisbon" not in made.report.unrecorded


def test_a_hub_that_lost_an_address_keeps_its_last_good_pages(tmp_path: Path) -> None:
    site = recorded(tmp_path)
    good(site)
    (site / "hubs/lisbon/pages/first-walk.md").unlink()
    made = built(site, without_broken=True)
    assert made.report.published
    assert made.report.kept == ("lisbon",)
    assert made.has("lisbon/first-walk/index.html")


def test_the_record_is_one_of_the_files_that_a_hub_is_made_of(tmp_path: Path) -> None:
    site = recorded(tmp_path)
    good(site)
    assert good(site).report.written == 0
    write(site, {URLS: RECORD + "  - events/2020-01-01-first/\n"})
    assert said(built(site)) == [f"{URLS}:8:5: {LOST}"]
    write(site, {URLS: RECORD + "redirects: {events/2020-01-01-first/: events/}\n"})
    made = good(site)
    assert made.report.made == ("lisbon",)
    assert "/hubs/lisbon/events/2020-01-01-first/" in made.text("_redirects")


def test_one_hub_alone_keeps_its_addresses_too(tmp_path: Path) -> None:
    site = recorded(tmp_path)
    assert said(good(site, hub="lisbon")) == []
    (site / "hubs/lisbon/pages/first-walk.md").unlink()
    assert said(built(site, hub="lisbon")) == [f"{URLS}:6:5: {LOST}"]


def test_an_event_that_was_renamed_and_its_hub_keep_their_ids_in_calendars_and_feeds(tmp_path: Path) -> None:
    before = good(write(tmp_path / "before", FULL))
    files = {path.replace("hubs/lisbon/", "hubs/porto/"): text for path, text in FULL.items()}
    files["hubs/porto/hub.yaml"] = LISBON + "languages: [pt, en]\naliases: [lisbon]\nmoved_from: lisbon\n"
    walk = files.pop("hubs/porto/events/2026-12-05-photo-walk.yaml")
    files["hubs/porto/events/2026-12-06-walk.yaml"] = f"{walk}moved_from: lisbon.2026-12-05-photo-walk\n".replace(
        "b'", ""
    )
    after = good(write(tmp_path / "after", files))

    def ids(made: Built, hub: str, name: str, mark: str) -> list[str]:
        return sorted(line for line in made.text(f"{hub}/{name}").replace("\r", "").split("\n") if mark in line)

    assert ids(before, "lisbon", "events.ics", "UID:") == ids(after, "porto", "events.ics", "UID:")
    assert ids(before, "lisbon", "feed.xml", "<id>") == ids(after, "porto", "feed.xml", "<id>")
    occurrence = "events/lantern/2026-12-01/event.ics"
    assert ids(before, "lisbon", occurrence, "UID:") == ids(after, "porto", occurrence, "UID:")
    assert before.text("feed.xml").count("2020:lisbon.") == after.text("feed.xml").count("2020:lisbon.") > 0


def test_the_first_id_of_a_hub_is_no_other_hub(tmp_path: Path) -> None:
    files = {"hubs/berlin/hub.yaml": BERLIN + "moved_from: lisbon\n"}
    wrong = built(write(tmp_path, {**FULL, **files})).errors()
    assert wrong == ["hubs/berlin/hub.yaml:5:13: the id lisbon is already that of hubs/lisbon/hub.yaml"]
