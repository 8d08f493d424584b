"""What can be sent to another process, and what can't."""

import pickle
import sys


def double(number):
    return 2 * number


async def fetch():
    return "page"


def check(name, thing):
    try:
        pickle.dumps(thing)
    except (TypeError, AttributeError, pickle.PicklingError):
        print(f"{name}: no")
    else:
        print(f"{name}: yes")


check("a list of numbers", [1, 2, 3])
check("a function of the module", double)
check("a lambda", lambda number: 2 * number)
check("a generator", (number for number in [1, 2, 3]))
check("an open file", sys.stdout)
check("a coroutine function", fetch)
check("a coroutine", coroutine := fetch())
coroutine.close()
