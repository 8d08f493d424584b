"""The link checker as a process of its own, and a web site that behaves as a test wants."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import signal
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ParamSpec, Self

from aiohttp import ClientSession

P = ParamSpec("P")

SNIPPETS = Path("snippets").resolve()
PYTHON = os.environ.get("PYTHON_OF_LINKCHECK", sys.executable)
"""The Python that runs the service: another one, for tests by hand."""
PATIENCE = 60.0
"""After how many seconds a test gives up: only what hangs takes that long."""
AMPLE = 30.0
"""The seconds that the service gets to stop. Unless its machine is stuck, it takes far less."""
ENDLESS = 1000.0
"""The seconds that a page gets to answer. Within those of the service, a machine that was stuck
between a request and the end of its test would see the page given up, and asked for again."""
LATE = 5.0
"""How long a busy machine may take to end a process, in seconds beyond its deadline."""


def in_loop(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Let pytest call a coroutine function as a test."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def limited() -> None:
            async with asyncio.timeout(PATIENCE):
                await test(*args, **kwargs)

        asyncio.run(limited())

    return run


class Service:
    """A running service.

    Args:
        process: The process.
        stop_within: The seconds that it has to stop.
    """

    def __init__(self, process: asyncio.subprocess.Process, stop_within: float) -> None:
        self.process = process
        self.log: list[dict[str, str]] = []
        self._stop_within = stop_within
        self._more = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    @asynccontextmanager
    async def started(
        cls,
        database: Path,
        *,
        stop_within: float = AMPLE,
        work_within: float | None = None,
        may_warn: bool = False,
        **options: object,
    ) -> AsyncIterator[Self]:
        """Start it, and kill it at the end if it is still there.

        Args:
            database: The file with its checks.
            stop_within: The seconds that it has to stop.
            work_within: How many of those it has for work that it has begun. A test that waits for
                the end of this time makes it short, and leaves ample time for closing.
            may_warn: Whether a warning or a traceback that it writes is no failure.
            options: More of its options.
        """
        if work_within is not None:
            options["goodbye"] = 1 - work_within / stop_within
        ours = {"port": 0, "backoff": 0.01, "timeout": ENDLESS, "stop_within": stop_within}
        options = ours | options
        command = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
        process = await asyncio.create_subprocess_exec(
            *(PYTHON, "-W", "error", "-m", "linkcheck", "serve"),
            *(f"--database={database}", *command),
            cwd=SNIPPETS,
            stderr=asyncio.subprocess.PIPE,
            limit=2**20,  # a line may hold a traceback
        )
        service = cls(process, stop_within)
        try:
            yield service
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            await service._reader
            assert may_warn or not service.errors()

    async def _read(self) -> None:
        assert self.process.stderr
        async for raw in self.process.stderr:
            text = raw.decode()
            line = json.loads(text) if text.startswith("{") else {"error": text, "message": text}
            async with self._more:
                self.log.append(line)
                self._more.notify_all()
        async with self._more:
            self._more.notify_all()

    def errors(self) -> list[str]:
        """The tracebacks and warnings that it wrote."""
        return [line["error"] for line in self.log if "error" in line]

    async def said(self, words: str, after: int = 0) -> str:
        """Wait until it has logged a message with these words in it, after so many lines."""

        def found() -> str | None:
            messages = (line["message"] for line in self.log[after:])
            return next((message for message in messages if words in message), None)

        async with self._more:
            await self._more.wait_for(lambda: found() or self._reader.done())
        message = found()
        assert message is not None, self.log[-5:]
        return message

    async def address(self) -> str:
        """Where it listens."""
        return (await self.said("listening at ")).removeprefix("listening at ")

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Ask the API: status and JSON."""
        url = await self.address() + path
        async with ClientSession() as session, session.request(method, url, json=body) as resp:
            if resp.status == 503:
                assert resp.headers["Retry-After"]
            return resp.status, await resp.json()

    async def accept(self, url: str) -> int:
        """Let it accept a check."""
        status, body = await self.ask("POST", "/checks", {"url": url})
        assert status == 202, body
        return int(body["id"])

    async def finished(self, check_id: int) -> dict[str, Any]:
        """Wait for the end of a check, on its WebSocket; return the report."""
        url = f"{await self.address()}/checks/{check_id}/progress"
        async with ClientSession() as session, session.ws_connect(url) as ws:
            reports = [message.json() async for message in ws]
        assert reports[-1]["todo"] == 0, (reports[-1], self.log[-5:])
        _, report = await self.ask("GET", f"/checks/{check_id}")
        return dict(report)

    async def ended(self, *signals: signal.Signals) -> None:
        """Send signals, one after the other was heard; it has to end in time.

        After one signal it has to end by itself: being cut off at its deadline is the last resort.
        """
        started = time.monotonic()
        for number, sent in enumerate(signals):
            if number:
                await self.said(f"{signals[0].name}: stopping")
            self.process.send_signal(sent)
        await self.process.wait()
        seconds = time.monotonic() - started
        assert seconds < self._stop_within + LATE, (seconds, self.log[-5:])
        assert self.process.returncode == 0, self.log[-5:]
        await self._reader  # what it has said is complete
        cut_off = any("stopping now" in line["message"] for line in self.log)
        assert cut_off == (len(signals) > 1), self.log[-5:]


