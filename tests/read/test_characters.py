"""Characters that hide or lie are found by code point; those that people need are not."""

import pytest

from hubkit.read.characters import MOST_BAD, bad_characters, name_of, places, without, without_controls

REFUSED = [
    *(chr(code) for code in (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))),
    *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\u2061\u2062\u2063\u2064",
    *"\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\u180e\u115f\u1160\u3164\uffa0\ufff9\ufffa\ufffb",
    *"\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010ffff\ud800\udfff\U000e0001\U000e0041\U000e007f",
]
WELCOME = [
    "plain text\nand more\r\n",
    "Zoë, naïve, co\u00adoperate",  # soft hyphen
    "👩\u200d💻 ❤\ufe0f\u200d🔥",
    "می\u200cخواهم",
    "क्\u200dष",
    "שלום (C++)\u200e!",
    "مرحبا\u061c\u200f 5",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland
    "北京 東京 \U0002a6d6",
]


@pytest.mark.parametrize("character", REFUSED, ids=name_of)
def test_refused(character: str) -> None:
    assert bad_characters(f"ab{character}c") == [2]
    assert bad_characters(character) == [0]


@pytest.mark.parametrize("text", WELCOME)
def test_welcome(text: str) -> None:
    assert bad_characters(text) == []


@pytest.mark.parametrize(
    ("text", "indices"),
    [
        ("ber\u200dlin", [3]),
        ("\u200cx", [0]),
        ("é\u200d\u200d", [2]),
        ("latin \u200f here\nשלום\u200f", [6]),
        ("x\U000e0067", [1]),
        ("\U0001f3f4" + "\U000e0061" * 40, list(range(17, 41))),
        ("a\rb\r\nc", [1]),
        ("a\tb", [1]),
    ],
)
def test_what_depends_on_its_neighbours(text: str, indices: list[int]) -> None:
    assert bad_characters(text) == indices


def test_a_text_of_bad_characters_is_not_listed_whole() -> None:
    assert len(bad_characters("\u200b" * 5000)) == MOST_BAD


def test_names() -> None:
    assert name_of("\u202e") == "U+202E RIGHT-TO-LEFT OVERRIDE"
    assert name_of("\x1b") == "U+001B ESCAPE"
    assert name_of("\x01") == "U+0001 control character"
    assert name_of("\ud800") == "U+D800 half of a surrogate pair"
    assert name_of("\uffff") == "U+FFFF noncharacter"


def test_places_count_characters_and_lines() -> None:
    text = "é😀\u200b\nx\u200b\u200b\n\n\u200b"
    found = [(place.line, place.column) for place in places(text, bad_characters(text), "a.yaml", 3)]
    assert found == [(3, 3), (4, 2), (4, 3), (6, 1)]


def test_replacing_keeps_every_place() -> None:
    assert without("a\tb\u200bc", [1, 3]) == "a b\ufffdc"


def test_controls_go_and_line_ends_stay() -> None:
    assert without_controls("a\x00b\x1bc\x85d\x7f\te\r\n") == "abcd\te\r\n"
