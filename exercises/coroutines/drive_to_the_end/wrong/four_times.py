"""A coroutine that pauses 500 times is not driven until it ends."""

import types


@types.coroutine
def pause():
    yield "pausing"


async def count(steps):
    for step in range(steps):
        print("step", step + 1)
        await pause()
    return f"{steps} steps done"


def drive(coroutine):
    for _ in range(4):
        try:
            coroutine.send(None)
        except StopIteration as stop:
            return stop.value


print(drive(count(3)))
