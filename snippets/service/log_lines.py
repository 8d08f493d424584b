"""A worker's log lines carry the id of the request it works for."""

import asyncio
import json
import logging
import sys
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")
log = logging.getLogger("linkcheck")


class JsonFormatter(logging.Formatter):
    def format(self, record):
        request, message = request_id.get(), record.getMessage()
        return json.dumps({"request": request, "message": message})


async def work(queue):
    while job := await queue.get():
        request, url = job
        request_id.set(request)
        log.info("%s: ok", url)


async def main():
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    queue = asyncio.Queue()
    worker = asyncio.create_task(work(queue))
    for request in ("6f1c", "a902"):
        queue.put_nowait((request, f"http://host/{request}"))
    queue.put_nowait(None)
    await worker
    log.info("stopped")


asyncio.run(main())
