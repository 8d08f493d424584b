# /// script
# requires-python = ">=3.13"
# ///
"""A task asks for an item after the queue was shut down."""

import asyncio


async def main():
    jobs = asyncio.Queue()
    jobs.shutdown()
    try:
        await jobs.get()
    except asyncio.QueueShutDown as error:
        print("raised", repr(error))
        #> raised QueueShutDown()


asyncio.run(main())
