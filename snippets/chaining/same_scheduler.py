"""A scheduler in ten lines lets coroutines take turns."""

import types
from collections import deque


@types.coroutine
def give_turn():
    yield


async def ask(page):
    print("asking for the", page)
    await give_turn()  # not ready yet: let another one go on
    return f"{page}: 200"


async def check_status(page):
    answer = await ask(page)
    print(answer)


def run(*tasks):
    ready = deque(tasks)
    while ready:
        task = ready.popleft()
        try:
            task.send(None)
        except StopIteration:
            print("  one task less")
        else:
            ready.append(task)


run(check_status("first page"), check_status("second page"))
