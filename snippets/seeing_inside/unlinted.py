# /// script
# dependencies = ["ruff", "flake8-async"]
# [tool.lab]
# exit = { status = 1, reason = "the linters find mistakes" }
# [tool.lab.run]
# with = "ruff check --isolated --output-format=concise --select ASYNC,RUF006; flake8-async"
# reason = "linters read it, and nothing runs it"
# ///
"""A file with seven mistakes, and what two linters find."""

import asyncio
import time


async def report(path):
    with open(path) as file:
        text = file.read()
    time.sleep(1)
    return text


async def wait_for_it(box):
    while not box.full:
        await asyncio.sleep(0.1)


async def read_both(box):
    asyncio.create_task(report("news.txt"))
    try:
        await wait_for_it(box)
    except asyncio.CancelledError:
        print("stopped")
    report("map.txt")
