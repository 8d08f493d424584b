"""The names of a learner's program, for checks that call its functions or change its values."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Callable, Coroutine, Iterator, Mapping, MutableMapping, Set
from typing import Any

from lab.loop.clock import replaced
from lab.loop.event_loop import EventLoop


class NotAsAgreedError(Exception):
    """The program lacks what a check uses; the message is for the learner."""


class Program:
    """A learner's program, loaded but not started: its global names are attributes.

    Args:
        names: The global names.
        defined: The names of all functions and classes, wherever they are.
    """

    def __init__(self, names: Mapping[str, Any], defined: Set[str]) -> None:
        self._names = names
        self._defined = defined

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the learner wrote
        """Give what the program calls by this name.

        Raises:
            NotAsAgreedError: There is no such name, or it can't be called in this way.
        """
        if name not in self._names:
            raise NotAsAgreedError(keep(name, self._defined))
        value = self._names[name]
        if not callable(value):
            return value

        def call(*arguments: object, **named: object) -> Any:  # noqa: ANN401 - ditto
            if not _takes(value, arguments, named):
                raise NotAsAgreedError(_keep_arguments(name, len(arguments) + len(named)))
            return value(*arguments, **named)

        return call


class Changed(MutableMapping[str, Any]):
    """The global names of a program, some of which are given other values than it says.

    A name gets the other value where the program first binds it, so all that comes later uses
    that. What the program does with the name is left as it is.

    Args:
        names: The global names.
        changes: The other values, by name.
    """

    def __init__(self, names: dict[str, Any], changes: Mapping[str, Any]) -> None:
        self._names = names
        self._changes = dict(changes)

    @property
    def unused(self) -> list[str]:
        """The names that the program has not bound so far."""
        return list(self._changes)

    def __setitem__(self, name: str, value: Any) -> None:  # noqa: ANN401 - ditto
        """Bind a name, as the program does in a statement outside of functions."""
        if name in self._changes:
            change = self._changes.pop(name)
            if inspect.isfunction(change):
                arguments = tuple(inspect.signature(change).parameters)
                if not _takes(value, arguments, {}):
                    raise NotAsAgreedError(_keep_arguments(name, len(arguments)))
            value = change
        self._names[name] = value

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - ditto
        """Look a name up."""
        return self._names[name]

    def __delitem__(self, name: str) -> None:
        """Unbind a name."""
        del self._names[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._names)


def keep(name: str, defined: Set[str] = frozenset()) -> str:
    """Say which name a check uses, and does not find.

    Args:
        name: The name.
        defined: The names of all functions and classes, wherever they are.
    """
    if name in defined:
        return f"The checks use `{name}`: keep it outside of other functions and classes."
    return f"The checks use `{name}`: keep this name."


def _keep_arguments(name: str, count: int) -> str:
    arguments = "1 argument" if count == 1 else f"{count or 'no'} arguments"
    return f"The checks call `{name}` with {arguments}: let it take them."


def _takes(
    value: Callable[..., Any], arguments: tuple[object, ...], named: Mapping[str, object]
) -> bool:
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):  # not known of all that is built in
        return True
    try:
        signature.bind(*arguments, **named)
    except TypeError:
        return False
    return True


async def ends_as_cancelled(coroutine: Coroutine[Any, Any, object], after: float = 0.1) -> bool:
    """Cancel a coroutine's task while it waits, and tell whether it ended as cancelled.

    Args:
        coroutine: What a check calls of the program.
        after: The seconds until it is cancelled.
    """
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(after)
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled()


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Let a program get no further than to where it starts its loop.

    A loop cancels what it is asked to run, so that none of it gets to its first line. That ends
    the program with a CancelledError, its functions made and its values as it wrote them.
    """
    run_forever = EventLoop.run_forever
    held: list[EventLoop] = []

    def cancel_all(loop: EventLoop) -> None:
        held.append(loop)
        for task in asyncio.all_tasks(loop):
            task.cancel()
        run_forever(loop)

    try:
        with replaced(EventLoop, run_forever=cancel_all):
            yield
    finally:
        for loop in held:  # which the program would have closed
            loop.close()
        if held:
            asyncio.set_event_loop(None)
