# /// script
# dependencies = ["requests"]
# [tool.lab]
# clock = { use = "wall", reason = "requests waits on real sockets" }
# browser = { runs = false, reason = "requests needs a real network, and a page has none" }
# ///
"""A plain function asks a server and waits until it answers."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests


class SlowPage(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.3)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


def check_status(url):
    response = requests.get(url)
    return response.status_code


with ThreadingHTTPServer(("127.0.0.1", 0), SlowPage) as server:
    threading.Thread(target=server.serve_forever).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    start = time.perf_counter()
    print(check_status(url))
    print(check_status(url))
    print(check_status(url))
    elapsed = time.perf_counter() - start
    print(f"three checks took {elapsed:.1f} s")
    server.shutdown()
