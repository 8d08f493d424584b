# /// script
# dependencies = ["aiohttp", "trustme"]
# [tool.lab]
# browser = { runs = false, reason = "Python has no TLS in a page" }
# dev_mode = { on = false, reason = "there, asyncio logs what the server refuses" }
# ///
"""A server that lets in only clients with a certificate."""

import asyncio
import ssl

import trustme
from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    return web.Response(text="hello")


async def fetch(url, context):
    try:
        async with ClientSession() as session:
            async with session.get(url, ssl=context) as resp:
                return await resp.text()
    except ClientError as error:
        return type(error).__name__


async def main():
    ca = trustme.CA()
    https = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("127.0.0.1").configure_cert(https)
    ca.configure_trust(https)
    https.verify_mode = ssl.CERT_REQUIRED  # ask for a certificate
    server = RawTestServer(page)
    await server.start_server(ssl=https)
    url = server.make_url("/")
    context = ssl.create_default_context()
    ca.configure_trust(context)
    print("without:", await fetch(url, context))
    ca.issue_cert("ada@example.org").configure_cert(context)
    print("with:", await fetch(url, context))
    await server.close()


asyncio.run(main())
