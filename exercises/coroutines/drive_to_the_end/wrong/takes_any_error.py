"""An error in the coroutine doesn't come out of drive."""

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
        except Exception as stop:
            return getattr(stop, "value", None)


print(drive(count(3)))
