"""A list and a flag, with a condition that wakes those who wait."""

import asyncio


class Jobs:
    def __init__(self):
        self.waiting = []
        self.closed = False
        self.changed = asyncio.Condition()

    async def put(self, job):
        async with self.changed:
            self.waiting.append(job)
            self.changed.notify()

    async def close(self):
        async with self.changed:
            self.closed = True
            self.changed.notify_all()

    async def get(self):
        async with self.changed:
            await self.changed.wait_for(lambda: self.waiting or self.closed)
            return self.waiting.pop(0) if self.waiting else None


async def worker(name, jobs):
    while job := await jobs.get():
        await asyncio.sleep(0.1)
        print(name, "has done", job)
    print(name, "goes home")


async def main():
    jobs = Jobs()
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(worker(name, jobs))
        for job in ["wash", "dry", "iron", "fold"]:
            await asyncio.sleep(0.2)
            await jobs.put(job)
        await jobs.close()


asyncio.run(main())
