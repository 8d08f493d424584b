"""Tasks that come out of a set in the same order at each run."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

_Result = TypeVar("_Result")


class Task(asyncio.Task[_Result]):
    """A task whose hash is a number.

    asyncio keeps tasks in sets, and `asyncio.TaskGroup` and `asyncio.run` cancel them in the order
    in which they come out. That depends on the hash, which else is the place in memory.

    Args:
        number: the hash.
        arguments: those of `asyncio.Task`.
        options: dito.
    """

    def __init__(self, number: int, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - dito
        self._number = number  # before all else, since `asyncio.Task` puts itself into such a set
        super().__init__(*arguments, **options)

    def __hash__(self) -> int:
        return self._number
