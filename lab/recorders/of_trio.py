"""Records Trio's tasks: Trio tells its instruments who runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import CoroutineType, FrameType
from typing import Any

from lab.recorders.notes import Notes, waits
from lab.trace.data import CANCELLED, RAISED, RETURNED

_NURSERY_EXIT = "NurseryManager.__aexit__"


def record(notes: Notes) -> None:
    """Let Trio tell what its tasks do.

    Args:
        notes: Takes it down.
    """
    import trio

    # Trio shuffles what is ready, on purpose: so that it does the same each time here.
    trio._core._run._r.seed(0)
    instrument = _instrument(trio, notes)
    trio.run = partial(trio.run, instruments=[instrument])
    cancel = trio.CancelScope._cancel  # of the nursery, too

    def noted_cancel(scope: Any, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - Trio's
        instrument.cancelled = scope
        try:
            cancel(scope, *arguments, **options)
        finally:
            instrument.cancelled = None

    trio.CancelScope._cancel = noted_cancel


def _instrument(trio: Any, notes: Notes) -> Any:  # noqa: ANN401 - the module; a class of Trio's
    source = notes.program.read_text("utf-8")

    class Instrument(trio.abc.Instrument):  # type: ignore[misc]  # only known when it runs
        cancelled: Any = None

        def task_spawned(self, task: Any) -> None:  # noqa: ANN401 - Trio's
            if task.coro.cr_code.co_filename == str(notes.program):
                notes.create(task, task.coro.__name__)

        def task_scheduled(self, task: Any) -> None:  # noqa: ANN401 - Trio's
            # A sleep that is over is a scope that is cancelled, too.
            if notes.knows(task) and task.parent_nursery.cancel_scope is self.cancelled:
                notes.cancel(task, "the nursery")
            notes.wake(task)

        def before_task_step(self, task: Any) -> None:  # noqa: ANN401 - Trio's
            notes.begin(task)

        def after_task_step(self, task: Any) -> None:  # noqa: ANN401 - Trio's
            frames = list(_frames(task.coro))
            words = waits(frames, notes.program, source)
            if any(frame.f_code.co_qualname == _NURSERY_EXIT for frame in frames):
                words = "nursery exit"
            notes.end(frames, words)

    instrument = Instrument()
    exited = trio._core._run.Runner.task_exited

    def noted_exit(runner: Any, task: Any, outcome: Any) -> None:  # noqa: ANN401 - Trio's
        if notes.knows(task):
            error = getattr(outcome, "error", None)
            if error is None:
                notes.finish(task, RETURNED)
            elif isinstance(error, trio.Cancelled):
                notes.finish(task, CANCELLED)
            else:
                notes.finish(task, RAISED, f"{type(error).__name__}: {error}")
        exited(runner, task, outcome)

    trio._core._run.Runner.task_exited = noted_exit
    return instrument


def _frames(coroutine: Any) -> Iterator[FrameType]:  # noqa: ANN401 - whatever is awaited
    while isinstance(coroutine, CoroutineType) and coroutine.cr_frame:
        yield coroutine.cr_frame
        coroutine = coroutine.cr_await
