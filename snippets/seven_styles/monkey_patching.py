# /// script
# dependencies = ["gevent", "requests"]
# [tool.lab]
# clock = { use = "own", reason = "gevent's hub is a loop of its own" }
# browser = { runs = false, reason = "gevent is compiled code, which a page can't load" }
# ///
"""What made gevent popular: `requests` waits politely, unchanged."""

from gevent import monkey

monkey.patch_all()

import time

import gevent
import requests
from gevent.pywsgi import WSGIServer


def slow_page(environ, start_response):
    time.sleep(0.3)
    start_response("200 OK", [])
    return []


def check_status(url):
    return requests.get(url).status_code


server = WSGIServer(("127.0.0.1", 0), slow_page, log=None)
server.start()
url = f"http://127.0.0.1:{server.server_port}/"
start = time.perf_counter()
checks = [gevent.spawn(check_status, url) for _ in range(3)]
gevent.joinall(checks, raise_error=True)
print([check.value for check in checks])
print(f"three checks took {time.perf_counter() - start:.1f} s")
print("sleep is", time.sleep.__module__)
server.stop()
