# /// script
# dependencies = ["trio", "httpx"]
# [tool.lab]
# clock = { use = "own", reason = "its server is another process" }
# browser = { runs = false, reason = "its server is another process, and a page has none" }
# ///
"""With Trio and httpx: a nursery, a limiter and one client."""

from functools import partial

import httpx
import trio
from local_site import started


async def check_status(client, limit, answers, number, url):
    try:
        async with limit:
            response = await client.get(url)
        answers[number] = response.status_code
    except httpx.TimeoutException:
        answers[number] = "late"
    except httpx.TransportError:
        answers[number] = "broken"


async def check_each(urls):
    answers = [None] * len(urls)
    limit = trio.CapacityLimiter(100)
    async with httpx.AsyncClient(timeout=1) as client:
        check = partial(check_status, client, limit, answers)
        async with trio.open_nursery() as nursery:
            for number, url in enumerate(urls):
                nursery.start_soon(check, number, url)
    return answers


def check_all(urls):
    return trio.run(check_each, urls)


if __name__ == "__main__":
    with started() as site:
        pages = ["ok", "ok", "fails", "stalls", "resets", "ok"]
        print(check_all([site + page for page in pages]))
