"""Search once the reader has stopped typing."""

import asyncio


async def debounced(values, calm, action):
    while True:
        value = await values.get()
        try:
            while True:
                async with asyncio.timeout(calm):
                    value = await values.get()
        except TimeoutError:
            await action(value)


async def search(text):
    print("search for", text)
    await asyncio.sleep(0.1)  # the search takes its time


async def main():
    typed = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        searches = group.create_task(
            debounced(typed, 0.3, search), name="searches"
        )
        for text, pause in [("t", 0.1), ("ta", 0.1), ("tas", 0.5)]:
            print("typed", text)
            typed.put_nowait(text)
            await asyncio.sleep(pause)
        searches.cancel()


asyncio.run(main())
