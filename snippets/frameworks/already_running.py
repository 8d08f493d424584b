"""A loop that runs can't be run again from inside."""

import asyncio


async def fetch():
    await asyncio.sleep(0.1)
    return "the page"


def read_page():  # a plain function, somewhere in a library
    loop = asyncio.get_event_loop()
    waiting = fetch()
    try:
        return loop.run_until_complete(waiting)
    except RuntimeError as error:
        waiting.close()
        return f"RuntimeError: {error}"


async def main():
    print(read_page())
    #> RuntimeError: This event loop is already running
    print(await fetch())
    #> the page


asyncio.run(main())
