"""Tickets: signed as the standards say, for one event and one number of people, and read by any Web Crypto."""

import base64
import json
import re
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from hubkit.webhooks.ticket_keys import new_private_key, ticket_maker
from hubkit.webhooks.tickets import (
    VARIABLE,
    TicketKeyError,
    encoded,
    signed_text,
    ticket_content,
    ticket_maker_from,
    typed_code,
)
from tests.webhooks.answering import MEETUP

# RFC 6979, appendix A.2.5: P-256, SHA-256, "sample".
NUMBER = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"
POINT = (
    "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
    "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
)
SIGNATURE = (
    "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
    "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
)
PRIVATE = encoded(bytes.fromhex(NUMBER))
MAKER = ticket_maker(PRIVATE)
VERIFY = """
  const bytes = text => Buffer.from(text, 'base64url');
  const asked = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  const hash = { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' };
  crypto.subtle.importKey('raw', bytes(asked.key), hash, false, ['verify'])
    .then(key => Promise.all(asked.pairs.map(([text, signature]) =>
      crypto.subtle.verify(hash, key, bytes(signature), Buffer.from(text)))))
    .then(found => console.log(JSON.stringify(found)));
"""


def pkcs8(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> str:
    return encoded(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def test_signatures_are_those_of_the_standard() -> None:
    assert MAKER.sign(b"sample") == bytes.fromhex(SIGNATURE)
    assert MAKER.public == encoded(b"\x04" + bytes.fromhex(POINT))


def test_a_ticket_says_id_and_people_and_the_same_one_is_the_same_bytes() -> None:
    made = MAKER.ticket(MEETUP, "k-1_x", 3)
    assert re.fullmatch(r"H1\.k-1_x\.3\.[\w-]{86}", made.content)
    assert made == MAKER.ticket(MEETUP, "k-1_x", 3)
    assert MEETUP not in made.content


@given(st.text(min_size=1, max_size=20), st.text("ab.-", min_size=1, max_size=9), st.integers(1, 999))
def test_no_two_tickets_are_signed_alike(event: str, key: str, people: int) -> None:
    text = signed_text(event, key, people)
    assert text != signed_text(f"{event}x", key, people)
    assert text != signed_text(event, f"{key}x", people)
    assert text != signed_text(event, key, people + 1)
    assert text.startswith(b"hubkit ticket 1\n")


@pytest.mark.node
def test_web_crypto_takes_tickets_and_nothing_else() -> None:
    content = ticket_content(MEETUP, "k1", 2, MAKER.sign)
    signature = content.rpartition(".")[2]
    other = ticket_maker(new_private_key()).sign(signed_text(MEETUP, "k1", 2))
    pairs = [
        (signed_text(MEETUP, "k1", 2).decode(), signature),
        (signed_text(MEETUP, "k1", 3).decode(), signature),
        (signed_text("lisbon.2026-12-05-other", "k1", 2).decode(), signature),
        (signed_text(MEETUP, "k1", 2).decode(), encoded(other)),
    ]
    asked = json.dumps({"key": MAKER.public, "pairs": pairs})
    run = subprocess.run(["node", "-e", VERIFY], input=asked, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == [True, False, False, False]


def test_codes_are_eight_letters_that_nobody_mistakes() -> None:
    codes = [typed_code(f"k{number}") for number in range(2_000)]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)
    assert set("".join(codes)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-"), "all letters are used"
    assert typed_code("k1") == "0EG5-TNTN", "people have it on paper"


def test_a_key_may_be_a_number_or_pkcs8() -> None:
    key = ec.derive_private_key(int(NUMBER, 16), ec.SECP256R1())
    assert ticket_maker(pkcs8(key)).public == MAKER.public
    assert ticket_maker(f" {PRIVATE}=\n").public == MAKER.public
    assert ticket_maker(new_private_key()).public != ticket_maker(new_private_key()).public


def test_without_a_key_there_are_no_tickets() -> None:
    assert ticket_maker_from({}) is None
    assert ticket_maker_from({VARIABLE: ""}) is None
    maker = ticket_maker_from({VARIABLE: PRIVATE})
    assert maker
    assert maker.public == MAKER.public


@pytest.mark.parametrize(
    "wrong",
    [
        "secret-canary",
        "é" * 43,
        PRIVATE[:-2],
        MAKER.public,
        encoded(bytes(32)),
        encoded(b"\xff" * 32),
        pkcs8(ec.generate_private_key(ec.SECP384R1())),
        pkcs8(rsa.generate_private_key(65537, 2048)),
        base64.b64encode(b"-----BEGIN PRIVATE KEY-----").decode(),
    ],
)
def test_what_is_no_key_is_refused_and_never_shown(wrong: str) -> None:
    with pytest.raises(TicketKeyError) as refused:
        ticket_maker(wrong)
    assert str(refused.value).startswith(f"{VARIABLE} is not a private key")
    assert wrong[:12] not in str(refused.value)
