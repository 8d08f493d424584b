"""Show how many of the tasks are done."""

import asyncio


async def for_each(items, action, report):
    items = list(items)
    done = 0

    async def one(item):
        nonlocal done
        result = await action(item)
        done += 1
        report(done, len(items))
        return result

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(item)) for item in items]
    return [task.result() for task in tasks]


def bar(done, total):
    share = 10 * done // total
    print(f"[{'#' * share:.<10}] {done} of {total}")
    #> [##........] 1 of 4
    #> [#####.....] 2 of 4
    #> [#######...] 3 of 4
    #> [##########] 4 of 4


async def download(name):
    await asyncio.sleep(len(name) / 10)  # the network takes its time
    return len(name)


async def main():
    names = ["bb.jpg", "a.jpg", "dddd.jpg", "ccc.jpg"]
    print(await for_each(names, download, bar))
    #> [6, 5, 8, 7]


asyncio.run(main())
