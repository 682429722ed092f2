"""The keys of payments: all or none, of the right kind, and never repeated in what is said of them."""

import pytest

from hubkit.webhooks.channels import SettingError
from hubkit.webhooks.checkout.settings import payments_from

KEY, SECRET = "HUBKIT_STRIPE_KEY", "HUBKIT_STRIPE_WEBHOOK_SECRET"
GOOD = {KEY: "rk_test_0123456789", SECRET: "whsec_0123456789"}


def test_without_keys_nothing_is_sold() -> None:
    assert payments_from({}) is None


def test_stripe_is_asked_by_https() -> None:
    found = payments_from(GOOD)
    assert found is not None
    assert (found.host, found.port, found.is_https, found.is_live) == ("api.stripe.com", 443, True, False)
    live = payments_from(GOOD | {KEY: "sk_live_0123456789", SECRET: "whsec_aaaaaaaa,whsec_bbbbbbbb"})
    assert live is not None
    assert (live.is_live, live.secrets) == (True, ("whsec_aaaaaaaa", "whsec_bbbbbbbb"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({KEY: ""}, KEY),
        ({SECRET: ""}, SECRET),
        ({KEY: "pk_live_0123456789"}, KEY),
        ({KEY: "sk_live_0123\r\nX: 1"}, KEY),
        ({KEY: "sk_live_0123456789 "}, KEY),
        ({SECRET: "0123456789"}, SECRET),
        ({SECRET: "whsec_0123456789,other"}, SECRET),
        ({"HUBKIT_STRIPE_URL": "https://evil.example"}, "HUBKIT_STRIPE_URL"),
        ({"HUBKIT_STRIPE_URL": "http://10.0.0.1"}, "HUBKIT_STRIPE_URL"),
        ({"HUBKIT_STRIPE_URL": "http://127.0.0.1:x"}, "HUBKIT_STRIPE_URL"),
    ],
)
def test_what_cannot_be_used_is_said_by_its_name_alone(change: dict[str, str], named: str) -> None:
    with pytest.raises(SettingError) as fault:
        payments_from(GOOD | change)
    assert named in str(fault.value)
    assert "0123" not in str(fault.value)
    assert "evil" not in str(fault.value)
