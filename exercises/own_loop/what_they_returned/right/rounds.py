"""Round after round."""

import types


@types.coroutine
def give_turn():
    yield


async def count(name, steps):
    for _ in range(steps):
        await give_turn()
    return f"{name} has made {steps} steps"


def run(*tasks):
    done = {}
    while len(done) < len(tasks):
        for number, task in enumerate(tasks):
            if number not in done:
                try:
                    task.send(None)
                except StopIteration as stop:
                    done[number] = stop.value
    return [value for number, value in sorted(done.items())]


print(run(count("Ada", 3), count("Bob", 1)))
