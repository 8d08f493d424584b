# /// script
# dependencies = ["celery"]
# [tool.lab]
# clock = { use = "own", reason = "its worker is a thread that runs loops of its own" }
# browser = { runs = false, reason = "Celery is not among the packages that the page has" }
# ///
"""A Celery task is a plain function, so it starts a loop of its own."""

import asyncio

from celery import Celery
from celery.contrib.testing.worker import start_worker

app = Celery("checks", broker="memory://", backend="cache+memory://")


async def check(path):
    await asyncio.sleep(0.1)
    return f"{path} 200"


async def check_all(paths):
    return await asyncio.gather(*map(check, paths))


@app.task
def check_links(paths):
    return asyncio.run(check_all(paths))


with start_worker(app, perform_ping_check=False, loglevel="error"):
    result = check_links.delay(["/news", "/shop"])
    print(result.get(timeout=10))
