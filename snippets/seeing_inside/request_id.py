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


FORMAT = "[%(request_id)s] %(message)s"
logging.basicConfig(stream=sys.stdout, level="INFO", format=FORMAT)
for handler in logging.root.handlers:
    handler.addFilter(AddRequestId())
log = logging.getLogger("shop")


async def load(item):
    await asyncio.sleep(0.1)  # stands in for a database
    log.info("loaded %s", item)


async def handle(number, item):
    request_id.set(number)
    log.info("asked for %s", item)
    await load(item)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle(1, "tea"))
        group.create_task(handle(2, "jam"))
    log.info("closed")


asyncio.run(main())
