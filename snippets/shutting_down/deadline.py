"""Some jobs finish before the deadline. The others are cancelled."""

import asyncio


async def job(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(f"{name}: done")
    except asyncio.CancelledError:
        print(f"{name}: given up")
        raise


async def shut_down(tasks, seconds):
    done, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late, timeout=1)
    print("finished:", len(done), "late:", len(late))


async def main():
    jobs = {"receipt": 0.2, "letter": 0.4, "film": 60}
    tasks = [
        asyncio.create_task(job(name, seconds), name=name)
        for name, seconds in jobs.items()
    ]
    await shut_down(tasks, 0.5)


asyncio.run(main())
