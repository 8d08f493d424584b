"""The first Ctrl-C only asks. The second one breaks in."""

import asyncio
import signal


async def count():
    number = 0
    while True:  # never waits
        number += 1
        print("counting", number)
        if number in (2, 4):  # in place of your hand on the keyboard
            print("Ctrl-C")
            signal.raise_signal(signal.SIGINT)


async def main():
    try:
        await count()
    finally:
        print("main: cleaning up")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("KeyboardInterrupt")
