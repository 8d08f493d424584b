# /// script
# dependencies = ["requests"]
# [tool.lab]
# clock = { use = "own", reason = "its server is another process" }
# browser = { runs = false, reason = "its server is another process, and a page has none" }
# ///
"""With threads and requests: a pool of threads, each with a session."""

import threading
from concurrent.futures import ThreadPoolExecutor

import requests
from local_site import started

own = threading.local()


def open_session():
    own.session = requests.Session()


def check_status(url):
    try:
        return own.session.get(url, timeout=1).status_code
    except requests.Timeout:
        return "late"
    except requests.RequestException:
        return "broken"


def check_all(urls):
    workers = min(100, len(urls))
    with ThreadPoolExecutor(workers, initializer=open_session) as pool:
        return list(pool.map(check_status, urls))


if __name__ == "__main__":
    with started() as site:
        pages = ["ok", "ok", "fails", "stalls", "resets", "ok"]
        print(check_all([site + page for page in pages]))
