"""`hubkit check --record`: it writes the addresses of hubs without mistakes, adds, and takes nothing away."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from hubkit.cli import main
from tests.sites import BASIC, BERLIN, WALK, good, tree, write

SITE: dict[str, str | bytes] = {
    **BASIC,
    "hubs/berlin/hub.yaml": BERLIN,
    "hubs/berlin/events/2026-12-06-canal.yaml": WALK.replace("-05", "-06"),
}
URLS = "hubs/lisbon/urls.yaml"


def check(site: Path, *options: str) -> tuple[int, str]:
    run = CliRunner().invoke(main, ["check", str(site), "--now", "2026-11-21T12:00:00Z", "--record", *options])
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exc_info
    return run.exit_code, run.output


def entries(site: Path, hub: str = "lisbon") -> str:
    return (site / f"hubs/{hub}/urls.yaml").read_text().split("error.\n")[-1]


def test_every_hub_gets_its_record_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    code, said = check(write(tmp_path, SITE))
    assert (code, said.splitlines()[-1]) == (0, "Recorded 2 pages in 2 files hubs/*/urls.yaml: commit them.")
    assert entries(tmp_path) == "ids: [lisbon]\npages:\n  - events/2026-12-05-photo-walk/\n"
    assert entries(tmp_path, "berlin") == "ids: [berlin]\npages:\n  - events/2026-12-06-canal/\n"
    before = tree(tmp_path)
    assert check(tmp_path) == (0, "Nothing is wrong in 2 hubs and 17 pages.\nNothing new to record.\n")
    assert tree(tmp_path) == before


def test_what_is_new_is_added_in_order_and_all_else_stays_as_typed(tmp_path: Path) -> None:
    ours = (
        "# Ours.\nids:\n  - lisbon\npages:\n  # The first.\n  - events/2026-12-05-photo-walk/\n"
        "  - members/eve/\n\nredirects:\n  members/eve/: events/  # moved away\n"
    )
    events = {f"hubs/lisbon/events/2026-12-{day}-walk.yaml": WALK.replace("05", day) for day in ("04", "06", "07")}
    write(tmp_path, {**SITE, **events, URLS: ours, "hubs/lisbon/pages/start.md": "---\ntitle: Start\n---\nHello.\n"})
    check(tmp_path)
    assert (tmp_path / URLS).read_text() == (
        "# Ours.\nids:\n  - lisbon\npages:\n  # The first.\n  - events/2026-12-04-walk/\n"
        "  - events/2026-12-05-photo-walk/\n  - events/2026-12-06-walk/\n  - events/2026-12-07-walk/\n"
        "  - members/eve/\n  - start/\n\nredirects:\n  members/eve/: events/  # moved away\n"
    )


@pytest.mark.parametrize(
    "ours",
    ["", "pages:\n", "pages: []\n", "ids: [lisbon]\n", "pages: [a/]\nredirects: {a/: events/}\n", "# Nothing yet.\n"],
)
def test_any_way_to_begin_will_do(tmp_path: Path, ours: str) -> None:
    check(write(tmp_path, {**SITE, URLS: ours}))
    assert "events/2026-12-05-photo-walk/" in (tmp_path / URLS).read_text()
    assert good(tmp_path).errors() == []


def test_a_hub_with_a_mistake_is_not_recorded_and_the_others_are(tmp_path: Path) -> None:
    write(tmp_path, {**SITE, "hubs/lisbon/events/2026-12-07-walk.yaml": "title: Walk\nstart: soon\n"})
    code, said = check(tmp_path)
    assert (code, said.splitlines()[-1]) == (1, "Recorded 1 page in 1 file hubs/*/urls.yaml: commit them.")
    assert not (tmp_path / URLS).exists()
    assert (tmp_path / "hubs/berlin/urls.yaml").exists()


def test_a_hub_that_lost_an_address_is_not_recorded(tmp_path: Path) -> None:
    check(write(tmp_path, SITE))
    recorded = (tmp_path / URLS).read_bytes()
    (tmp_path / "hubs/lisbon/events/2026-12-05-photo-walk.yaml").rename(
        tmp_path / "hubs/lisbon/events/2026-12-05-walk.yaml"
    )
    code, said = check(tmp_path)
    assert (code, said.count("nothing is there any more")) == (1, 1)
    assert (tmp_path / URLS).read_bytes() == recorded


def test_one_hub_alone_is_recorded_alone(tmp_path: Path) -> None:
    check(write(tmp_path, SITE), "--hub", "berlin")
    assert [path for path in tree(tmp_path) if path.endswith("urls.yaml")] == ["hubs/berlin/urls.yaml"]


def test_drafts_are_not_published_so_not_recorded(tmp_path: Path) -> None:
    code, said = check(write(tmp_path, SITE), "--drafts")
    assert (code, "not with --drafts" in said) == (2, True)


def test_build_only_reads_it(tmp_path: Path) -> None:
    good(write(tmp_path, SITE))
    assert not (tmp_path / URLS).exists()
    check(tmp_path)
    before = (tmp_path / URLS).read_bytes()
    good(write(tmp_path, {"hubs/lisbon/events/2026-12-07-walk.yaml": WALK}))
    assert (tmp_path / URLS).read_bytes() == before
