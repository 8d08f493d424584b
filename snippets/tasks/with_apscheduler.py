# /// script
# dependencies = ["apscheduler"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry apscheduler" }
# ///
"""With APScheduler: do something every 0.2 seconds."""

import asyncio
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler


async def main():
    start = asyncio.get_running_loop().time()
    times = asyncio.Queue()

    async def report():
        times.put_nowait(asyncio.get_running_loop().time() - start)

    scheduler = AsyncIOScheduler()
    scheduler.add_job(
        report, "interval", seconds=0.2, next_run_time=datetime.now()
    )
    scheduler.start()
    try:
        for _ in range(4):
            print(f"{await times.get():.1f} s")
            #> 0.0 s
            #> 0.2 s
            #> 0.4 s
            #> 0.6 s
    finally:
        scheduler.shutdown()


asyncio.run(main())
