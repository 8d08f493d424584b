"""When the tasks end in a different order, the list isn't in the order given."""

import types


@types.coroutine
def give_turn():
    yield


async def count(name, steps):
    for _ in range(steps):
        await give_turn()
    return f"{name} has made {steps} steps"


def run(*tasks):
    ready = list(tasks)
    results = []
    while ready:
        task = ready.pop(0)
        try:
            task.send(None)
        except StopIteration as stop:
            results.append(stop.value)
        else:
            ready.append(task)
    return results


print(run(count("Ada", 3), count("Bob", 1)))
