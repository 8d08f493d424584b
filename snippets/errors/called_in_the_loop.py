# /// script
# dependencies = ["django"]
# [tool.lab]
# browser = { runs = false, reason = "Django is not among the packages that the page has" }
# ///
"""In a coroutine, Django refuses a call that blocks."""

import asyncio

from django.core.exceptions import SynchronousOnlyOperation
from django.utils.asyncio import async_unsafe


@async_unsafe
def save():  # as the methods of Django's ORM
    print("saved")


async def main():
    try:
        save()
    except SynchronousOnlyOperation as error:
        print(f"SynchronousOnlyOperation: {error}")


asyncio.run(main())
