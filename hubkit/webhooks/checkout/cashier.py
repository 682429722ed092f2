"""Pays back what was paid too late: at least once, by a key that makes it once; and lets go of late holds."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from hubkit.webhooks.checkout.orders import Refund
from hubkit.webhooks.checkout.stripe import StripeError
from hubkit.webhooks.checkout.till import Till
from hubkit.webhooks.store import StoreError

_LOG = logging.getLogger(__name__)
_AT_ONCE = 20
_LONGEST_WAIT = 60


class Cashier:
    """Does what is due, one after the other, in one event loop. Money is owed until it is paid back: it never gives up.

    Each refund is marked after Stripe took it: where the process is killed between, it is asked again, and done once.
    """

    def __init__(self, till: Till, now: Callable[[], datetime], tell: Callable[[], None] = lambda: None) -> None:
        self._till = till
        self._now = now
        self._tell = tell
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Have it look for refunds now."""
        self._woken.set()

    async def work(self) -> None:
        """Do what is due, then wait for more, until it is cancelled."""
        while True:
            self._woken.clear()
            wait: float = _LONGEST_WAIT
            with suppress(StoreError):  # after a minute it tries again
                await self._till.orders.let_go_of_late(self._now())
                await self._do_all()
                wait = await self._seconds_to_wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    async def _seconds_to_wait(self) -> float:
        due = await self._till.orders.next_refund()
        seconds = _LONGEST_WAIT if due is None else (due - self._now()).total_seconds()
        return min(max(0.0, seconds), _LONGEST_WAIT)

    async def _do_all(self) -> None:
        while refunds := await self._till.orders.refunds(self._now(), _AT_ONCE):
            for refund in refunds:
                await self._do(refund)

    async def _do(self, refund: Refund) -> None:
        try:
            await self._till.stripe.pay_back(refund.order)
        except StripeError as fault:
            _LOG.error("A payment that came too late could not be paid back: %s. It is tried again.", fault)
            return
        await self._till.orders.repaid(refund.order.id, self._now())
        self._tell()
