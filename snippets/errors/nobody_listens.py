"""Nothing listens at the address."""

import asyncio


async def main():
    try:
        await asyncio.open_connection("127.0.0.1", 8765)
    except ConnectionRefusedError as error:
        print("ConnectionRefusedError:", error.strerror)


asyncio.run(main())
