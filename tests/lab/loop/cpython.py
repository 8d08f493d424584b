"""Run one module of CPython's own asyncio tests on the lab's loop, as a process of its own.

    python -m tests.lab.loop.cpython test_tasks virtual

prints as JSON which tests ran, the traceback of each that failed, and how many loops were made.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import json
import sys
import unittest

import lab


class Result(unittest.TestResult):
    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's name
        super().startTest(test)
        self.ran.append(test.id())


def main(module: str, clock_name: str) -> None:
    clock = {"virtual": lab.VirtualClock, "wall": lab.WallClock}[clock_name]()
    made = 0

    class Loop(lab.EventLoop):
        def __init__(self) -> None:
            nonlocal made
            made += 1
            super().__init__(clock)

    result = Result()
    with clock.installed(), contextlib.redirect_stdout(sys.stderr):
        # `lab.installed` would not do: these tests go back to the default policy now and then.
        policy = ("" if sys.version_info < (3, 14) else "_") + "DefaultEventLoopPolicy"
        getattr(asyncio.unix_events, policy)._loop_factory = Loop
        asyncio.SelectorEventLoop = Loop  # type: ignore[assignment]  # as `lab.installed` does
        if sys.version_info >= (3, 13):
            asyncio.EventLoop = Loop
        # Many of these tests replace parts of a loop by mocks: let it be our loop's.
        asyncio.BaseEventLoop = Loop  # type: ignore[misc]  # that is what these tests look up
        utils = importlib.import_module("test.test_asyncio.utils")
        utils.TestLoop.__bases__ = (Loop,)
        tests = unittest.defaultTestLoader.loadTestsFromName(f"test.test_asyncio.{module}")
        gc.freeze()  # each test collects garbage: what is there already need not be looked through
        tests.run(result)
    failed = {
        getattr(test, "test_case", test).id(): trace  # of a part of a test, the whole
        for test, trace in result.failures + result.errors
    }
    json.dump({"ran": result.ran, "failed": failed, "loops": made}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
