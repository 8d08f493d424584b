"""Tasks that come out of a set in the same order at each run."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

_Result = TypeVar("_Result")

earlier_tasks = 0
"""How many tasks asyncio has named that aren't the program's.

Where a process runs one program after another, as a page does, each can so start with `Task-1`.
"""


class _NoLoop:
    """What a task asks of a loop when it is made, and nothing more."""

    @staticmethod
    def get_debug() -> bool:
        return False

    @staticmethod
    def call_soon(*_: object, **__: object) -> None:
        pass


def named_so_far() -> int:
    """Ask asyncio how many tasks it has named, by letting it name one more."""
    coroutine, loop = asyncio.sleep(0), _NoLoop()
    task: Any = asyncio.Task(coroutine, loop=loop)  # type: ignore[arg-type]  # no more is needed
    task._log_destroy_pending = False
    coroutine.close()
    return _number_in(task.get_name())


def next_name() -> str:
    """Take the name that asyncio would give to the next task of this program."""
    return f"Task-{named_so_far() - earlier_tasks}"


def _number_in(name: str) -> int:
    return int(name.removeprefix("Task-"))


def makes_eager_tasks(factory: Any) -> bool:  # noqa: ANN401 - what a program gave to the loop
    """Tell whether a task factory is asyncio's own for eager tasks, which came with Python 3.12."""
    eager: Any = getattr(asyncio, "eager_task_factory", None)
    if eager is None or getattr(factory, "__code__", None) is not eager.__code__:
        return False
    return [cell.cell_contents for cell in factory.__closure__] == [asyncio.Task]


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
        counts_on = bool(earlier_tasks) and options.get("name") is None
        if counts_on and options.get("eager_start"):  # it runs, and may use its name, before we can
            options["name"], counts_on = next_name(), False
        super().__init__(*arguments, **options)
        if counts_on:
            self.set_name(f"Task-{_number_in(self.get_name()) - earlier_tasks}")

    def __hash__(self) -> int:
        return self._number


take_the_name_of(asyncio.Task, OrderedTask)
