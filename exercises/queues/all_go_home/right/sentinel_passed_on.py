"""A sentinel of its own that each worker passes on."""

import asyncio as aio

NO_MORE = object()


async def work(name, jobs):
    while True:
        job = await jobs.get()
        if job is NO_MORE:
            jobs.put_nowait(NO_MORE)  # for the next one
            break
        await aio.sleep(0.1)
        print(name, "has done", job)
    print(name, "goes home")


async def main():
    jobs = aio.Queue()
    people = [aio.create_task(work(n, jobs)) for n in ("Ada", "Bob", "Eve")]
    for job in ["wash", "dry", "iron", "fold"]:
        await aio.sleep(0.2)
        await jobs.put(job)
    await jobs.put(NO_MORE)
    await aio.gather(*people)


if __name__ == "__main__":
    aio.run(main())
