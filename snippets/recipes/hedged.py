"""Ask the next server if the first takes too long."""

import asyncio


async def hedged(calls, after):
    left, tasks, waiting, errors = list(calls), [], set(), []
    try:
        while left or waiting:
            if left:
                tasks.append(asyncio.create_task(left.pop(0)()))
                waiting.add(tasks[-1])
            done, waiting = await asyncio.wait(
                waiting,
                timeout=after if left else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in done:
                if error := task.exception():
                    errors.append(error)
                else:
                    return task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    errors = errors or [ValueError("none")]
    raise BaseExceptionGroup("no answer", errors)


async def main():
    async def slow():
        return await asyncio.sleep(1, "slow")

    async def quick():
        return await asyncio.sleep(0.1, "quick")

    print(await hedged([slow, quick], after=0.2))
    #> quick


asyncio.run(main())
