"""What `threading`, `queue` and `concurrent.futures` are while threads keep to a clock."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures._base import LOGGER
from typing import Any

from lab.loop import at_end, outside_waits
from lab.loop.in_force import clock_in_force
from lab.loop.thread_locks import Lock
from lab.loop.threads import Threads


@contextlib.contextmanager
def following(threads: Threads, now: Callable[[], float]) -> Iterator[None]:
    """Let threads, locks and queues that are made inside the block keep to a clock.

    Args:
        threads: Who waits for whom.
        now: What `time.monotonic` is meanwhile.
    """
    import concurrent.futures.thread as pools

    from lab.loop.clock import replaced

    submit_job = pools.ThreadPoolExecutor.submit

    def start(thread: threading.Thread) -> None:
        threads.start(thread)

    def bootstrap(thread: threading.Thread) -> None:
        threads.bootstrap(thread)

    def join(thread: threading.Thread, timeout: float | None = None) -> None:
        threads.join(thread, timeout)

    def is_alive(thread: threading.Thread) -> bool:
        return threads.is_alive(thread)

    def submit(executor: Any, /, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on
        job = submit_job(executor, *args, **options)
        threads.expect(job, executor)
        threads.let_others_run()
        return job

    def is_told(record: logging.LogRecord) -> bool:
        return not threads.is_dismissed()  # a worker would tell what ends it

    threads.adopt()
    stack = contextlib.ExitStack()
    if sys.platform != "emscripten":  # a page has no other processes
        stack.enter_context(_following_processes(threads))
        stack.enter_context(outside_waits.told_of(threads))
    LOGGER.addFilter(is_told)
    stack.callback(LOGGER.removeFilter, is_told)
    stack.callback(threads.let_go)
    at_end.calls.append(threads.finish)  # before the program's names go away
    stack.callback(at_end.calls.remove, threads.finish)
    with (
        stack,
        replaced(
            threading,
            Lock=Lock,
            RLock=threading._PyRLock,  # type: ignore[attr-defined]  # private
            _allocate_lock=Lock,
            _time=now,
        ),
        replaced(
            threading.Thread, start=start, _bootstrap_inner=bootstrap, join=join, is_alive=is_alive
        ),
        replaced(queue, SimpleQueue=queue._PySimpleQueue, time=now),  # type: ignore[attr-defined]  # private
        replaced(pools, _global_shutdown_lock=Lock()),
        replaced(pools.ThreadPoolExecutor, submit=submit),
    ):
        yield
        threads.finish()


@contextlib.contextmanager
def _following_processes(threads: Threads) -> Iterator[None]:
    """Hear of each process and of each job for one."""
    from concurrent.futures.process import ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

    from lab.loop.clock import replaced

    start_process, submit_job = BaseProcess.start, ProcessPoolExecutor.submit

    def start(process: BaseProcess) -> None:
        threads.follow_processes()
        start_process(process)

    def submit(executor: Any, /, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on
        job = submit_job(executor, *args, **options)
        threads.expect(job, executor)
        return job

    with replaced(BaseProcess, start=start), replaced(ProcessPoolExecutor, submit=submit):
        yield


def _tell_copy() -> None:
    """Let the clock that is in force know that this process is a copy."""
    clock = clock_in_force()
    if clock is not None:
        clock.threads.be_a_copy()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_tell_copy)
