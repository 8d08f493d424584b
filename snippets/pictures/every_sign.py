# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow step, too" }
# ///
"""One program with every sign that a picture can show."""

import asyncio
import time


async def read():
    for line in ["first line", "second line"]:
        await asyncio.sleep(0.1)
        print(line)


async def count():
    await asyncio.sleep(0.15)
    time.sleep(0.2)  # a call that blocks


async def listen():
    await asyncio.Event().wait()  # no task ever sets this event


async def fail():
    await asyncio.sleep(0.5)
    raise ValueError("no such page")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for coroutine in [read(), count(), listen(), fail()]:
                group.create_task(coroutine)
    except* ValueError as errors:
        print("failed:", errors.exceptions[0])


asyncio.run(main())
