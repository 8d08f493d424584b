# /// script
# dependencies = ["aiohttp", "trustme"]
# [tool.lab]
# browser = { runs = false, reason = "Python has no TLS in a page" }
# dev_mode = { on = false, reason = "there, asyncio logs what a client refuses" }
# ///
"""A server whose certificate was signed by a CA of our own."""

import asyncio
import ssl

import trustme
from aiohttp import ClientConnectorCertificateError, ClientSession, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    return web.Response(text="hello")


async def fetch(url, **options):
    try:
        async with ClientSession() as session:
            async with session.get(url, **options) as resp:
                return await resp.text()
    except ClientConnectorCertificateError as error:
        cause = error.certificate_error
        return f"{cause.reason}: {cause.verify_message}"


async def main():
    ca = trustme.CA()
    https = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("127.0.0.1").configure_cert(https)
    server = RawTestServer(page)
    await server.start_server(ssl=https)
    url = server.make_url("/")

    print(await fetch(url))
    our_ca = ca.cert_pem.bytes().decode()
    context = ssl.create_default_context(cadata=our_ca)
    print(await fetch(url, ssl=context))
    await server.close()


asyncio.run(main())
