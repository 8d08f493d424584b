"""Pages that wait for a slow host hold no slot."""

import asyncio
import time

PAGES = ["slow 1", "slow 2", "slow 3", "fast 1", "fast 2", "fast 3"]
SECONDS = {"slow": 0.4, "fast": 0.1}


async def check(page, slots, hosts, start):
    host = page.split()[0]
    async with hosts[host], slots:
        await asyncio.sleep(SECONDS[host])
    print(f"{page} after {time.monotonic() - start:.1f} s")


async def main():
    start = time.monotonic()
    slots = asyncio.Semaphore(2)  # requests at once
    hosts = {host: asyncio.Semaphore(1) for host in SECONDS}
    async with asyncio.TaskGroup() as group:
        for page in PAGES:
            work = check(page, slots, hosts, start)
            group.create_task(work, name=page)


asyncio.run(main())
