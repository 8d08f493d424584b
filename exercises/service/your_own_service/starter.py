# /// script
# [tool.lab]
# lines = { most = 70, reason = "it is a whole service" }
# ///
"""Three workers, a retry, and a stop that loses nothing."""

import asyncio

# The checks use this name: keep it.
todo = [f"/{number}" for number in range(9)]  # the database
# The checks use this name: keep it.
done = {}


# The checks use this: leave it as it is.
async def fetch(page, attempt):
    await asyncio.sleep(0.2)
    if page in ("/2", "/5") and attempt == 0:
        raise ConnectionError("reset")
    return 200


# It returns when all pages are done; once `stop` is set, when those
# that were begun are. Check three pages at once, from a queue with a
# limit. Try a page that fails again, three times in all; if it still
# fails, done[page] is the error's text.
# The checks use this name: keep it.
async def serve(stop):
    for page in list(todo):
        done[page] = await fetch(page, 0)
        todo.remove(page)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.5, stop.set)
    await serve(stop)
    print("done:", *sorted(done))
    print("left:", *todo)


asyncio.run(main())
