"""Publishing: only what differs is written, only what hubkit wrote is removed, and nothing is half done."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubkit.problems import HubkitError
from hubkit.write import Written, last_published, publish
from tests.rights import has_modes, of_anyone
from tests.write.site import FIRST, OPTIONS, beside, build, folders, tree


def test_a_first_build_writes_every_file_and_leaves_only_its_manifest_and_lock_beside_it(tmp_path: Path) -> None:
    assert build(tmp_path, FIRST) == Written(5, 0, 0)
    assert tree(tmp_path / "_site") == FIRST
    assert beside(tmp_path) == {"_site", "_site.manifest.json", "_site.lock"}


def test_only_differing_bytes_are_written(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    before = {path: (tmp_path / "_site" / path).stat() for path in FIRST}
    second = FIRST | {"lisbon/index.html": b"Lisboa", "porto/index.html": b"Porto"}
    assert build(tmp_path, second) == Written(2, 4, 0)
    assert tree(tmp_path / "_site") == second
    for path in FIRST.keys() - {"lisbon/index.html"}:
        after = (tmp_path / "_site" / path).stat()
        assert (after.st_ino, after.st_mtime_ns) == (before[path].st_ino, before[path].st_mtime_ns)


def test_an_unchanged_build_writes_nothing_and_says_so(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    manifest = (tmp_path / "_site.manifest.json").read_bytes()
    inode = (tmp_path / "_site.manifest.json").stat().st_ino
    assert build(tmp_path, FIRST) == Written(0, 5, 0)
    assert (tmp_path / "_site.manifest.json").read_bytes() == manifest
    assert (tmp_path / "_site.manifest.json").stat().st_ino == inode


def test_files_that_are_no_longer_wanted_go_with_the_folders_they_leave_empty(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    second = {path: content for path, content in FIRST.items() if "walk" not in path and "tokyo" not in path}
    assert build(tmp_path, second) == Written(0, 3, 2)
    assert tree(tmp_path / "_site") == second
    assert folders(tmp_path / "_site") == {"lisbon", "assets"}


def test_a_foreign_file_is_left_alone_even_in_a_folder_that_hubkit_gives_up(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    (tmp_path / "_site/tokyo/notes.txt").write_text("mine")
    (tmp_path / "_site/own").mkdir()
    second = {path: content for path, content in FIRST.items() if "tokyo" not in path}
    build(tmp_path, second)
    assert tree(tmp_path / "_site") == second | {"tokyo/notes.txt": b"mine"}
    assert (tmp_path / "_site/own").is_dir()


@pytest.mark.parametrize("foreign", ["porto", "porto/index.html", "porto/index.html/mine.txt", "index.html/deep"])
def test_a_foreign_file_where_hubkit_needs_the_path_is_named_and_nothing_changes(tmp_path: Path, foreign: str) -> None:
    build(tmp_path, FIRST)
    if foreign.startswith("index.html"):
        (tmp_path / "_site/index.html").unlink()
    (tmp_path / "_site" / foreign).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "_site" / foreign).write_text("mine")
    before = tree(tmp_path / "_site")
    with pytest.raises(HubkitError, match=r"_site/(porto|index\.html)\S* was not written by hubkit"):
        build(tmp_path, FIRST | {"porto/index.html": b"Porto", "lisbon/index.html": b"Lisboa"})
    assert tree(tmp_path / "_site") == before
    assert beside(tmp_path) == {"_site", "_site.manifest.json", "_site.lock"}


@pytest.mark.parametrize("link", ["porto", "lisbon/index.html"])
def test_a_link_in_the_output_is_never_written_through(tmp_path: Path, link: str) -> None:
    build(tmp_path, FIRST)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("precious")
    (tmp_path / "_site" / link).unlink(missing_ok=True)
    (tmp_path / "_site" / link).symlink_to(outside if link == "porto" else outside / "index.html")
    with pytest.raises(HubkitError, match=f"_site/{link} was not written by hubkit"):
        build(tmp_path, FIRST | {"porto/index.html": b"Porto", "lisbon/index.html": b"Lisboa"})
    assert tree(outside) == {"index.html": b"precious"}


def test_nothing_is_removed_through_a_link(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    (tmp_path / "_site/tokyo").rename(tmp_path / "moved")
    (tmp_path / "_site/tokyo").symlink_to(tmp_path / "moved")
    build(tmp_path, {"index.html": b"home"})
    assert (tmp_path / "moved/index.html").read_bytes() == FIRST["tokyo/index.html"]


def test_a_file_becomes_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    first = {"a": b"file", "b/c/d": b"deep", "b/e": b"e", "stay": b"stay"}
    second = {"a/x/y": b"below a", "b": b"now a file", "stay": b"stay"}
    build(tmp_path, first)
    assert build(tmp_path, second) == Written(2, 1, 3)
    assert tree(tmp_path / "_site") == second
    build(tmp_path, first)
    assert tree(tmp_path / "_site") == first


def test_a_page_edited_in_the_output_is_mended(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    build(tmp_path, FIRST)
    (tmp_path / "_site/index.html").write_bytes(b"HOME")
    (tmp_path / "_site/tokyo/index.html").unlink()
    assert build(tmp_path, FIRST) == Written(2, 3, 0)
    assert tree(tmp_path / "_site") == FIRST


def test_after_a_power_loss_every_byte_is_compared(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    page = tmp_path / "_site/index.html"
    page.write_bytes(b"\0\0\0\0")
    build(tmp_path, FIRST | {"index.html": b"\0\0\0\0"})  # the manifest is younger than the page: a stat is enough
    manifest = tmp_path / "_site.manifest.json"
    manifest.write_text(manifest.read_text().replace(_hash(manifest, "index.html"), _hash_of(b"home")))
    os.utime(manifest, ns=(0, 0))  # as if published before this machine was started
    assert build(tmp_path, FIRST) == Written(1, 4, 0)
    assert tree(tmp_path / "_site") == FIRST


def _hash(manifest: Path, path: str) -> str:
    return json.loads(manifest.read_text())["files"][path][1]


def _hash_of(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def test_a_deleted_output_is_made_anew(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    shutil.rmtree(tmp_path / "_site")
    assert last_published(tmp_path / "_site") is None
    assert build(tmp_path, FIRST, OPTIONS | {"drafts": "yes"}) == Written(5, 0, 0)
    assert tree(tmp_path / "_site") == FIRST


def test_leaving_without_apply_leaves_the_old_site(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    with publish(tmp_path / "_site", OPTIONS, tmp_path) as publication:
        publication.stage("index.html", b"new")
    with pytest.raises(ValueError, match="no path"), publish(tmp_path / "_site", OPTIONS, tmp_path) as publication:
        publication.stage("../index.html", b"newer")
    assert tree(tmp_path / "_site") == FIRST
    assert beside(tmp_path) == {"_site", "_site.manifest.json", "_site.lock"}


def test_what_dead_builds_staged_is_swept(tmp_path: Path) -> None:
    (tmp_path / "_site.staging-4711/site").mkdir(parents=True)
    (tmp_path / "_site.staging-4711/site/index.html").write_text("half")
    (tmp_path / "_site.staging-notes").mkdir()
    build(tmp_path, FIRST)
    assert beside(tmp_path) == {"_site", "_site.manifest.json", "_site.lock", "_site.staging-notes"}


def test_the_same_path_twice_must_have_the_same_bytes(tmp_path: Path) -> None:
    with publish(tmp_path / "_site", OPTIONS, tmp_path) as publication:
        publication.stage("assets/a.css", b"a")
        publication.stage("assets/a.css", b"a")
        with pytest.raises(ValueError, match="staged before"):
            publication.stage("assets/a.css", b"b")
        assert publication.apply() == Written(1, 0, 0)


@pytest.mark.parametrize("path", ["../b", "//b", "/etc/x", "b\\c", "a/../../b", "CON", "a//b", "a/", ""])
def test_a_bad_path_is_a_bug_and_nothing_is_written(tmp_path: Path, path: str) -> None:
    with (
        pytest.raises(ValueError, match="no path for a file of the site"),
        publish(tmp_path / "_site", OPTIONS, tmp_path) as publication,
    ):
        publication.stage(path, b"x")
    assert beside(tmp_path) == {"_site.lock"}


def test_a_manifest_that_was_tampered_with_cannot_remove_files_elsewhere(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    (tmp_path / "precious").write_text("precious")
    manifest = tmp_path / "_site.manifest.json"
    manifest.write_text(manifest.read_text().replace('"index.html"', '"../precious"'))
    with pytest.raises(HubkitError, match="Delete it"):
        build(tmp_path, FIRST)
    assert (tmp_path / "precious").read_text() == "precious"


def test_a_hub_can_keep_its_last_good_pages(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    with publish(tmp_path / "_site", OPTIONS, tmp_path) as publication:
        assert list(publication.published("lisbon/")) == ["lisbon/events/walk/index.html", "lisbon/index.html"]
        assert publication.keep("lisbon/") == ()
        publication.stage("index.html", b"new home")
        assert publication.apply() == Written(1, 2, 2)
    assert tree(tmp_path / "_site") == {
        "index.html": b"new home",
        "lisbon/index.html": b"Lisbon",
        "lisbon/events/walk/index.html": b"A walk",
    }


def test_kept_pages_that_someone_changed_are_reported(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    (tmp_path / "_site/lisbon/index.html").write_bytes(b"LISBON")
    (tmp_path / "_site/lisbon/events/walk/index.html").unlink()
    with publish(tmp_path / "_site", OPTIONS, tmp_path) as publication:
        assert publication.keep("lisbon/") == ("lisbon/events/walk/index.html", "lisbon/index.html")
        assert publication.keep("tokyo/") == ()


def test_the_manifest_is_the_same_bytes_whatever_the_order_and_the_time(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    first.mkdir()
    second.mkdir()
    build(first, FIRST)
    build(second, {"index.html": b"older"})
    build(second, dict(reversed(FIRST.items())))
    assert (first / "_site.manifest.json").read_bytes() == (second / "_site.manifest.json").read_bytes()


def test_last_published_is_the_time_of_the_last_build_even_of_an_unchanged_one(tmp_path: Path) -> None:
    assert last_published(tmp_path / "_site") is None
    before = datetime.now(UTC)
    build(tmp_path, FIRST)
    os.utime(tmp_path / "_site.manifest.json", (0, 0))
    assert last_published(tmp_path / "_site") == datetime(1970, 1, 1, tzinfo=UTC)
    build(tmp_path, FIRST)
    published = last_published(tmp_path / "_site")
    assert published is not None
    assert abs((published - before).total_seconds()) < 3600


def test_files_are_readable_by_all_as_the_umask_allows(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        build(tmp_path, FIRST)
    finally:
        os.umask(old)
    assert (tmp_path / "_site/lisbon/index.html").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "_site/lisbon").stat().st_mode & 0o777 == 0o750


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_disk_that_refuses_while_staging_leaves_the_old_site(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    script = (
        "import sys; from pathlib import Path; from hubkit.write import publish; site = Path(sys.argv[1])\n"
        f"with publish(site / '_site', {OPTIONS!r}, site) as publication:\n"
        "    publication.stage('index.html', b'new')\n"
        "    publication.stage('tokyo/index.html', b'x' * 10_000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000)),
    )
    assert "HubkitError: Cannot write" in done.stderr
    assert "tokyo/index.html: File too large. The site in _site is unchanged." in done.stderr
    assert tree(tmp_path / "_site") == FIRST
    assert beside(tmp_path) == {"_site", "_site.manifest.json", "_site.lock"}


@has_modes
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with of_anyone(), pytest.raises(HubkitError, match=r"Cannot write .*Permission denied"):
            build(tmp_path, FIRST)
    finally:
        tmp_path.chmod(0o755)
