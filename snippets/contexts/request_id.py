"""Each line of the log says which request it belongs to."""

import asyncio
import logging
import sys
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


class AddRequestId(logging.Filter):
    def filter(self, record):
        record.request_id = request_id.get()
        return True


handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("[%(request_id)s] %(message)s"))
handler.addFilter(AddRequestId())
logging.basicConfig(level=logging.INFO, handlers=[handler])


async def load_user(name, pause):
    logging.info("load %s", name)
    await asyncio.sleep(pause)  # the database answers
    logging.info("loaded %s", name)


async def handle(number, name):
    request_id.set(f"request {number}")
    await load_user(name, number / 10)
    await asyncio.to_thread(logging.info, "saved %s", name)


async def main():
    logging.info("start")
    async with asyncio.TaskGroup() as group:
        for number, name in enumerate(["Ada", "Bob"], start=1):
            group.create_task(handle(number, name))


asyncio.run(main())
