"""Asynchronous generators, context managers, comprehensions and context variables."""

import asyncio
import contextlib
import contextvars

request = contextvars.ContextVar("request", default="none")


@contextlib.asynccontextmanager
async def opened(name):
    print("open", name)
    try:
        yield name
    finally:
        await asyncio.sleep(0)
        print("close", name)


async def count(n):
    try:
        for i in range(n):
            await asyncio.sleep(0.01)
            yield i
    finally:
        print("generator closed")


async def handle(n):
    request.set(n)
    await asyncio.sleep(0.01)
    return request.get()


async def main():
    async with opened("a"), contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(opened("b"))
        print([i async for i in count(3)])
        async with contextlib.aclosing(count(10)) as counting:
            async for i in counting:
                if i == 1:
                    break
    print(await asyncio.gather(*map(handle, range(3))), request.get())


asyncio.run(main())
