"""A loop with timers: when no task is ready, it sleeps until one is."""

import heapq
import time
import types
from collections import deque
from itertools import count


@types.coroutine
def sleep(seconds):
    yield seconds  # to the loop: wake me after so many seconds


async def boil(what, seconds):
    print(what, "is on")
    await sleep(seconds)
    print(what, "is done")


def run(*tasks):
    ready = deque(tasks)
    timers, number = [], count()
    while ready or timers:
        if not ready:
            due, _, task = heapq.heappop(timers)
            time.sleep(max(0, due - time.monotonic()))
            ready.append(task)
        task = ready.popleft()
        try:
            seconds = task.send(None)
        except StopIteration:
            print("  one task less")
        else:
            due = time.monotonic() + seconds
            heapq.heappush(timers, (due, next(number), task))


start = time.monotonic()
run(boil("rice", 0.3), boil("tea", 0.1), boil("egg", 0.2))
print(f"all together: {time.monotonic() - start:.1f} s")
