"""Drive a coroutine until it ends, however often it pauses."""

import types


# The checks use this name: keep it.
@types.coroutine
def pause():
    yield "pausing"


# The checks use this name: keep it.
async def count(steps):
    for step in range(steps):
        print("step", step + 1)
        await pause()
    return f"{steps} steps done"


# The checks use this name: keep it.
def drive(coroutine):
    while True:
        try:
            coroutine.send(None)
        except StopIteration as stop:
            return stop.value


print(drive(count(3)))
