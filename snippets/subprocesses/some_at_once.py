# /// script
# [tool.lab]
# clock = { use = "own", reason = "another program keeps to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Many programs, but no more than three of them at the same time."""

import asyncio
import sys

CHILD = (
    "import sys, time; time.sleep(0.05); print(int(sys.argv[1]) ** 2)"
)


class Running:
    now = most = 0


async def square(number, turn):
    async with turn:
        Running.now += 1
        Running.most = max(Running.most, Running.now)
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            CHILD,
            str(number),
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await child.communicate()
        Running.now -= 1
    return int(output)


async def main():
    turn = asyncio.Semaphore(3)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(square(n, turn)) for n in range(8)]
    print([task.result() for task in tasks])
    print("most at once:", Running.most)


asyncio.run(main())
