"""What is read without a parser is what the parser would have said; the rest is left to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubkit.read.characters import bad_characters
from hubkit.read.events import EventReader
from hubkit.read.simple import read_simple

EVENT = """\
# An evening
title: 'Talks: one, two'  # and three
start: 2026-11-24 18:30
venue:
  name: "Library"
  coordinates: {lat: -8.5, lon: 74.2468}
hosts: [person-0, 李, "a, b"]
links:
- label: Forum
  url: https://forum.example.org/28#top
-   {label: Chat, url: https://chat.example.org}
end:
description: |-
  One

    - two
  three

"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_usual_file_needs_no_parser(end: str) -> None:
    assert read_simple(EVENT.replace("\n", end)) == {
        "title": "Talks: one, two",
        "start": "2026-11-24 18:30",
        "venue": {"name": "Library", "coordinates": {"lat": "-8.5", "lon": "74.2468"}},
        "hosts": ["person-0", "李", "a, b"],
        "links": [
            {"label": "Forum", "url": "https://forum.example.org/28#top"},
            {"label": "Chat", "url": "https://chat.example.org"},
        ],
        "end": None,
        "description": "One\n\n  - two\nthree",
    }


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "- a\n", "a: b\na: c\n", "a: {b: c, b: d}\n", "a: b\n  c: d\n", "a: b\n c\n", "a: b: c\n",
        "a: &b c\n", "a: *b\n", "a: !b c\n", "<<: a\n", "a: b\n---\nc: d\n", "a: [b\n", 'a: "b\n', 'a: "\\x07"\n',
        "a:\n    b: c\n  d: e\n", "a: [[b]]\n", "a: >\n  b\n", "a: |\n  b", "a: |\n  b\n \n    \n",
        "".join(f"{' ' * n}a:\n" for n in range(30)),
    ],
)  # fmt: skip
def test_what_may_be_wrong_or_is_rare_is_left_to_the_parser(text: str) -> None:
    assert read_simple(text) is None


VALUES = st.sampled_from(
    ["", "one", "two words", "19:30", "-5", "- 5", "a :b", "a #b", "a#b", "https://x.org/?a=b#c", '"q"', "'q: r'",
     "# c", '"a" # c', '"a"#c', "[]", "[a, b]", "[ a , -5 ]", "[a, ]", "[a: b]", "[a:b]", '["a, b", \'c\']',
     "[a # b]", "[a?b]", "{}", "{a: b}", "{a: b, c: https://x/y}", "{a: b,c: d}", "{a:b}", "{a: }", "{a: b} # c",
     "{a: b} c", "日本", "[日本]", "|\n    text\n\n      more", "|-\n  text\n  ", "|\n text\n # c",
     "a\xa0", "a?", "a:", "~", "..."]
)  # fmt: skip
INDENTS = st.sampled_from(["", "", "", "  ", "  ", "    ", " ", "- ", "- ", "  - ", "-   ", "    - "])
KEYS = st.sampled_from(["a: ", "b: ", "c: ", "a:", "d:   ", "", "2026-12-05: ", "<<: "])
LINES = st.tuples(INDENTS, KEYS, VALUES).map("".join) | st.sampled_from(["", " ", "# c", "  # c", "---"])


@settings(max_examples=800, deadline=None)
@given(st.lists(LINES, max_size=7).map("\n".join), st.sampled_from(["", "\n"]))
def test_whatever_is_read_without_a_parser_is_what_it_would_say(text: str, end: str) -> None:
    assert not bad_characters(text + end)
    found = read_simple(text + end)
    if found is not None:
        reader = EventReader("hub.yaml", text + end, 1, has_escapes=True)
        reader.read()
        assert (found, [], True) == (reader.data, reader.problems, reader.complete)
