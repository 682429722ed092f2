"""How payments are taken, as the environment says it; checked before anything is sold."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from hubkit.listening import is_this_machine_alone
from hubkit.webhooks.channels import SettingError

KEY, SECRET, ADDRESS = "HUBKIT_STRIPE_KEY", "HUBKIT_STRIPE_WEBHOOK_SECRET", "HUBKIT_STRIPE_URL"
_KEY = re.compile(r"[rs]k_(?P<mode>live|test)_[A-Za-z0-9_]{8,240}", re.ASCII)
_SECRET = re.compile(r"whsec_[\x21-\x2b\x2d-\x7e]{8,240}", re.ASCII)
_USUAL = "https://api.stripe.com"


class Payments(Struct, frozen=True):
    """How Stripe is asked, and how its messages are known."""

    key: str
    secrets: tuple[str, ...]
    host: str
    port: int
    is_https: bool

    @property
    def is_live(self) -> bool:
        """Whether it is about money; else Stripe plays it."""
        return "_live_" in self.key


def payments_from(environment: Mapping[str, str]) -> Payments | None:
    """Return how payments are taken; None where the environment says nothing of it.

    Raises `SettingError` where it cannot be used.
    """
    key, secret = environment.get(KEY, ""), environment.get(SECRET, "")
    if not key and not secret:
        return None
    if not key:
        raise SettingError(f"{SECRET} is set, and {KEY} is not. Stripe shows the key under Developers, API keys")
    if not secret:
        raise SettingError(f"{KEY} is set, and {SECRET} is not. Stripe shows the secret with the webhook that you add")
    if not _KEY.fullmatch(key):
        raise SettingError(
            f"{KEY} is no secret key of Stripe: those begin with rk_live_, sk_live_, rk_test_ or sk_test_"
        )
    secrets = tuple(filter(None, re.split(r"[ ,]+", secret)))
    if not all(_SECRET.fullmatch(each) for each in secrets):
        raise SettingError(
            f"{SECRET} is no signing secret of Stripe: those begin with whsec_; two have a comma between"
        )
    return _reached(environment.get(ADDRESS) or _USUAL, key, secrets)


def _reached(url: str, key: str, secrets: tuple[str, ...]) -> Payments:
    wrong = SettingError(
        f"{ADDRESS} is for tests, and takes a server on this machine alone, like http://127.0.0.1:12111"
    )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    if url != _USUAL and not (parts.scheme == "http" and is_this_machine_alone(host) and parts.path in {"", "/"}):
        raise wrong
    is_https = parts.scheme == "https"
    return Payments(key, secrets, host, port or (443 if is_https else 80), is_https)
