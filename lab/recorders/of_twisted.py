"""Records Twisted's Deferreds and the generators of `inlineCallbacks`: their calls are wrapped."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FrameType, GeneratorType
from typing import Any

from lab.recorders.notes import Notes, own_name, waits
from lab.trace.data import CANCELLED, RAISED, RETURNED


def record(notes: Notes) -> None:
    """Note what runs for each Deferred that the program adds functions to, and in each generator.

    Args:
        notes: Takes it down.
    """
    from twisted.internet import defer, task

    recorder = _Recorder(notes, defer)
    recorder.wrap_deferreds()
    recorder.wrap_generators()
    notes.begin(None)  # the program itself, and then the reactor
    make_clock = task.Clock.__init__

    def made(clock: Any) -> None:  # noqa: ANN401 - Twisted's
        make_clock(clock)
        notes.clock = clock.seconds  # a program with a clock of its own goes by it

    task.Clock.__init__ = made


class _Recorder:
    def __init__(self, notes: Notes, defer: Any) -> None:  # noqa: ANN401 - the module
        self.notes, self.defer = notes, defer
        self.source = notes.program.read_text("utf-8")
        self.generators: dict[object, object] = {}
        """By the Deferred that has what each returns."""

    def own_frame(self) -> FrameType | None:
        """The innermost frame of the program."""
        frame: FrameType | None = sys._getframe(1)
        while frame and frame.f_code.co_filename != str(self.notes.program):
            frame = frame.f_back
        return frame

    def is_own(self, function: Any) -> bool:  # noqa: ANN401 - whatever is called
        """Whether a function is the program's."""
        code = getattr(function, "__code__", None)
        return code is not None and code.co_filename == str(self.notes.program)

    def wrap_deferreds(self) -> None:
        """A Deferred that the program adds a function to is a task: each function is a step."""
        deferred = self.defer.Deferred
        for name in ("addCallback", "addErrback", "addBoth", "addCallbacks"):
            setattr(deferred, name, self._adds(getattr(deferred, name)))
        cancel = deferred.cancel

        def noted_cancel(one: Any) -> None:  # noqa: ANN401 - Twisted's
            key = self.generators.get(one, one)
            if self.notes.knows(key) and not one.called:
                frame = self.own_frame()
                self.notes.cancel(key, "cancel()", frame.f_lineno if frame else None)
            cancel(one)

        deferred.cancel = noted_cancel

    def _adds(self, add: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(add)
        def adding(deferred: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - Twisted's
            wrapped = [self._step(deferred, one) if self.is_own(one) else one for one in arguments]
            if wrapped != list(arguments) and not self.notes.knows(deferred):
                frame = self.own_frame()
                function = own_name(frame) if frame else "Deferred"
                self.notes.create(deferred, function, name="", waits="its result")
            return add(deferred, *wrapped, **options)

        return adding

    def _step(self, deferred: Any, function: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ANN401 - Twisted's
        @functools.wraps(function)
        def called(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as the function has it
            self.notes.begin(deferred)
            try:
                result = function(*arguments, **options)
            except Exception as error:
                self._finish(deferred, error)
                self.notes.end(_of_traceback(error))
                raise
            self._finish(deferred, result)
            self.notes.end()
            return result

        return called

    def _finish(self, key: object, result: object) -> None:
        error = getattr(result, "value", result)
        if isinstance(error, self.defer.FirstError):
            error = error.subFailure.value
        cancelled = self.defer.CancelledError, self.defer._InternalInlineCallbacksCancelledError
        if isinstance(error, cancelled):
            self.notes.finish(key, CANCELLED)
        elif isinstance(error, BaseException):
            self.notes.finish(key, RAISED, f"{type(error).__name__}: {error}")
        else:
            self.notes.finish(key, RETURNED)

    def wrap_generators(self) -> None:
        """A generator of `inlineCallbacks` is a task: it runs from one `yield` to the next."""
        go_on = self.defer._inlineCallbacks

        def noted(result: Any, generator: Any, status: Any, *rest: Any) -> Any:  # noqa: ANN401 - Twisted's
            if not isinstance(generator, GeneratorType):
                return go_on(result, generator, status, *rest)
            if not self.notes.knows(generator):
                self.notes.create(generator, generator.__name__)
                self._follow(generator, status.deferred)
            self.notes.begin(generator)
            go_on(result, generator, status, *rest)
            frames = [generator.gi_frame] if generator.gi_frame else []
            self.notes.end(frames, waits(frames, self.notes.program, self.source))
            return None

        self.defer._inlineCallbacks = noted

    def _follow(self, generator: object, deferred: Any) -> None:  # noqa: ANN401 - Twisted's
        """Note how a generator ends: its Deferred is told."""
        self.generators[deferred] = generator
        callback, errback = deferred.callback, deferred.errback

        def returned(result: object) -> None:
            self._finish(generator, None)
            callback(result)

        def raised(*failure: Any) -> None:  # noqa: ANN401 - Twisted's
            self._finish(generator, failure[0] if failure else sys.exception())
            errback(*failure)

        deferred.callback, deferred.errback = returned, raised


def _of_traceback(error: BaseException) -> list[FrameType]:
    found = []
    traceback = error.__traceback__
    while traceback:
        found.append(traceback.tb_frame)
        traceback = traceback.tb_next
    return found
