# /// script
# dependencies = ["requests"]
# [tool.lab]
# clock = { use = "wall", reason = "requests waits on real sockets" }
# browser = { runs = false, reason = "requests needs a real network, and a page has none" }
# dev_mode = { on = false, reason = "it would log the slow step, too" }
# ///
"""A coroutine around `requests.get` stops all others while it waits."""

import asyncio
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests


class SlowPage(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.4)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


async def tick():
    for number in [1, 2, 3, 4]:
        print("tick", number)
        await asyncio.sleep(0.1)


async def check_status(url):
    print("asking")
    response = requests.get(url)
    print("answer:", response.status_code)


async def main(url):
    async with asyncio.TaskGroup() as group:
        group.create_task(tick())
        group.create_task(check_status(url))


with ThreadingHTTPServer(("127.0.0.1", 0), SlowPage) as server:
    threading.Thread(target=server.serve_forever).start()
    asyncio.run(main(f"http://127.0.0.1:{server.server_port}/"))
    server.shutdown()
