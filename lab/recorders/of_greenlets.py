"""Records greenlets: the library greenlet tells of each switch from one to another."""

from __future__ import annotations

from typing import Any

from lab.recorders.notes import Notes, outermost_first, waits
from lab.trace.data import CANCELLED, RAISED, RETURNED


class _Switches:
    """Takes down each switch.

    Args:
        greenlet: The library.
        notes: Takes it down.
    """

    def __init__(self, greenlet: Any, notes: Notes) -> None:  # noqa: ANN401 - the module
        self.greenlet, self.notes = greenlet, notes
        self.source = notes.program.read_text("utf-8")
        self.stopped: set[object] = set()
        greenlet.settrace(self.switched)

    def switched(self, event: str, between: tuple[Any, Any]) -> None:
        """Hear of a switch; `throw` raises something in the one that goes on."""
        left, entered = between
        if left is entered:
            return
        is_stopped = event == "throw" and self.notes.knows(entered) and not left.dead
        if is_stopped:
            self.stopped.add(entered)
        if is_stopped and self.notes.knows(left):
            self.notes.cancel(entered, "GreenletExit")
        self.leave(left)
        if is_stopped and not self.notes.knows(left):  # gevent's hub
            self.notes.cancel(entered, "GreenletExit")
        self.notes.begin(entered)

    def leave(self, left: Any) -> None:  # noqa: ANN401 - a greenlet
        """Note where a greenlet stops, or how it ended."""
        if left.dead:
            if self.notes.knows(left):
                self.notes.finish(left, *self.outcome(left))
            self.notes.end()
            return
        frames = outermost_first(left.gr_frame)
        self.notes.end(frames, waits(frames, self.notes.program, self.source))

    def outcome(self, ended: Any) -> tuple[str, str]:  # noqa: ANN401 - a greenlet
        """How a greenlet ended."""
        error = getattr(ended, "exception", None)  # gevent's have it
        if ended in self.stopped:
            return CANCELLED, ""
        return (RAISED, f"{type(error).__name__}: {error}") if error else (RETURNED, "")


def record_tasklets(notes: Notes) -> None:
    """Record greenlets that a program makes itself; the first one, which starts them, is no task.

    Args:
        notes: Takes it down.
    """
    import greenlet  # type: ignore[import-untyped]  # it has no type hints

    _Switches(greenlet, notes)

    class Noted(greenlet.greenlet):  # type: ignore[misc]  # the library has no type hints
        """Is noted when it is made."""

        def __init__(self, run: Any) -> None:  # noqa: ANN401 - as greenlet has it
            super().__init__(run)
            cells = run.__closure__ or ()
            functions = [cell.cell_contents for cell in cells if callable(cell.cell_contents)]
            notes.create(self, (functions or [run])[0].__name__)

    greenlet.greenlet = Noted
    notes.begin(greenlet.getcurrent())


def record_gevent(notes: Notes) -> None:
    """Record gevent's greenlets, and the one in which the program itself runs.

    Args:
        notes: Takes it down.
    """
    import gevent  # type: ignore[import-untyped]  # nor has it
    import greenlet

    main = greenlet.getcurrent()
    notes.create(main, "<module>", name="main")
    notes.begin(main)
    _Switches(greenlet, notes)
    gevent.Greenlet.add_spawn_callback(lambda spawned: notes.create(spawned, spawned._run.__name__))
