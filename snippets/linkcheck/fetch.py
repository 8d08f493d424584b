"""Ask for a page, and try again where that makes sense."""

import asyncio
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aiohttp import (
    ClientConnectionError,
    ClientError,
    ClientPayloadError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
)

from linkcheck.config import Settings
from linkcheck.limits import Limits
from linkcheck.links import Page, read_page, site_of
from linkcheck.log import log

TRY_AGAIN = {429, 500, 502, 503, 504}
LARGEST = 5_000_000
LONGEST_BACKOFF = 30.0


@dataclass(frozen=True)
class Outcome:
    """How a request ended: with a page, or with a problem."""

    problem: str = ""
    page: Page | None = None
    again: bool = False
    retry_after: float = 0.0


class Fetcher:
    """Ask for pages within the limits."""

    def __init__(
        self, session: ClientSession, limits: Limits, settings: Settings
    ) -> None:
        self._session = session
        self._limits = limits
        self._settings = settings
        self._timeout = ClientTimeout(total=settings.timeout)

    async def fetch(self, url: str, read: bool) -> Outcome:
        """Ask for a page; `read` says whether its links matter."""
        host = site_of(url)
        for attempt in range(self._settings.tries):
            async with self._limits.slot(host):
                outcome = await self._ask(url, read)
            if not outcome.again:
                break
            if outcome.retry_after > self._settings.longest_wait:
                break
            log.info(
                "%s: %s, try %d", url, outcome.problem, attempt + 1
            )
            if attempt + 1 < self._settings.tries:
                await self._wait(host, attempt, outcome.retry_after)
        return outcome

    async def _wait(
        self, host: str, attempt: int, asked: float
    ) -> None:
        """Wait as long as the host asks, and a random time more."""
        self._limits.pause(host, asked)
        most = min(self._settings.backoff * 2**attempt, LONGEST_BACKOFF)
        await self._limits.sleep(asked + random.uniform(0, most))

    async def _ask(self, url: str, read: bool) -> Outcome:
        """Ask once."""
        try:
            async with self._session.get(
                url, timeout=self._timeout
            ) as resp:
                return await self._answer(resp, read)
        except TimeoutError:
            seconds = self._settings.timeout
            return Outcome(f"no answer in {seconds:g} s", again=True)
        except (ClientConnectionError, ClientPayloadError) as error:
            return Outcome(describe(error), again=True)
        except (ClientError, ValueError, LookupError) as error:
            return Outcome(describe(error))

    async def _answer(
        self, resp: ClientResponse, read: bool
    ) -> Outcome:
        if resp.status >= 400:
            problem = f"{resp.status} {resp.reason}"
            again = resp.status in TRY_AGAIN
            return Outcome(problem, None, again, retry_after(resp))
        if not read or resp.content_type != "text/html":
            return Outcome()
        body = bytearray()
        async for chunk in resp.content.iter_chunked(65_536):
            body += chunk
            if len(body) > LARGEST:
                return Outcome(f"longer than {LARGEST} bytes")
        text = body.decode(resp.charset or "utf-8", "replace")
        page = await asyncio.to_thread(read_page, str(resp.url), text)
        return Outcome("", page)


def describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def retry_after(resp: ClientResponse) -> float:
    """The seconds a server asks to wait; it may name a date."""
    value = resp.headers.get("Retry-After", "0")
    if value.isdecimal():
        return float(value)
    try:
        wait = parsedate_to_datetime(value) - datetime.now(UTC)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return max(0.0, wait.total_seconds())
