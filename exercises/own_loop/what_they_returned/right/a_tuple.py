"""A tuple, printed line by line."""

import types
from collections import deque


@types.coroutine
def give_turn():
    yield


async def count(name: str, steps: int) -> str:
    for _ in range(steps):
        await give_turn()
    return f"{name} has made {steps} steps"


def run(*tasks):
    returned = {}
    ready = deque(tasks)
    while ready:
        task = ready.popleft()
        try:
            task.send(None)
        except StopIteration as stop:
            returned[task] = stop.value
        else:
            ready.append(task)
    return tuple(returned[task] for task in tasks)


def main():
    for result in run(count("Ada", 3), count("Bob", 1)):
        print(result)


if __name__ == "__main__":
    main()
