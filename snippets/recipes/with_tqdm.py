# /// script
# dependencies = ["tqdm"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry tqdm" }
# ///
"""With tqdm: show how many of the tasks are done."""

import asyncio
import io

from tqdm import tqdm


async def for_each(items, action, **options):
    items = list(items)
    with tqdm(total=len(items), **options) as bar:

        async def one(item):
            result = await action(item)
            bar.update()
            return result

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(item)) for item in items]
    return [task.result() for task in tasks]


async def download(name):
    await asyncio.sleep(len(name) / 10)  # the network takes its time
    return len(name)


async def main():
    names = ["bb.jpg", "a.jpg", "dddd.jpg", "ccc.jpg"]
    drawn = io.StringIO()  # in a terminal, leave the options out
    options = {"file": drawn, "ascii": True, "mininterval": 0}
    options["bar_format"] = "{bar:20} {n} of {total}"
    sizes = await for_each(names, download, **options)
    print(*drawn.getvalue().split("\r"), sep="\n")
    print(sizes)


asyncio.run(main())
