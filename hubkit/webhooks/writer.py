"""The one writer: a thread that owns the connection, and answers only what is committed."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from hubkit.webhooks.schema import journal, written_back
from hubkit.webhooks.store import Busy, StoreError

Result = TypeVar("Result")
PLACES = 1_000
"""Jobs that may be under way; who comes then waits for one to be answered."""
PATIENCE = 5
"""Seconds after which who found no place is refused."""
BATCH = 250
"""Jobs that share a commit."""
JOURNAL = 4_000_000
"""Bytes after which the journal is written back."""


class Job:
    """Something to do with the connection, and who waits for it."""

    def __init__(self, work: Callable[[sqlite3.Connection], Any], places: asyncio.Semaphore, *, alone: bool) -> None:
        self.work = work
        self.places = places
        self.alone = alone
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.result: Any = None
        self.fault: Exception | None = None

    def answer(self) -> None:
        """Give the place to the next, and tell who waits, unless they have gone; runs in their event loop."""
        self.places.release()
        if self.future.done():
            return
        if self.fault is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.fault)


class Writer:
    """Does jobs one after the other. Those that wait together share a transaction; each is answered after its commit.

    Its async method is for one event loop.
    """

    def __init__(self, connection: sqlite3.Connection, *, places: int = PLACES, patience: float = PATIENCE) -> None:
        self._connection = connection
        self._patience = patience
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._places = asyncio.Semaphore(places)
        self._closing = Lock()
        self._closed = False
        self._journal = journal(connection)
        self._limit = JOURNAL
        self._thread = Thread(target=self._work, name="rsvps", daemon=True)
        self._thread.start()

    async def do(self, work: Callable[[sqlite3.Connection], Result], *, alone: bool = False) -> Result:
        """Return what the work returns, once it outlasts a loss of power.

        The work runs in a transaction that is undone where it raises; or, `alone`, in none. Raises `Busy` where there
        was no place, or another process kept the database, for 5 seconds; `StoreError` where the database failed.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError as fault:
            raise Busy("too many RSVPs are waiting to be stored; try again in a few seconds") from fault
        job = Job(work, self._places, alone=alone)
        with self._closing:
            if self._closed:
                self._places.release()
                raise StoreError("the database of RSVPs is closed")
            self._jobs.put(job)
        return await job.future

    def close(self) -> None:
        """Do what waits, then close the database; a second time does nothing."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        """Take what waits, do it, answer it, until closed."""
        last = False
        while not last:
            jobs, last = self._waiting()
            for alone, batch in groupby(jobs, key=lambda job: job.alone):
                done = list(batch)
                (self._each if alone else self._together)(done)
                answer(done)
            if not last:
                self._write_back()
        self._connection.close()

    def _write_back(self) -> None:
        """Write a long journal back; where another process reads from it, not again until it has grown as much."""
        with suppress(OSError, sqlite3.Error):
            size = self._journal.stat().st_size
            if size >= self._limit:
                self._limit = JOURNAL if written_back(self._connection) else size + JOURNAL

    def _waiting(self) -> tuple[list[Job], bool]:
        """Return the jobs that wait, at least one unless it is the end, and whether it is."""
        job = self._jobs.get()
        jobs: list[Job] = []
        with suppress(Empty):
            while job is not None:
                jobs.append(job)
                if len(jobs) == BATCH:
                    return jobs, False
                job = self._jobs.get_nowait()
            return jobs, True
        return jobs, False

    def _together(self, jobs: list[Job]) -> None:
        """Do jobs in one transaction: where the database fails, none is done."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                self._guarded(job)
            self._connection.execute("COMMIT")
        except sqlite3.Error as fault:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            for job in jobs:
                job.fault = said(fault)

    def _guarded(self, job: Job) -> None:
        """Do a job within the transaction; one that fails is undone alone, unless it ended the transaction."""
        self._connection.execute("SAVEPOINT job")
        try:
            job.result = job.work(self._connection)
        except Exception as fault:
            if not self._connection.in_transaction:
                raise
            job.fault = said(fault)
            self._connection.execute("ROLLBACK TO job")
        self._connection.execute("RELEASE job")

    def _each(self, jobs: list[Job]) -> None:
        """Do jobs that have no transaction around them."""
        for job in jobs:
            try:
                job.result = job.work(self._connection)
            except Exception as fault:
                job.fault = said(fault)


def answer(jobs: list[Job]) -> None:
    """Have jobs answered in the event loops of those who wait."""
    for loop, group in groupby(jobs, key=lambda job: job.loop):
        answered = list(group)
        with suppress(RuntimeError):  # a loop that was closed has nobody left who waits
            loop.call_soon_threadsafe(lambda all_of=answered: [job.answer() for job in all_of])


def said(fault: Exception) -> Exception:
    """Return what is told of a fault: never the database's own words, which may hold a person's data."""
    if not isinstance(fault, (sqlite3.Error, UnicodeDecodeError)):
        return fault
    code = getattr(fault, "sqlite_errorcode", 0)
    if code & 0xFF == sqlite3.SQLITE_BUSY:
        return Busy("another program keeps the database of RSVPs; try again in a few seconds")
    name = getattr(fault, "sqlite_errorname", type(fault).__name__)
    return StoreError(f"the database of RSVPs failed ({name}, {code}); is the disk full, or the file damaged?")
