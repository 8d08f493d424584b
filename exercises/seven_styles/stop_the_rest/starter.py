"""When a check fails, stop the rest, report the error, and end."""

import asyncio

# The checks use this name: keep it.
CHECKS = [("news", 0.1), ("mail", 0.2), ("map", 0.3)]
loop = asyncio.new_event_loop()
waiting = {}


def check(page, seconds, succeeded):
    waiting[page] = loop.call_later(seconds, answered, page, succeeded)


def answered(page, succeeded):
    del waiting[page]
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    succeeded(page)


def show(page):
    print(f"{page}: 200")
    if not waiting:
        loop.stop()


for page, seconds in CHECKS:
    check(page, seconds, show)
loop.run_forever()
loop.close()
