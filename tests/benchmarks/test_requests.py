"""How long aiohttp takes for 2,000 requests: in memory, and over the loopback interface.

`pytest tests/benchmarks/test_requests.py --benchmark-only` shows both in one table.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from aiohttp import ClientSession, web
from pytest_benchmark.fixture import BenchmarkFixture

from tests.lab.conftest import run_lab, run_standard

REQUESTS = 2000
AT_ONCE = 20


async def hello(request: web.Request) -> web.Response:
    return web.Response(text="hello")


async def requests(clients: int) -> int:
    """Make the requests, each client one after another; return how many were answered."""
    app = web.Application()
    app.router.add_get("/", hello)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{site.port}/"
    answered = 0

    async def client(session: ClientSession) -> None:
        nonlocal answered
        for _ in range(REQUESTS // clients):
            async with session.get(url) as response:
                answered += await response.text() == "hello"

    async with ClientSession() as session:
        await asyncio.gather(*(client(session) for _ in range(clients)))
    await runner.cleanup()
    return answered


@pytest.mark.parametrize("clients", [1, AT_ONCE])
@pytest.mark.parametrize("run", [run_lab, run_standard], ids=["memory", "loopback"])
def test_requests(
    benchmark: BenchmarkFixture,
    run: Callable[[Coroutine[Any, Any, Any]], object],
    clients: int,
) -> None:
    benchmark.group = f"{REQUESTS} requests by {clients} client(s)"
    assert benchmark(lambda: run(requests(clients))) == REQUESTS
