# /// script
# dependencies = ["gevent"]
# [tool.lab]
# masks = ["traceback", "address", "moment"]
# clock = { use = "own", reason = "gevent's hub is a loop of its own" }
# browser = { runs = false, reason = "gevent is compiled code, which a page can't load" }
# recorder = { use = "gevent", reason = "the tracer hears of asyncio's tasks only" }
# ///
"""With gevent: plain functions, which switch where they wait."""

import time

import gevent


def check(page, seconds):
    print(f"{page}: asked")
    try:
        gevent.sleep(seconds)
    except gevent.GreenletExit:
        print(f"{page}: stopped")
        raise
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


start = time.perf_counter()
pages = [("news", 0.1), ("mail", 0.2), ("map", 1.0)]
checks = [gevent.spawn(check, *page) for page in pages]
try:
    gevent.joinall(checks, raise_error=True)
except ConnectionError as error:
    gevent.killall(checks)
    print(f"{error}, after {time.perf_counter() - start:.1f} s")
