"""Signed tokens: for one purpose, for a time, and made by nobody else (HMAC-SHA256, RFC 2104)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from msgspec import Struct

Purpose: TypeAlias = Literal["form", "link", "confirm", "receipt", "order"]
"""A form that was shown, the page of one RSVP, the same to confirm it alone, the page of thanks after it was sent,
the page of one order."""
VARIABLE = "HUBKIT_SECRET"
_LEAST_LENGTH = 32
_LONGEST = 2048
_MAC_BYTES = 32
_TIME_BYTES = 6


class SecretError(Exception):
    """There is no usable secret; says how to make one."""


class Signed(Struct, frozen=True):
    """What a token holds, its signature found right."""

    value: str
    made: datetime
    expires: datetime


class Signer:
    """Makes tokens, and reads those that it made."""

    def __init__(self, secret: str) -> None:
        if len(secret) < _LEAST_LENGTH:
            raise SecretError(f"the secret needs at least {_LEAST_LENGTH} characters. {_how_to_make_one()}")
        self._key = secret.encode()

    def sign(self, purpose: Purpose, value: str, made: datetime, expires: datetime) -> str:
        """Return a token for URLs and forms; it hides nothing, so `value` must say nothing of a person."""
        body = _milliseconds(made) + _milliseconds(expires) + value.encode()
        return _encoded(self._mac(purpose, body) + body)

    def read(self, purpose: Purpose, token: str, now: datetime) -> Signed | None:
        """Return what a token holds; None where it is not ours, is for something else, or has expired."""
        content = _decoded(token)
        if content is None:
            return None
        mac, body = content[:_MAC_BYTES], content[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(purpose, body)):
            return None
        made, expires = _moment(body[:_TIME_BYTES]), _moment(body[_TIME_BYTES : 2 * _TIME_BYTES])
        return Signed(body[2 * _TIME_BYTES :].decode(), made, expires) if now < expires else None

    def _mac(self, purpose: Purpose, body: bytes) -> bytes:
        return hmac.digest(self._key, purpose.encode() + b"\0" + body, hashlib.sha256)


def secret_from(environment: Mapping[str, str], *, only_this_machine: bool) -> tuple[str, bool]:
    """Return the secret, and whether it was made for this run alone, as it may be where only this machine asks.

    Raises `SecretError` where none is set and others can ask.
    """
    secret = environment.get(VARIABLE, "")
    if secret:
        return secret, False
    if only_this_machine:
        return secrets.token_urlsafe(_LEAST_LENGTH), True
    raise SecretError(f"the environment variable {VARIABLE} is not set. {_how_to_make_one()}")


def _how_to_make_one() -> str:
    command = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
    return f"Make one with:  {command}  and set it as {VARIABLE}; keep it, or links that were given out stop working"


def _milliseconds(moment: datetime) -> bytes:
    return max(0, int(moment.timestamp() * 1000)).to_bytes(_TIME_BYTES)


def _moment(content: bytes) -> datetime:
    return datetime.fromtimestamp(int.from_bytes(content) / 1000, UTC)


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(token: str) -> bytes | None:
    """Return the bytes of a token; None where it is not written exactly as `_encoded` writes them."""
    if len(token) > _LONGEST:
        return None
    try:
        content = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    is_whole = len(content) >= _MAC_BYTES + 2 * _TIME_BYTES and _encoded(content) == token
    return content if is_whole else None
