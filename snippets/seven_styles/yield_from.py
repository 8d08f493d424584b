"""With `yield from`, as in 2014: a generator waits for a future."""

import asyncio
import types


@types.coroutine
def check(page, seconds):
    print(f"{page}: asked")
    try:
        yield from asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print(f"{page}: stopped")
        raise
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


@types.coroutine
def main(loop):
    start = loop.time()
    pages = [("news", 0.1), ("mail", 0.2), ("map", 1.0)]
    checks = [asyncio.ensure_future(check(*page)) for page in pages]
    try:
        yield from asyncio.gather(*checks)
    except ConnectionError as error:
        for task in checks:
            task.cancel()
        yield from asyncio.wait(checks)
        print(f"{error}, after {loop.time() - start:.1f} s")


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main(loop))
loop.close()
