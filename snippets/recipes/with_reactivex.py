# /// script
# dependencies = ["reactivex"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry reactivex" }
# ///
"""With reactivex: search once the reader has stopped typing."""

import asyncio

from reactivex import Subject, operators
from reactivex.scheduler.eventloop import AsyncIOScheduler


async def search(text):
    print("search for", text)
    await asyncio.sleep(0.1)  # the search takes its time


async def main():
    typed = Subject()
    scheduler = AsyncIOScheduler(asyncio.get_running_loop())
    calm = typed.pipe(operators.debounce(0.3, scheduler))
    async with asyncio.TaskGroup() as group:
        searches = calm.subscribe(
            lambda text: group.create_task(search(text))
        )
        for text, pause in [("t", 0.1), ("ta", 0.1), ("tas", 0.5)]:
            print("typed", text)
            typed.on_next(text)
            await asyncio.sleep(pause)
        searches.dispose()


asyncio.run(main())
