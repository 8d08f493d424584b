from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Iterator

import pytest

from lab.loop.processor import computed_if_ready

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
        computed = computed_if_ready(computing)
        if computed is not None:
            assert computed >= max(seen, default=0)
            seen.add(computed)


def test_a_thread_that_waits_for_something_else_is_not_ready() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    while computed_if_ready(thread) is not None:  # it has only just begun
        pass
    stop.set()
    thread.join()
    while computed_if_ready(thread) is not None:  # the system ends it a moment later
        pass
