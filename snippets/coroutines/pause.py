"""A coroutine can stop halfway and continue from there later."""

import types


@types.coroutine
def pause():
    yield "pausing"


async def double(x):
    print("double: half way")
    await pause()
    print("double: done")
    return x * 2


coroutine = double(6)
print("driver:", coroutine.send(None))
print("driver: something else in the meantime")
try:
    coroutine.send(None)
except StopIteration as stop:
    print("driver:", stop.value)
