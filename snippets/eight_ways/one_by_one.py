# /// script
# dependencies = ["requests"]
# [tool.lab]
# clock = { use = "own", reason = "its server is another process" }
# browser = { runs = false, reason = "its server is another process, and a page has none" }
# ///
"""One by one, with requests: one connection, one wait after another."""

import requests
from local_site import started


def check_status(session, url):
    try:
        return session.get(url, timeout=1).status_code
    except requests.Timeout:
        return "late"
    except requests.RequestException:
        return "broken"


def check_all(urls):
    with requests.Session() as session:
        return [check_status(session, url) for url in urls]


if __name__ == "__main__":
    with started() as site:
        pages = ["ok", "ok", "fails", "stalls", "resets", "ok"]
        print(check_all([site + page for page in pages]))
