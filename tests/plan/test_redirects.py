"""Nothing published is simply gone: every old id leads to the new one, and no old id hides a page."""

from pathlib import Path

from tests.sites import BASIC, LISBON, NETWORK, WALK, built, good, write

PAGE = "---\ntitle: First walk\naliases: [start-here]\n---\nBring a coat.\n"
SERIES = (
    "title: Lantern\naliases: [lamp]\n"
    "repeat: {every: 1st tuesday, from: 2026-10-01, until: 2026-12-31}\nstart: 19:00\nend: 21:00\n"
)


def rules(text: str) -> dict[str, str]:
    return {old: new for old, new, code in (line.split(" ") for line in text.splitlines()) if code == "301"}


def test_each_old_id_leads_to_the_new_one(tmp_path: Path) -> None:
    files = {
        "hubkit.yaml": NETWORK + "languages: [en, pt]\n",
        "pages/about.md": "---\ntitle: About\naliases: [who]\n---\nHello.\n",
        "hubs/lisbon/hub.yaml": LISBON + "languages: [pt, en]\naliases: [lisboa]\n",
        "hubs/lisbon/pages/first-walk.md": PAGE,
        "hubs/lisbon/events/lantern.yaml": SERIES,
        "hubs/lisbon/events/2026-12-05-photo-walk.yaml": WALK
        + "aliases: [2026-12-04-walk]\nmoved_from: porto.2026-12-05-walk\n",
    }
    found = rules(good(write(tmp_path, files)).text("_redirects"))
    event, series = "events/2026-12-05-photo-walk/", "events/lantern/"
    assert found == {
        "/hubs/who/": "/hubs/about/",
        "/hubs/pt/who/": "/hubs/pt/about/",
        "/hubs/lisboa/*": "/hubs/lisbon/:splat",
        "/hubs/lisbon/start-here/": "/hubs/lisbon/first-walk/",
        "/hubs/lisbon/en/start-here/": "/hubs/lisbon/en/first-walk/",
        "/hubs/lisbon/events/2026-12-04-walk/": f"/hubs/lisbon/{event}",
        "/hubs/lisbon/events/2026-12-04-walk/event.ics": f"/hubs/lisbon/{event}event.ics",
        "/hubs/porto/events/2026-12-05-walk/event.ics": f"/hubs/lisbon/{event}event.ics",
        "/hubs/lisbon/en/events/2026-12-04-walk/": f"/hubs/lisbon/en/{event}",
        "/hubs/lisbon/en/events/2026-12-04-walk/event.ics": f"/hubs/lisbon/en/{event}event.ics",
        "/hubs/porto/en/events/2026-12-05-walk/event.ics": f"/hubs/lisbon/en/{event}event.ics",
        "/hubs/porto/events/2026-12-05-walk/": f"/hubs/lisbon/{event}",
        "/hubs/porto/en/events/2026-12-05-walk/": f"/hubs/lisbon/en/{event}",
        "/hubs/lisbon/events/lamp/*": f"/hubs/lisbon/{series}:splat",
        "/hubs/lisbon/en/events/lamp/*": f"/hubs/lisbon/en/{series}:splat",
    }


def test_one_hub_alone_redirects_below_its_own_home(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        {**BASIC, "hubs/lisbon/pages/first-walk.md": PAGE, "hubs/lisbon/hub.yaml": LISBON + "aliases: [lisboa]\n"},
    )
    assert good(site, hub="lisbon").text("_redirects") == "/start-here/ /first-walk/ 301\n"


def test_an_alias_that_is_the_address_of_a_page_is_a_mistake(tmp_path: Path) -> None:
    other = "hubs/lisbon/events/2026-12-06-walk.yaml"
    files = {
        other: WALK.replace("-05 ", "-06 ") + "moved_from: lisbon.2026-12-05-photo-walk\n",
        "pages/about.md": "---\ntitle: About\naliases: [lisbon]\n---\nHello.\n",
        "hubs/lisbon/pages/first-walk.md": "---\ntitle: First walk\naliases: [events]\n---\nHello.\n",
        "hubs/berlin/hub.yaml": "name: Berlin\naliases: [lisbon]\n",
    }
    made = built(write(tmp_path, {**BASIC, **files}))
    assert not made.report.published
    wrong = " | ".join(made.errors())
    assert "hubs/berlin/hub.yaml:2:11" in wrong
    assert "hubs/lisbon/pages/first-walk.md:3:11" in wrong
    (made.site / "hubs/lisbon/pages/first-walk.md").unlink()
    wrong = " | ".join(built(made.site).errors())
    assert f"{other}:4:13: the old address /hubs/lisbon/events/2026-12-05-photo-walk/ is that of a page" in wrong
    assert "pages/about.md:3:11: the old address /hubs/lisbon/ is that of a page" in wrong


def test_two_that_had_the_same_id_are_a_mistake(tmp_path: Path) -> None:
    events = {
        f"hubs/lisbon/events/2026-12-{day}-walk.yaml": f"title: Walk\nstart: 2026-12-{day} 10:00\n"
        f"duration: 1h\nmoved_from: porto.walk\n"
        for day in (11, 12)
    }
    wrong = " | ".join(built(write(tmp_path, {**BASIC, **events})).errors())
    assert "the old address /hubs/porto/events/walk/ would lead to two pages" in wrong
    assert "2026-12-11-walk.yaml and hubs/lisbon/events/2026-12-12-walk.yaml" in wrong
