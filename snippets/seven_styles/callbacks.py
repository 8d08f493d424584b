"""With callbacks: a function for the answer, and one for the error."""

import asyncio

loop = asyncio.new_event_loop()
waiting = {}


def check(page, seconds, succeeded, failed):
    print(f"{page}: asked")
    arguments = page, succeeded, failed
    waiting[page] = loop.call_later(seconds, answered, *arguments)


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
    for page, timer in waiting.items():
        timer.cancel()
        print(f"{page}: stopped")
    print(f"{error}, after {loop.time() - start:.1f} s")
    loop.stop()


start = loop.time()
for page, seconds in [("news", 0.1), ("mail", 0.2), ("map", 1.0)]:
    check(page, seconds, show, stop_the_rest)
loop.run_forever()
loop.close()
