"""A list, printed line by line."""

import types


@types.coroutine
def give_turn():
    yield


async def count(name, steps):
    for _ in range(steps):
        await give_turn()
    return f"{name} has made {steps} steps"


def run(*tasks):
    ready = list(enumerate(tasks))
    results = [None] * len(tasks)
    while ready:
        number, task = ready.pop(0)
        try:
            task.send(None)
        except StopIteration as stop:
            results[number] = stop.value
            continue
        ready.append((number, task))
    return results


for line in run(count("Ada", 3), count("Bob", 1)):
    print(line)
