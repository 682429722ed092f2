"""Lists of RSVPs: no spreadsheet runs them, and what was written is read back."""

import csv
import io
import json
import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hubkit.webhooks.forms import asked_rsvp
from hubkit.webhooks.lists import COLUMNS, MOST_BYTES, csv_of, is_formula, json_of, neutralised, read_list, restored
from hubkit.webhooks.store import Rsvp
from tests.webhooks.answering import CATALOG, MEETUP

NOW = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
ADA = Rsvp("k1", 1, MEETUP, "Ada", "ada@x.example", 2, "en", "confirmed", NOW, NOW)
INVISIBLE = " \t\r\n\0\x0b\x1f\x85\xa0\u00ad\u034f\u115f\u200b\u200e\u202e\u2060\u2800\u3000\u3164\ufe0f\ufeff"
EVIL = ["=1+1", "+1", "-1", "-5", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠1", "﹦1", "﹢1", "﹣1",
        "﹫1", "−1", "\u200b=1", " =1", " \u200b \x1f=1", "'=1", "''=1", "' =1", "=cmd|' /C calc'!A1", "\t", "\ttext",
        "\r", "\0x", "\ufeff=1", "\u202e=1", "\u3164=1", "\xa0=1", "\u2800=1"]  # fmt: skip
HARMLESS = [
    "",
    "Ada",
    "1+1",
    '"=1"',
    'a,"b"\nc',
    "'Ada",
    "''",
    "5",
    "(=1)",
    " Ada",
    "O'=1",
    "Ünal",
    "山田",
    "\u200bAda",
]
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(
    "=+-@' \t\r\n\u200b＝\",;a", max_size=8
)


