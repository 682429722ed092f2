"""Nothing published is simply gone: pages that vanish are named, once, with what to do."""

from pathlib import Path

from tests.sites import WALK, built, good, make, write

NIGHT = "hubs/lisbon/events/2026-12-06-night-walk.yaml"
NIGHT_WALK = WALK.replace("2026-12-05", "2026-12-06")


def test_a_page_that_is_gone_is_named_once(tmp_path: Path) -> None:
    site = make(tmp_path, {NIGHT: NIGHT_WALK}).site
    (site / NIGHT).unlink()
    assert good(site).errors() == [
        "hubs/lisbon/hub.yaml:1:1: published before, and gone now: /hubs/lisbon/events/2026-12-06-night-walk/"
    ]
    assert good(site).errors() == []


def test_an_alias_keeps_the_link_and_the_peace(tmp_path: Path) -> None:
    site = make(tmp_path, {NIGHT: NIGHT_WALK}).site
    (site / NIGHT).unlink()
    write(site, {"hubs/lisbon/events/2026-12-05-photo-walk.yaml": f"{WALK}aliases: [2026-12-06-night-walk]\n"})
    assert good(site).errors() == []


def test_a_cancelled_event_keeps_its_page(tmp_path: Path) -> None:
    site = make(tmp_path, {NIGHT: NIGHT_WALK}).site
    write(site, {NIGHT: f"{NIGHT_WALK}status: cancelled\n"})
    made = good(site)
    assert made.errors() == []
    assert made.has("lisbon/events/2026-12-06-night-walk/index.html")


def test_strict_does_not_let_a_page_go(tmp_path: Path) -> None:
    site = make(tmp_path, {NIGHT: NIGHT_WALK}).site
    (site / NIGHT).unlink()
    assert not built(site, strict=True).report.published
