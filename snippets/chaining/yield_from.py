"""Generators, chained with `yield from`, take turns in a scheduler."""

from collections import deque


def ask(page):
    print("asking for the", page)
    yield  # not ready yet: let another one go on
    return f"{page}: 200"


def check_status(page):
    answer = yield from ask(page)
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
