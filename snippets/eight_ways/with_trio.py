# /// script
# dependencies = ["trio", "httpx"]
# [tool.lab]
# clock = { use = "own", reason = "its server is another process" }
# browser = { runs = false, reason = "its server is another process, and a page has none" }
# ///
"""With Trio and httpx: a nursery, and a client with a limit of 100."""

from functools import partial

import httpx
import trio
from local_site import started


async def check_status(client, answers, number, url):
    try:
        response = await client.get(url)
        answers[number] = response.status_code
    except httpx.TimeoutException:
        answers[number] = "late"
    except httpx.TransportError:
        answers[number] = "broken"


async def check_each(urls):
    answers = [None] * len(urls)
    limits = httpx.Limits(max_connections=100)
    timeout = httpx.Timeout(1, pool=None)
    options = {"limits": limits, "timeout": timeout}
    async with httpx.AsyncClient(**options) as client:
        async with trio.open_nursery() as nursery:
            start = partial(nursery.start_soon, check_status, client)
            for number, url in enumerate(urls):
                start(answers, number, url)
    return answers


def check_all(urls):
    return trio.run(check_each, urls)


if __name__ == "__main__":
    with started() as site:
        pages = ["ok", "ok", "fails", "stalls", "resets", "ok"]
        print(check_all([site + page for page in pages]))
