"""Keep checks in SQLite, in one thread of their own."""

import asyncio
import math
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from linkcheck import queries
from linkcheck.config import SettingError
from linkcheck.fetch import Outcome

R = TypeVar("R")
BUSY = 0.5  # seconds to wait for a lock that another process holds


class TooMany(Exception):
    """So many checks are unfinished that no other is accepted."""


@dataclass(frozen=True)
class Job:
    """A page that is still to be checked."""

    page_id: int
    check_id: int
    url: str
    start: str
    request: str


@dataclass(frozen=True)
class Progress:
    """How far a check is."""

    done: int
    todo: int
    broken: int


@dataclass(frozen=True)
class Broken:
    """A link that leads nowhere."""

    source: str
    target: str
    problem: str


class Store:
    """The database. Each method is one transaction."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, "store")

    async def __aenter__(self) -> "Store":
        try:
            await self._run(self._open)
        except sqlite3.Error as error:
            raise SettingError(f"{self._path}: {error}") from error
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._run(self._db.close)
        self._thread.shutdown()

    async def _run(self, call: Callable[..., R], *args: Any) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, call, *args)

    def _open(self) -> None:
        self._db = sqlite3.connect(self._path, timeout=BUSY)
        self._db.executescript(queries.SCHEMA)

    async def add(
        self, url: str, request: str, most: float = math.inf
    ) -> int:
        """Accept a check. When this returns, it is on the disk."""
        return await self._run(self._add, url, request, most)

    def _add(self, url: str, request: str, most: float) -> int:
        with self._db:
            if self._unfinished() >= most:
                raise TooMany
            added = self._db.execute(queries.ADD, (url, request))
            check_id = added.lastrowid
            assert check_id is not None
            self._db.execute(queries.ADD_PAGE, (check_id, url))
            self._db.execute(queries.ADD_LINK, (check_id, "", url, ""))
        return check_id

    async def todo(self, after: int, most: int) -> list[Job]:
        """The next pages to check, in the order they were found."""
        rows = await self._run(self._all, queries.TODO, (after, most))
        return [Job(*row) for row in rows]

    async def save(self, job: Job, outcome: Outcome) -> None:
        """Keep how a page was, and what it links to: all or nothing."""
        await self._run(self._save, job, outcome)

    def _save(self, job: Job, outcome: Outcome) -> None:
        page, check_id = outcome.page, job.check_id
        with self._db:
            done = (outcome.problem, page is not None, job.page_id)
            self._db.execute(queries.SAVE, done)
            for anchor in page.anchors if page else ():
                found = (job.page_id, anchor)
                self._db.execute(queries.ADD_ANCHOR, found)
            for link in page.links if page else ():
                values = (check_id, job.url, link.url, link.anchor)
                self._db.execute(queries.ADD_LINK, values)
                self._db.execute(queries.ADD_PAGE, (check_id, link.url))

    async def progress(self, check_id: int) -> Progress | None:
        """How far a check is; nothing if there is no such check."""
        rows = await self._run(self._all, queries.PROGRESS, (check_id,))
        return Progress(*rows[0]) if rows[0][0] is not None else None

    async def broken(self, check_id: int) -> list[Broken]:
        """The links that lead nowhere, as far as is known."""
        values = {"check": check_id}
        rows = await self._run(self._all, queries.BROKEN, values)
        return [Broken(*row) for row in rows]

    async def unfinished(self) -> int:
        """How many checks have pages left."""
        return await self._run(self._unfinished)

    def _unfinished(self) -> int:
        return int(self._all(queries.UNFINISHED, ())[0][0])

    async def try_to_write(self) -> None:
        """Raise an error if nothing can be saved at the moment."""
        await self._run(self._all, "PRAGMA user_version = 1", ())

    def _all(self, query: str, values: Any) -> list[Any]:
        return self._db.execute(query, values).fetchall()
