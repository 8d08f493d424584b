# /// script
# dependencies = ["django", "asgiref"]
# [tool.lab]
# browser = { runs = false, reason = "Django is not among the packages that the page has" }
# clock = { use = "own", reason = "asgiref has one thread for a whole process" }
# ///
"""The call that blocks runs in a thread."""

import asyncio

from asgiref.sync import sync_to_async
from django.utils.asyncio import async_unsafe


@async_unsafe
def save():  # as the methods of Django's ORM
    print("saved")
    #> saved


async def main():
    await sync_to_async(save)()


asyncio.run(main())
