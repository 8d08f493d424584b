"""`asyncio.run` makes a loop each time. A Runner keeps its loop."""

import asyncio


async def which_loop():
    return asyncio.get_running_loop()


first = asyncio.run(which_loop())
second = asyncio.run(which_loop())
print("run, run: the same loop?", first is second)
#> run, run: the same loop? False

with asyncio.Runner() as runner:
    first = runner.run(which_loop())
    second = runner.run(which_loop())
print("Runner: the same loop?", first is second)
#> Runner: the same loop? True
