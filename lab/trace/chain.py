"""Find out where a task is, and tell its calls apart."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import weakref
from collections.abc import Callable, Collection, Iterable
from types import CodeType, FrameType, GeneratorType

from lab.loop.awaits import (
    WORDS_FROM_LOCALS,
    frame_of,
    is_library,
    is_library_file,
    link,
    says_enough,
)
from lab.trace.facts import MOST_MEMBERS
from lab.trace.locks import AT_CONDITION, WAITS, lock_words, values_of
from lab.trace.record import CallNote, Creation, PlaceNote, Several

SLEEP = asyncio.sleep.__code__
SLEEP_0 = "sleep 0 s"

_WAITED_FOR = {asyncio.wait.__code__: "fs", asyncio.wait_for.__code__: "fut"}
"""Where these functions keep the tasks that they wait for."""

_RUN = asyncio.Handle._run.__code__
_AWAITING = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR | inspect.CO_ITERABLE_COROUTINE


def _unknown() -> None:
    """Take the place of a coroutine of which only the frame is known, while it runs."""


_NO_CALL: CallNote = _unknown, -1


class Chains:
    """Follows chains of awaits, and numbers the calls in them.

    `Creation.calls` has the chain at which the task last stopped: so a call that goes on keeps its
    number, and another call of the same function gets another.

    Args:
        codes: Gets the code of each call; the call's number is its place in this list.
        holder: Names the task that holds a lock; empty if none is known.
        known: What is noted of the tasks among some objects.
    """

    def __init__(
        self,
        codes: list[CodeType],
        holder: Callable[[object], str],
        known: Callable[[Iterable[object]], tuple[Creation, ...]],
    ) -> None:
        """Know no calls yet."""
        self._codes = codes
        self._holder = holder
        self._known_among = known

    def stand(self, task: Creation) -> tuple[PlaceNote, str | Several | None]:
        """Say where a suspended task is: its chain of calls, and what it waits for.

        Returns:
            The chain, empty if the task is over; words, if an argument of the call tells more
            than the function's name does.
        """
        place: list[tuple[int, int]] = []
        words: str | Several | None = None
        named = False  # whether the name of an outer library function says enough
        waits_at = ""
        program = None
        at = link(task.coro())
        while at is not None:
            awaited, code, frame, inner = at
            if frame is None:
                break
            if code is SLEEP and type(inner) is GeneratorType:
                words = words if named else SLEEP_0
                break
            if not is_library_file(code.co_filename):
                words, named, program = None, False, frame
            elif code.co_qualname in WAITS and (not named or waits_at == AT_CONDITION):
                waits_at = code.co_qualname  # once a task is woken at a condition, for its lock
                words, named = lock_words(code.co_qualname, frame, program, self._holder), True
            elif not named and code.co_qualname in WORDS_FROM_LOCALS:
                words, named = WORDS_FROM_LOCALS[code.co_qualname](frame.f_locals), True
            elif not named and code in _WAITED_FOR:
                words, named = self._several(code, frame), True
            else:
                named = named or says_enough(code.co_qualname)
            depth = len(place)
            known, number = task.calls[depth] if depth < len(task.calls) else _NO_CALL
            if known is _unknown or known() is not awaited:
                number = self._number(task, depth, weakref.ref(awaited), code)
            place.append((number, frame.f_lasti))
            at = link(inner)
        del task.calls[len(place) :]
        return tuple(place), words

    def _several(self, code: CodeType, frame: FrameType) -> Several | None:
        """Say which tasks `wait` or `wait_for` waits for; None if none of them is known."""
        awaited = values_of(frame).get(_WAITED_FOR[code])
        return self.several(code.co_name, awaited if type(awaited) is set else [awaited])

    def several(self, words: str, awaited: Collection[object]) -> Several | None:
        """Say which tasks are waited for; None if none is known, or there are very many."""
        tasks = self._known_among(awaited) if len(awaited) <= MOST_MEMBERS else ()
        return Several(words, tasks) if tasks else None

    def ends_in_library(self, place: PlaceNote) -> bool:
        """Tell whether the innermost call is a library's, or else the program awaits a future."""
        call, _ = place[-1]
        return is_library(self._codes[call])

    def stack(self, task: Creation | None, frame: FrameType | None) -> PlaceNote:
        """Say where a task is while it runs: also in which plain functions.

        Args:
            task: The task that runs; None for another callback.
            frame: The innermost frame.
        """
        frames = []
        while frame is not None and frame.f_code is not _RUN:
            frames.append(frame)
            if task and frame is frame_of(task.coro()):
                break
            frame = frame.f_back
        place = []
        depths = itertools.count()
        for frame in reversed(frames):
            if task and frame.f_code.co_flags & _AWAITING:
                place.append((self._known(task, next(depths), frame), frame.f_lasti))
            elif not is_library(frame.f_code):
                self._codes.append(frame.f_code)
                place.append((len(self._codes) - 1, frame.f_lasti))
        return tuple(place)

    def _known(self, task: Creation, depth: int, frame: FrameType) -> int:
        if depth < len(task.calls):
            call, number = task.calls[depth]
            if frame_of(call()) is frame:
                return number
            if call is not _unknown:
                del task.calls[depth:]
        return self._number(task, depth, _unknown, frame.f_code)

    def _number(
        self, task: Creation, depth: int, call: Callable[[], object], code: CodeType
    ) -> int:
        """Number a call that is new, or of which only the frame was known."""
        calls = task.calls
        if depth < len(calls):
            known, number = calls[depth]
            if self._codes[number] is code and known is _unknown:
                calls[depth] = call, number
                return number
            del calls[depth:]
        self._codes.append(code)
        calls.append((call, len(self._codes) - 1))
        return len(self._codes) - 1
