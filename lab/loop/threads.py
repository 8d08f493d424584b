"""Tell whether the other threads are at work, or wait for somebody.

The clock may only jump, and a deadlock is only one, if no thread is at work. Python has no call for
that, so this looks at where each thread stands.
"""

from __future__ import annotations

import _thread
import sys
import threading
from concurrent.futures import Executor, Future
from types import FrameType
from typing import Any

from lab.loop.watchdog import WatchThread

# Where a thread stands in its sleep: what it waits on, and how far it came.
Standing = tuple[tuple[int, int, int], ...]


class Threads:
    """The threads that the program started, and its jobs in executors.

    Threads older than this object belong to somebody else, such as a test runner.
    """

    def __init__(self) -> None:
        self._foreign = {thread for thread in threading.enumerate() if not _is_current(thread)}
        self._jobs: dict[Future[Any], Executor] = {}

    def expect(self, job: Future[Any], executor: Executor) -> None:
        """Count an executor's job as work until it is done."""
        self._jobs[job] = executor
        job.add_done_callback(lambda job: self._jobs.pop(job, None))

    def others(self) -> list[threading.Thread]:
        """Return the program's threads but the calling one."""
        threads = threading.enumerate()
        if len(threads) == 1:
            return []
        return [
            thread
            for thread in threads
            if thread not in self._foreign
            and not _is_current(thread)
            and not isinstance(thread, WatchThread)
        ]

    def busy(self) -> bool:
        """Tell whether there is any thread or job to wait for."""
        return bool(self._jobs or self.others())

    def standing(self, asleep: set[int]) -> Standing | None:
        """Return where the threads stand that wait for another; `None` if any is at work.

        Args:
            asleep: the threads that wait for the clock, by identifier.
        """
        others = self.others()
        if not others:
            return None if self._jobs else ()
        frames = sys._current_frames()
        waiting = []
        for thread in others:
            frame = frames.get(thread.ident or 0)
            if thread.ident in asleep or _is_manager(thread):
                continue
            if frame is None or not _waits(frame):
                return None
            if not _is_idle_worker(frame):
                waiting.append((thread.ident or 0, id(frame), frame.f_lasti))
        return None if self._any_job_may_run(frames) else tuple(waiting)

    def at_work(self) -> list[str]:
        """Describe the threads that are at work: name, file, line and function."""
        frames = sys._current_frames()
        return [
            f"thread {thread.name} is at {frame.f_code.co_filename}:{frame.f_lineno}"
            f" in {frame.f_code.co_qualname}"
            for thread in self.others()
            if (frame := frames.get(thread.ident or 0)) and not _waits(frame)
        ]

    def _any_job_may_run(self, frames: dict[int, FrameType]) -> bool:
        jobs = dict(self._jobs)
        running: dict[Executor, int] = {}
        for job, executor in jobs.items():
            running[executor] = running.get(executor, 0) + job.running()
        return any(
            # A process works unseen. A job in a queue will run as soon as a worker is free.
            (job.running() and not hasattr(executor, "_work_queue"))
            or (not job.running() and running[executor] < getattr(executor, "_max_workers", 1))
            for job, executor in jobs.items()
        )


class Lock:
    """What `threading.Lock` makes under a virtual clock.

    Where a thread waits for one, it stands in `acquire`: so it can be seen that it waits.
    """

    def __init__(self) -> None:
        self._lock = _thread.allocate_lock()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Lock it; wait for that if need be."""
        return self._lock.acquire(blocking, timeout)

    def __enter__(self) -> bool:
        """Lock it."""
        return self.acquire()

    def __exit__(self, *exception: object) -> None:
        """Unlock it."""
        self._lock.release()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - `release`, `locked` and more
        """Take all else from the real lock."""
        return getattr(self._lock, name)


def _is_current(thread: threading.Thread) -> bool:
    return thread.ident == threading.get_ident()


def _is_manager(thread: threading.Thread) -> bool:
    """Tell the thread that looks after a pool of processes: its jobs are counted as jobs."""
    return type(thread).__module__ == "concurrent.futures.process"


def _is_idle_worker(frame: FrameType) -> bool:
    return _place(frame) == ("concurrent.futures.thread", "_worker")


def _waits(frame: FrameType) -> bool:
    """Tell whether a thread, by its innermost frame, waits without limit for another thread."""
    if _is_idle_worker(frame):
        # Once its executor is shut down, it is about to end.
        executor = frame.f_locals["executor_reference"]()
        ends = executor is None or executor._shutdown
        return not ends and bool(frame.f_locals["work_queue"].empty())
    if _place(frame) == ("threading", "wait"):
        # Event, Condition, Queue, Future.result: `notify` unlocks `waiter`.
        waiter = frame.f_locals.get("waiter")
        return waiter is not None and waiter.locked() and frame.f_locals["timeout"] is None
    if _place(frame) == (__name__, "acquire"):
        lock = frame.f_locals["self"]
        return bool(lock.locked()) and frame.f_locals["timeout"] == -1
    if _place(frame) in (("threading", "join"), ("threading", "_wait_for_tstate_lock")):
        return frame.f_locals["timeout"] in (None, -1) and frame.f_locals["self"].is_alive()
    return False


def _place(frame: FrameType) -> tuple[str, str]:
    return str(frame.f_globals.get("__name__")), frame.f_code.co_name
