"""The functions that a build leaves beside the catalogue: always the same, never in the site, gone when off."""

import shutil
import subprocess
from pathlib import Path

import pytest

from hubkit.problems import HubkitError
from hubkit.write.handlers import function_files
from tests.sites import BASIC, NETWORK, WALK, built, good, write

NASTY = "\"'`${process.exit(1)}*/</script>\\u2028"
RSVP = "registration: {mode: rsvp, capacity: 20}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", {**BASIC, "hubkit.yaml": NETWORK + "webhooks: true\n"})


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_they_stand_beside_the_catalogue_and_never_in_the_site(site: Path) -> None:
    made = good(site)
    left = files_in(site / "_functions")
    assert left.pop("catalog.json")
    assert left == function_files()
    assert {"hubkit-api.mjs", "hubkit/home.mjs", "hubkit/postgres/store.mjs", "package.json"} <= left.keys()
    assert not [path for path in made.paths() if path.endswith((".mjs", "package.json"))]


def test_nothing_of_a_site_becomes_source(site: Path) -> None:
    event = f"{WALK}description: '{NASTY.replace(chr(39), '')}'\n{RSVP}"
    write(site, {"hubs/lisbon/events/2026-12-05-photo-walk.yaml": event.replace("Photo walk", "Photo ${1} walk")})
    good(site)
    left = files_in(site / "_functions")
    assert b"Photo ${1} walk" in left.pop("catalog.json")
    assert left == function_files()


def test_what_is_there_is_not_written_again_and_what_is_spoilt_is(site: Path) -> None:
    good(site)
    folder = site / "_functions"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.mjs")}
    spoilt, lost, another = folder / "hubkit-api.mjs", folder / "hubkit/app.mjs", folder / "hubkit/old.mjs"
    spoilt.write_text("spoilt")
    lost.unlink()
    another.write_text("old")
    good(site)
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*.mjs")}
    assert after.keys() == before.keys()
    assert {path for path in after if after[path] != before[path]} == {spoilt, lost}
    assert spoilt.read_bytes() == function_files()["hubkit-api.mjs"]


def test_packages_of_ones_own_stay(site: Path) -> None:
    write(site / "_functions", {"package.json": "{}\n", "own.mjs": "mine\n", "node_modules/pg/a.mjs": "theirs\n"})
    for on in (True, False):
        write(site, {"hubkit.yaml": NETWORK + ("webhooks: true\n" if on else "")})
        good(site)
        left = files_in(site / "_functions")
        assert (left["package.json"], left["own.mjs"], left["node_modules/pg/a.mjs"]) == (
            b"{}\n", b"mine\n", b"theirs\n"
        )  # fmt: skip
    assert len(left) == 3


def test_switched_off_they_go(site: Path) -> None:
    good(site)
    write(site, {"hubkit.yaml": NETWORK})
    good(site)
    assert not (site / "_functions").exists()


def test_a_folder_of_that_name_that_is_not_ours_stays(site: Path) -> None:
    write(site, {"hubkit.yaml": NETWORK, "_functions/hubkit/mine.mjs": "mine\n"})
    good(site)
    assert (site / "_functions/hubkit/mine.mjs").exists()


def test_a_link_leads_nowhere(site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (site / "_functions").mkdir()
    (site / "_functions/hubkit").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(HubkitError, match="is a link"):
        built(site)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.node
def test_node_can_read_each_of_them(site: Path) -> None:
    good(site)
    for file in (site / "_functions").rglob("*.mjs"):
        subprocess.run([shutil.which("node") or "", "--check", file], check=True)
