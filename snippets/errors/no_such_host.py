# /// script
# [tool.lab]
# browser = { runs = false, reason = "a page can't look up names: it has no network" }
# ///
"""The host's name has no address."""

import asyncio


async def main():
    try:
        await asyncio.open_connection("database.invalid", 5432)
    except OSError as error:
        print(type(error).__name__)
        #> gaierror


asyncio.run(main())
