# /// script
# dependencies = ["pytest", "pytest-asyncio", "pytest-aiohttp", "aiohttp"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q -o asyncio_mode=auto", reason = "pytest needs a process of its own" }
# ///
"""pytest-aiohttp brings a client for your app as a fixture."""

from aiohttp import web


async def greet(request):
    name = request.query.get("name")
    if not name:
        raise web.HTTPBadRequest(text="who are you?")
    return web.json_response({"text": f"Hello, {name}!"})


def make_app():
    app = web.Application()
    app.router.add_get("/greet", greet)
    return app


async def test_greet(aiohttp_client):
    client = await aiohttp_client(make_app())
    resp = await client.get("/greet", params={"name": "Ada"})
    assert resp.status == 200
    assert await resp.json() == {"text": "Hello, Ada!"}


async def test_no_name(aiohttp_client):
    client = await aiohttp_client(make_app())
    resp = await client.get("/greet")
    assert (resp.status, await resp.text()) == (400, "who are you?")
