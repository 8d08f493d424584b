"""What `docs/learn/calls-in-threads.md` claims."""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from pathlib import Path

import pytest

from tests.claims.claim import claim, duration, each_factory, run
from tests.recipes.recipe import load


def block(seconds: float = 0.4) -> str:
    """Wait as a library does that knows no loop."""
    time.sleep(seconds)
    return "answer"


@claim("If no thread is free, a call waits in line")
@each_factory
def test_calls_wait_for_a_free_thread(*, eager: bool) -> None:
    async def main(size: int) -> float:
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(size) as pool:
            calls = [loop.run_in_executor(pool, block, 0.2) for _ in range(6)]
            return await duration(asyncio.gather(*calls))

    assert [run(main(size), eager=eager) for size in (1, 2, 3, 6, 9)] == [1.2, 0.6, 0.4, 0.2, 0.2]


@claim(
    "The pool behind `to_thread` has four more threads than your machine has processors, but at"
    " most 32."
)
def test_how_large_the_pool_is() -> None:
    async def main() -> int:
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(len, "")
        pool = loop._default_executor  # type: ignore[attr-defined]
        return int(pool._max_workers)

    processors = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    counted = os.cpu_count() if sys.version_info < (3, 13) else processors
    assert asyncio.run(main()) == min(32, (counted or 1) + 4)


ON_ONE_PROCESSOR = """
import os
from concurrent.futures import ThreadPoolExecutor

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
print(ThreadPoolExecutor()._max_workers)
"""


@claim("Since Python 3.13, it counts only the processors that your process may use.")
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux has this call")
def test_the_pool_of_a_process_on_one_processor() -> None:
    program = [sys.executable, "-c", ON_ONE_PROCESSOR]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    counted = os.cpu_count() if sys.version_info < (3, 13) else 1
    assert int(done.stdout) == min(32, (counted or 1) + 4)


@claim("The loop's own pool also looks up host names. Give slow calls a separate pool.")
def test_names_are_looked_up_in_the_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def look_up(*_: object, **__: object) -> list[object]:
        threads.append(threading.current_thread())
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    free = threading.Event()

    async def main(*, own: bool) -> bool:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        slow = loop.run_in_executor(ThreadPoolExecutor(1) if own else None, free.wait)
        looking = asyncio.ensure_future(loop.getaddrinfo("localhost", 80))
        done, _ = await asyncio.wait([looking], timeout=None if own else 0.3)
        free.set()
        await asyncio.gather(slow, looking)
        free.clear()
        return bool(done)

    assert not asyncio.run(main(own=False))
    assert asyncio.run(main(own=True))
    assert threading.main_thread() not in threads


@claim("In a real program, each new connection to a host name would have to wait like that.")
def test_a_connection_to_a_name_waits_for_the_pool_and_one_to_an_address_does_not() -> None:
    free = threading.Event()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            slow = loop.run_in_executor(None, free.wait)
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            by_name = asyncio.create_task(asyncio.open_connection("localhost", port))
            done, _ = await asyncio.wait([by_name], timeout=0.2)
            assert not done
            free.set()
            _, writer = await by_name
            writer.close()
            await slow

    asyncio.run(main())


@claim(
    "A cancelled wait doesn't stop the thread. Whatever the thread uses has to stay"
    " open and locked until it is done."
)
@claim("A thread may keep using it after the end of the block")
@claim("A timeout around such a call isn't raised until the thread is done.")
@each_factory
def test_a_lock_is_released_while_the_thread_runs(*, eager: bool) -> None:
    now = most = 0

    def write() -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        time.sleep(0.3)
        now -= 1

    async def save(lock: asyncio.Lock, call: Callable[[], Awaitable[None]]) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2), lock:
                await call()

    async def to_its_end() -> None:
        call = asyncio.ensure_future(asyncio.to_thread(write))
        try:
            await asyncio.shield(call)
        except asyncio.CancelledError:
            await asyncio.wait([call])
            raise

    async def main(call: Callable[[], Awaitable[None]]) -> None:
        lock = asyncio.Lock()
        await save(lock, call)
        await save(lock, call)

    run(main(lambda: asyncio.to_thread(write)), eager=eager)
    assert most == 2
    most = 0
    run(main(to_its_end), eager=eager)
    assert most == 1


@claim("If you are cancelled twice, the second cancellation ends the wait.")
@claim(
    "There is no asynchronous file I/O in asyncio: small files just block, large ones"
    " go to a thread."
)
def test_patience_has_its_price() -> None:
    async def main(*, twice: bool) -> float:
        async def to_its_end() -> None:
            call = asyncio.ensure_future(asyncio.to_thread(block, 0.6))
            try:
                await asyncio.shield(call)
            except asyncio.CancelledError:
                await asyncio.wait([call])
                raise

        task = asyncio.create_task(to_its_end())
        loop = asyncio.get_running_loop()
        loop.call_later(0.2, task.cancel)
        if twice:
            loop.call_later(0.3, task.cancel)
        seconds = await duration(asyncio.wait([task]))
        assert task.cancelled()
        return seconds

    assert run(main(twice=False)) == 0.6
    assert run(main(twice=True)) == 0.3


