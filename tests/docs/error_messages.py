"""Messages that belong to an entry of *Errors*, beside those that its program prints.

Each with a program that prints it, and the Python that it needs.
"""

from __future__ import annotations


def _main(body: str) -> str:
    indented = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return f"import asyncio\nasync def main():\n{indented}asyncio.run(main())\n"


PROVOKED_HERE: dict[str, tuple[str, tuple[int, int]]] = {
    "cannot unpack non-iterable coroutine object": (
        _main("async def pair():\n    return 1, 2\none, two = pair()"),
        (3, 11),
    ),
    "Timeout should be used inside a task": (
        _main(
            """
async def limited():
    async with asyncio.timeout(1):
        pass
def outside():
    try:
        limited().send(None)
    except RuntimeError as error:
        print(error)
asyncio.get_running_loop().call_soon(outside)
await asyncio.sleep(0)
"""
        ),
        (3, 11),
    ),
    "Future exception was never retrieved": (
        _main("asyncio.get_running_loop().create_future().set_exception(OSError())"),
        (3, 11),
    ),
    "_GatheringFuture exception was never retrieved": (
        _main(
            """
async def fail():
    raise OSError
asyncio.gather(fail())
await asyncio.sleep(0.01)
"""
        ),
        (3, 11),
    ),
    "TaskGroup … is shutting down": (
        _main(
            """
async def fail():
    raise OSError
async with asyncio.TaskGroup() as group:
    group.create_task(fail())
    try:
        await asyncio.sleep(1)
    finally:
        group.create_task(fail())
"""
        ),
        (3, 11),
    ),
    "Exception is not set": (
        _main("asyncio.get_running_loop().create_future().exception()"),
        (3, 11),
    ),
    "raise TimeoutError from": (
        _main("async with asyncio.timeout(0):\n    await asyncio.sleep(1)"),
        (3, 11),
    ),
    "CancelledError The above exception was the direct cause of the following exception": (
        _main("async with asyncio.timeout(0):\n    await asyncio.sleep(1)"),
        (3, 11),
    ),
    "Cannot connect to host": (
        _main(
            """
import aiohttp
async with aiohttp.ClientSession() as session:
    await session.get("http://127.0.0.1:1/")
"""
        ),
        (3, 11),
    ),
    "Unclosed connector": (
        _main(
            """
import aiohttp
from aiohttp import web
from aiohttp.test_utils import RawTestServer
async def page(request):
    return web.Response()
async with RawTestServer(page) as server:
    session = aiohttp.ClientSession()
    await session.get(server.make_url("/"))
    del session
"""
        ),
        (3, 11),
    ),
    "aiohttp.client_exceptions.NonHttpUrl": (
        _main(
            """
import aiohttp
async with aiohttp.ClientSession() as session:
    await session.get("ftp://example.org/")
"""
        ),
        (3, 11),
    ),
}
