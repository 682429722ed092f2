"""What the page for the door knows of tickets: `door:` in `hubkit.yaml`."""

import base64
import binascii
import re
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from hubkit.kinds.fields import Fields
from hubkit.kinds.texts import as_text, refuse

_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
"""Of the curve P-256, y² = x³ - 3x + b (SP 800-186, section 3.2.1.3)."""
_POINT_BYTES = 65
_PRIVATE_BYTES = 32
_NUMBER_IN_HEX = re.compile(r"[0-9a-fA-F]{64}")
_HOW = "Write the public key that hubkit rsvps key prints: 87 characters, the first is B."


def _key(value: Any) -> str:
    text = as_text(value).strip()
    content = _decoded(text)
    if _looks_private(text, content):
        return refuse(
            "this looks like a private key, and all in this file is public",
            "Make a new pair with hubkit rsvps key: who has seen this one can make tickets. Write the public key here.",
        )
    if not _is_point(content) or text != base64.urlsafe_b64encode(content).rstrip(b"=").decode():
        return refuse("this is not a public key for tickets", _HOW)
    return text


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return b""


def _looks_private(text: str, content: bytes) -> bool:
    """Return whether a text is a number of 32 bytes, the DER of a private key, or a PEM file."""
    if "PRIVATE KEY" in text or _NUMBER_IN_HEX.fullmatch(text):
        return True
    is_der = content[:1] == b"0" and b"\x02\x01" in content[:8]
    return len(content) == _PRIVATE_BYTES or is_der


def _is_point(content: bytes) -> bool:
    """Return whether bytes are an uncompressed point of P-256 (SEC 1, section 2.3.3)."""
    if len(content) != _POINT_BYTES or content[0] != 4:
        return False
    x, y = int.from_bytes(content[1:33]), int.from_bytes(content[33:])
    return max(x, y) < _PRIME and (y * y - (x * x * x - 3 * x + _B)) % _PRIME == 0


_schema = WithJsonSchema({"type": "string", "pattern": "^B[A-Za-z0-9_-]{86}$", "description": "A public key."})
PublicKey = Annotated[str, PlainValidator(_key), _schema]


class Door(Fields):
    """Tickets, and a page that checks them at the door."""

    key: PublicKey = Field(description="The public key of tickets, as hubkit rsvps key prints it.")
