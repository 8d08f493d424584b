"""A coroutine, a task and a future: who fills in the result."""

import asyncio
import inspect


async def boil(name):
    print(name, "begins")
    await asyncio.sleep(0.1)
    return f"{name} is done"


async def main():
    coroutine = boil("egg")  # nothing runs yet
    task = asyncio.create_task(boil("rice"))  # runs beside this one
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(
        0.1, future.set_result, "the bell rings"
    )
    print("main waits")
    await asyncio.sleep(0.2)
    for one in [coroutine, task, future]:
        print(type(one).__name__, inspect.isawaitable(one), await one)


asyncio.run(main())
