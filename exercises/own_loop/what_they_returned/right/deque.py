"""A deque, and a tuple at the end."""

import types
from collections import deque


@types.coroutine
def give_turn():
    yield


async def count(name, steps):
    for _ in range(steps):
        await give_turn()
    return f"{name} has made {steps} steps"


def run(*tasks):
    values = {}
    ready = deque(tasks)
    while ready:
        task = ready.popleft()
        try:
            task.send(None)
        except StopIteration as stop:
            values[id(task)] = stop.value
        else:
            ready.append(task)
    return tuple(values[id(task)] for task in tasks)


print(run(count("Ada", 3), count("Bob", 1)))
