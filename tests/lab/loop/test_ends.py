"""How programs with threads end: as with Python itself, and never later."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import lab

NEVER_ENDING = {"waiting": "wait()", "polling": "poll()", "computing": "compute()"}

HEAD = """\
import asyncio
import concurrent.futures
import os
import queue
import signal
import threading
import time

lock = threading.Lock()
lock.acquire()
# A shell lets what it runs in the background ignore Ctrl-C, and so do these tests' processes then.
signal.signal(signal.SIGINT, signal.default_int_handler)

condition = threading.Condition()
working = threading.Event()

def wait_for_condition():
    with condition:
        condition.wait()

def wait():
    working.set()
    lock.acquire()

def poll():
    working.set()
    while True:
        time.sleep(0.1)

def compute():
    working.set()
    while True:
        pass

def press_ctrl_c():
    working.wait()
    while True:
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)
"""

IN_EXECUTOR = """
threading.Thread(target=press_ctrl_c, daemon=True).start()

async def main():
    await asyncio.to_thread(lambda: WORK)

asyncio.run(main())
"""

IN_THREAD = """
threading.Thread(target=press_ctrl_c, daemon=True).start()
thread = threading.Thread(target=lambda: WORK)
thread.start()
thread.join()
"""


def end_of(code: str, tmp_path: Path, clock: str) -> tuple[int, str]:
    """Run a program to its end, for a minute at most; return its exit status and its errors."""
    program = tmp_path / "program.py"
    program.write_text(HEAD + textwrap.dedent(code))
    command = ["-m", "lab", "run", "--clock", clock] if clock else []
    process = subprocess.run(
        [sys.executable, *command, str(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return process.returncode, process.stderr


@pytest.mark.parametrize("clock", ["", "virtual", "wall"], ids=["CPython", "virtual", "wall"])
@pytest.mark.parametrize("work", NEVER_ENDING)
@pytest.mark.parametrize("code", [IN_EXECUTOR, IN_THREAD], ids=["to_thread", "Thread"])
def test_ctrl_c_ends_a_program_with_a_thread_that_never_ends(
    code: str, work: str, clock: str, tmp_path: Path
) -> None:
    """It takes some: for the main task, for the executor's threads, for Python's own end."""
    status, errors = end_of(code.replace("WORK", NEVER_ENDING[work]), tmp_path, clock)
    assert status != 0
    assert "KeyboardInterrupt" in errors or "Deadlock" in errors
    assert "NameError" not in errors, "the program's names were gone before its thread was"


@pytest.mark.parametrize("clock", ["", "virtual", "wall"], ids=["CPython", "virtual", "wall"])
def test_an_idle_worker_does_not_keep_a_program_alive(clock: str, tmp_path: Path) -> None:
    code = """
        threading.Thread(target=compute, daemon=True).start()
        pool = concurrent.futures.ThreadPoolExecutor()
        print(pool.submit(pow, 2, 10).result())
    """
    assert end_of(code, tmp_path, clock) == (0, "")


@pytest.mark.parametrize("clock", ["", "virtual", "wall"], ids=["CPython", "virtual", "wall"])
def test_a_program_waits_at_its_end_for_threads_that_are_not_daemons(
    clock: str, tmp_path: Path
) -> None:
    code = """
        import sys

        def work(name, seconds):
            time.sleep(seconds)
            print(name, file=sys.stderr, flush=True)

        threading.Thread(target=work, args=["thread", 0.2]).start()
        threading.Thread(target=work, args=["daemon", 60], daemon=True).start()
    """
    assert end_of(code, tmp_path, clock) == (0, "thread\n")


@pytest.mark.parametrize("clock", ["virtual", "wall"])
@pytest.mark.parametrize("work", ["queue.Queue().get()", "wait_for_condition()"])
def test_threads_that_wait_in_vain_end_with_the_program_and_are_told(
    work: str, clock: str, tmp_path: Path
) -> None:
    code = f"""
        threading.Thread(target=lambda: {work}).start()
        print("the end")
    """
    status, errors = end_of(code, tmp_path, clock)
    assert status == 0
    assert errors.startswith("this program can't end: thread Thread-")
    assert errors.count("\n") == 1


@pytest.mark.parametrize("clock", ["virtual", "wall"])
def test_a_program_that_is_refused_something_does_not_wait_for_its_threads(
    clock: str, tmp_path: Path
) -> None:
    code = """
        import http.server

        async def main():
            server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
            threading.Thread(target=server.serve_forever).start()
            await asyncio.open_connection(*server.server_address)
            server.shutdown()

        asyncio.run(main())
    """
    status, errors = end_of(code, tmp_path, clock)
    assert status == 1
    assert "a blocking server listens on port" in errors.rpartition("NotImplementedError")[2]


def test_a_deadlock_of_workers_is_told_once_and_by_its_name(tmp_path: Path) -> None:
    code = """
        async def main():
            await asyncio.to_thread(queue.Queue().get)

        asyncio.run(main())
    """
    status, errors = end_of(code, tmp_path, "virtual")
    assert status == 1
    assert errors.count("Traceback") == 1
    assert "\n  Task-1 waits for to_thread Queue.get at " in errors


@pytest.mark.parametrize("clock", [lab.VirtualClock, lab.WallClock])
def test_no_thread_goes_on_after_the_block(clock: Callable[[], lab.Clock]) -> None:
    rounds = []

    def poll() -> None:
        while True:
            time.sleep(0.001)
            rounds.append(time.monotonic())

    before = threading.active_count()
    with pytest.raises(ZeroDivisionError), lab.installed(clock()):  # noqa: PT012 - the whole program
        threads = [threading.Thread(target=poll, daemon=daemon) for daemon in (True, False)]
        for thread in threads:
            thread.start()
        time.sleep(0.0105)
        _ = 1 / 0
    threads[1].join(30)
    assert threading.active_count() - before <= 1, "only a daemon stays, as when Python ends"
    so_far = len(rounds)
    threading.Event().wait(0.05)
    assert len(rounds) == so_far
