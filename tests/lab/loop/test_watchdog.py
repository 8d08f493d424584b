from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import lab
from lab.loop.watchdog import Watchdog

ROOT = Path(__file__).parents[3]

SPIN = """
import asyncio, lab

def hog():
    while True:
        try:
            while True: pass
        except Exception:
            pass

async def main():
    try:
        hog()
    finally:
        print("cleaned up")

with lab.installed(limit=0.2):
    asyncio.run(main())
"""

LOCK = """
import asyncio, concurrent.futures, lab, threading

async def answer():
    return 42

async def main():
    loop = asyncio.get_running_loop()
    asyncio.run_coroutine_threadsafe(answer(), loop).result()

with lab.installed(limit=0.2):
    asyncio.run(main())
"""

IN_A_THREAD = """
import asyncio, lab, threading

async def main():
    while True: pass

def run():
    with lab.installed(limit=0.2):
        asyncio.run(main())

thread = threading.Thread(target=run)
thread.start()
thread.join()
"""


def run(code: str, file: Path) -> subprocess.CompletedProcess[str]:
    file.write_text(code)
    return subprocess.run(
        [sys.executable, file],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_a_callback_that_never_returns_is_ended(tmp_path: Path) -> None:
    process = run(SPIN, tmp_path / "spin.py")
    assert process.returncode == 1
    assert process.stdout == "cleaned up\n"
    message = process.stderr.partition("Overrun: ")[2].splitlines()
    assert message[0] == "Task-1 did not return within 0.2 s; it is at"
    assert message[1] == f"  {tmp_path}/spin.py:13 in main"
    assert message[2] == f"  {tmp_path}/spin.py:7 in hog"


def test_one_that_waits_for_a_lock_for_ever_is_a_deadlock(tmp_path: Path) -> None:
    process = run(LOCK, tmp_path / "lock.py")
    assert process.returncode == 1
    place = f"thread MainThread is at {tmp_path}/lock.py:9 in main"
    assert place in process.stderr.partition("Deadlock: ")[2]


def test_so_is_one_outside_of_the_main_thread(tmp_path: Path) -> None:
    process = run(IN_A_THREAD, tmp_path / "thread.py")
    assert f"  {tmp_path}/thread.py:5 in main" in process.stderr.partition("Overrun: ")[2]


def test_many_short_callbacks_are_none_that_never_returns() -> None:
    loop = lab.EventLoop(limit=0.05)
    ended = threading.Event()
    threading.Timer(0.3, ended.set).start()

    def again() -> None:
        if ended.is_set():
            loop.stop()
        else:
            loop.call_soon(again)

    loop.call_soon(again)
    loop.run_forever()
    loop.close()


def test_the_alarm_is_left_to_others_that_use_it(tmp_path: Path) -> None:
    code = """
import asyncio, lab, signal

signal.signal(signal.SIGALRM, lambda *_: print("alarm"))

async def main():
    signal.raise_signal(signal.SIGALRM)

with lab.installed():
    asyncio.run(main())
print(signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL)
"""
    assert run(code, tmp_path / "alarm.py").stdout == "alarm\nTrue\n"


def test_it_is_put_back_afterwards(tmp_path: Path) -> None:
    code = """
import asyncio, lab, signal

with lab.installed():
    asyncio.run(asyncio.sleep(1))
print(signal.getsignal(signal.SIGALRM) is signal.SIG_DFL, signal.getitimer(signal.ITIMER_REAL))
"""
    assert run(code, tmp_path / "alarm.py").stdout == "True (0.0, 0.0)\n"


def test_without_a_limit_nothing_is_watched() -> None:
    before = threading.active_count()
    with Watchdog(float("inf")).watching():
        assert threading.active_count() == before


def test_an_overrun_is_no_mere_exception() -> None:
    assert not issubclass(lab.Overrun, Exception)
    with pytest.raises(BaseException, match="late"):
        raise lab.Overrun("late")
