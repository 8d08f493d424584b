"""Messages that belong to an entry of *Errors*, beside those that its program prints.

Each with a program that prints it, and the Python that it needs.
"""

from __future__ import annotations


def _main(body: str) -> str:
    indented = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return f"import asyncio\nasync def main():\n{indented}asyncio.run(main())\n"


_GENERATOR = """
async def numbers():
    await asyncio.sleep(1)
    yield 1
source = numbers()
task = asyncio.create_task(anext(source))
await asyncio.sleep(0)
"""

_RAISES = """
async def numbers(error):
    raise error
    yield
"""

_LEFT_OPEN = """
import warnings
warnings.simplefilter("always")
async def leave(reader, writer):
    await reader.read()
loop = asyncio.get_running_loop()
server = await asyncio.start_server(leave, "127.0.0.1", 0)
address = server.sockets[0].getsockname()
"""

_NO_LIFESPAN = """
import uvicorn
async def app(scope, receive, send):
    assert scope["type"] == "http"
server = uvicorn.Server(uvicorn.Config(app, port=0))
serving = asyncio.create_task(server.serve())
while not server.started:
    await asyncio.sleep(0.01)
server.should_exit = True
await serving
"""

_OTHER_TASK = """
other = asyncio.create_task(asyncio.sleep(0))
asyncio.{}(asyncio.get_running_loop(), other)
"""

PROVOKED_HERE: dict[str, tuple[str, tuple[int, int]]] = {
    "ASGI 'lifespan' protocol appears unsupported": (_main(_NO_LIFESPAN), (3, 11)),
    "Name or service not known": (
        _main(
            """
import socket  # no name is looked up, so no network is needed
loop = asyncio.get_running_loop()
await loop.getaddrinfo("database.example", 5432, flags=socket.AI_NUMERICHOST)
"""
        ),
        (3, 11),
    ),
    "It is deprecated to return a value that is not None from a test case": (
        """
import unittest

class Test(unittest.TestCase):
    async def test_never_runs(self):
        pass

unittest.main()
""",
        (3, 11),
    ),
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
    "'_asyncio.Task' object is not subscriptable": (
        _main("task = asyncio.create_task(asyncio.sleep(0))\ntask[0]"),
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
    "signal only works in main thread": (
        _main(
            """
import signal
await asyncio.to_thread(signal.signal, signal.SIGTERM, signal.SIG_DFL)
"""
        ),
        (3, 11),
    ),
    "TaskGroup <…> is shutting down": (
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
    "InvalidStateError: Exception is not set": (
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
    "'async with' outside async function": ("async with x: pass", (3, 11)),
    "'async for' outside async function": ("async for x in y: pass", (3, 11)),
    "aclose(): asynchronous generator is already running": (
        _main(_GENERATOR + "await source.aclose()"),
        (3, 11),
    ),
    "athrow(): asynchronous generator is already running": (
        _main(_GENERATOR + "await source.athrow(OSError)"),
        (3, 11),
    ),
    "ConnectionResetError: Connection lost": (
        _main(
            """
async def leave(reader, writer):
    writer.transport.abort()
server = await asyncio.start_server(leave, "127.0.0.1", 0)
reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
await reader.read()
writer.write(b"hello")
writer.transport.abort()
await asyncio.sleep(0.1)
await writer.drain()
"""
        ),
        (3, 11),
    ),
    "Connection timeout to host": (
        _main(
            """
import aiohttp
from aiohttp import web
from aiohttp.test_utils import RawTestServer
async def slow(request):
    await asyncio.sleep(1)
    return web.Response()
limit = aiohttp.ClientTimeout(connect=0.1)
one = aiohttp.TCPConnector(limit=1)
async with (
    RawTestServer(slow) as server,
    aiohttp.ClientSession(connector=one, timeout=limit) as session,
):
    url = server.make_url("/")
    await asyncio.gather(session.get(url), session.get(url))
"""
        ),
        (3, 11),
    ),
    "cannot schedule new futures after interpreter shutdown": (
        """
import asyncio, threading
async def look_up():
    await asyncio.to_thread(print)
def late():
    threading.main_thread().join()
    asyncio.run(look_up())
asyncio.run(look_up())
threading.Thread(target=late).start()
""",
        (3, 11),
    ),
    "TimeoutError": (_main("await asyncio.wait_for(asyncio.sleep(1), 0)"), (3, 11)),
    "async generator ignored GeneratorExit": (
        _main(
            """
async def numbers():
    try:
        yield 1
    finally:
        yield 2
source = numbers()
await anext(source)
await source.aclose()
"""
        ),
        (3, 11),
    ),
    "async generator raised StopIteration": (
        _main(_RAISES + "await anext(numbers(StopIteration))"),
        (3, 11),
    ),
    "async generator raised StopAsyncIteration": (
        _main(_RAISES + "await anext(numbers(StopAsyncIteration))"),
        (3, 11),
    ),
    "StopIteration interacts badly with generators and cannot be raised into a Future": (
        _main("asyncio.get_running_loop().create_future().set_exception(StopIteration())"),
        (3, 11),
    ),
    "cannot wait on un-acquired lock": (_main("await asyncio.Condition().wait()"), (3, 11)),
    "Executing <…> took … seconds": (
        _main(
            "import time\nasyncio.get_running_loop().set_debug(True)\n"
            "await asyncio.sleep(0)\ntime.sleep(0.2)"
        ),
        (3, 11),
    ),
    "Runner.run() cannot be called from a running event loop": (
        _main("coroutine = asyncio.sleep(0)\nasyncio.Runner().run(coroutine)"),
        (3, 11),
    ),
    "an error occurred during closing of asynchronous generator": (
        _main(
            """
async def numbers():
    try:
        yield 1
    finally:
        raise OSError
globals()["kept"] = source = numbers()
await anext(source)
"""
        ),
        (3, 11),
    ),
    "asynchronous comprehension outside of an asynchronous function": (
        "[x async for x in y]",
        (3, 11),
    ),
    "Executor shutdown has been called": (
        _main(
            """
loop = asyncio.get_running_loop()
await loop.shutdown_default_executor()
await loop.run_in_executor(None, print)
"""
        ),
        (3, 11),
    ),
    "Cannot enter into task … while another task … is being executed": (
        _main(_OTHER_TASK.format("_enter_task")),
        (3, 11),
    ),
    "Leaving task … does not match the current task": (
        _main(_OTHER_TASK.format("_leave_task")),
        (3, 11),
    ),
    "Invalid attempt to leave task … while task … is entered": (
        _main(_OTHER_TASK.format("_leave_task")),
        (3, 14),
    ),
    "unclosed event loop <": (
        "import asyncio, warnings\nwarnings.simplefilter('always')\nasyncio.new_event_loop()",
        (3, 11),
    ),
    "unclosed <StreamWriter": (
        _main(_LEFT_OPEN + "await asyncio.open_connection(*address)"),
        (3, 11),
    ),
    # The other end is kept open. Since Python 3.13, a StreamWriter there would close both.
    "unclosed transport <": (
        _main(
            """
import socket, tracemalloc, warnings
warnings.simplefilter("always")
server = socket.create_server(("127.0.0.1", 0))
loop = asyncio.get_running_loop()
globals()["kept"] = server, await loop.create_connection(asyncio.Protocol, *server.getsockname())
"""
        )
        # At its end, Python 3.15 tells of the socket only.
        + "del kept\nimport gc\ngc.collect()",
        (3, 11),
    ),
}
