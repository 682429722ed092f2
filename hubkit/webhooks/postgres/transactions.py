"""Transactions: a few threads do what waits, that of one event together, and again where it collided with others."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from threading import Lock
from typing import Any, TypeVar

import psycopg
from psycopg import errors

from hubkit.webhooks.postgres.address import OutOfReachError
from hubkit.webhooks.postgres.rows import Connection
from hubkit.webhooks.store import Busy, StoreError

Result = TypeVar("Result")
CONNECTIONS = 8
"""Transactions that may be under way at once."""
PLACES = 1_000
"""Jobs that may wait for a connection."""
PATIENCE = 5
"""Seconds after which who found no place is refused."""
BATCH = 50
"""Jobs for one event that share a transaction; other processes wait for as many."""
LONGEST_WAIT = 20
"""Seconds after which who had a place and was not begun with is refused."""
_TOO_MANY = "too many RSVPs are waiting to be stored; try again in a few seconds"
_TRIES = 5
"""How often a job is done again that collided with another, or lost its connection."""
_BEGIN = (
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '5s';"
    " SET LOCAL statement_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = '10s'"
)
"""Set with each transaction, since a pool of connections in front of the server keeps nothing longer."""
_COLLIDED = (errors.SerializationFailure, errors.DeadlockDetected)
_KEPT = (errors.LockNotAvailable, errors.QueryCanceled)


class Job:
    """Something to do with a connection, and who waits for it."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        self.until = time.monotonic() + LONGEST_WAIT

    def begins(self) -> bool:
        """Return whether somebody still waits for it; who has waited too long is told so."""
        if not self.future.set_running_or_notify_cancel():
            return False
        is_late = time.monotonic() > self.until
        if is_late:
            self.future.set_exception(Busy(_TOO_MANY))
        return not is_late


class LostError(Exception):
    """The connection ended before anything was stored."""


class Transactions:
    """Does jobs in transactions. Its async method is for one event loop.

    Threads rather than an event loop of their own: a commit that is under way is never given up halfway because who
    asked has gone.
    """

    def __init__(self, connect: Callable[[], Connection], *, places: int = PLACES, patience: float = PATIENCE) -> None:
        self._connect = connect
        self._patience = patience
        self._places = asyncio.Semaphore(places)
        self._threads = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="rsvps")
        self._idle: deque[Connection] = deque()
        self._guard = Lock()
        self._waiting: dict[str, deque[Job]] = {}
        self._closed = False

    async def do(self, work: Callable[[Connection], Result], event: str | None = None) -> Result:
        """Return what the work returns, once it is committed; where it raises, nothing is stored.

        Works for the same `event`, which would wait for each other, share a transaction. A work may be done again, from
        the beginning, where another transaction stood against it. Raises `Busy` where nothing was had in time;
        `StoreError` where the database failed.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError as fault:
            raise Busy(_TOO_MANY) from fault
        try:
            job = Job(work)
            self._submit(job, event)
            return await asyncio.wrap_future(job.future)
        finally:
            self._places.release()

    def _submit(self, job: Job, event: str | None) -> None:
        """Have a job done by a thread; one for each event is enough."""
        with self._guard:
            if self._closed:
                raise StoreError("the database of RSVPs is closed")
            if event is None:
                self._threads.submit(self._alone, job)
                return
            waiting = self._waiting.setdefault(event, deque())
            waiting.append(job)
            if len(waiting) == 1:
                self._threads.submit(self._all_of, event, waiting)

    def close(self) -> None:
        """Do what waits, then let go of the database; a second time does nothing."""
        with self._guard:
            self._closed = True
        self._threads.shutdown()
        while self._idle:
            self._idle.pop().close()

    def _all_of(self, event: str, waiting: deque[Job]) -> None:
        """Do what waits for an event, some at a time, so that other events have their turn."""
        going_on = True
        while going_on:
            with self._guard:
                jobs = list(islice(waiting, BATCH))
            self._together([job for job in jobs if job.begins()])
            with self._guard:
                for _ in jobs:
                    waiting.popleft()
                if not waiting:
                    del self._waiting[event]
                elif not self._closed:
                    self._threads.submit(self._all_of, event, waiting)
                going_on = self._closed and bool(waiting)

    def _together(self, jobs: list[Job]) -> None:
        """Do jobs in one transaction; where one of them fails, each in one of its own."""
        try:
            results = self.now(lambda connection: [job.work(connection) for job in jobs]) if jobs else []
        except Exception as fault:
            if len(jobs) == 1 or isinstance(fault, (Busy, OutOfReachError)):
                for job in jobs:
                    job.future.set_exception(fault)
            else:
                for job in jobs:
                    self._together([job])
        else:
            for job, result in zip(jobs, results, strict=True):
                job.future.set_result(result)

    def _alone(self, job: Job) -> None:
        self._together([job] if job.begins() else [])

    def now(self, work: Callable[[Connection], Result]) -> Result:
        """Do work in this thread, as `do` does."""
        for _ in range(_TRIES):
            with suppress(LostError, *_COLLIDED):
                return self._once(work)
        raise Busy("other programs change the same RSVPs all the time; try again in a few seconds")

    def _once(self, work: Callable[[Connection], Result]) -> Result:
        """Do work in one transaction."""
        connection = self._idle.pop() if self._idle else self._connect()
        try:
            result = self._before_commit(connection, work)
            self._commit(connection)
        finally:
            if connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
                self._idle.append(connection)
            else:
                connection.close()
        return result

    def _before_commit(self, connection: Connection, work: Callable[[Connection], Result]) -> Result:
        try:
            connection.execute(_BEGIN, prepare=False)
            return work(connection)
        except _COLLIDED:
            undo(connection)
            raise
        except psycopg.Error as fault:
            undo(connection)
            if connection.closed:
                self._idle.clear()  # they ended with this one, as when the server was started again
                raise LostError from None
            raise said(fault) from None
        except BaseException:
            undo(connection)
            raise

    def _commit(self, connection: Connection) -> None:
        try:
            connection.execute("COMMIT")
        except _COLLIDED:
            raise
        except psycopg.Error as fault:
            if connection.closed:
                text = (
                    "the connection to the database ended before it said whether it stored the RSVP; look, or ask again"
                )
                raise OutOfReachError(text) from None
            raise said(fault) from None


def undo(connection: Connection) -> None:
    """Undo the transaction, where there still is one."""
    with suppress(psycopg.Error):
        connection.execute("ROLLBACK")


def said(fault: psycopg.Error) -> StoreError:
    """Return what is told of a fault: never the database's own words, which may hold a person's data."""
    if isinstance(fault, _KEPT):
        return Busy("another program keeps these RSVPs; try again in a few seconds")
    if isinstance(fault, errors.DiskFull):
        return StoreError("the disk of the database of RSVPs is full")
    if isinstance(fault, errors.ReadOnlySqlTransaction):
        return StoreError("the database of RSVPs can only be read: is it a copy, or is its disk full?")
    if isinstance(fault, errors.InsufficientPrivilege):
        return StoreError("the user in DATABASE_URL may not do that; let the user own the database")
    if isinstance(fault, (errors.UndefinedTable, errors.InvalidSchemaName)):
        return StoreError("the tables of hubkit are no longer in the database; start hubkit again to make new ones")
    return StoreError(f"the database of RSVPs failed ({type(fault).__name__}, {fault.sqlstate})")
