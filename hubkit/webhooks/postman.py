"""Sends what is to be told: at least once, again after pauses that grow, and for a day."""

import asyncio
import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from email.message import EmailMessage

from msgspec.structs import replace

from hubkit.webhooks import hooks
from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.channels import Channels
from hubkit.webhooks.checkout.letters import to_buyer
from hubkit.webhooks.letters import Letters
from hubkit.webhooks.notices import is_of_order, notice_of
from hubkit.webhooks.smtp import Carrier
from hubkit.webhooks.store import Errand, Outbox, Store, StoreError
from hubkit.webhooks.tokens import Signer
from hubkit.webhooks.unsent import UnsentError

_LOG = logging.getLogger(__name__)
_AT_ONCE = 20
_GIVEN_UP_AFTER = timedelta(days=1)
_LONGEST_WAIT = 60
"""Seconds after which it looks again, whoever else changes the database."""


class Postman:
    """Does the errands of a store, one after the other, in one event loop.

    Each is marked after it was sent: where the process is killed between, it is sent again.
    """

    def __init__(
        self,
        catalog: Catalog,
        store: Store,
        signer: Signer,
        channels: Channels,
        now: Callable[[], datetime],
        *,
        has_tickets: bool = False,
    ) -> None:
        mail = channels.mail
        self._catalog = catalog
        self._store = store
        self._orders = store.orders()
        self._boxes: tuple[Outbox, ...] = (store, self._orders)
        self._organizers = channels.organizers
        self._hook = channels.hook
        self._letters = Letters(catalog, signer, mail, has_tickets) if mail else None
        self._carrier = Carrier(mail.server, mail.sender) if mail else None
        self._now = now
        self._woken = asyncio.Event()
        self._is_ending = False
        self._down: dict[bool, UnsentError] = {}
        """Why nothing gets to the webhook (True), or to the mail server, so that the others need not wait for it."""

    def wake(self) -> None:
        """Have it look for errands now."""
        self._woken.set()

    def end(self) -> None:
        """Have it end after the errand that is under way."""
        self._is_ending = True
        self._woken.set()

    async def work(self) -> None:
        """Do what is due, then wait for more, until it is to end."""
        while not self._is_ending:
            self._woken.clear()
            wait: float = _LONGEST_WAIT
            with suppress(StoreError):  # after a minute it tries again
                await self._do_all()
                wait = await self._seconds_to_wait()
            if self._carrier is not None:
                await asyncio.to_thread(self._carrier.close)
            with suppress(TimeoutError):
                async with asyncio.timeout(0 if self._is_ending else wait):
                    await self._woken.wait()

    async def _seconds_to_wait(self) -> float:
        due = min(filter(None, [await box.next_errand() for box in self._boxes]), default=None)
        seconds = _LONGEST_WAIT if due is None else (due - self._now()).total_seconds()
        return min(max(0.0, seconds), _LONGEST_WAIT)

    async def _do_all(self) -> None:
        for box in self._boxes:
            while not self._is_ending and (errands := await box.errands(self._now(), _AT_ONCE)):
                self._down.clear()
                for errand in errands:
                    if not self._is_ending:
                        await self._do(box, errand)

    async def _do(self, box: Outbox, errand: Errand) -> None:
        """Send what an errand says, and mark it; what fails is due again, or given up after a day."""
        is_hook = errand.receiver == "hook"
        if is_hook in self._down:
            await self._not_sent(box, errand, self._down[is_hook])
            return
        try:
            is_sent = await self._sent(errand)
        except StoreError:
            raise
        except UnsentError as fault:
            if fault.is_down:
                self._down[is_hook] = fault
            await self._not_sent(box, errand, fault)
        except Exception as fault:
            # What a fault says may name a person; where it was does not.
            where = "".join(traceback.format_tb(fault.__traceback__))
            _LOG.error("Telling of an RSVP or order failed with %s at:\n%s", type(fault).__name__, where)
            await self._not_sent(box, errand, UnsentError(type(fault).__name__))
        else:
            await box.end(errand, self._now() if is_sent else None)

    async def _not_sent(self, box: Outbox, errand: Errand, fault: UnsentError) -> None:
        """Say so without an address, when it fails for the first time and when it is given up."""
        what = "notification" if errand.receiver == "hook" else "mail"
        if fault.is_final:
            _LOG.warning("A %s (%s) was refused for good: %s. It is given up.", what, errand.kind, fault)
        elif self._now() - errand.made >= _GIVEN_UP_AFTER:
            _LOG.warning("A %s (%s) could not be sent for a day: %s. It is given up.", what, errand.kind, fault)
        else:
            if errand.tries == 1:
                _LOG.warning("A %s (%s) could not be sent: %s. It is tried again for a day.", what, errand.kind, fault)
            return
        await box.end(errand, None)

    async def _sent(self, errand: Errand) -> bool:
        """Send it; return False where there is nothing to say any more, or nobody to tell it to."""
        return await (self._wrote(errand) if errand.receiver == "person" else self._notified(errand))

    async def _wrote(self, errand: Errand) -> bool:
        if self._letters is None or self._carrier is None:
            return False
        letter, receiver = await self._letter(self._letters, errand)
        if letter is not None:
            await asyncio.to_thread(self._carrier.send, letter, receiver)
        return letter is not None

    async def _letter(self, letters: Letters, errand: Errand) -> tuple[EmailMessage | None, str]:
        """Return what somebody is written, None where there is nothing to say any more; and their address."""
        if is_of_order(errand):
            order = await self._orders.find(errand.about)
            tickets = await self._orders.tickets(errand.about)
            return (to_buyer(letters, errand, order, tickets, self._now()), order.email) if order else (None, "")
        rsvp = await self._store.find(errand.about)
        return (letters.to_person(errand, rsvp, self._now()), rsvp.email) if rsvp else (None, "")

    async def _notified(self, errand: Errand) -> bool:
        event = self._catalog.events.get(errand.event)
        if event is None:
            return False
        now = self._now()
        taken = await self._store.taken(errand.event, now)
        if is_of_order(errand):
            taken = replace(taken, seats=await self._orders.taken(errand.event, now))
        notice = notice_of(errand, event, taken, self._catalog)
        if errand.receiver == "hook" and self._hook is not None:
            await asyncio.to_thread(hooks.post, self._hook, notice, now)
        elif errand.receiver == "mail" and self._letters is not None and self._carrier is not None:
            letter = self._letters.to_organizers(notice, event, self._organizers, now)
            await asyncio.to_thread(self._carrier.send, letter, self._organizers)
        return True
