"""Random programs with threads: the page's stand-in lets no wrong answer through.

Where it can suspend threads, they find what real ones find. Where it runs them ahead, they do so or
are refused.
"""

from __future__ import annotations

import asyncio
import queue
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

import lab
from lab.loop import stand_in
from lab.loop.stand_in import StandIn
from lab.loop.stand_in_flows import CannotWait
from tests.lab.loop.test_stand_in import RealStack

PROGRAMS = 100
QUEUES = [queue.Queue, queue.LifoQueue, queue.PriorityQueue]
Step = tuple[str, float]


class Program:
    """What the program's task and some threads do with what they share, and what each found."""

    def __init__(self, seed: int) -> None:
        chosen = random.Random(seed)  # noqa: S311 - no secret
        names = [name for name in vars(Steps) if not name.startswith("_")]
        self.queue_name = chosen.choice(QUEUES).__name__
        self.flows: list[list[Step]] = [
            [(chosen.choice(names), chosen.uniform(0.01, 0.3)) for _ in range(chosen.randint(2, 7))]
            for _ in range(chosen.randint(2, 4))
        ]
        self.found: list[list[object]] = [[] for _ in self.flows]
        self.is_refused = False

    def run(self, clock: lab.Clock) -> None:
        with lab.installed(clock):
            try:
                asyncio.run(self.main())
            except CannotWait:
                self.is_refused = True

    async def main(self) -> None:
        self.steps = Steps(self.queue_name)
        jobs = [asyncio.create_task(self.start(flow)) for flow in range(1, len(self.flows))]
        await asyncio.sleep(0.1)
        try:
            self.go(0)
        finally:
            for outcome in await asyncio.gather(*jobs, return_exceptions=True):
                assert outcome is None or isinstance(outcome, CannotWait)
                self.is_refused |= outcome is not None

    async def start(self, flow: int) -> None:
        await asyncio.sleep(flow * 0.07)
        await asyncio.to_thread(self.go, flow)

    def go(self, flow: int) -> None:
        for name, seconds in self.flows[flow]:
            act: Callable[[float], object] = getattr(self.steps, name)
            answer = act(seconds)
            self.found[flow].append((name, answer, round(time.monotonic(), 6)))
            time.sleep(seconds / 7 + flow / 10_000)  # so that no two are at the same instant


class Steps:
    """What a flow can do. An item of the queue is the time at which it was put in."""

    def __init__(self, queue_name: str) -> None:
        self._lock = threading.Lock()
        self._few = threading.Semaphore(2)
        self._event = threading.Event()
        self._queue: Any = getattr(queue, queue_name)()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def lock(self, seconds: float) -> float:
        with self._lock:
            entered = time.monotonic()
            time.sleep(seconds)
        return entered

    def try_lock(self, seconds: float) -> bool:
        return self._locked(self._lock.acquire(blocking=False), seconds)

    def lock_for_a_while(self, seconds: float) -> bool:
        return self._locked(self._lock.acquire(timeout=seconds), seconds / 3)

    def _locked(self, is_locked: bool, seconds: float) -> bool:
        if is_locked:
            time.sleep(seconds)
            self._lock.release()
        return is_locked

    def is_locked(self, _: float) -> bool:
        return self._lock.locked()

    def semaphore(self, seconds: float) -> float:
        with self._few:
            entered = time.monotonic()
            time.sleep(seconds)
        return entered

    def set(self, _: float) -> None:
        self._event.set()

    def clear(self, _: float) -> None:
        self._event.clear()

    def is_set(self, _: float) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        return self._event.wait(seconds)

    def put(self, _: float) -> None:
        self._queue.put(time.monotonic())

    def get(self, seconds: float) -> object:
        try:
            return self._queue.get(timeout=seconds)
        except queue.Empty:
            return "empty"

    def get_nowait(self, _: float) -> object:
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return "empty"

    def size(self, _: float) -> tuple[int, bool]:
        return self._queue.qsize(), self._queue.empty()


def test_a_thread_that_runs_ahead_finds_what_a_real_one_does_or_is_refused() -> None:
    compared = 0
    for seed in range(PROGRAMS):
        ahead, real = Program(seed), Program(seed)
        ahead.run(StandIn(lab.VirtualClock()))
        if ahead.is_refused:
            continue
        real.run(lab.VirtualClock())
        if ahead.found != real.found:
            pytest.fail(f"program {seed}: {ahead.flows}\n{ahead.found}\n{real.found}")
        compared += 1
    assert compared > PROGRAMS / 5


def test_a_thread_that_can_be_suspended_finds_what_a_real_one_does() -> None:
    for seed in range(PROGRAMS):
        suspended, real = Program(seed), Program(seed)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stand_in, "new_stack", RealStack)
            suspended.run(StandIn(lab.VirtualClock()))
        real.run(lab.VirtualClock())
        assert not suspended.is_refused
        if suspended.found != real.found:
            pytest.fail(f"program {seed}: {real.flows}\n{suspended.found}\n{real.found}")
