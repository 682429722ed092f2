"""Lists of the people who come are refused, and nothing of them gets further."""

import pytest

from hubkit.problems import Problem
from hubkit.read.documents import document_of
from hubkit.values import Document


def read(text: str, path: str = "hubs/berlin/events/meetup.yaml") -> tuple[Document, list[Problem]]:
    return document_of(path, "meetup", text.encode())


@pytest.mark.parametrize(
    "key", ["attendees", "attendee", "guests", "guest_list", "rsvps", "participants", "registrations", "Guests"]
)
def test_each_key_at_the_top(key: str) -> None:
    document, (problem,) = read(f"title: x\n{key}:\n  - {{name: Jane Roe, phone: +49 151}}\nend: later\n")
    assert (problem.place.line, problem.place.column, problem.place.length) == (2, 1, len(key))
    assert "people who come do not belong in git" in problem.message
    assert document.data == {"title": "x", "end": "later"}
    assert document.text == f"title: x\n{key}:\n  - {{****: **** ***, *****: +** ***}}\nend: later\n"
    assert not any(key in path for path in (*document.keys, *document.spans))
    assert "Jane" not in repr((document, problem))


@pytest.mark.parametrize(
    "text",
    [
        "guests: [Jane]\n",
        "{title: x, guests: [Jane, {Jane: 1}], end: y}\n",
        "guests:\n  Jane: yes\n  Jane: no\nend: y\n",
        "guests: &x [Jane]\nend: y\n",
        "guests:\n  - Jane: 'unclosed\n",
        "guests:\n  - Jane\n  - name: Jane: Roe\n",
        "guests: [a]\nguests: [Jane]\nend: y\n",
        "guests:\n\t- Jane\n",
        "changes:\n  '2026-12-05':\n    guests: [Jane]\n",
        '"\\x67uests": [Jane]\nend: y\n',
        '"\\u0067uests": [Jane]\nend: y\n',
        '? "gue\\\n  sts"\n: [Jane]\n',
    ],
)
def test_nothing_of_it_is_left_whatever_else_is_wrong(text: str) -> None:
    document, problems = read(text)
    assert any("do not belong" in problem.message for problem in problems)
    assert "Jane" not in repr((document, problems))


def test_lines_around_it_keep_their_problems() -> None:
    _, problems = read("a: &x 1\nguests: [*a]\nb: &y 1\n")
    assert [problem.place.line for problem in problems] == [1, 2, 3]
    assert problems[1].excerpt == "guests: [**]"


def test_a_word_or_number_deeper_down_is_no_list() -> None:
    document, problems = read("registration: {guests: 2}\ntext: participants of the event\n")
    assert problems == []
    assert document.data["registration"] == {"guests": "2"}


def test_front_matter_is_masked_and_the_body_is_not() -> None:
    document, (problem,) = read("---\nrsvps: [Jane]\n---\nguests: all of you\n", "hubs/berlin/events/meetup.md")
    assert problem.place.line == 2
    assert document.text == "---\nrsvps: [****]\n---\nguests: all of you\n"
    assert document.body == "guests: all of you\n"
