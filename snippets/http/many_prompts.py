# /// script
# dependencies = ["aiohttp"]
# ///
"""Ask an API many questions, some at a time, and keep the order."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def complete(request):  # plays the server
    prompt = (await request.json())["prompt"]
    await asyncio.sleep(0.1)
    if prompt == "?":
        raise web.HTTPBadRequest
    return web.json_response({"answer": prompt.upper()})


async def ask(session, slots, prompt):
    async with slots:
        print("asking", prompt)
        #> asking one
        #> asking ?
        #> asking two
        question = {"prompt": prompt}
        async with session.post("/", json=question) as response:
            response.raise_for_status()
            return (await response.json())["answer"]


async def main():
    app = web.Application()
    app.router.add_post("/", complete)
    slots = asyncio.Semaphore(2)  # two at once
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            prompts = ["one", "?", "two"]
            questions = [ask(session, slots, text) for text in prompts]
            answers = await asyncio.gather(
                *questions, return_exceptions=True
            )
    for one in answers:
        print(one if isinstance(one, str) else "failed")
        #> ONE
        #> failed
        #> TWO


asyncio.run(main())
