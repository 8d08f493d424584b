"""The error is caught, and says which name to check."""

import asyncio
import socket

HOST = "database.invalid"


async def main():
    try:
        await asyncio.open_connection(HOST, 5432)
    except socket.gaierror:
        print(f"no address for {HOST}: is the name right?")
        #> no address for database.invalid: is the name right?


asyncio.run(main())
