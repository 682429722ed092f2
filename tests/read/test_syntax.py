"""Mistakes of syntax are said in plain words, at the place to mend."""

import pytest

from hubkit.read.yaml import parse_yaml

CASES = [
    ("an unclosed quote", "a: 1\nb: 'x\nc: 2\n", (2, 4), "never closed", "same quote"),
    ("a quote before a line of dashes", 'a: "x\n---\ny"\n', (1, 4), "never closed", "same quote"),
    ("a colon in a title", "title: Talk: the sequel\n", (1, 8), "no quotes", '"Talk: the sequel"'),
    ("no blank after the first colon", "title:x\ncity: y\n", (1, 1), "key: value", "title: …"),
    ("no blank after a colon further on", "a: 1\ncity:Berlin\nb: 2\n", (2, 5), "blank is missing", "city: …"),
    ("no blank in the last line", "a: 1\ncity:Berlin\n", (2, 5), "blank is missing", "city: …"),
    ("a line that is no key", "a: 1\nhello there\n", (2, 1), "no \"key: value\"", "delete"),
    ("at sign", "a: @hubkit\n", (1, 4), '"@"', '"@hubkit"'),
    ("backtick", "a: `x`\n", (1, 4), '"`"', '"`x`"'),
    ("percent sign", "a: %x\n", (1, 4), '"%"', '"%x"'),
    ("star", "a: *bold* text\n", (1, 4), "cannot begin", "quotes"),
    ("comma", "a: , b\n", (1, 4), '","', '", b"'),
    ("a line too far in", "a: b\n  c: d\n", (2, 3), "further in", "blanks"),
    ("a line not far enough in", "a:\n  - b\n c: d\n", (3, 2), "lines up with nothing", "Line it up"),
    ("a list below a value", "a: b\n- c\n", (2, 1), "list item", "key"),
    ("a list on the line of its key", "a: - b\n", (1, 4), "list item", "line of its own"),
    ("an unclosed list", "a: [1, 2\nb: 3\n", (1, 4), "not closed", "]"),
    ("an unclosed mapping", "a: {b: c, d\n", (1, 4), "not closed", "}"),
    ("a list that ends the file", "a: [1,\n", (1, 6), "ends where a value is missing", "]"),
    ("a bracket too many", "a: [b]]\n", (1, 7), '"]"', "quotes"),
    ("an apostrophe in single quotes", "a: 'It's on'\n", (1, 8), "after the closing quote", "double quotes"),
    ("quotes in quotes", 'a: "x" y\n', (1, 8), "after the closing quote", '\\"'),
    ("a backslash", 'a: "C:\\dir"\n', (1, 7), "backslash", "single quotes"),
    ("text behind a bar", "a: |x\n  b\n", (1, 5), "nothing may follow", "next line"),
    ("a directive", "%FOO\n", (1, 1), '"%"', "quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "message", "hint"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_plain_words(text: str, place: tuple[int, int], message: str, hint: str) -> None:
    found = parse_yaml("a.yaml", text)
    (problem,) = found.problems
    assert (problem.place.line, problem.place.column) == place
    assert message in problem.message
    assert hint in problem.hint
    assert not found.complete
