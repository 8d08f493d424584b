"""One request for everyone who wants the same thing at once."""

import asyncio


class Shared:
    def __init__(self, fetch):
        self.fetch = fetch
        self.tasks = {}

    async def get(self, key):
        if key not in self.tasks:
            task = asyncio.create_task(self.fetch(key), name=key)
            self.tasks[key] = task
            task.add_done_callback(lambda _: self.tasks.pop(key))
        return await asyncio.shield(self.tasks[key])


async def fetch(path):
    print("asking for", path)
    #> asking for /news
    await asyncio.sleep(0.2)  # a server takes its time
    return f"the page {path}"


async def impatient(pages):
    async with asyncio.timeout(0.1):
        await pages.get("/news")


async def main():
    pages = Shared(fetch)
    calls = [pages.get("/news"), impatient(pages), pages.get("/news")]
    print(await asyncio.gather(*calls, return_exceptions=True))
    #> ['the page /news', TimeoutError(), 'the page /news']


asyncio.run(main())
