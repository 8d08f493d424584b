"""A generator takes the value."""

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
    result = None

    def steps():
        nonlocal result
        result = yield from coroutine.__await__()

    for _ in steps():
        pass
    return result


print(drive(count(3)))
