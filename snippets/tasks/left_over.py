"""When main returns, tasks that aren't done are cancelled."""

import asyncio


async def save(text):
    try:
        print("save: begins")
        await asyncio.sleep(0.3)
        print("save: done")
    finally:
        print("save: ends")


async def main():
    task = asyncio.create_task(save("my diary"))
    await asyncio.sleep(0.1)
    print("main: is it saved?", task.done())


asyncio.run(main())
