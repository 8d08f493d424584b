"""Do something with each of many items, with at most two at once."""

import asyncio


async def for_each(items, action, at_once):
    items = iter(items)
    results = {}

    async def worker():
        for item in items:
            results[item] = await action(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(worker())
    return results


async def download(name):
    print("begin", name)
    #> begin a.jpg
    #> begin bb.jpg
    #> begin ccc.jpg
    await asyncio.sleep(0.1)  # the network takes its time
    return len(name)


async def main():
    names = ["a.jpg", "bb.jpg", "ccc.jpg"]
    print(await for_each(names, download, at_once=2))
    #> {'a.jpg': 5, 'bb.jpg': 6, 'ccc.jpg': 7}


asyncio.run(main())
