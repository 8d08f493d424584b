# /// script
# dependencies = ["greenlet"]
# [tool.lab]
# browser = { runs = false, reason = "greenlet is compiled code, which a page can't load" }
# ///
"""A property waits, and no greenlet is there to do it."""

import asyncio

from greenlet import getcurrent


class MissingGreenlet(Exception):
    """Imitates SQLAlchemy's error."""


async def load_items():
    await asyncio.sleep(0.1)  # the database is at work
    return ["lamp"]


class Order:
    @property
    def items(self):
        if getcurrent().parent is None:
            raise MissingGreenlet("greenlet_spawn has not been called")
        return getcurrent().parent.switch(load_items())


async def main():
    try:
        print(Order().items)
    except MissingGreenlet as error:
        print(f"MissingGreenlet: {error}")
        #> MissingGreenlet: greenlet_spawn has not been called


asyncio.run(main())
