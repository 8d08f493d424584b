"""When a check fails, stop the rest, report the error, and end."""

import asyncio

# The checks use this name: keep it.
CHECKS = [("news", 0.1), ("mail", 0.2), ("map", 0.3)]
loop = asyncio.new_event_loop()
waiting = {}


def answered(page):
    del waiting[page]
    if page == "mail":
        finish(f"{page} is down")
        return
    print(f"{page}: 200")
    if not waiting:
        loop.stop()


def finish(error):
    while waiting:
        waiting.popitem()[1].cancel()
    print(error)
    loop.stop()


for page, seconds in CHECKS:
    waiting[page] = loop.call_later(seconds, answered, page)
loop.run_forever()
loop.close()
