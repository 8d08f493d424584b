"""Tasks that come out of a set in the same order at each run."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

_Result = TypeVar("_Result")

earlier_tasks = 0
"""How many tasks asyncio has named for programs that ran in this process before.

Where a process runs one program after another, as a page does, each can so start with `Task-1`.
"""


def take_the_name_of(class_: type, subclass: type) -> None:
    """Let a program that prints an object of the subclass, or its type, print the same."""
    subclass.__name__, subclass.__qualname__ = class_.__name__, class_.__qualname__
    subclass.__module__ = class_.__module__


class OrderedTask(asyncio.Task[_Result]):
    """A task whose hash is a number.

    asyncio keeps tasks in sets, and `asyncio.TaskGroup` and `asyncio.run` cancel them in the order
    in which they come out. That depends on the hash, which else is the place in memory.

    Args:
        number: The hash.
        arguments: Those of `asyncio.Task`.
        options: Ditto.
    """

    def __init__(self, number: int, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - ditto
        self._number = number  # before all else, since `asyncio.Task` puts itself into such a set
        super().__init__(*arguments, **options)
        if earlier_tasks and options.get("name") is None:
            self.set_name(f"Task-{int(self.get_name().removeprefix('Task-')) - earlier_tasks}")

    def __hash__(self) -> int:
        return self._number


take_the_name_of(asyncio.Task, OrderedTask)
