"""What Stripe's messages say of an order (https://docs.stripe.com/api/events/types)."""

import re
from typing import Literal

import msgspec
from msgspec import Struct

from hubkit.webhooks.checkout.orders import News, Told

_ID = re.compile(r"[A-Za-z0-9_-]{1,255}", re.ASCII)
_REFUNDED = "charge.refunded"
_SESSIONS: dict[str, News] = {
    "checkout.session.completed": "paid",
    "checkout.session.async_payment_succeeded": "paid",
    "checkout.session.async_payment_failed": "failed",
    "checkout.session.expired": "expired",
}


class NoMessageError(Exception):
    """It is signed, and is no message of Stripe."""


class _Head(Struct):
    id: str
    type: str
    livemode: bool
    account: str = ""


class _Session(Struct):
    id: str
    payment_status: Literal["paid", "unpaid", "no_payment_required"]
    amount_total: int | None = None
    currency: str | None = None
    client_reference_id: str | None = None
    payment_intent: str | None = None


class _Charge(Struct):
    amount: int
    amount_refunded: int
    refunded: bool
    currency: str = ""
    payment_intent: str | None = None
    metadata: dict[str, str] = {}


class _OfSession(Struct):
    object: _Session


class _OfCharge(Struct):
    object: _Charge


class _SessionMessage(Struct):
    data: _OfSession


class _ChargeMessage(Struct):
    data: _OfCharge


def told_by(body: bytes) -> Told | None:
    """Return what a message tells; None where it is of no matter here, or of an account that others connected.

    Raises `NoMessageError` where it cannot be read.
    """
    try:
        head = msgspec.json.decode(body, type=_Head)
        if not _ID.fullmatch(head.id):
            raise NoMessageError
        if head.account:
            return None
        if head.type in _SESSIONS:
            return _of_session(head, msgspec.json.decode(body, type=_SessionMessage).data.object)
        if head.type == _REFUNDED:
            return _of_charge(head, msgspec.json.decode(body, type=_ChargeMessage).data.object)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NoMessageError from None
    return None


def _of_session(head: _Head, session: _Session) -> Told:
    news = _SESSIONS[head.type]
    if news == "paid" and session.payment_status == "unpaid":
        news = "processing"
    return Told(
        id=head.id,
        news=news,
        order=session.client_reference_id or "",
        session=session.id,
        payment=session.payment_intent or "",
        amount=session.amount_total or 0,
        currency=session.currency or "",
        is_live=head.livemode,
    )


def _of_charge(head: _Head, charge: _Charge) -> Told:
    return Told(
        id=head.id,
        news="refunded",
        order=charge.metadata.get("order", ""),
        session="",
        payment=charge.payment_intent or "",
        amount=charge.amount_refunded,
        currency=charge.currency,
        is_live=head.livemode,
        is_whole=charge.refunded or charge.amount_refunded >= charge.amount,
    )
