"""What a module keeps of a program's clock, network and loop: it stays loaded for the next one."""

from __future__ import annotations

import asyncio
import importlib
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lab
from lab.loop.slow import SlowClock
from lab.programs.recorded import run_recorded
from lab.programs.transcript import stream_text

KEEPER = """\
from asyncio import SelectorEventLoop, new_event_loop
from datetime import date, datetime
from queue import SimpleQueue
from signal import setitimer
from socket import socketpair
from threading import Event, Lock
from time import monotonic, monotonic_ns, perf_counter, sleep, strftime, time, time_ns

LOCK = Lock()
EVENT = Event()
ITEMS = SimpleQueue()
"""

PROGRAM = """\
import asyncio
import keeper
import sched
import timeit


def readings():
    seconds = keeper.monotonic(), keeper.perf_counter(), keeper.time(), timeit.default_timer()
    nanoseconds = keeper.monotonic_ns() / 1e9, keeper.time_ns() / 1e9
    dates = keeper.datetime.now().timestamp(), int(keeper.strftime("%M")) * 60
    return *seconds, *nanoseconds, *dates


def pause():
    with keeper.LOCK:
        keeper.sleep(60)


def set_event():
    keeper.sleep(60)
    keeper.EVENT.set()
    keeper.ITEMS.put("item")


async def main():
    await asyncio.gather(asyncio.to_thread(pause), asyncio.to_thread(pause))
    setting = asyncio.create_task(asyncio.to_thread(set_event))
    print(await asyncio.to_thread(keeper.EVENT.wait, 300), keeper.ITEMS.get())
    keeper.EVENT.clear()
    await setting
    one, other = keeper.socketpair()
    reader, writer = await asyncio.open_connection(sock=one)
    other.setblocking(False)
    await asyncio.get_running_loop().sock_sendall(other, b"sent")
    print((await reader.read(4)).decode())
    writer.close()
    other.close()


def by_hand(make_loop):
    loop = make_loop()
    loop.run_until_complete(asyncio.sleep(60))
    loop.close()


before = readings()
asyncio.run(main())
by_hand(keeper.new_event_loop)
by_hand(keeper.SelectorEventLoop)
scheduler = sched.scheduler()
scheduler.enter(60, 1, print, ["scheduled"])
scheduler.run()
print(*(round(now - then) for now, then in zip(readings(), before)))
try:
    keeper.setitimer(0, 1)
except NotImplementedError as error:
    print(str(error)[:16])
"""

EXPECTED = ["True item", "sent", "scheduled", "360 " * 7 + "360", "signal.setitimer"]


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Path]:
    loaded = {name: sys.modules.pop(name, None) for name in ("sched", "timeit")}
    (tmp_path / "keeper.py").write_text(KEEPER)
    (tmp_path / "program.py").write_text(PROGRAM)
    yield tmp_path / "program.py"
    del sys.modules["keeper"]
    sys.modules |= {name: module for name, module in loaded.items() if module}


def test_what_a_module_keeps_is_that_of_each_program_that_imports_it(keeper: Path) -> None:
    for _ in range(3):
        began = time.monotonic()
        recorded = run_recorded(keeper, clock=lab.VirtualClock())
        assert stream_text(recorded.pieces, "stderr") == ""
        assert stream_text(recorded.pieces, "stdout").splitlines() == EXPECTED
        assert time.monotonic() - began < 60


def test_afterwards_it_is_the_real_one(keeper: Path) -> None:
    run_recorded(keeper, clock=lab.VirtualClock())
    kept: Any = importlib.import_module("keeper")
    assert kept.monotonic() == pytest.approx(time.monotonic(), abs=60)
    assert kept.perf_counter() == pytest.approx(time.perf_counter(), abs=60)
    assert kept.time() == pytest.approx(time.time(), abs=60)
    assert kept.time_ns() / 1e9 == pytest.approx(time.time(), abs=60)
    assert kept.datetime.now().timestamp() == pytest.approx(time.time(), abs=60)
    with kept.LOCK:
        assert not kept.LOCK.acquire(timeout=0.01)
    loop = kept.SelectorEventLoop()
    assert type(loop) is asyncio.SelectorEventLoop
    loop.close()
    ends = kept.socketpair()
    assert {type(end) for end in ends} == {socket.socket}
    for end in ends:
        end.close()


def test_a_clock_of_another_kind_may_come_next(keeper: Path) -> None:
    run_recorded(keeper, clock=lab.VirtualClock())
    kept: Any = importlib.import_module("keeper")
    with lab.installed(SlowClock(1000)):
        began = kept.monotonic()
        time.sleep(0.00002)
        assert kept.monotonic() - began < 1
    with lab.installed(lab.WallClock()):
        assert kept.monotonic() == pytest.approx(time.monotonic(), abs=60)
        kept.setitimer(0, 0)
