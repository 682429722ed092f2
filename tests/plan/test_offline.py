"""What keeps a hub readable without a network: which files there are, what they keep, and when that is new."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.sites import ADA, BERLIN, LISBON, NETWORK, WALK, Built, make

OFFLINE = {"hubkit.yaml": NETWORK + "offline: true\n", "hubs/berlin/hub.yaml": BERLIN}
EVENT = "hubs/lisbon/events/2026-12-05-photo-walk.yaml"


def kept(made: Built, worker: str = "lisbon/worker.js") -> dict[str, Any]:
    """Return what a worker says that it keeps."""
    return json.loads(made.text(worker).partition("\n")[0].removeprefix("const KEPT = ").removesuffix(";"))


def test_without_a_word_there_is_no_worker(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert not {path for path in made.paths() if path.endswith(("worker.js", ".webmanifest"))}
    assert "offline" not in made.text("lisbon/index.html")


def test_a_worker_keeps_the_pages_of_its_own_hub_with_all_that_they_need(tmp_path: Path) -> None:
    past = {"hubs/lisbon/events/2025-12-05-walk.yaml": WALK.replace("2026", "2025")}
    made = make(tmp_path, {**OFFLINE, **past, "hubs/lisbon/members/ada.md": ADA})
    home = "/hubs/lisbon/"
    assert kept(made)["scope"] == home
    assert kept(made)["pages"] == [home, f"{home}events/", f"{home}events/2026-12-05-photo-walk/"]
    page = made.text("lisbon/index.html")
    shown = set(re.findall(r'(?:href|src)="(/hubs/assets/[^"]+)"', page))
    assert shown
    assert shown <= set(kept(made)["assets"])
    assert f'data-worker="{home}worker.js"' in page
    assert "worker.js" not in made.text("index.html")


def test_no_more_than_the_next_events_are_kept(tmp_path: Path) -> None:
    many = {
        f"hubs/lisbon/events/2027-01-{day:02}-walk.yaml": WALK.replace("2026-12-05", f"2027-01-{day:02}")
        for day in range(1, 10)
    }
    pages = kept(make(tmp_path, {**OFFLINE, **many}))["pages"]
    assert len(pages) == 8
    assert pages[-1].endswith("/2027-01-05-walk/")


@pytest.mark.parametrize(
    ("files", "is_new"),
    [
        ({EVENT: WALK.replace("Photo", "Night")}, True),
        ({"hubs/lisbon/members/bea.md": ADA.replace("A story.", "Another.")}, False),
        ({"hubs/lisbon/hub.yaml": LISBON + 'brand: {accent: "#aa0000"}\n'}, True),
        ({"hubs/berlin/hub.yaml": BERLIN + "tagline: Newly said.\n"}, False),
    ],
    ids=["a kept page", "another page", "a colour", "another hub"],
)
def test_a_worker_is_new_when_what_it_keeps_is(tmp_path: Path, files: dict[str, str | bytes], is_new: bool) -> None:
    alone = {**OFFLINE, "hubs/lisbon/members/ada.md": ADA, "hubs/lisbon/members/bea.md": ADA}
    before = make(tmp_path / "before", alone)
    after = make(tmp_path / "after", {**alone, **files})
    assert (before.text("lisbon/worker.js") != after.text("lisbon/worker.js")) == is_new


def test_each_language_has_a_worker_and_a_manifest_of_its_own(tmp_path: Path) -> None:
    hub = LISBON.replace("Lisbon Lights", "{en: Lisbon Lights, ar: أضواء لشبونة}") + "languages: [en, ar]\n"
    made = make(tmp_path, {**OFFLINE, "hubs/lisbon/hub.yaml": hub})
    scope = "/hubs/lisbon/ar/"
    assert kept(made, "lisbon/ar/worker.js")["scope"] == scope
    assert all(page.startswith(scope) for page in kept(made, "lisbon/ar/worker.js")["pages"])
    assert not any(page.startswith(scope) for page in kept(made)["pages"])
    manifest = made.json("lisbon/ar/manifest.webmanifest")
    assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("أضواء لشبونة", "ar", "rtl")
    assert manifest["id"] == manifest["start_url"] == manifest["scope"] == scope
    [icon] = manifest["icons"]
    assert made.has(icon["src"].removeprefix("/hubs/"))


def test_a_hub_alone_is_kept_where_it_stands(tmp_path: Path) -> None:
    made = make(tmp_path, OFFLINE, hub="lisbon")
    assert kept(made, "worker.js")["pages"][0] == kept(made, "worker.js")["scope"] == "/"


def test_switched_off_the_worker_removes_itself(tmp_path: Path) -> None:
    made = make(tmp_path, {**OFFLINE, "hubkit.yaml": NETWORK + "offline: false\n"})
    assert "unregister" in made.text("lisbon/worker.js")
    assert kept(made) == {"scope": "/hubs/lisbon/"}
    assert not made.has("lisbon/manifest.webmanifest")
    assert "worker.js" not in made.text("lisbon/index.html")


def test_hosts_let_the_worker_and_the_manifest_be(tmp_path: Path) -> None:
    headers = make(tmp_path, OFFLINE).text("_headers")
    assert "worker-src 'self'" in headers
    assert "manifest-src 'self'" in headers
    assert "/*.webmanifest\n  Content-Type: application/manifest+json" in headers
