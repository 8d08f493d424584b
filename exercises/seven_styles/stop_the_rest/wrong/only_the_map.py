"""With other checks, 'shop: 200' is printed, even though mail has already failed."""

import asyncio

# The checks use this name: keep it.
CHECKS = [("news", 0.1), ("mail", 0.2), ("map", 0.3)]
loop = asyncio.new_event_loop()
waiting = {}


def check(page, seconds, succeeded, failed):
    waiting[page] = loop.call_later(
        seconds, answered, page, succeeded, failed
    )


def answered(page, succeeded, failed):
    del waiting[page]
    if page == "mail":
        failed(ConnectionError(f"{page} is down"))
    else:
        succeeded(page)


def show(page):
    print(f"{page}: 200")
    if not waiting:
        loop.stop()


def stop_the_rest(error):
    print(error)
    if "map" in waiting:
        waiting.pop("map").cancel()
    if not waiting:
        loop.stop()


for page, seconds in CHECKS:
    check(page, seconds, show, stop_the_rest)
loop.run_forever()
loop.close()
