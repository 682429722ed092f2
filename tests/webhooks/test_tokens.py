"""Signed tokens: for one purpose and for a time, and only with the secret."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubkit.webhooks.tokens import SecretError, Signer, secret_from

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SIGNER = Signer("x" * 32)


@given(st.binary(max_size=100).map(lambda raw: raw.decode("latin-1")))
def test_what_was_signed_is_read(value: str) -> None:
    token = SIGNER.sign("link", value, NOW, LATER)
    signed = SIGNER.read("link", token, NOW)
    assert signed
    assert (signed.value, signed.made, signed.expires) == (value, NOW, LATER)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_it_is_for_its_purpose_alone() -> None:
    token = SIGNER.sign("receipt", "a", NOW, LATER)
    assert SIGNER.read("link", token, NOW) is None
    assert SIGNER.read("form", token, NOW) is None


def test_it_expires() -> None:
    token = SIGNER.sign("link", "a", NOW, LATER)
    assert SIGNER.read("link", token, LATER - timedelta(milliseconds=1))
    assert SIGNER.read("link", token, LATER) is None


def test_another_secret_reads_nothing() -> None:
    assert Signer("y" * 32).read("link", SIGNER.sign("link", "a", NOW, LATER), NOW) is None


def test_each_changed_character_is_noticed() -> None:
    token = SIGNER.sign("link", "an id", NOW, LATER)
    for place, character in enumerate(token):
        for other in {"A", "B", "_", "="} - {character}:
            assert SIGNER.read("link", token[:place] + other + token[place + 1 :], NOW) is None


@given(st.binary(max_size=200).map(lambda raw: raw.decode("utf-8", "replace")))
def test_anything_else_is_none(token: str) -> None:
    assert SIGNER.read("link", token, NOW) is None


def test_a_short_secret_is_refused_with_the_way_to_a_good_one() -> None:
    with pytest.raises(SecretError, match="at least 32 characters") as refusal:
        Signer("x" * 31)
    assert "xxx" not in str(refusal.value)
    command = str(refusal.value).split("Make one with:  ")[1].split("  and set")[0]
    made = subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout.strip()
    assert Signer(made)


def test_where_others_can_ask_a_secret_is_needed() -> None:
    assert secret_from({"HUBKIT_SECRET": "s"}, only_this_machine=False) == ("s", False)
    one, is_for_this_run = secret_from({}, only_this_machine=True)
    assert is_for_this_run
    assert Signer(one)
    assert one != secret_from({"HUBKIT_SECRET": ""}, only_this_machine=True)[0]
    with pytest.raises(SecretError, match="HUBKIT_SECRET is not set"):
        secret_from({}, only_this_machine=False)
