"""Pages stay light: what a phone must fetch before it can show a home page fits into the first round trip."""

import gzip
from pathlib import Path

from tests.finished import FinishedSite

BUDGET = 14_000


def compressed(file: Path) -> int:
    """Return the size of a file as hosts send it."""
    return len(gzip.compress(file.read_bytes(), 6))


def test_home_pages_and_their_style_fit_into_14_kilobytes(example_site: Path):
    site = FinishedSite(example_site)
    hubs = [file.parent.relative_to(site.folder) / "index.html" for file in site.folder.rglob("hub.json")]
    assert len(hubs) >= 3
    heavy: list[str] = []
    for path in [Path("index.html"), *hubs]:
        sheets = [link.get("href") or "" for link in site.pages[path].all("link") if link.get("rel") == "stylesheet"]
        assert sheets, path
        files = [path, *(site.file_at(site.absolute(path, sheet)) for sheet in sheets)]
        weight = sum(compressed(site.folder / file) for file in files if file)
        if weight > BUDGET:
            heavy.append(f"{path}: {weight} bytes")
    assert heavy == []
