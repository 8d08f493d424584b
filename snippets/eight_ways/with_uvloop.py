# /// script
# dependencies = ["aiohttp", "uvloop"]
# [tool.lab]
# clock = { use = "own", reason = "its server is another process" }
# browser = { runs = false, reason = "its server is another process, and a page has none" }
# ///
"""With aiohttp on uvloop: the same coroutines, on a loop in C."""

import uvloop
from local_site import started
from with_aiohttp import check_each


def check_all(urls):
    return uvloop.run(check_each(urls))


if __name__ == "__main__":
    with started() as site:
        pages = ["ok", "ok", "fails", "stalls", "resets", "ok"]
        print(check_all([site + page for page in pages]))
