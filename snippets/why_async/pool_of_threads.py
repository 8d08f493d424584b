"""A plain program waits for many things, in up to eight threads."""

import time
from concurrent.futures import ThreadPoolExecutor

PAGES = {"/news": 0.3, "/mail": 0.1, "/map": 0.2}


def fetch(path):
    time.sleep(PAGES[path])  # a server takes its time
    return f"the page {path}"


def fetch_all(paths):
    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(fetch, paths))


start = time.perf_counter()
print(fetch_all(PAGES))
#> ['the page /news', 'the page /mail', 'the page /map']
print(f"{time.perf_counter() - start:.1f} s")
#> 0.3 s
