# /// script
# dependencies = ["fastapi", "httpx"]
# [tool.lab]
# lines = { most = 46, reason = "it has three endpoints, and their client" }
# browser = { runs = false, reason = "FastAPI needs compiled code that the page does not have" }
# ///
"""An endpoint that blocks delays all others. A plain def doesn't."""

import asyncio
import time

import httpx
from fastapi import FastAPI

app = FastAPI()


@app.get("/blocks")
async def blocks():
    time.sleep(0.3)  # requests, or a driver that blocks


@app.get("/in-a-thread")
def in_a_thread():
    time.sleep(0.3)  # the same, in a plain function


@app.get("/waits")
async def waits():
    await asyncio.sleep(0.1)


async def ask(client, path, start):
    await client.get(path)
    print(f"{path} after {time.perf_counter() - start:.1f} s")


async def main():
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://app"
    ) as client:
        await client.get("/in-a-thread")  # loads what threads need
        for path in ["/blocks", "/in-a-thread"]:
            start = time.perf_counter()
            async with asyncio.TaskGroup() as group:
                for each in [path, "/waits"]:
                    group.create_task(ask(client, each, start))


asyncio.run(main())
