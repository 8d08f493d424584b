# /// script
# dependencies = ["gevent", "requests"]
# [tool.lab]
# clock = { use = "own", reason = "its server is another process" }
# browser = { runs = false, reason = "its server is another process, and a page has none" }
# ///
"""With gevent and requests: the code blocks, and the patch switches."""

from gevent import monkey

monkey.patch_all()

from functools import partial

import requests
from gevent.pool import Pool
from local_site import started
from requests.adapters import HTTPAdapter


def check_status(session, url):
    try:
        return session.get(url, timeout=1).status_code
    except requests.Timeout:
        return "late"
    except requests.RequestException:
        return "broken"


def check_all(urls):
    with requests.Session() as session:
        session.mount("http://", HTTPAdapter(pool_maxsize=100))
        pool = Pool(100)
        check = partial(check_status, session)
        return pool.map(check, urls)


if __name__ == "__main__":
    with started() as site:
        pages = ["ok", "ok", "fails", "stalls", "resets", "ok"]
        print(check_all([site + page for page in pages]))
