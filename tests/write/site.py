"""A site of a few files, built and looked at: what the tests of the write stage share."""

from collections.abc import Mapping
from pathlib import Path

from hubkit.write import Written, publish

OPTIONS = {"hub": "", "base_url": "", "drafts": ""}
FIRST = {
    "index.html": b"home",
    "lisbon/index.html": b"Lisbon",
    "lisbon/events/walk/index.html": b"A walk",
    "tokyo/index.html": "東京".encode(),
    "assets/site.1234.css": b"body{}",
}


def build(site: Path, files: Mapping[str, bytes], options: Mapping[str, str] = OPTIONS) -> Written:
    with publish(site / "_site", options, site) as publication:
        for path, content in files.items():
            publication.stage(path, content)
        return publication.apply()


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if not path.is_dir()}


def folders(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir()}


def beside(site: Path) -> set[str]:
    return {path.name for path in site.iterdir()}
