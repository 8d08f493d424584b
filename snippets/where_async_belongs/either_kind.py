"""Take a plain function or a coroutine function, and call it."""

import asyncio
import inspect


async def call(function, *arguments):
    result = function(*arguments)
    if inspect.isawaitable(result):
        result = await result
    return result


def plain(name):
    return f"Hello, {name}!"


async def waits(name):
    await asyncio.sleep(0.1)  # the speaker takes its time
    return f"Goodbye, {name}!"


async def main():
    for function in [plain, waits]:
        print(await call(function, "Ada"))
        #> Hello, Ada!
        #> Goodbye, Ada!


asyncio.run(main())