@claim("For a file, Linux refuses to do so")
@claim(
    "if you are cancelled while lines are being read, `close` waits for the disk, and"
    " would block the loop."
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems answer otherwise")
def test_linux_cannot_watch_a_file() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        with Path(__file__).open() as file, pytest.raises(PermissionError):
            loop.add_reader(file, print)
        about_files = {name for name in dir(loop) if "file" in name and not name.startswith("_")}
        assert about_files == {"sendfile", "sock_sendfile"}, "they send files, and read none"

    asyncio.run(main())


@claim("A thread for each line costs more than reading the line")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe with a name is the slow disk")
@pytest.mark.parametrize("recipe", [True, False])
def test_closing_a_file_that_a_thread_reads(tmp_path: Path, *, recipe: bool) -> None:
    lines_of = load("blocking/read_lines").lines_of
    path = tmp_path / "slow"
    os.mkfifo(path)
    disk = os.open(path, os.O_RDWR)
    said: list[str] = []

    def answer() -> None:
        said.append("the disk answers")
        os.write(disk, b"a line\n")
        os.close(disk)

    async def read_with() -> None:
        with path.open() as file:
            await asyncio.to_thread(file.readline)

    async def read_all() -> None:
        async with aclosing(lines_of(path)) as lines:
            async for _ in lines:
                pass

    async def main() -> None:
        timer = threading.Timer(1.5, answer)
        timer.start()
        task = asyncio.create_task(read_all() if recipe else read_with())
        await asyncio.sleep(0.3)
        task.cancel()
        await asyncio.sleep(0)
        said.append("the loop goes on")
        await asyncio.wait([task])
        assert task.cancelled()
        timer.join()

    asyncio.run(main())
    assert said[0] == ("the loop goes on" if recipe else "the disk answers")


@claim("In a thread, check between steps whether to stop.")
def test_a_thread_for_each_line_costs_more(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("a line of text\n" * 2000, "utf-8")

    async def each_in_a_thread() -> None:
        with path.open() as file:
            while await asyncio.to_thread(file.readline):
                pass

    def directly() -> float:
        start = time.thread_time()
        with path.open() as file:
            while file.readline():
                pass
        return time.thread_time() - start

    # Of the processor, and at its best: a busy machine doesn't matter.
    start = time.process_time()
    asyncio.run(each_in_a_thread())
    assert time.process_time() - start > 3 * min(directly() for _ in range(5))


@claim("The thread still finishes the step that it's working on, but `main` doesn't wait for that")
@claim("If an object belongs to one thread, give it a pool with a single thread.")
def test_a_thread_that_looks_stops_early() -> None:
    async def main(*, looks: bool) -> tuple[float, int]:
        stop = threading.Event()
        steps = 0

        def export() -> None:
            nonlocal steps
            for _ in range(20):
                if looks and stop.is_set():
                    return
                time.sleep(0.1)
                steps += 1

        async def give_up() -> None:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.25):
                    try:
                        await asyncio.to_thread(export)
                    finally:
                        stop.set()

        seconds = await duration(give_up())
        await asyncio.sleep(10)
        return seconds, steps

    assert run(main(looks=True)) == (0.25, 3)
    assert run(main(looks=False)) == (0.25, 20)


@claim(
    "That thread makes the connection, uses it and closes it, and calls that arrive"
    " in the meantime wait in line."
)
@claim(
    "That thread makes the connection, uses it and closes it, and calls that arrive in the"
    " meantime wait in line."
)
def test_a_connection_belongs_to_its_thread() -> None:
    async def main(size: int) -> int:
        loop = asyncio.get_running_loop()
        meet = threading.Barrier(size)
        with ThreadPoolExecutor(size) as pool:
            shop = await loop.run_in_executor(pool, sqlite3.connect, ":memory:")

            def ask() -> int:
                meet.wait(60)  # each in a thread of its own
                try:
                    answer = int(shop.execute("SELECT 42").fetchone()[0])
                except sqlite3.ProgrammingError as error:
                    return -1 if "can only be used in that same thread" in str(error) else -2
                shop.close()
                return answer

            answers = [loop.run_in_executor(pool, ask) for _ in range(size)]
            return (await asyncio.gather(*answers)).count(-1)

    assert asyncio.run(main(1)) == 0
    assert asyncio.run(main(3)) == 2
