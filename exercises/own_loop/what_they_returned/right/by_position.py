"""A list with a place for each."""

import types


@types.coroutine
def give_turn():
    yield


async def count(name, steps):
    for _ in range(steps):
        await give_turn()
    return f"{name} has made {steps} steps"


def run(*tasks):
    results = [None] * len(tasks)
    ready = list(enumerate(tasks))
    while ready:
        place, task = ready.pop(0)
        try:
            task.send(None)
        except StopIteration as stop:
            results[place] = stop.value
            continue
        ready.append((place, task))
    return results


print(run(count("Ada", 3), count("Bob", 1)))
