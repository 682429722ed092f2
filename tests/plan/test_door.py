"""The page for the door: where it is, what it may do, and that it knows nobody and nobody is led to it."""

import json
from pathlib import Path

import pytest

from tests.plan.test_offline import kept
from tests.server import header_rules
from tests.sites import BERLIN, LISBON, NETWORK, WALK, Built, good, make, write

KEY = "BGD-1LolWp0xyWHrdMY1bWjASbiSO2H6bOZpYi5g8p-2eQP-EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PClNRGIpk"
DOOR = f"webhooks: true\ndoor: {{key: {KEY}}}\n"
EVENT = "hubs/lisbon/events/2026-12-05-photo-walk.yaml"
FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK + DOOR,
    "hubs/lisbon/hub.yaml": f"{LISBON}languages: [en, pt]\n",
    "hubs/berlin/hub.yaml": BERLIN,
    EVENT: f"{WALK}registration: {{mode: rsvp}}\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return make(tmp_path_factory.mktemp("door"), FILES)


def pages(made: Built) -> set[str]:
    return {path for path in made.paths() if "/door/" in path}


def test_hubs_have_it_whose_events_ask_who_comes(made: Built) -> None:
    assert pages(made) == {f"lisbon/{each}door/{file}" for each in ("", "pt/") for file in ("index.html", "worker.js")}
    text = made.text("lisbon/door/index.html")
    assert f'data-key="{KEY}"' in text
    assert "photo-walk" not in text


@pytest.mark.parametrize(
    "files",
    [
        {"hubkit.yaml": NETWORK},
        {"hubkit.yaml": NETWORK + DOOR.replace("true", "false")},
        {"hubkit.yaml": f"{NETWORK}webhooks: true\n"},
        {EVENT: WALK},
        {EVENT: f"{WALK}draft: true\nregistration: {{mode: rsvp}}\n"},
    ],
)
def test_else_there_is_none(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    made = make(tmp_path, {**FILES, **files})
    assert pages(made) == set()


def test_nobody_is_led_to_it(made: Built) -> None:
    assert '<meta name="robots" content="noindex">' in made.text("lisbon/door/index.html")
    others = (path for path in made.paths() - pages(made) if path.endswith((".html", ".xml", ".json", ".ics", ".txt")))
    assert [path for path in others if "/door/" in made.text(path)] == []


def test_it_may_use_the_camera_and_reach_nothing(made: Built) -> None:
    rules = header_rules(made.text("_headers"))
    for path in ("/hubs/lisbon/door/", "/hubs/lisbon/pt/door/"):
        given = {name: value for rule in rules if rule.matches(path) for name, value in rule.headers}
        assert given["Permissions-Policy"].startswith("camera=(self), ")
        assert "connect-src 'none'" in given["Content-Security-Policy"]
        assert "form-action 'none'" in given["Content-Security-Policy"]
        assert "https:" not in given["Content-Security-Policy"]
    for path in ("/hubs/lisbon/", "/hubs/lisbon/doors/", "/hubs/door/", "/hubs/lisbon/door/worker.js"):
        given = {name: value for rule in rules if rule.matches(path) for name, value in rule.headers}
        assert given["Permissions-Policy"].startswith("camera=(), ")


def test_its_worker_keeps_the_page_with_all_that_it_needs_and_nothing_else(made: Built) -> None:
    known = kept(made, "lisbon/pt/door/worker.js")
    assert known["scope"] == "/hubs/lisbon/pt/door/"
    assert known["pages"] == [known["scope"]]
    text = made.text("lisbon/pt/door/index.html")
    assert all(f'"{each}"' in text for each in known["assets"])
    assert text.count("/hubs/assets/") == len(known["assets"])
    assert f'data-worker="{known["scope"]}worker.js"' in text


def test_it_is_new_whenever_the_page_is(tmp_path: Path) -> None:
    made = make(tmp_path, FILES)
    before = kept(made, "lisbon/door/worker.js")["version"]
    write(
        made.site, {"hubs/lisbon/hub.yaml": f"{LISBON.replace('Lisbon Lights', 'Lisbon Lamps')}languages: [en, pt]\n"}
    )
    good(made.site)
    assert kept(made, "lisbon/door/worker.js")["version"] != before


def test_the_worker_of_the_hub_leaves_its_script_alone(tmp_path: Path) -> None:
    made = make(tmp_path, {**FILES, "hubkit.yaml": f"{NETWORK}{DOOR}offline: true\n"})
    assert not [each for each in kept(made)["assets"] if "door" in each]
    assert kept(made, "lisbon/door/worker.js")["scope"] == "/hubs/lisbon/door/"


def test_the_functions_know_the_key(made: Built) -> None:
    catalog = made.site / "_functions" / "catalog.json"
    assert json.loads(catalog.read_bytes())["site"]["door"] == KEY
