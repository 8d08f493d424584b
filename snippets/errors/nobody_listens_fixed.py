"""The error is caught, and says what to check."""

import asyncio


async def main():
    try:
        await asyncio.open_connection("127.0.0.1", 8765)
    except ConnectionRefusedError:
        print("nobody listens on port 8765: is the server on?")
        #> nobody listens on port 8765: is the server on?


asyncio.run(main())
