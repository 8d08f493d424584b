"""How many requests at once: in all, and to one host."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Stopping(Exception):
    """The service stops, so no new request is begun."""


class Limits:
    """Hand out slots for requests, and let a host ask for a pause."""

    def __init__(
        self, at_once: int, per_host: int, stopping: asyncio.Event
    ) -> None:
        self._stopping = stopping
        self._all = asyncio.Semaphore(at_once)
        self._per_host = per_host
        # A host that nobody waits for is forgotten.
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore]
        self._hosts = WeakValueDictionary()
        self._paused_until: dict[str, float] = {}

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at a host, then for one of all slots."""
        turn = asyncio.Semaphore(self._per_host)
        turn = self._hosts.setdefault(host, turn)
        async with turn:
            while True:
                await self._end_of_pause(host)
                async with self._all:
                    if self._stopping.is_set():
                        raise Stopping
                    if host in self._paused_until:  # while we waited
                        continue
                    yield
                    return

    def pause(self, host: str, seconds: float) -> None:
        """Start no request to a host for some time."""
        until = time.monotonic() + seconds
        if until > self._paused_until.get(host, 0):
            self._paused_until[host] = until

    async def _end_of_pause(self, host: str) -> None:
        while until := self._paused_until.get(host):
            seconds = until - time.monotonic()
            if seconds <= 0:
                del self._paused_until[host]
                return
            await self.sleep(seconds)

    async def sleep(self, seconds: float) -> None:
        """Sleep, unless the service stops before that."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise Stopping
