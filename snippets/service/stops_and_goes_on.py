# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# clock = { use = "own", reason = "the service is a process of its own" }
# browser = { runs = false, reason = "it starts a process" }
# lines = { most = 70, reason = "it has a site, a client and the service" }
# ///
"""Stopped in the middle, the service continues at its next start."""

import asyncio
import json
import signal
import sys
import tempfile
from pathlib import Path

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

asked, opened = asyncio.Event(), asyncio.Event()


async def page(request):
    print("the site is asked for", request.path)
    if request.path == "/slow":
        asked.set()
        await opened.wait()
    link = '<a href="/slow">' if request.path == "/" else ""
    return web.Response(text=link, content_type="text/html")


async def start_service(database):
    service = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "linkcheck", "serve", "--port=0"),
        *("--stop-within=2", f"--database={database}"),
        cwd="..",  # there, in snippets/, is the package
        stderr=asyncio.subprocess.PIPE,
    )
    message = await said(service, "listening")
    return service, message.removeprefix("listening at ")


async def said(service, words):
    message = ""
    while words not in message:
        message = json.loads(await service.stderr.readline())["message"]
    return message


async def main(database):
    async with RawTestServer(page) as site, ClientSession() as session:
        service, url = await start_service(database)
        check = {"url": str(site.make_url("/"))}
        async with session.post(f"{url}/checks", json=check) as resp:
            print(resp.status, await resp.json())
        await asked.wait()
        service.send_signal(signal.SIGTERM)
        print(await said(service, "SIGTERM"))
        print(await said(service, "next start"))
        print("exit status", await service.wait())
        opened.set()
        service, url = await start_service(database)
        async with session.ws_connect(f"{url}/checks/1/progress") as ws:
            async for message in ws:
                last = message.data
        print(last)
        service.send_signal(signal.SIGTERM)
        await service.wait()


with tempfile.TemporaryDirectory() as folder:
    asyncio.run(main(Path(folder, "checks.db")))
