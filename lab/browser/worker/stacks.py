"""Functions that can be suspended, where the browser can suspend WebAssembly (JSPI).

Each runs on a stack of its own: the worker calls it in a way that can be suspended, and it waits
for a promise. Pyodide keeps Python's own state with the stack: frames, exceptions, context.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from lab.loop import tasks

_page_loop = asyncio._get_running_loop()
_run_sync: Any = getattr(sys.modules.get("_pyodide_core"), "run_sync", None)  # closed later


@contextlib.contextmanager
def _in_page_loop() -> Iterator[None]:
    """Let Pyodide's own loop run in this block: it has to deal with promises."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(_page_loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


def wait_for(promise: Callable[[], Any]) -> Any:  # noqa: ANN401 - JavaScript's
    """Suspend the stack that asks until a promise is kept; return with what.

    Args:
        promise: Makes it.
    """
    with _in_page_loop():
        return _run_sync(promise())


def _switch_to(promise: Any) -> None:  # noqa: ANN401 - JavaScript's
    tasks.earlier_tasks += 1  # for each change of stacks, asyncio counts one that has no name yet
    wait_for(lambda: promise)


class Switch(Protocol):
    """What the worker offers for this: see `wait.ts`."""

    def spawn(self, function: Callable[[], object]) -> object:
        """Call a function soon, on a stack of its own."""

    def defer(self) -> Any:  # noqa: ANN401 - an object of JavaScript
        """Make a `promise`, and the function `resolve` that keeps it."""


class SuspendableStack:
    """A function on a stack of its own: what `lab.loop.stand_in.Stack` describes.

    Args:
        function: It must not raise.
        switch: The worker's.
    """

    def __init__(self, function: Callable[[], object], switch: Switch) -> None:
        self.is_over = False
        self._function = function
        self._switch = switch
        self._inside: Any = None
        self._outside: Any = None

    def resume(self) -> None:
        """Run the function until it suspends itself, or ends."""
        self._outside = self._switch.defer()
        outside = self._outside.promise
        if self._inside is None:
            with _in_page_loop():
                self._switch.spawn(self._run)
        else:
            self._inside.resolve()
        _switch_to(outside)

    def suspend(self) -> None:
        """Go back to where the function was resumed. Called from inside of it."""
        self._inside = self._switch.defer()
        inside = self._inside.promise
        self._outside.resolve()
        _switch_to(inside)

    def _run(self) -> None:
        asyncio._set_running_loop(None)
        try:
            self._function()
        finally:
            self.is_over = True
            self._outside.resolve()
