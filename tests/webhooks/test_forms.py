"""What visitors may send: strict, and said field by field; what was typed stays."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubkit.webhooks.forms import MalformedError, asked_rsvp, media_type_of, read_fields
from tests.webhooks.answering import MEETUP, Answering, Home

GOOD = {"event": MEETUP, "name": "Ada", "email": "ada@x.example", "party_size": 1}


@pytest.fixture(scope="module")
def server(home: Home, tmp_path_factory: pytest.TempPathFactory):
    with home(tmp_path_factory.mktemp("forms") / "rsvps.db") as run:
        yield run


def faults(**changes: object) -> dict[str, str]:
    """What is wrong with a good RSVP after these changes, sent as JSON."""
    fields = read_fields(json.dumps(GOOD | changes).encode(), "json")
    return {fault.field: fault.text for fault in asked_rsvp(fields, "json")[1]}


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'"x"', b"{", b'{"name": "Ada", "name": "Eve"}', b'{"party_size": NaN}',
     b'{"party_size": Infinity}', b'{"party_size": -Infinity}', b'{"party_size": 1e400}', b'{"name": "\xff"}',
     b"\xef\xbb\xbf{}", b"{}{}", b"[" * 16_000, b'{"a":' * 3_000, b'{"party_size": ' + b"9" * 5_000 + b"}",
     b'{"x": {"y": 1, "y": 2}}', "{}".encode("utf-16")],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_or_none_is_malformed(server: Answering, body: bytes) -> None:
    got = server.post(body)
    assert (got.status, got.data["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    "body", [b"name", b"name=Ada&name=Eve", b"name=%FF", b"&".join(b"a%d=" % n for n in range(30)), b"{}", b"\xff=1"]
)
def test_the_same_of_forms(server: Answering, body: bytes) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    got = server.post(body, **form)
    assert got.status == 400
    assert got.headers["content-type"].startswith("text/html")


def test_many_tricks_at_once_store_nothing(server: Answering) -> None:
    tricks = (
        b'{"event":"%s","name":"Ada","email":"ada@x.example","party_size":1,"party_size":99,"x":NaN,"y":1e400,'
        b'"__proto__":{"admin":true},"constructor":1}' % MEETUP.encode()
    )
    before = len(server.rows())
    assert server.post(tricks).status == 400
    assert len(server.rows()) == before


@pytest.mark.parametrize("key", ["next", "__proto__", "constructor", "state", "id", "Name", ""])
def test_unknown_keys_are_refused(server: Answering, key: str) -> None:
    got = server.post(GOOD | {key: "https://evil.example/"})
    assert (got.status, got.data["errors"][0]["field"]) == (422, key)
    assert "evil.example" not in str(got.headers)
    assert server.form({key: "//evil.example", **GOOD}).status == 422


@pytest.mark.parametrize(
    "size", [0, -3, 11, 1_000_000_000, "2", 2.5, 2.0, True, None, [], {}, "", 99999999999999999999]
)
def test_people_are_counted_from_1_to_10(size: object) -> None:
    assert faults(party_size=size) == {"party_size": "party-size-form"}


@pytest.mark.parametrize("size", ["0", "-1", "11", "1.0", "1e1", "+1", "٣", "１", "", "x", "99999", "1_0"])
def test_and_so_in_a_form(size: str) -> None:
    fields = read_fields(urlencode(GOOD | {"party_size": size}).encode(), "form")
    assert {fault.text for fault in asked_rsvp(fields, "form")[1]} == {"party-size-form"}


@pytest.mark.parametrize(
    "email",
    ["a@x.example, b@y.example", "Ada <a@x.example>", "a@b@c.example", "a@localhost", "a@[127.0.0.1]", "a@127.0.0.1",
     f"{'a' * 300}@x.example", f"{'a' * 65}@x.example", f"a@{'x' * 64}.example", f"a@{'x.' * 130}example",
     "\0@x.example", "a\u0000@x.example", "ada@x.example\r\nBcc: b@evil.example",
     "ada@x.example\n", "\nada@x.example", '"a b"@x.example',
     "a@x.example;b@y.example", "a..b@x.example", ".a@x.example", "a.@x.example", "a@-x.example", "a@x-.example",
     "a@.example", "a@x..example", "a@x.example.", "a@x.e", "a@x.123", "@x.example", "a@", "a", "a b@x.example",
     "a@x .example", "a(b)@x.example", "<a@x.example>", "a@x_y.example", "ä@x.example", "a@ｘ.example",
     "mailto:a@x.example", "a@x.example?bcc=b@y.example", "a,b@x.example", "a\\@x.example", "a\u200b@x.example"],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(email: str) -> None:
    assert faults(email=email) == {"email": "email-form"}


@pytest.mark.parametrize(
    "email",
    ["a@x.example", "ada.lovelace+walks@mail.x-y.example", "o'brien@x.example", "A_B-c@xn--bcher-kva.example",
     "1@1.example", f"{'a' * 64}@x.example", " ada@x.example ", "a@x.museum"],
)  # fmt: skip
def test_addresses_that_people_have_are_taken(email: str) -> None:
    assert faults(email=email) == {}


@pytest.mark.parametrize(
    ("name", "fault"),
    [("", "name-missing"), ("   ", "name-missing"), ("\u200b\u2060", "name-missing"), ("\u3164", "name-missing"),
     ("...", "name-missing"), ("a" * 101, "name-long"), ("Ada\r\nBcc: all@evil.example", "name-characters"),
     ("Ada\u0007", "name-characters"), ("A\0da", "name-characters"), ("A\x1b[31mda", "name-characters"),
     ("A\u2028da", "name-characters"), ("A\u0085da", "name-characters"), ("A\ue000", "name-characters"),
     ("\ud800", "name-characters")],
)  # fmt: skip
def test_a_name_can_be_shown(name: str, fault: str) -> None:
    assert faults(name=name) == {"name": fault}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("\u202eAda\u200b\u2066", "Ada"), (" Ada ", "Ada"), ("\ufeffAda", "Ada"), ("Zoe\u0308", "Zoë"),
     ("李 小龍", "李 小龍"),
     ("O'Brien-Śmith", "O'Brien-Śmith"), ("🦊", "🦊"), ("=cmd()", "=cmd()"), ("<b>Ada</b>", "<b>Ada</b>"),
     ("a" * 100, "a" * 100)],
)  # fmt: skip
def test_names_of_all_the_world_are_stored_without_what_is_invisible(
    server: Answering, typed: str, stored: str
) -> None:
    assert server.post(server.wish(name=typed)).status == 201
    assert server.rows()[-1].name == stored


@pytest.mark.parametrize("field", ["event", "name", "email", "website", "t", "language"])
@pytest.mark.parametrize("value", [None, 1, True, [], {}, ["a"], 1.5])
def test_texts_are_texts(field: str, value: object) -> None:
    assert faults(**{field: value})[field] == "field-text"


def test_one_who_comes_alone_need_not_say_so(server: Answering) -> None:
    wish = server.wish()
    del wish["party_size"]
    assert server.post(wish).status == 201
    assert server.rows()[-1].party_size == 1


def test_what_is_missing_is_told(server: Answering) -> None:
    got = server.post({})
    assert got.status == 422
    assert {error["field"] for error in got.data["errors"]} == {"event", "name", "email"}
    assert server.form({}).status == 422


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_malformed(body: bytes) -> None:
    for kind in ("json", "form"):
        try:
            fields = read_fields(body, kind)
        except MalformedError:
            continue
        asked, _ = asked_rsvp(fields, kind)
        assert 0 <= asked.party_size <= 10


@given(
    st.dictionaries(
        st.sampled_from([*GOOD, "website", "t", "language", "x"]),
        st.text("Aa1 .@é<\n\0\x85\u200b\u202e\u3164\ud800", max_size=20) | st.integers(-2, 12) | st.none(),
    )
)
def test_what_is_without_faults_is_safe_to_keep(fields: dict[str, object]) -> None:
    asked, wrong = asked_rsvp(GOOD | fields, "json")
    if not wrong:
        assert 1 <= len(asked.name) <= 100
        assert asked.name.isprintable()
        assert asked.email.isascii()
        assert asked.email.count("@") == 1
        assert len(asked.email) <= 254


def test_media_types() -> None:
    assert media_type_of("Application/JSON;charset=UTF-8") == "json"
    assert media_type_of("application/x-www-form-urlencoded") == "form"
    assert media_type_of("application/json; charset=latin-1") is None
