"""Secrets are found by their shape, and nothing of them but the prefix is kept."""

import pytest

from hubkit.read.secrets import find_secrets, masked

# Put together here, so that no scanner of repositories takes them for real ones.
SHAPES = [
    ("sk_" + "live_", "4eC39HqLyjWDarjtT1"),
    ("sk_" + "test_", "4eC39HqLyjWDarjtT1"),
    ("rk_" + "live_", "4eC39HqLyjWDarjtT1"),
    ("whsec" + "_", "MfKQ9r8GKYqrTwjUPD8I"),
    ("AK" + "IA", "IOSFODNN7EXAMPLE"),
    ("gh" + "p_", "0123456789abcdefghijABCDEFGHIJ012345"),
    ("gh" + "s_", "0123456789abcdefghijABCDEFGHIJ012345"),
    ("github" + "_pat_", "11ABCDEFG0123456789_abcdef"),
    ("xox" + "b-", "123456789012-abcdefABCDEF"),
    ("AI" + "za", "SyA1234567890abcdefghijklmnopqrstuv"),
    ("S" + "G.", "abcdefghijklmnop0123.ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"),
]


@pytest.mark.parametrize(("prefix", "rest"), SHAPES)
def test_each_shape_is_found_and_masked(prefix: str, rest: str) -> None:
    text = f"key: {prefix}{rest}\nnext: x\n"
    (secret,) = found = find_secrets(text)
    assert f"({prefix}****)" in secret.what
    assert rest[:6] not in secret.what
    assert masked(text, found) == f"key: {prefix}{'*' * len(rest)}\nnext: x\n"


@pytest.mark.parametrize("end", ["-----END RSA PRIVATE" + " KEY-----", ""])
def test_a_private_key_is_masked_over_its_lines(end: str) -> None:
    text = f"a: |\n  -----BEGIN RSA PRIVATE{' '}KEY-----\n  {'MIIEpAIBAAKCAQEA' * 4}\n  {'q' * 64}\n  {end}\nb: kept\n"
    (secret,) = found = find_secrets(text)
    hidden = masked(text, found)
    assert "private key" in secret.what
    assert "MII" not in hidden
    assert "qqq" not in hidden
    assert hidden.endswith("\nb: kept\n")
    assert [len(line) for line in hidden.split("\n")] == [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    "text", ["sk_live_", "task_live_long_and_prosper", "risk_test_results_are_in", "SG.", "AKIAHABARA", "xoxo-", "AIza"]
)
def test_words_that_look_alike_are_no_secrets(text: str) -> None:
    assert find_secrets(text) == []
