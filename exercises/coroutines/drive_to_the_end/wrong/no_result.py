"""drive doesn't return what the coroutine returned."""

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
    while True:
        try:
            coroutine.send(None)
        except StopIteration:
            break


print(drive(count(3)))
