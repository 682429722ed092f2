"""YAML arrives as typed, with places, and what is refused is refused at its place with the fix."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubkit.read.characters import bad_characters
from hubkit.read.events import EventReader
from hubkit.read.yaml import YamlData, parse_yaml
from hubkit.values import Span


def read(text: str, first_line: int = 1) -> YamlData:
    return parse_yaml("hubs/berlin/hub.yaml", text, first_line)


def places(read: YamlData) -> list[tuple[int, int]]:
    return [(problem.place.line, problem.place.column) for problem in read.problems]


def only(text: str) -> tuple[int, int, str, str]:
    (problem,) = read(text).problems
    return problem.place.line, problem.place.column, problem.message, problem.hint


def test_scalars_stay_the_text_as_typed() -> None:
    text = (
        "country: NO\nnickname: Null\nroom: 010115\nzip: 01067\nbuilding: 1e3\nversion: 1.10\n"
        "doors: 19:30\nbrunch: 09:30\nstart: 2026-02-30\nopen: yes\ntilde: ~\n"
    )
    assert read(text).data == {
        "country": "NO", "nickname": "Null", "room": "010115", "zip": "01067", "building": "1e3", "version": "1.10",
        "doors": "19:30", "brunch": "09:30", "start": "2026-02-30", "open": "yes", "tilde": "~",
    }  # fmt: skip


def test_nothing_is_none_and_quotes_around_nothing_are_empty_text() -> None:
    assert read("end:\nalt: \"\"\nother: ''\n").data == {"end": None, "alt": "", "other": ""}


def test_lists_mappings_and_long_texts() -> None:
    found = read("tags:\n  - a\n  - {b: [c, d], e: }\ntext: |\n  one\n  two\nfolded: foo\n  bar\n")
    assert found.data == {"tags": ["a", {"b": ["c", "d"], "e": None}], "text": "one\ntwo\n", "folded": "foo bar"}
    assert not found.problems
    assert found.complete


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\n\n"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    assert read(text) == YamlData({}, {}, {}, [], complete=True)


def test_every_key_and_value_keeps_its_place() -> None:
    found = read('name: "Zoë 😀"\nregistration:\n  tickets: [{id: a}]\nlong: one\n  two\nend:\n', first_line=2)
    assert found.keys[("name",)] == Span(2, 1, 4)
    assert found.spans[("name",)] == Span(2, 7, 7)
    assert found.spans[("registration",)] == Span(4, 3, 1)
    assert found.keys[("registration", "tickets", 0, "id")] == Span(4, 14, 2)
    assert found.spans[("registration", "tickets", 0, "id")] == Span(4, 18, 1)
    assert found.spans[("long",)] == Span(5, 7, 3)
    assert found.spans[("end",)] == Span(7, 5, 1)


def test_places_hold_with_windows_line_ends() -> None:
    found = read("a: 1\r\nb: two\r\n")
    assert found.data == {"a": "1", "b": "two"}
    assert found.spans[("b",)] == Span(2, 4, 3)


def test_a_duplicate_key_names_the_line_of_the_first() -> None:
    found = read("title: x\ncapacity: 40\nplace: {a: 1, a: 2}\ncapacity: 400\n")
    assert places(found) == [(3, 15), (4, 1)]
    assert "line 2" in found.problems[1].message
    assert found.data == {"title": "x", "capacity": "40", "place": {"a": "1"}}
    assert found.spans[("capacity",)] == Span(2, 11, 2)


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("a: 1\nb: &x 2\n", (2, 4), "event template"),
        ("a: 1\nb: *x\n", (2, 4), "event template"),
        ("a: 1\n<<: {b: 2}\n", (2, 1), "event template"),
        ("a: 1\nb: !!python/object/apply:os.system [x]\n", (2, 4), "quotes"),
        ("a: !include ../../etc/passwd\n", (1, 4), "quotes"),
        ("a: !!str x\n", (1, 4), "quotes"),
        ("a: 1\n---\nb: 2\n", (2, 1), "file of its own"),
        ("a: 1\n? [b]\n: c\n", (2, 3), "A key is one word"),
        ("a: 1\n?\n: b\n", (2, 2), "name"),
    ],
)
def test_what_is_refused(text: str, place: tuple[int, int], word: str) -> None:
    line, column, _, hint = only(text)
    assert (line, column) == place
    assert word in hint


def test_quoted_merge_sign_and_signs_inside_text_are_text() -> None:
    found = read("a: 'x & y * z ! <<'\n\"<<\": b\n")
    assert found.data == {"a": "x & y * z ! <<", "<<": "b"}
    assert not found.problems


def test_all_problems_come_in_one_run() -> None:
    found = read("a: &x 1\nb: *x\nc: !t 2\nd: 1\nd: 2\n<<: *x\ne\u200b: 3\nf: 4\n")
    assert sorted({line for line, _ in places(found)}) == [1, 2, 3, 5, 6, 7]
    assert found.data["f"] == "4"


def test_what_stands_below_a_refused_key_is_read_over() -> None:
    found = read("? {a: [1, {b: 2}]}\n: {c: [d]}\ntitle: x\n<<: {title: y, z: {w: v}}\n")
    assert found.data == {"title": "x"}
    assert found.spans[("title",)] == Span(3, 8, 1)


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "".join(" " * n + "a:\n" for n in range(1000))])
def test_deep_nesting_ends_the_reading(text: str) -> None:
    found = read(f"x: {text}" if text[0] != "a" else text)
    assert [problem.message for problem in found.problems] == ["nested deeper than 20 levels"]
    assert not found.complete


def test_twenty_levels_are_fine() -> None:
    assert not read("x: " + "[" * 19 + "]" * 19).problems
    assert len(read("x: " + "[" * 20 + "]" * 20).problems) == 1


def test_too_many_values_end_the_reading() -> None:
    assert not read("x: [" + "a," * 19_990 + "]").problems
    found = read("x: [" + "a," * 20_001 + "]")
    assert "20,000" in found.problems[0].message
    assert not found.complete


def test_bombs_of_aliases_stay_small() -> None:
    lines = ["a0: &a0 [lol]"] + [f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]" for n in range(1, 40)]
    found = read("\n".join(lines))
    assert len(found.problems) == 50
    assert places(found)[0] == (1, 5)


def test_a_text_above_64_kb_is_refused() -> None:
    assert not read(f"a: {'x' * 65_536}").problems
    assert "64 kB" in only(f"a: {'x' * 65_537}")[2]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just text\n", "12\n", "&a [x]\n"])
def test_a_document_that_is_no_mapping(text: str) -> None:
    found = read(text)
    assert found.data == {}
    assert 'holds no "key: value"' in found.problems[-1].message
    assert not found.complete


def test_tabs_are_reported_once_a_line_and_what_follows_from_them_is_not() -> None:
    found = read("a:\n\tb: 1\n\t\tc: 2\nd: x\ty\tz\n")
    assert places(found) == [(2, 1), (3, 1), (4, 5)]
    assert all("tab" in problem.message for problem in found.problems)


@pytest.mark.parametrize(
    ("escape", "name"),
    [
        (r"\0", "U+0000 NULL"),
        (r"\e", "U+001B ESCAPE"),
        (r"\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        (r"\N", "U+0085 NEXT LINE"),
        (r"\u200b", "U+200B ZERO WIDTH SPACE"),
        (r"x\ry", "U+000D CARRIAGE RETURN"),
    ],
)
def test_escapes_that_stand_for_a_refused_character(escape: str, name: str) -> None:
    line, column, message, _ = only(f'a: 1\nb: "x{escape}"\n')
    assert (line, column) == (2, 4)
    assert name in message


def test_line_ends_and_tabs_may_be_escaped() -> None:
    found = read(r'a: "one\ntwo\r\nthree\tfour"')
    assert found.data == {"a": "one\ntwo\r\nthree\tfour"}
    assert not found.problems


def test_an_escape_for_half_a_character() -> None:
    assert places(read('a: "x\\0"\nb: "\\ud800"\n')) == [(1, 4), (2, 7)]


FRAGMENTS = st.sampled_from(
    ["a", "title", ": ", ":", "\n", "\n  ", "\n    ", "- ", "-", "[", "]", "{", "}", ",", "'", '"', "|", ">", "#", " #",
     "&a ", "*a", "!t ", "!!str ", "<<: ", "? ", "---\n", "...\n", "%YAML 1.2\n", "@", "`", "\t", "\r", "\r\n", "\\",
     "\\x", "\\ud800", "\ud800", "\x00", "\x1b", "\x85", "\u2028", "\ufeff", "\u202e", "\u200d", "\u200f", "א", "é",
     "😀", "\U000e0041", "\U0001f3f4", "\uffff", "\U0010ffff", "0", "1.0", "~"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=3)), max_size=40).map("".join))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found = read(text)
    lines = text.split("\n")
    for problem in found.problems:
        place = problem.place
        assert 1 <= place.line <= len(lines)
        assert place.column >= 1
        assert place.length >= 1
    assert found.complete or found.problems


USUAL = st.sampled_from(
    ["a: ", "b: ", "title: ", "c:\n", "- ", "one", "two", "19:30", " # said", "\n", "\n", "\n  ", "\n  - ", "[a, b]",
     "{a: b, c: [d]}", "{a, b}", "[a: b]", "|\n  text\n", ">-\n  text", '"one"', "'it''s'", '""', "? ", "*a", "&a ",
     "!t ", "---\n", "\r\n", r'"\x07"', r'"\u0061"']
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(USUAL, max_size=30).map("".join).filter(lambda text: not bad_characters(text)))
def test_a_text_read_quickly_says_what_each_of_its_events_says(text: str) -> None:
    found = read(text, first_line=2)
    reader = EventReader("hubs/berlin/hub.yaml", text, 2, has_escapes=True)
    reader.read()
    assert found == YamlData(reader.data, reader.keys, reader.spans, reader.problems, reader.complete)
    assert found.spans.get(()) == reader.spans.get(())
