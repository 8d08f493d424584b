"""A file and a field are uploaded; an answer comes in chunks."""

import asyncio
import io

import aiohttp
from aiohttp import web


async def upload(request):
    reader = await request.multipart()
    sizes = {}
    async for part in reader:
        sizes[part.name] = (part.filename, len(await part.read()))
    return web.json_response(sizes)


async def stream(request):
    response = web.StreamResponse(headers={"X-Kind": "stream"})
    await response.prepare(request)
    for n in range(3):
        await response.write(f"chunk {n}\n".encode())
        await asyncio.sleep(0.05)
    await response.write_eof()
    return response


async def main():
    app = web.Application()
    app.add_routes([web.post("/upload", upload), web.get("/stream", stream)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 8086).start()
    async with aiohttp.ClientSession() as s:
        form = aiohttp.FormData()
        form.add_field(
            "file",
            io.BytesIO(b"x" * 1000),
            filename="report.xls",
            content_type="application/vnd.ms-excel",
        )
        form.add_field("note", "text")
        async with s.post("http://127.0.0.1:8086/upload", data=form) as r:
            print(await r.json())
        async with s.get("http://127.0.0.1:8086/stream") as r:
            print(r.headers["X-Kind"])
            async for line in r.content:
                print(line)
    await runner.cleanup()


asyncio.run(main())
