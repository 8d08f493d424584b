"""Find a test that depends on luck: shuffle what is ready."""

import asyncio
import random


async def ask(name, answers):
    await asyncio.sleep(0)  # stands in for a question to a server
    answers.append(name)


async def test_answers():
    answers = []
    async with asyncio.TaskGroup() as group:
        for name in ("Ada", "Bo", "Cy"):
            group.create_task(ask(name, answers))
    assert answers == ["Ada", "Bo", "Cy"]


def shuffle_each_round(loop, luck):
    run_once = loop._run_once

    def shuffle_and_run():
        ready = list(loop._ready)
        luck.shuffle(ready)
        loop._ready.clear()
        loop._ready.extend(ready)
        run_once()

    loop._run_once = shuffle_and_run


asyncio.run(test_answers())
print("in the usual order: passed")
for seed in range(3):
    with asyncio.Runner() as runner:
        shuffle_each_round(runner.get_loop(), random.Random(seed))
        try:
            runner.run(test_answers())
            print(f"seed {seed}: passed")
        except AssertionError:
            print(f"seed {seed}: failed")
