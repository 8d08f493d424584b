"""Without `await`, an `async def` returns a coroutine, not a result."""

import asyncio


async def ask_price():
    await asyncio.sleep(0.1)
    return 12


async def with_await():
    return await ask_price()


async def without_await():
    return ask_price()


async def main():
    print(await with_await())
    #> 12
    answer = await without_await()
    print(type(answer).__name__)
    #> coroutine
    print(await answer)
    #> 12


asyncio.run(main())
