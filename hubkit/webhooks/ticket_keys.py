"""The keys of tickets: made, read, and signed with (ECDSA over P-256, FIPS 186-5), through `cryptography`."""

import base64
from functools import partial

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

from hubkit.webhooks.tickets import VARIABLE, TicketKeyError, TicketMaker, encoded

_BYTES = 32
"""Of the private number, and of each half of a signature."""
_WRONG = f"{VARIABLE} is not a private key as `hubkit rsvps key` prints it. Copy it whole, or make a new pair"


def new_private_key() -> str:
    """Return a new private key: its number as 32 bytes in base64url."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return encoded(number.to_bytes(_BYTES))


def ticket_maker(private: str) -> TicketMaker:
    """Return what makes tickets with a private key: its number or PKCS #8 (RFC 5208), in base64url.

    Raises `TicketKeyError` where it is neither, which says nothing of it.
    """
    key = _read(private.strip())
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return TicketMaker(partial(_signature, key, _algorithm()), encoded(public))


def _read(private: str) -> ec.EllipticCurvePrivateKey:
    try:
        content = base64.b64decode(private.encode("ascii") + b"=" * (-len(private) % 4), altchars=b"-_", validate=True)
        if len(content) == _BYTES:
            return ec.derive_private_key(int.from_bytes(content), ec.SECP256R1())
        key = load_der_private_key(content, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise TicketKeyError(_WRONG) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise TicketKeyError(_WRONG)
    return key


def _algorithm() -> ec.ECDSA:
    """Return the algorithm: the same ticket is the same bytes (RFC 6979) where the library can do that."""
    try:
        return ec.ECDSA(SHA256(), deterministic_signing=True)
    except UnsupportedAlgorithm:
        return ec.ECDSA(SHA256())


def _signature(key: ec.EllipticCurvePrivateKey, algorithm: ec.ECDSA, content: bytes) -> bytes:
    first, second = decode_dss_signature(key.sign(content, algorithm))
    return first.to_bytes(_BYTES) + second.to_bytes(_BYTES)
