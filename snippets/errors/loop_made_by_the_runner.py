"""`asyncio.run` makes the loop, in whichever thread it is called."""

import asyncio
import threading


async def double(x):
    return x * 2


def work():
    print(asyncio.run(double(6)))


print(asyncio.run(double(5)))
thread = threading.Thread(target=work)
thread.start()
thread.join()
