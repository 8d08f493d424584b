"""For each host, at most two requests at once and 300 a minute."""

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager


class Hosts:
    def __init__(self, at_once, per_minute):
        self.pause = 60 / per_minute
        self.due = defaultdict(float)
        self.locks = defaultdict(asyncio.Lock)
        self.slots = defaultdict(lambda: asyncio.Semaphore(at_once))

    @asynccontextmanager
    async def slot(self, host):
        loop = asyncio.get_running_loop()
        async with self.slots[host]:
            async with self.locks[host]:
                await asyncio.sleep(self.due[host] - loop.time())
                self.due[host] = loop.time() + self.pause
            yield


async def fetch(host, hosts, start):
    async with hosts.slot(host):
        now = asyncio.get_running_loop().time()
        print(f"{now - start:.1f} s: asked {host}")
        #> 0.0 s: asked mill
        #> 0.0 s: asked farm
        #> 0.2 s: asked mill
        #> 0.5 s: asked mill
        await asyncio.sleep(0.5)  # the server takes its time


async def main():
    start = asyncio.get_running_loop().time()
    hosts = Hosts(at_once=2, per_minute=300)
    async with asyncio.TaskGroup() as group:
        for host in ["mill", "mill", "mill", "farm"]:
            group.create_task(fetch(host, hosts, start), name=host)


asyncio.run(main())