def cells(content: bytes) -> list[list[str]]:
    """Read a file as a spreadsheet does."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def written(*lines: str, head: str = "event,name,email,party_size") -> bytes:
    """Return a file that somebody wrote by hand."""
    return "\n".join([head, *lines]).encode()


def mistakes(content: bytes) -> list[str]:
    """Return all that is wrong with a file."""
    return [f"{mistake.line}: {mistake.text}" for mistake in read_list(content, CATALOG)[1]]


@pytest.mark.parametrize("text", EVIL)
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutralised(text) == f"'{text}"
    assert restored(f"'{text}") == text


@pytest.mark.parametrize("text", HARMLESS)
def test_all_else_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text
    assert restored(text) == text


@given(names)
def test_an_apostrophe_that_was_added_is_taken_away_and_no_other(text: str) -> None:
    assert restored(neutralised(text)) == text
    assert is_formula(text) == is_formula(neutralised(text))


@given(st.text(INVISIBLE + "'", max_size=6), st.sampled_from("=+-@＝＋－＠﹦−"), st.text(max_size=5))
def test_nothing_invisible_hides_a_formula(before: str, sign: str, after: str) -> None:
    assert neutralised(before + sign + after).startswith("'")


@given(st.lists(st.tuples(names, names, st.integers(1, 10)), max_size=8))
def test_every_cell_is_quoted_and_comes_back(people: list[tuple[str, str, int]]) -> None:
    rsvps = [replace(ADA, name=name, email=email, party_size=size) for name, email, size in people]
    content = csv_of(rsvps)
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = cells(content)
    assert tuple(head) == COLUMNS
    assert [(restored(row[3]), restored(row[4]), int(row[5])) for row in rows] == people
    assert all(len(row) == len(COLUMNS) for row in rows)
    outside = b"".join(content[3:].split(b'"')[::2])
    assert set(outside) <= set(b",\r\n"), "something stands outside of quotes"


def test_numbers_stay_numbers_in_numeric_columns_alone() -> None:
    [_, row] = cells(csv_of([replace(ADA, name="-5", number=7, party_size=3)]))
    assert row == [MEETUP, "7", "confirmed", "'-5", "ada@x.example", "3", "en", *["2026-12-01T18:30:00+00:00"] * 2]


def test_as_json_all_is_as_it_is() -> None:
    [record] = json.loads(json_of([replace(ADA, name="=1")]))
    assert tuple(record) == COLUMNS
    assert (record["name"], record["party_size"], record["made"]) == ("=1", 2, "2026-12-01T18:30:00+00:00")


valid_names = st.text(st.sampled_from("=+-@' aé山\",;"), min_size=1, max_size=20).map(lambda text: f"{text}x".strip())
valid_emails = st.text(string.ascii_lowercase + "=+-'", min_size=1, max_size=20).map(lambda text: f"{text}@x.example")


@given(st.lists(st.tuples(valid_names, valid_emails, st.integers(1, 10)), unique_by=lambda each: each[1], max_size=8))
def test_what_was_exported_is_imported_as_it_was(people: list[tuple[str, str, int]]) -> None:
    rsvps = [
        replace(ADA, number=number, name=name, email=email, party_size=size)
        for number, (name, email, size) in enumerate(people, 1)
    ]
    listed, wrong = read_list(csv_of(rsvps), CATALOG)
    assert wrong == ()
    assert [(each.wish.name, each.wish.email, each.wish.party_size) for each in listed] == people
    assert all((each.state, each.wish.event, each.wish.language) == ("confirmed", MEETUP, "en") for each in listed)


def test_those_who_wait_come_last_and_in_order_and_what_is_over_is_known() -> None:
    states = [(4, "waiting"), (3, "cancelled"), (2, "waiting"), (5, "confirmed"), (1, "pending")]
    rsvps = [replace(ADA, number=number, email=f"p{number}@x.example", state=state) for number, state in states]
    listed, _ = read_list(csv_of(rsvps), CATALOG)
    assert [each.number for each in listed] == [1, 3, 5, 2, 4]
    assert [each.is_over for each in listed] == [True, True, False, False, False]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_list_by_hand_needs_three_columns_and_any_mark(mark: str) -> None:
    text = f"Event,Name,Email\r\n{MEETUP},Ada,ada@x.example\r\n,,\r\n{MEETUP},Ben,ben@x.example\r\n\r\n".replace(
        ",", mark
    )
    listed, wrong = read_list(text.encode(), CATALOG)
    assert wrong == ()
    assert [(each.line, each.wish.name, each.wish.party_size, each.state) for each in listed] == [
        (2, "Ada", 1, None),
        (4, "Ben", 1, None),
    ]


def test_the_language_is_one_that_the_hub_speaks() -> None:
    content = written(f"{MEETUP},A,a@x.example,pt", f"{MEETUP},B,b@x.example,xx", head="event,name,email,language")
    assert [each.wish.language for each in read_list(content, CATALOG)[0]] == ["pt", "en"]


def test_every_mistake_is_said_with_its_line() -> None:
    head = "event,name,email,party_size,state,number"
    content = written(
        f"{MEETUP},Ada,ada@x.example,1,,",
        "lisbon.nothing,Ada,ada@x.example,1,,",
        "lisbon.2026-12-05-paid,Ada,ada@x.example,1,,",
        f'{MEETUP},"Two\nlines",no address,0,maybe,-1',
        f"{MEETUP},Ada,ADA@x.example,1,,",
        f"{MEETUP},Ada",
        f"{MEETUP},Ada,ada@x.example,1,cancelled,",
        head=head,
    )
    said = mistakes(content)
    assert [line.partition(":")[0] for line in said] == ["3", "4", "5", "5", "5", "5", "5", "7", "8"]
    text = "\n".join(said)
    for part in ("no such event", "Write one e-mail address", "whole number from 1 to 10", "cannot be shown",
                 "state: write one of pending, confirmed, waiting, cancelled", "number: write a whole number",
                 "the same person for the same event as in line 2", "this line has 2 cells"):  # fmt: skip
        assert part in text
    assert "ada" not in text.lower(), "a person is named"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "1: the first line must name the columns; missing: event, name, email"),
        (b"event,name\n", "1: the first line must name the columns; missing: email"),
        (b"event,name,email,name\n", "1: a column stands twice"),
        (b"event,name,email,phone\n", "1: column 4 is none that is kept"),
        (b"event,name,email\nx,J\xe9r\xf4me,a@x.example\n", "2: this is not UTF-8; save it as CSV UTF-8"),
        (b'event,name,email\n"x,y\n', "2: this is not CSV"),
        (b"x" * (MOST_BYTES + 1), "1: the file has more than 5 MB"),
    ],
)
def test_what_is_no_such_list_is_said(content: bytes, message: str) -> None:
    [said] = mistakes(content)
    assert said.startswith(message)


def test_the_rules_are_those_of_the_form() -> None:
    """Whatever the form takes for a name, a list takes too."""
    asked, faults = asked_rsvp({"event": MEETUP, "name": "=Ada\u200b ", "email": "+a@x.example"}, "json")
    assert faults == ()
    [listed], _ = read_list(csv_of([replace(ADA, name=asked.name, email=asked.email)]), CATALOG)
    assert (listed.wish.name, listed.wish.email) == (asked.name, asked.email)
