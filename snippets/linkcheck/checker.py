"""Take pages from the database, check them, keep the outcome."""

import asyncio
import math
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from linkcheck.config import Settings
from linkcheck.fetch import Fetcher, Outcome
from linkcheck.limits import Stopping
from linkcheck.links import site_of
from linkcheck.log import log, request_id
from linkcheck.store import Job, Progress, Store

R = TypeVar("R")

STORE_PAUSE = 0.5
"""Seconds between attempts to use a database that fails."""
REPORT_EVERY = 0.1
"""Seconds between two reports of progress."""


class Checker:
    """The pages on their way: database, queue, workers, database."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        settings: Settings,
        draining: asyncio.Event,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._settings = settings
        self._queue: asyncio.Queue[Job | None]
        self._queue = asyncio.Queue(settings.queue)
        self._changed = asyncio.Event()
        self._store_problem = ""
        self.draining = draining

    async def run(self) -> None:
        """Check pages until `drain` is called, and finish those."""
        async with asyncio.TaskGroup() as group:
            for number in range(self._settings.workers):
                group.create_task(self._work(), name=f"worker {number}")
            feeder = group.create_task(self._feed(), name="feeder")
            await self.draining.wait()
            feeder.cancel()
            await asyncio.wait([feeder])
            while not self._queue.empty():
                self._queue.get_nowait()  # it is still in the database
            self._queue.put_nowait(None)

    def drain(self) -> None:
        """Let workers finish the page they have, and take no other."""
        self.draining.set()

    async def add(self, url: str, most: float = math.inf) -> int:
        """Accept a check, or raise `TooMany`."""
        check_id = await self._store.add(url, request_id.get(), most)
        self._tell()
        return check_id

    async def progress(
        self, check_id: int
    ) -> AsyncGenerator[Progress, None]:
        """The newest numbers, whenever they have changed."""
        while True:
            changed = self._changed
            progress = await self._store.progress(check_id)
            if progress is None:
                return
            yield progress
            if not progress.todo:
                return
            await changed.wait()
            await asyncio.sleep(REPORT_EVERY)

    async def _feed(self) -> None:
        last = 0
        while True:
            changed = self._changed
            jobs = await self._patiently(
                self._store.todo, last, self._settings.queue
            )
            for job in jobs:
                await self._queue.put(job)
                last = job.page_id
            if not jobs:
                await changed.wait()

    async def _work(self) -> None:
        while job := await self._queue.get():
            request_id.set(job.request)
            try:
                outcome = await self._check(job)
            except Stopping:
                return  # the page is still in the database
            await self._patiently(self._store.save, job, outcome)
            self._tell()
        self._queue.put_nowait(None)  # for the next worker

    async def _check(self, job: Job) -> Outcome:
        try:
            own = site_of(job.url) == site_of(job.start)
            outcome = await self._fetcher.fetch(job.url, read=own)
        except Stopping:
            raise
        except Exception:  # a mistake of ours costs a page, no more
            log.exception("%s: not checked", job.url)
            return Outcome("not checked: see the log")
        log.info("%s: %s", job.url, outcome.problem or "ok")
        if outcome.page and self._settings.others == "skip":
            page = outcome.page.within(site_of(job.start))
            outcome = replace(outcome, page=page)
        return outcome

    async def _patiently(
        self, call: Callable[..., Awaitable[R]], *args: Any
    ) -> R:
        """Call the store until it works: its disk may be full."""
        while True:
            try:
                result = await call(*args)
            except sqlite3.OperationalError as error:
                if self._store_problem != str(error):
                    log.error("database: %s", error)
                self._store_problem = str(error)
                await asyncio.sleep(STORE_PAUSE)
            else:
                self._store_problem = ""
                return result

    def _tell(self) -> None:
        """Wake all that wait for a change."""
        self._changed.set()
        self._changed = asyncio.Event()
