"""What a path below the output folder may look like: the same on every platform."""

import unicodedata

import pytest

from hubkit.write.paths import path_fault

FINE = [
    "index.html",
    "lisbon/events/2026-12-05-photo-walk/index.html",
    "assets/site.0a1b2c.css",
    "_headers",
    "404.html",
    ".well-known/security.txt",
    "media/Größe.png",
    "media/東京 1.jpg",
    "media/console.png",
    "media/com10.txt",
    "media/a.con",
    "nul-and-void/index.html",
    "a" * 200,
]

FAULTS = {
    "": "empty name",
    "/a": "starts with a slash",
    "//b": "starts with a slash",
    "a//b": "empty name",
    "a/": "empty name",
    ".": "leads to another folder",
    "..": "leads to another folder",
    "../b": "leads to another folder",
    "a/../../b": "leads to another folder",
    "a/./b": "leads to another folder",
    "f./../../x": "dot or a blank",
    "b\\c": "Windows does not allow",
    "..\\c": "Windows does not allow",
    "c:/x": "Windows does not allow",
    "..c:/..c:/x": "Windows does not allow",
    "a:b": "Windows does not allow",
    "what?.html": "Windows does not allow",
    "CON": "a device",
    "con.txt": "a device",
    "CON.txt.html": "a device",
    "CON . txt": "a device",
    "b/CON": "a device",
    "aux/index.html": "a device",
    "nul": "a device",
    "COM1.log": "a device",
    "LPT¹": "a device",
    "com³.txt": "a device",
    "CONIN$": "a device",
    "CON  ": "dot or a blank",
    "a.": "dot or a blank",
    "a./b": "dot or a blank",
    "a /b": "dot or a blank",
    "...": "dot or a blank",
    "a\0b": "invisible",
    "a\nb": "invisible",
    "a\u200bb": "invisible",
    "a\u202egnp.b": "invisible",
    "a\ud800b": "invisible",
    unicodedata.normalize("NFD", "münchen"): "accents",
    "a" * 201: "201 characters",
    "/".join(["abcd"] * 41): "204 characters",
    "東" * 86: "255 bytes",
}


@pytest.mark.parametrize("path", FINE)
def test_a_path_that_works_everywhere_is_fine(path: str) -> None:
    assert path_fault(path) == ""


@pytest.mark.parametrize("path", FAULTS, ids=ascii)
def test_a_path_that_fails_somewhere_is_refused_with_the_reason(path: str) -> None:
    assert FAULTS[path] in path_fault(path)
