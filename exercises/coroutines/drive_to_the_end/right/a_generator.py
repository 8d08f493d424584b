"""A generator that delegates to the coroutine."""

import types
from collections.abc import Coroutine
from typing import Any


@types.coroutine
def pause():
    yield "pausing"


async def count(steps: int) -> str:
    for step in range(steps):
        print("step", step + 1)
        await pause()
    return f"{steps} steps done"


def drive(coro: Coroutine) -> Any:
    def wrapper():
        return (yield from coro.__await__())

    generator = wrapper()
    try:
        while 1:
            next(generator)
    except StopIteration as stop:
        return stop.value


if __name__ == "__main__":
    result = drive(count(3))
    print(result)
