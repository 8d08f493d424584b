"""Make `run` return what its tasks returned, in the order given."""

import types


# The checks use this name: keep it.
@types.coroutine
def give_turn():
    yield


# The checks use this name: keep it.
async def count(name, steps):
    for _ in range(steps):
        await give_turn()
    return f"{name} has made {steps} steps"


# The checks use this name: keep it.
def run(*tasks):
    ready = list(tasks)
    results = {}
    while ready:
        task = ready.pop(0)
        try:
            task.send(None)
        except StopIteration as stop:
            results[task] = stop.value
        else:
            ready.append(task)
    return [results[task] for task in tasks]


print(run(count("Ada", 3), count("Bob", 1)))
