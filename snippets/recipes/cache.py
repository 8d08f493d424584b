"""Keep each answer for a while; one request for all who ask."""

import asyncio
from functools import partial


class Cache:
    def __init__(self, fetch, seconds):
        self.fetch, self.seconds = fetch, seconds
        self.tasks = {}

    async def get(self, key):
        if key not in self.tasks:
            task = asyncio.create_task(self.fetch(key))
            self.tasks[key] = task
            task.add_done_callback(partial(self.fetched, key))
        return await asyncio.shield(self.tasks[key])

    def fetched(self, key, task):
        if task.cancelled() or task.exception():
            del self.tasks[key]
        else:
            later = task.get_loop().call_later
            later(self.seconds, self.tasks.pop, key)


async def fetch(path):
    print("asked for", path)
    await asyncio.sleep(0.1)  # the server takes its time
    return f"page {path}"


async def main():
    pages = Cache(fetch, seconds=1)
    print(await asyncio.gather(pages.get("/"), pages.get("/")))
    await asyncio.sleep(1)
    print(await pages.get("/"))


asyncio.run(main())
