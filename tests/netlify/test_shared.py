"""What both homes of the functions have in common is the same: texts, tables, tokens, fields, limits and arithmetic."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hubkit.webhooks import forms
from hubkit.webhooks.limits import counted_as
from hubkit.webhooks.seats import Room, moving_up, place
from hubkit.webhooks.texts import Words
from hubkit.webhooks.tokens import Signer
from scripts.functions import shared
from tests.netlify.node import said_by_node
from tests.webhooks.answering import MEETUP

NOW = datetime(2026, 11, 20, 12, 0, 0, 123_456, tzinfo=UTC)
SECRET = "a sécret of at least thirty-two characters"
VALUES = [("link", "Zq3-x_"), ("form", MEETUP), ("receipt", '["a","pt","confirmed","é\U0001f98a"]'), ("order", "")]
ENDS = [NOW + timedelta(milliseconds=1), NOW + timedelta(days=400), datetime(9999, 12, 31, tzinfo=UTC)]


@pytest.mark.parametrize("path", shared(), ids=lambda path: path.name)
def test_texts_and_tables_are_those_of_python(path) -> None:
    assert path.read_text("utf-8") == shared()[path], "run: make functions"


def moment(time: datetime) -> int:
    return int(time.timestamp() * 1000)


@pytest.mark.node
def test_tokens_are_the_same_bytes() -> None:
    signer = Signer(SECRET)
    made = [(purpose, value, ends) for purpose, value in VALUES for ends in ENDS]
    given = [[SECRET, purpose, value, moment(NOW), moment(ends)] for purpose, value, ends in made]
    signed = said_by_node(
        """const { Signer } = await at("tokens.mjs");
        console.log(JSON.stringify(given.map(([secret, purpose, value, now, ends]) =>
          new Signer(secret).sign(purpose, value, new Date(now), new Date(ends)))));""",
        given,
    )
    assert signed == [signer.sign(purpose, value, NOW, ends) for purpose, value, ends in made]


@pytest.mark.node
def test_each_reads_what_the_other_signed_and_refuses_the_same() -> None:
    signer = Signer(SECRET)
    good = signer.sign("link", "Zq3-x_", NOW, NOW + timedelta(hours=1))
    last = good[:-1] + ("A" if good[-1] != "A" else "B")
    tokens = [good, last, good[:-1], good + "=", good + "A", "", "é", f"{good[:5]}+{good[6:]}", f" {good}", "A" * 3000,
              signer.sign("form", "Zq3-x_", NOW, NOW + timedelta(hours=1)), signer.sign("link", "a", NOW, NOW),
              Signer("y" * 32).sign("link", "a", NOW, NOW + timedelta(hours=1))]  # fmt: skip
    read = said_by_node(
        """const { Signer } = await at("tokens.mjs");
        console.log(JSON.stringify(given.tokens.map((token) =>
          new Signer(given.secret).read("link", token, new Date(given.now))?.value ?? null)));""",
        {"secret": SECRET, "now": moment(NOW), "tokens": tokens},
    )
    mine = [signer.read("link", token, NOW) for token in tokens]
    assert read == [signed.value if signed else None for signed in mine]
    assert [value is not None for value in read] == [True] + [False] * (len(tokens) - 1)


NAMES = ["Ada", " Ada ", "\x1fAda\x1c", "\x85Ada", "A\x85da", "", "\u3000", "...", "a" * 100, "a" * 101, "🦊" * 100,
         "🦊" * 101, "Zoe\u0308", "\u202eAda\u200b", "\ufeffAda", "\u3164", "A\ue000", "=1+1", "<b>", "A\u2028", "1",
         "№", "́", "\u00ad", "A\tda", "ﬁ", "Ω"]  # fmt: skip
EMAILS = ["a@x.example", " a@x.example ", "a@x.example\n", "a@x", "a@@x.example", f"{'a' * 65}@x.example",
          "a..b@x.example", "ä@x.example", "a@x.example,b@x.example", "", " ", "A@X.EXAMPLE", "a@-x.example", "a@x.e",
          "o'b@x.museum",
          f"a@{'x.' * 125}example", f"a@{'x.' * 120}example"]  # fmt: skip
SIZES = [1, 10, 0, 11, -1, True, None, "1", 2.0, 1e3, 10**30, [], {}, "x"]


@pytest.mark.node
def test_fields_are_checked_alike() -> None:
    bodies = [
        *({"event": "e", "name": name, "email": "a@x.example"} for name in NAMES),
        *({"event": "e", "name": "Ada", "email": email} for email in EMAILS),
        *({"event": "e", "name": "Ada", "email": "a@x.example", "party_size": size} for size in SIZES),
        {}, {"event": 1, "x" * 50: 1, "\u0007y": 2}, {"name": None, "t": [], "language": {}},
    ]  # fmt: skip
    texts = [json.dumps(body) for body in bodies]
    theirs = said_by_node(
        """const { askedRsvp, readFields } = await at("forms.mjs");
        console.log(JSON.stringify(given.map((text) => {
          const { asked, faults } = askedRsvp(readFields(Buffer.from(text), "json"), "json");
          return [asked.name, asked.email, asked.partySize, faults.map(({ field, text }) => [field, text])];
        })));""",
        texts,
    )
    mine: list[Any] = []
    for text in texts:
        asked, faults = forms.asked_rsvp(forms.read_fields(text.encode(), "json"), "json")
        mine.append([asked.name, asked.email, asked.party_size, [[fault.field, fault.text] for fault in faults]])
    assert theirs == mine


FORMS = ["a=1&b=2", "a", "a=1&a=2", "", "a=%FF", "a=%C3%A9", "a=%C3x", "a=%zz", "a=+1%2B", "&", "a=1&", "=", "a=b=c",
         "&".join(f"a{n}=" for n in range(20)), "&".join(f"a{n}=" for n in range(21)), "é=é", "a=%E2%80%A8",
         "a=%"]  # fmt: skip
TEXTS = ["{}", " {} ", "[]", "", "{", "{}{}", '{"a":1,"a":2}', '{"a":{"b":1,"b":2}}', '{"a":NaN}', '{"a":-Infinity}',
         '{"a":1e400}', '{"a":-0}', '{"a":01}', '{"a":1.}', '{"a":"\\x"}', '{"a":"\n"}', '{"a":"\\ud800"}', "{'a':1}",
         '{"a":1,}', '{"__proto__":{"b":1}}', "\ufeff{}", '{"a":tru}', '{"a":truefalse}', "\u00a0{}", '{"a":[1,[2]]}',
         '{"a":"\x7f"}', '"a"', "null", '{"a" : "b"}', '{"a":1e2}', '{"a":+1}', '{"a":"b"']  # fmt: skip


@pytest.mark.node
@pytest.mark.parametrize(("kind", "bodies"), [("form", FORMS), ("json", TEXTS)])
def test_what_cannot_be_read_in_one_way_is_the_same(kind: Any, bodies: list[str]) -> None:
    theirs = said_by_node(
        """const { MalformedError, readFields } = await at("forms.mjs");
        console.log(JSON.stringify(given.bodies.map((body) => {
          try { return [...readFields(Buffer.from(body), given.kind).keys()]; }
          catch (fault) { if (fault instanceof MalformedError) return fault.message; throw fault; }
        })));""",
        {"kind": kind, "bodies": bodies},
    )
    mine: list[Any] = []
    for body in bodies:
        try:
            mine.append(list(forms.read_fields(body.encode(), kind)))
        except forms.MalformedError as fault:
            mine.append(str(fault))
    assert theirs == mine


@pytest.mark.node
def test_addresses_are_counted_alike() -> None:
    addresses = ["192.0.2.1", "2001:db8:1:2:3:4:5:6", "2001:DB8:1:2::", "::1", "::ffff:192.0.2.1", "fe80::1%eth0", "x",
                 "", "1.2.3", "0:0:0:0:0:ffff:c000:201", "2001:db8::"]  # fmt: skip
    theirs = said_by_node(
        """const { countedAs } = await at("limits.mjs");
        console.log(JSON.stringify(given.map((address) => countedAs(address))));""",
        addresses,
    )
    groups: dict[str, set[str]] = {}
    for mine, other in zip(map(counted_as, addresses), theirs, strict=True):
        groups.setdefault(mine, set()).add(other)
    assert all(len(others) == 1 for others in groups.values())
    assert len(set(theirs)) == len(groups)


@pytest.mark.node
def test_seats_are_counted_alike() -> None:
    rooms = [
        (capacity, taken, awaited, size, waitlist)
        for capacity in (None, 0, 1, 3, 5)
        for taken in (0, 1, 3, 6)
        for awaited in (True, False)
        for size in (1, 2, 4)
        for waitlist in (True, False)
    ]
    lines = [[(1, 2), (2, 1), (5, 9), (7, 1)], [(3, 9), (4, 1)], []]
    theirs = said_by_node(
        """const { Room, movingUp, place } = await at("seats.mjs");
        console.log(JSON.stringify(given.rooms.map(([capacity, taken, awaited, size, waitlist]) => [
          place(size, new Room(capacity, taken, awaited), waitlist),
          ...given.lines.map((line) => movingUp(line.map(([number, partySize]) => ({ number, partySize })),
            new Room(capacity, taken, awaited)))])));""",
        {"rooms": rooms, "lines": lines},
    )
    mine = [
        [place(size, Room(capacity, taken, awaited), waitlist=waitlist)]
        + [moving_up(line, Room(capacity, taken, awaited)) for line in lines]
        for capacity, taken, awaited, size, waitlist in rooms
    ]
    assert theirs == mine


TITLES = ["The meetup", "لقاء", "מפגש", "ܫܠܡܐ", "ߒߞߏ", "𞤀𞤣𞤤", "2026-12-05",
          "Ω", "写真", "한글", "123 ١٢٣", "Café לחם", "🦊", "", "हिंदी",
          "€ 5", "lisbon@x.org", "Ⅷ"]  # fmt: skip


@pytest.mark.node
@pytest.mark.parametrize("language", ["ar", "pt", "en"])
def test_titles_of_the_other_direction_are_kept_apart_alike(language: str) -> None:
    texts = {"thanks-confirmed": "<%(event)s>"} if language != "en" else {}
    theirs = said_by_node(
        """const { Words } = await at("words.mjs");
        const words = new Words(given.language, given.texts);
        console.log(JSON.stringify(given.titles.map((event) => words.say("thanks-confirmed", { event }))));""",
        {"language": language, "texts": texts, "titles": TITLES},
    )
    assert theirs == [Words(language, texts).say("thanks-confirmed", event=title) for title in TITLES]