Answer = Callable[["Site", asyncio.StreamWriter], Awaitable[None]]
"""Answers one request, as it likes."""


class Site:
    """A web site on this machine; `pages` says how each is answered."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: Counter[str] = Counter()
        self.times: list[tuple[str, float]] = []
        self.open = self.most_open = 0
        self.gate = asyncio.Event()
        """Pages made by `behind_the_gate` wait for it."""
        self._more = asyncio.Condition()
        self.url = ""

    @classmethod
    @asynccontextmanager
    async def started(cls) -> AsyncIterator[Self]:
        """Serve it."""
        site = cls()
        tasks: set[asyncio.Task[None]] = set()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(site._answer(reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=2000)
        site.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield site
        finally:
            server.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split()[1].decode()
            await self._count(path, 1)
            try:
                await self.pages.get(path, html())(self, writer)
                await writer.drain()
            finally:
                await self._count("", -1)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has gone
        finally:
            writer.close()

    async def _count(self, path: str, more: int) -> None:
        async with self._more:
            self.open += more
            self.most_open = max(self.most_open, self.open)
            if path:
                self.asked[path] += 1
                self.times.append((path, time.monotonic()))
            self._more.notify_all()

    async def has(self, number: int) -> None:
        """Wait until so many requests are open."""
        async with self._more:
            await self._more.wait_for(lambda: self.open == number)


def html(*links: str, status: str = "200 OK", headers: str = "") -> Answer:
    """A page with links."""
    body = "".join(f'<a href="{link}">link</a>' for link in links).encode()
    return whole(status, f"Content-Length: {len(body)}\r\n{headers}", body)


def whole(status: str, headers: str, body: bytes) -> Answer:
    """An answer, byte by byte; the connection is closed after it."""
    top = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nConnection: close\r\n{headers}\r\n"

    async def answer(site: Site, writer: asyncio.StreamWriter) -> None:
        writer.write(top.encode() + body)

    return answer


def behind_the_gate(page: Answer) -> Answer:
    """A page that is sent when the site's gate opens."""

    async def answer(site: Site, writer: asyncio.StreamWriter) -> None:
        await site.gate.wait()
        await page(site, writer)

    return answer


async def reset(site: Site, writer: asyncio.StreamWriter) -> None:
    """Reset the connection."""
    writer.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
    )
    writer.transport.abort()


def in_turn(*answers: Answer) -> Answer:
    """Another answer each time; the last one from then on."""
    left = list(answers)

    async def answer(site: Site, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(site, writer)

    return answer
