"""Tickets for the door: an id and how many it lets in, signed so that who knows the public key alone can check it."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct

VARIABLE = "HUBKIT_TICKET_KEY"
Sign: TypeAlias = Callable[[bytes], bytes]
"""Signs with ECDSA over P-256 and SHA-256; the signature has 64 bytes (IEEE P1363: r, then s), as Web Crypto has it."""

_KIND = "H1"
_PURPOSE = "hubkit ticket 1"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which are mistaken for others (https://www.crockford.com/base32.html)."""
_CODE_BYTES = 5


class TicketKeyError(Exception):
    """There is no usable key; says what to do, and nothing of the key."""


class Ticket(Struct, frozen=True):
    """What somebody shows at the door."""

    content: str
    """What stands in the QR code."""
    code: str
    """What can be typed instead: it finds a person on the list, and proves nothing."""


class TicketMaker(Struct, frozen=True):
    """Makes tickets with one key."""

    sign: Sign
    public: str
    """The public key, as `door.key` has it."""

    def ticket(self, event: str, key: str, people: int) -> Ticket:
        """Return the ticket of an RSVP, or of one that was bought, by its id; `event` is the global id of its event."""
        return Ticket(ticket_content(event, key, people, self.sign), typed_code(key))


def ticket_content(event: str, key: str, people: int, sign: Sign) -> str:
    """Return `H1.<id>.<people>.<signature>`, the signature in base64url; the event is signed, and not written."""
    return f"{_KIND}.{key}.{people}.{encoded(sign(signed_text(event, key, people)))}"


def signed_text(event: str, key: str, people: int) -> bytes:
    """Return what is signed: the purpose, the event, the id and how many come, each in a line of its own."""
    return f"{_PURPOSE}\n{event}\n{key}\n{people}".encode()


def typed_code(key: str) -> str:
    """Return the code for an id: eight characters of Crockford's base 32, in two groups."""
    number = int.from_bytes(hashlib.sha256(f"hubkit code 1\n{key}".encode()).digest()[:_CODE_BYTES])
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def encoded(content: bytes) -> str:
    """Return bytes in base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def ticket_maker_from(environment: Mapping[str, str]) -> TicketMaker | None:
    """Return what makes tickets where the environment has a key; raises `TicketKeyError` where it cannot be used."""
    private = environment.get(VARIABLE, "")
    if not private:
        return None
    from hubkit.webhooks.ticket_keys import ticket_maker

    return ticket_maker(private)
