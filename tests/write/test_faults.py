"""A build that is killed, or whose disk fails, at any system call leaves the old site or leads to the new one."""

import os
import random
import shutil
import signal
import sys
from pathlib import Path

import pytest

from hubkit.write import recover
from tests.write.faults import (
    DONE,
    REFUSED,
    SURVIVED,
    Fault,
    build_with_fault,
    die,
    die_half_way,
    disk_broken,
    disk_full,
)
from tests.write.site import beside, build, folders, tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")

NOTHING: dict[str, bytes] = {}
OLD = {
    "index.html": b"old home" * 40,
    "lisbon/index.html": b"old Lisbon" * 40,
    "lisbon/old/index.html": b"goes" * 40,
    "same.html": b"same" * 40,
    "assets/site.1.css": b"old style" * 40,
    "becomes-folder": b"a file" * 40,
    "becomes-file/a/b": b"deep" * 40,
}
NEW = {
    "index.html": b"new home" * 50,
    "lisbon/index.html": b"new Lisbon" * 50,
    "porto/new/index.html": b"comes" * 50,
    "same.html": b"same" * 40,
    "assets/site.2.css": b"new style" * 50,
    "becomes-folder/a/b": b"deep" * 50,
    "becomes-file": b"a file" * 50,
}
TIDY = {"_site", "_site.manifest.json", "_site.lock"}


@pytest.fixture(autouse=True)
def do_not_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill cannot tell whether the disk was waited for, and hundreds of builds would."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def prepare(parent: Path, old: dict[str, bytes], name: str) -> Path:
    """Return a site whose output holds `old`, with times that make hubkit trust it."""
    site = parent / name
    site.mkdir()
    if old:
        build(site, old)
        os.utime(site / "_site.manifest.json")
    return site


def found(site: Path) -> dict[str, bytes]:
    return tree(site / "_site") if (site / "_site").exists() else {}


def is_whole(site: Path, old: dict[str, bytes]) -> bool:
    """True when every file is wholly old or wholly new, and none is missing that both sites have."""
    files = found(site)
    return (not old or old.keys() & NEW.keys() <= files.keys()) and all(
        content in (old.get(path), NEW.get(path)) for path, content in files.items()
    )


def is_one_site(site: Path, old: dict[str, bytes]) -> bool:
    return found(site) in (old, NEW)


def heals(site: Path) -> bool:
    """Build the new site without a fault; True when exactly that is there then, and nothing is left over."""
    build(site, NEW)
    return (
        found(site) == NEW
        and beside(site) == TIDY
        and folders(site / "_site") == {str(folder) for path in NEW for folder in list(Path(path).parents)[:-1]}
    )


@pytest.mark.parametrize("old", [OLD, NOTHING], ids=["change", "first build"])
def test_a_kill_at_every_call_leaves_one_of_the_two_sites(tmp_path: Path, old: dict[str, bytes]) -> None:
    number, seen = 1, set[bool]()
    while True:
        site = prepare(tmp_path, old, str(number))
        code = build_with_fault(site, NEW, number, die_half_way)
        assert code in (DONE, -signal.SIGKILL)
        if code == DONE:
            break
        assert is_whole(site, old), f"torn by a kill at call {number}"
        seen.add(recover(site / "_site"))
        assert is_one_site(site, old), f"mixed after recovery from a kill at call {number}"
        assert not (site / "_site.journal").exists()
        assert heals(site), f"not mended after a kill at call {number}"
        shutil.rmtree(site)
        number += 1
    assert number > 30
    assert seen == {True, False}


def test_without_the_journal_a_kill_leaves_a_mixture(tmp_path: Path) -> None:
    """The control of the test above: it must see what happens where nothing completes the change."""
    number, mixed = 1, 0
    while mixed < 5:
        site = prepare(tmp_path, OLD, str(number))
        assert build_with_fault(site, NEW, number, die) != DONE, f"only {mixed} mixtures seen"
        (site / "_site.journal").unlink(missing_ok=True)
        recover(site / "_site")
        mixed += not is_one_site(site, OLD)
        number += 1


def test_a_kill_during_recovery_is_recovered_from(tmp_path: Path) -> None:
    half = prepare(tmp_path, OLD, "half")
    number = 1
    while not (half / "_site.journal").exists():
        build_with_fault(half, NEW, number, die)
        number += 1
    second = 1
    while True:
        site = tmp_path / str(second)
        shutil.copytree(half, site)
        code = build_with_fault(site, NEW, second, die)
        if code == DONE:
            break
        assert is_whole(site, OLD)
        recover(site / "_site")
        assert is_one_site(site, OLD)
        assert heals(site)
        second += 1
    assert second > 15


@pytest.mark.parametrize("old", [OLD, NOTHING], ids=["change", "first build"])
@pytest.mark.parametrize(
    ("fault", "stays"), [(disk_full, True), (disk_broken, False)], ids=["full from then on", "broken once"]
)
def test_a_disk_that_fails_at_any_call_leaves_one_of_the_two_sites(
    tmp_path: Path, old: dict[str, bytes], fault: Fault, stays: bool
) -> None:
    number, refused = 1, 0
    while True:
        site = prepare(tmp_path, old, str(number))
        code = build_with_fault(site, NEW, number, fault, stays=stays)
        assert code in (DONE, SURVIVED, REFUSED), f"a bug when call {number} fails"
        assert is_whole(site, old)
        if not (site / "_site.journal").exists():
            assert found(site) == (old if code == REFUSED else NEW)
            assert stays or beside(site) - TIDY == set()
        recover(site / "_site")
        assert is_one_site(site, old)
        assert heals(site)
        if code == DONE:
            break
        shutil.rmtree(site)
        refused += code == REFUSED
        number += 1
    assert refused > 15


def test_a_power_loss_that_spoils_staged_files_is_mended_by_the_next_build(tmp_path: Path) -> None:
    spoiled, number = 0, 1
    while True:
        site = prepare(tmp_path, OLD, str(number))
        if build_with_fault(site, NEW, number, die) == DONE:
            break
        journal = site / "_site.journal"
        if journal.exists():
            for staged in site.glob("_site.staging-*/site/**/index.html"):
                staged.write_bytes(b"")
                spoiled += 1
            os.utime(journal, ns=(0, 0))  # as if this machine was started since
            assert recover(site / "_site")
            assert is_whole(site, OLD)
        assert heals(site)
        number += 1
    assert spoiled > 5


@pytest.mark.long
def test_200_random_kills_of_a_larger_site(tmp_path: Path) -> None:
    old = {f"hub-{n % 9}/{n}/index.html": f"old {n}".encode() * 50 for n in range(60)} | OLD
    new = {f"hub-{n % 8}/{n}/index.html": f"new {n}".encode() * 50 for n in range(20, 80)} | NEW
    choose = random.Random(20261121)
    for round_ in range(200):
        site = prepare(tmp_path, old, str(round_))
        build_with_fault(site, new, choose.randint(1, 500), choose.choice((die, die_half_way)))
        files = found(site)
        assert old.keys() & new.keys() <= files.keys()
        assert all(content in (old.get(path), new.get(path)) for path, content in files.items())
        recover(site / "_site")
        assert found(site) in (old, new)
        build(site, new)
        assert found(site) == new
        assert beside(site) == TIDY
        shutil.rmtree(site)
