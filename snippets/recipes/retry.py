"""Try again after random pauses that grow, within a deadline."""

import asyncio
import random


async def retry(call, attempts=5, pause=0.2, longest=5, within=30):
    task = asyncio.current_task()
    asked = task.cancelling()
    async with asyncio.timeout(within):
        for _ in range(attempts - 1):
            try:
                return await call()
            except OSError as error:
                if task.cancelling() > asked:
                    raise  # the time is up, or the task is cancelled
                seconds = random.uniform(0, pause)
                print(f"{error}; again in {seconds:.1f} s")
                #> busy; again in 0.1 s
                #> still busy; again in 0.1 s
            await asyncio.sleep(seconds)
            pause = min(2 * pause, longest)
        return await call()


errors = [OSError("busy"), OSError("still busy")]


async def fetch():  # plays the server
    await asyncio.sleep(0.1)
    if errors:
        raise errors.pop(0)
    return "news"


async def main():
    random.seed(7)  # only here: the page shows the same each time
    print(await retry(fetch))
    #> news


asyncio.run(main())
