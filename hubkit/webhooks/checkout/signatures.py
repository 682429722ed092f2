"""Whether a message is Stripe's: HMAC-SHA256 over its time and its bytes (https://docs.stripe.com/webhooks#verify)."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(seconds=300)
"""How old a message may be, or how far ahead of our clock."""
_LONGEST = 4096
_TIME = re.compile(r"[0-9]{1,12}", re.ASCII)


def is_signed(body: bytes, header: str, secrets: Iterable[str], now: datetime) -> bool:
    """Return whether one of the signatures in `Stripe-Signature` is that of these bytes, by one of the secrets, now.

    While a secret is changed, Stripe signs with the old and the new one.
    """
    if len(header) > _LONGEST:
        return False
    pairs = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    if len(times) != 1 or not _TIME.fullmatch(times[0]):
        return False
    signatures = [value.encode() for name, _, value in pairs if name == "v1"]
    signed = times[0].encode() + b"." + body
    expected = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode() for secret in secrets]
    found = [hmac.compare_digest(mine, theirs) for mine in expected for theirs in signatures]
    return any(found) and abs(now - datetime.fromtimestamp(int(times[0]), UTC)) <= TOLERANCE
