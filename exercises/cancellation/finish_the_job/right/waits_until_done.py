"""A loop that waits until the job is done and remembers that it was cancelled."""

import asyncio as aio


async def do(job: str) -> None:
    print(job, "begins")
    await aio.sleep(0.2)
    print(job, "done")


async def worker(jobs: list[str]) -> None:
    for job in jobs:
        running = aio.ensure_future(do(job))
        cancelled = False
        while not running.done():
            try:
                await aio.wait([running])  # wait leaves the task alone
            except aio.CancelledError:
                cancelled = True
        running.result()
        if cancelled:
            raise aio.CancelledError


async def main() -> None:
    task = aio.create_task(worker(["job A", "job B", "job C"]))
    await aio.sleep(0.3)
    task.cancel()
    await aio.wait([task])
    print("worker stopped")


if __name__ == "__main__":
    aio.run(main())
