"""Which folders hubkit refuses to write to, and what it says."""

from pathlib import Path

import pytest

from hubkit.problems import HubkitError
from hubkit.write import publish
from tests.write.site import FIRST, OPTIONS, beside, build, tree


def refused(output: Path, site: Path) -> str:
    with pytest.raises(HubkitError) as caught, publish(output, OPTIONS, site):
        pass
    return str(caught.value)


@pytest.mark.parametrize(
    "output", [".", "sub/..", "..", "/", "hubs", "hubs/lisbon/_site", "themes", "Static/x", ".git"]
)
def test_the_site_what_holds_it_and_its_sources_are_refused(tmp_path: Path, output: str) -> None:
    site = tmp_path / "parent/site"
    (site / "hubs/lisbon").mkdir(parents=True)
    before = tree(tmp_path), beside(site)
    message = refused(site / output, site)
    assert "--output" in message
    assert (tree(tmp_path), beside(site)) == before


def test_a_link_to_the_site_does_not_hide_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "hubs").mkdir(parents=True)
    (tmp_path / "link").symlink_to(site)
    assert "lies in hubs/" in refused(tmp_path / "link/hubs/x", site)
    assert "holds the site" in refused(tmp_path, tmp_path / "link")


def test_the_home_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert "your home folder" in refused(tmp_path / "home", tmp_path / "site")


def test_a_link_and_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "_site").symlink_to(tmp_path / "real")
    assert "is a link" in refused(tmp_path / "_site", tmp_path)
    (tmp_path / "file").write_text("mine")
    assert "is a file" in refused(tmp_path / "file", tmp_path)


def test_a_folder_that_hubkit_did_not_make_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site/thesis.txt").write_text("mine")
    message = refused(tmp_path / "_site", tmp_path)
    assert "_site is not empty, and hubkit did not make it" in message
    assert "--output" in message
    assert tree(tmp_path / "_site") == {"thesis.txt": b"mine"}


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "_site").mkdir()
    inode = (tmp_path / "_site").stat().st_ino
    build(tmp_path, FIRST)
    assert tree(tmp_path / "_site") == FIRST
    assert (tmp_path / "_site").stat().st_ino == inode


def test_an_output_made_with_other_options_is_refused(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    with pytest.raises(HubkitError) as caught:
        build(tmp_path, {"index.html": b"Lisbon"}, OPTIONS | {"hub": "lisbon", "drafts": "yes"})
    message = str(caught.value)
    assert "was built with no --hub, --base-url or --drafts; this build is with --drafts yes --hub lisbon" in message
    assert "Choose another folder with --output, or delete _site" in message
    assert tree(tmp_path / "_site") == FIRST


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 99}', '{"version": 1, "files": [], "options": {}}'])
def test_a_damaged_manifest_is_a_refusal_that_says_what_to_do(tmp_path: Path, content: str) -> None:
    build(tmp_path, FIRST)
    (tmp_path / "_site.manifest.json").write_text(content)
    assert "Delete it and _site, and build again" in refused(tmp_path / "_site", tmp_path)
    assert tree(tmp_path / "_site") == FIRST


def test_a_folder_far_away_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    with publish(tmp_path / "far/away/out", OPTIONS, tmp_path / "site") as publication:
        publication.stage("index.html", b"x")
        publication.apply()
    assert tree(tmp_path / "far/away/out") == {"index.html": b"x"}
