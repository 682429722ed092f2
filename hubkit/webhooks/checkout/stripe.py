"""Stripe's API, as far as tickets need it: a page to pay at, and money paid back (https://docs.stripe.com/api)."""

import asyncio
import http.client
import re
import ssl
from collections.abc import Mapping
from typing import Literal, TypeAlias
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from hubkit.webhooks.checkout.orders import Order
from hubkit.webhooks.checkout.settings import Payments

_VERSION = "2024-06-20"
"""The API by which these calls are written: Stripe keeps to it, whatever an account's own version is."""
_SECONDS = 10
_PATIENCE = 25
_PAUSE = 0.5
_MOST_BYTES = 1_000_000
_OK, _CONFLICT, _TOO_MANY, _FAULT = 200, 409, 429, 500
_PAGE = re.compile(r"https://[\x21\x23-\x3b\x3d\x3f-\x7e]{1,2000}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_]{1,255}", re.ASCII)
_PAID_BACK = "charge_already_refunded"
Why: TypeAlias = Literal["down", "refused", "email"]


class StripeError(Exception):
    """Stripe did not do it; says why, and nothing of a person or a key."""

    def __init__(self, why: Why, reason: str) -> None:
        super().__init__(reason)
        self.why: Why = why
        """`down`: the same may be tried again. `email`: it takes no such address."""


class Page(Struct, frozen=True):
    """A page at Stripe where an order is paid."""

    session: str
    url: str


class Item(Struct, frozen=True):
    """What a page at Stripe says is sold, and where it leads."""

    name: str
    success_url: str
    cancel_url: str


class _Session(Struct):
    id: str
    url: str | None = None
    payment_intent: str | None = None


class _Fault(Struct):
    code: str = ""
    param: str = ""
    type: str = ""


class _Refused(Struct):
    error: _Fault


class Stripe:
    """Asks Stripe's API. What is asked again has the key of before, and is done once (`Idempotency-Key`)."""

    def __init__(self, payments: Payments) -> None:
        self._payments = payments

    async def page(self, order: Order, item: Item) -> Page:
        """Make the page where an order is paid, which ends when its seats are let go; raises `StripeError`.

        The amount and the name are those of the order, and so of the catalogue.
        """
        if order.held_until is None:
            raise ValueError(order.state)
        asked = {
            "mode": "payment",
            "client_reference_id": order.id,
            "customer_email": order.email,
            "expires_at": int(order.held_until.timestamp()),
            "success_url": item.success_url,
            "cancel_url": item.cancel_url,
            "line_items[0][quantity]": order.quantity,
            "line_items[0][price_data][currency]": order.currency,
            "line_items[0][price_data][unit_amount]": order.amount // order.quantity,
            "line_items[0][price_data][product_data][name]": item.name,
            "metadata[order]": order.id,
            "payment_intent_data[metadata][order]": order.id,
        }
        made = _read(await self._ask("POST", "/v1/checkout/sessions", asked, order.id), _Session)
        if not made.url or not _PAGE.fullmatch(made.url) or not _NAME.fullmatch(made.id):
            raise StripeError("down", "an answer without a page")
        return Page(made.id, made.url)

    async def pay_back(self, order: Order) -> None:
        """Pay back all of an order that is not paid back yet; raises `StripeError`."""
        payment = order.payment or await self._payment(order)
        asked = {"payment_intent": payment, "metadata[order]": order.id}
        try:
            await self._ask("POST", "/v1/refunds", asked, f"refund-{order.id}")
        except StripeError as fault:
            if str(fault) != _PAID_BACK:
                raise

    async def end(self, session: str) -> None:
        """Have nobody pay at a page any more; raises `StripeError`, also where it was paid."""
        await self._ask("POST", f"/v1/checkout/sessions/{quote(session, safe='')}/expire", {}, f"end-{session}")

    async def _payment(self, order: Order) -> str:
        path = f"/v1/checkout/sessions/{quote(order.session, safe='')}"
        found = _read(await self._ask("GET", path, {}, ""), _Session).payment_intent
        if not found:
            raise StripeError("refused", "a session without a payment")
        return found

    async def _ask(self, method: str, path: str, asked: Mapping[str, str | int], key: str) -> bytes:
        """Return the content of a good answer; what fails on the way is asked once more, with the same key."""
        try:
            return await self._asked(method, path, asked, key)
        except StripeError as fault:
            if fault.why != "down":
                raise
        await asyncio.sleep(_PAUSE)
        return await self._asked(method, path, asked, key)

    async def _asked(self, method: str, path: str, asked: Mapping[str, str | int], key: str) -> bytes:
        try:
            async with asyncio.timeout(_PATIENCE):
                status, content = await asyncio.to_thread(self._send, method, path, asked, key)
        except (OSError, http.client.HTTPException) as fault:
            raise StripeError("down", type(fault).__name__) from None
        if status == _OK:
            return content
        raise _refusal(status, content)

    def _send(self, method: str, path: str, asked: Mapping[str, str | int], key: str) -> tuple[int, bytes]:
        it = self._payments
        headers = {
            "Authorization": f"Bearer {it.key}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Stripe-Version": _VERSION,
            "User-Agent": "hubkit",
        } | ({"Idempotency-Key": key} if key else {})
        connection = (
            http.client.HTTPSConnection(it.host, it.port, timeout=_SECONDS, context=ssl.create_default_context())
            if it.is_https
            else http.client.HTTPConnection(it.host, it.port, timeout=_SECONDS)
        )
        try:
            connection.request(method, path, urlencode(asked).encode() if method == "POST" else None, headers)
            response = connection.getresponse()
            return response.status, response.read(_MOST_BYTES)
        finally:
            connection.close()


def _read(content: bytes, kind: type[_Session]) -> _Session:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.DecodeError:
        raise StripeError("down", "an answer that cannot be read") from None


def _refusal(status: int, content: bytes) -> StripeError:
    """Return what an answer says: its codes alone, since its sentences may name what somebody typed."""
    try:
        fault = msgspec.json.decode(content, type=_Refused).error
    except msgspec.DecodeError:
        fault = _Fault()
    if status in {_CONFLICT, _TOO_MANY} or status >= _FAULT:
        return StripeError("down", f"HTTP {status}")
    code = fault.code if _NAME.fullmatch(fault.code) else ""
    if code == "email_invalid" or fault.param == "customer_email":
        return StripeError("email", code)
    return StripeError("refused", code or f"HTTP {status}")
