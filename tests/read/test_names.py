"""Names become ids, addresses and files on every system: what cannot is refused, with a name that can."""

import pytest

from hubkit.ids import RESERVED_FOR_HUBS, id_mistake, suggested_id
from hubkit.read.names import folded, is_ignored, name_mistake, near_miss


@pytest.mark.parametrize("name", ["berlin", "2026-12-05-photo-walk", "a", "0", "a-b-c", "x" * 64, "console", "com10"])
def test_good_ids(name: str) -> None:
    assert id_mistake(name, "hub", RESERVED_FOR_HUBS) is None


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Berlin", "berlin"),
        ("São Paulo", "sao-paulo"),
        ("Straße", "strasse"),
        ("a--b", "a-b"),
        ("-berlin", "berlin"),
        ("berlin-", "berlin"),
        ("photo_walk", "photo-walk"),
        ("b\u0435rlin", "brlin"),  # Cyrillic e
        ("北京", "my-hub"),
        ("", "my-hub"),
        ("..", "my-hub"),
        ("a/b", "a-b"),
        ("a\\b", "a-b"),
        ("%2e%2e", "2e-2e"),
        ("berlin\n", "berlin"),
        ("nul", "nul-hub"),
        ("COM1", "com1-hub"),
        ("com\u00b9", "com1-hub"),
        ("con.txt", "con-txt"),
        ("x" * 65, "x" * 60),
    ],
)
def test_bad_ids_with_a_suggestion_that_is_good(name: str, suggestion: str) -> None:
    mistake = id_mistake(name, "hub", RESERVED_FOR_HUBS)
    assert mistake is not None
    assert mistake[1] == f"Rename it to {suggestion}."
    assert id_mistake(suggestion, "hub", RESERVED_FOR_HUBS) is None


@pytest.mark.parametrize("name", [*sorted(RESERVED_FOR_HUBS), "de", "pt-br"])
def test_reserved_ids(name: str) -> None:
    mistake = id_mistake(name, "hub", RESERVED_FOR_HUBS)
    assert mistake is not None
    assert f"{name}-hub" in mistake[1]
    assert id_mistake(name, "event") is None


@pytest.mark.parametrize("text", ["Ünïcödé Häuser & Gärten!", "x" * 200, "ＦＵＬＬ", "💥", "aux.", "de", "hubs"])
def test_every_suggestion_is_a_good_id(text: str) -> None:
    assert id_mistake(suggested_id(text, "page", RESERVED_FOR_HUBS), "page", RESERVED_FOR_HUBS) is None


@pytest.mark.parametrize(
    "name", ["CON.txt", "nul", "a\nb.png", "a\u202egnp.exe", "a:b", "a?.txt", "a\\b", "dot.", "blank ", "\udcff.png"]
)
def test_file_names_that_cannot_be_published(name: str) -> None:
    assert name_mistake(name)


@pytest.mark.parametrize("name", ["logo.png", "Grüße vom See.jpg", "北京.webp", "a b (2).pdf", "contact.txt"])
def test_file_names_that_can(name: str) -> None:
    assert not name_mistake(name)


KNOWN = frozenset({"hubkit.yaml", "code-of-conduct.md", "hubs", "venues", "event-templates", "pages", "media"})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("hubkit.yml", "hubkit.yaml"),
        ("Hubkit.yaml", "hubkit.yaml"),
        ("hubkit.yaml.txt", "hubkit.yaml"),
        ("hub", "hubs"),
        ("Hubs", "hubs"),
        ("hbus", "hubs"),
        ("venue", "venues"),
        ("vennues", "venues"),
        ("event_templates", "event-templates"),
        ("event-template", "event-templates"),
        ("code_of_conduct.md", "code-of-conduct.md"),
        ("page", "pages"),
        ("node_modules", ""),
        ("src", ""),
        ("packages", ""),
        ("tests", ""),
        ("package.json", ""),
    ],
)
def test_near_misses(name: str, meant: str) -> None:
    assert near_miss(name, KNOWN) == meant


def test_names_that_one_file_system_cannot_tell_apart() -> None:
    assert folded("Straße") == folded("strasse")
    assert folded("Mu\u0308nchen") == folded("MÜNCHEN")


def test_ignored_names() -> None:
    assert all(is_ignored(name) for name in (".gitkeep", ".DS_Store", "README.md", "a.yaml~", ".hub.yaml.swp", ".#a"))
    assert not any(is_ignored(name) for name in ("readme.yaml", "a.yaml", ".env"))
