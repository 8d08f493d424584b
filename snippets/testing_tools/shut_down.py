"""Test that a worker finishes its job before it stops."""

import asyncio


class Worker:
    def __init__(self, handle):
        self.handle = handle
        self.jobs = asyncio.Queue()
        self.task = asyncio.create_task(self.work())

    async def work(self):
        while (job := await self.jobs.get()) is not None:
            await self.handle(job)

    async def stop(self):
        self.jobs.put_nowait(None)
        await self.task


async def test_stop():
    begun, go_on, done = asyncio.Event(), asyncio.Event(), []

    async def handle(job):
        begun.set()
        await go_on.wait()
        done.append(job)

    worker = Worker(handle)
    worker.jobs.put_nowait("print")
    await begun.wait()  # now the job is in hand
    stopping = asyncio.create_task(worker.stop())
    await asyncio.sleep(0)
    print("stopped already:", stopping.done())
    #> stopped already: False
    go_on.set()
    async with asyncio.timeout(1):
        await stopping
    print("done:", done)
    #> done: ['print']


asyncio.run(test_stop())
