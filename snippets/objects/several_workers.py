# /// script
# dependencies = ["uvicorn", "aiohttp"]
# [tool.lab]
# lines = { most = 50, reason = "it is an app, its server and its client" }
# clock = { use = "own", reason = "the workers are other processes" }
# browser = { runs = false, reason = "the workers are other processes, and a page has none" }
# ///
"""Each worker counts the requests that it answers itself."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

from aiohttp import ClientError, ClientSession

answered = 0


async def app(scope, receive, send):
    global answered
    if scope["type"] == "http":
        answered += 1
        text = f"{os.getpid()} {answered}".encode()
        start = {"type": "http.response.start", "status": 200}
        start["headers"] = [(b"connection", b"close")]
        await send(start)
        await send({"type": "http.response.body", "body": text})


async def main(url, counts, requests=0):
    async with ClientSession() as session:
        while len(counts) < 2:
            try:
                async with session.get(url) as response:
                    worker, count = (await response.text()).split()
            except ClientError:  # the workers are starting
                await asyncio.sleep(0.1)
            else:
                requests += 1
                counts[worker] = int(count)
    print("workers:", len(counts))
    print("one of them counted all:", max(counts.values()) == requests)
    print("together they did:", sum(counts.values()) == requests)


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "several_workers:app"]
    command += ["--app-dir", Path(__file__).parent, "--workers", "2"]
    command += ["--port", str(port), "--log-level", "critical"]
    with subprocess.Popen(command) as server:
        try:
            asyncio.run(main(f"http://127.0.0.1:{port}", {}))
        finally:
            server.terminate()
