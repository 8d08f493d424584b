"""A thread that belongs to the program, and one wait of it: the data that the others share."""

from __future__ import annotations

import queue
import threading
import weakref
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING

from lab.loop.awaits import is_library

if TYPE_CHECKING:
    from lab.loop.thread_locks import Lock

# The threads that keep to any clock: another clock has no say in them.
known_threads: weakref.WeakSet[threading.Thread] = weakref.WeakSet()


@dataclass(slots=True, eq=False)
class Member:
    """A thread that belongs to the program.

    Attributes:
        thread: The thread.
        bell: What the thread really sleeps on; a signal handler may ring it.
        wait: What it waits for; `None` while it runs.
        joiners: Who waits for its end.
        is_done: Whether it ended.
        is_guest: Whether it was started elsewhere, and only runs a loop here.
        was_at_work: Whether it waited for nothing when it was dismissed.
        is_stranger: Whether it now waits as if it didn't belong to the program.
    """

    thread: threading.Thread
    bell: queue.SimpleQueue[None] = field(default_factory=queue.SimpleQueue)
    wait: ThreadWait | None = None
    joiners: list[ThreadWait] = field(default_factory=list)
    is_done: bool = False
    is_guest: bool = False
    was_at_work: bool = False
    is_stranger: bool = False


# Takes the place of each thread that ended. Its own member would keep the thread alive, and with
# it what the thread holds, such as a loop.
ENDED = Member(threading.main_thread(), is_done=True)


@dataclass(slots=True, eq=False)
class ThreadWait:
    """One wait of a thread, from its beginning to its end.

    Attributes:
        member: Who waits.
        deadline: Until when, by the clock; `math.inf` if without limit.
        is_loop: Whether it is an event loop's: of two with the same deadline, it goes last.
        number: Of two alike, the one that began first goes first.
        is_woken: Whether what it waits for has happened.
        lock: What it waits for, if that is a lock.
        is_hopeless: Whether nothing can end it.
    """

    member: Member
    deadline: float
    is_loop: bool
    number: int
    lock: Lock | None = None
    is_woken: bool = False
    is_hopeless: bool = False


def place(thread: threading.Thread, frames: dict[int, FrameType]) -> str:
    """Say where a thread is: in the program's own code, if it is there at all."""
    innermost = frame = frames[thread.ident or 0]
    while is_library(frame.f_code) and frame.f_back is not None:
        frame = frame.f_back
    if is_library(frame.f_code):
        frame = innermost
    code = frame.f_code
    return f"thread {thread.name} is at {code.co_filename}:{frame.f_lineno} in {code.co_qualname}"
