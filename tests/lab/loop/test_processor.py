from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Iterator

import pytest

from lab.loop.processor import look_at

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")


@pytest.fixture
def computing() -> Iterator[threading.Thread]:
    stop = threading.Event()

    def compute() -> None:
        while not stop.is_set():
            hashlib.sha256(bytes(10_000_000))  # which lets other threads run Python

    thread = threading.Thread(target=compute)
    thread.start()
    yield thread
    stop.set()
    thread.join()


def test_a_thread_that_computes_has_computed_more_and_more(computing: threading.Thread) -> None:
    seen: set[float] = set()
    while len(seen) < 3:
        look = look_at(computing)
        assert look is not None
        assert look.computed >= max(seen, default=0)
        seen.add(look.computed)


def goes_on(thread: threading.Thread) -> bool:
    look = look_at(thread)
    return look is not None and look.goes_on


def test_a_thread_that_waits_for_something_else_does_not_go_on() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    while goes_on(thread):  # it has only just begun
        pass
    stop.set()
    thread.join()
    while look_at(thread) is not None:  # the system ends it a moment later
        pass
