"""Programs with threads do the same in each of many runs, however busy the machine is.

    LAB_RUNS=20000 LAB_BUSY=4 python -m pytest tests/lab/loop/test_many_runs.py

runs them that often, with four other processes that keep the processors busy. On such a machine a
run mostly waits until one of its threads is given a processor. So the runs are shared out among
several processes, which keep each other waiting too.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

import lab

RUNS = int(os.environ.get("LAB_RUNS", "200"))
BUSY = int(os.environ.get("LAB_BUSY", "0"))
RUNS_OF_A_PROCESS = 2500

Log = list[tuple[float, str]]


async def program(log: Log) -> None:
    """Use threads in most of the ways that there are."""
    loop = asyncio.get_running_loop()
    items: queue.Queue[int] = queue.Queue()
    stop = threading.Event()

    def note(what: str) -> None:
        log.append((round(time.monotonic(), 9), what))

    def produce() -> None:
        for number in range(3):
            time.sleep(0.2)
            items.put(number)
            note(f"put {number}")

    def consume() -> None:
        for _ in range(4):
            try:
                note(f"got {items.get(True, 0.5)}")
            except queue.Empty:
                note("empty")
        stop.set()

    def poll() -> None:
        while not stop.wait(0.3):
            note("polled")

    async def answer(question: str) -> str:
        await asyncio.sleep(0.15)
        note(f"asked {question}")
        return question.upper()

    def ask() -> None:
        answers = [asyncio.run_coroutine_threadsafe(answer(name), loop) for name in "ab"]
        note("answered " + " ".join(answer.result(5) for answer in answers))

    async def tick() -> None:
        for number in range(4):
            await asyncio.sleep(0.25)
            note(f"tick {number}")

    threads = [asyncio.to_thread(function) for function in (produce, consume, poll, ask)]
    await asyncio.gather(*threads, tick())


EXPECTED = [
    (0.15, "asked a"),
    (0.15, "asked b"),
    (0.15, "answered A B"),
    (0.2, "put 0"),
    (0.2, "got 0"),
    (0.25, "tick 0"),
    (0.3, "polled"),
    (0.4, "put 1"),
    (0.4, "got 1"),
    (0.5, "tick 1"),
    (0.6, "polled"),
    (0.6, "put 2"),
    (0.6, "got 2"),
    (0.75, "tick 2"),
    (0.9, "polled"),
    (1.0, "tick 3"),
    (1.1, "empty"),
]


@contextlib.contextmanager
def busy_machine(processes: int) -> Iterator[None]:
    spinning = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)
    ]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def run_many_times(times: int) -> None:
    for run in range(times):
        log: Log = []
        with lab.installed():
            asyncio.run(program(log))
        assert log == EXPECTED, f"run {run + 1} of {times}: {log}"


@pytest.mark.timeout(0 if RUNS > 200 else 60)
def test_all_runs_are_the_same() -> None:
    shares = [min(RUNS - done, RUNS_OF_A_PROCESS) for done in range(0, RUNS, RUNS_OF_A_PROCESS)]
    command = [sys.executable, "-m", __name__]
    with busy_machine(BUSY):
        processes = [subprocess.Popen([*command, str(share)]) for share in shares[1:]]
        try:
            run_many_times(shares[0])
        finally:
            statuses = [process.wait() for process in processes]
    assert not any(statuses), "the traceback is printed above"


if __name__ == "__main__":
    run_many_times(int(sys.argv[1]))
