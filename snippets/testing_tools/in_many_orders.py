"""Run a test in many orders, and say which one fails."""

import asyncio
import random


def in_many_orders(test, orders=100):
    for seed in range(orders):
        with asyncio.Runner() as runner:
            loop = runner.get_loop()
            shuffle_each_round(loop, random.Random(seed))
            try:
                runner.run(test())
            except Exception as error:
                error.add_note(f"seed {seed}")
                raise


def shuffle_each_round(loop, luck):
    run_once = loop._run_once

    def shuffle_and_run():
        ready = list(loop._ready)
        luck.shuffle(ready)
        loop._ready.clear()
        loop._ready.extend(ready)
        run_once()

    loop._run_once = shuffle_and_run


async def test_a_queue():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(queue.put(number))
    assert sorted(queue.get_nowait() for _ in range(3)) == [0, 1, 2]


in_many_orders(test_a_queue)
print("passed in each order")
#> passed in each order
