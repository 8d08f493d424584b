"""The program waits for what never comes."""

import asyncio

asyncio.run(asyncio.Event().wait())
