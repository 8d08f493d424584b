"""Statements in aiohttp's documentation that programs refute.

The statements are those of the release that `VERSION` names. Where a test fails with a newer one,
aiohttp has changed: look whether its documentation has, too.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

import aiohttp
import pytest
import trustme
from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorSSLError,
    ClientError,
    ClientHandlerType,
    ClientRequest,
    ClientResponse,
    ClientSession,
    TCPConnector,
    web,
)
from aiohttp.test_utils import RawTestServer

from tests.claims.claim import run
from tests.claims.servers import LARGE, asking, browsing, takes
from tests.upstream.correction import upstream

VERSION = "3.14.5"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def text(session: ClientSession, path: str = "/") -> str:
    """Ask, and read all of the answer."""
    async with session.get(path) as resp:
        return await resp.text()


@upstream(
    "client_advanced.rst, Graceful Shutdown",
    says="A small delay must be added before closing the event loop: sleep(0), or 0.250 with SSL.",
    seen="The end of the session's block waits until the pool's connections are closed (3.12.4).",
    better="Remove the section, or say that it was needed before 3.12.4.",
)
def test_no_sleep_after_a_session() -> None:
    ca = trustme.CA()
    serve, trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    ca.issue_cert("127.0.0.1").configure_cert(serve)
    ca.configure_trust(trust)

    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(body=bytes(LARGE))

    async def main() -> bool:
        server = RawTestServer(page)
        await server.start_server(ssl=serve)
        async with ClientSession(connector=TCPConnector(ssl=trust)) as session:
            resp = await session.get(server.make_url("/"))
            assert resp.connection is not None
            assert resp.connection.transport is not None
            socket = resp.connection.transport.get_extra_info("socket")
            await resp.read()
        still_open: bool = socket.fileno() >= 0
        await server.close()
        return still_open

    assert not asyncio.run(main())  # on the operating system's sockets
    assert not run(main())


@upstream(
    "client_quickstart.rst, Timeouts",
    says="Thus the default timeout is ClientTimeout(total=5*60, sock_connect=None, ...)",
    seen="sock_connect is 30, as the paragraph above it says.",
    better="Write sock_connect=30 there.",
)
def test_the_default_timeout() -> None:
    async def main() -> float | None:
        async with ClientSession() as session:
            return session.timeout.sock_connect

    assert run(main()) == 30


async def over_tls(cert: trustme.LeafCert, trust: ssl.SSLContext) -> BaseException | None:
    """Ask a server that shows a certificate; give the error, if any."""
    serve = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    cert.configure_cert(serve)

    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response()

    server = RawTestServer(page)
    await server.start_server(ssl=serve)
    try:
        async with ClientSession() as session, session.get(server.make_url("/"), ssl=trust):
            return None
    except ClientError as error:
        return error
    finally:
        await server.close()


@upstream(
    "client_advanced.rst, Example: Use self-signed certificate",
    says="If you need to verify self-signed certificates, add a call to load_cert_chain.",
    seen="load_cert_chain is what the client shows. The server's certificate is still refused.",
    better='Trust it with ssl.create_default_context(cafile="ca.pem"). Show load_cert_chain under a'
    " heading of its own, client certificates.",
)
def test_load_cert_chain_trusts_nobody() -> None:
    ca, mine = trustme.CA(), trustme.CA()
    cert = ca.issue_cert("127.0.0.1")
    as_shown = ssl.create_default_context()
    mine.issue_cert("device").configure_cert(as_shown)  # calls load_cert_chain
    better = ssl.create_default_context(cadata=ca.cert_pem.bytes().decode())
    assert isinstance(run(over_tls(cert, as_shown)), ClientConnectorCertificateError)
    assert run(over_tls(cert, better)) is None


@upstream(
    "client_advanced.rst, SSL control for TCP sockets",
    says="https://expired.badssl.com/ raises ClientConnectorSSLError.",
    seen="An expired certificate raises ClientConnectorCertificateError, which is none.",
    better="Use a server without TLS as the example of ClientConnectorSSLError, and the expired"
    " certificate as one of ClientConnectorCertificateError.",
)
def test_an_expired_certificate_is_a_certificate_error() -> None:
    ca = trustme.CA()
    past = datetime(2019, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
    expired = ca.issue_cert("127.0.0.1", not_before=past[0], not_after=past[1])
    trust = ssl.create_default_context(cadata=ca.cert_pem.bytes().decode())
    error = run(over_tls(expired, trust))
    assert isinstance(error, ClientConnectorCertificateError)
    assert not isinstance(error, ClientConnectorSSLError)


@upstream(
    "client_advanced.rst, Example: Verify certificate fingerprint",
    says="bad_fp = b'0'*64, and except aiohttp.FingerprintMismatch",
    seen="ValueError: fingerprint has invalid length; and aiohttp has no FingerprintMismatch.",
    better="bad_fp = b'0'*32, and aiohttp.ServerFingerprintMismatch.",
)
def test_the_fingerprint_example_does_not_run() -> None:
    with pytest.raises(ValueError, match="fingerprint has invalid length"):
        aiohttp.Fingerprint(b"0" * 64)
    assert not hasattr(aiohttp, "FingerprintMismatch")
    assert aiohttp.Fingerprint(b"0" * 32).fingerprint
    assert issubclass(aiohttp.ServerFingerprintMismatch, ClientError)


@upstream(
    "http_request_lifecycle.rst, How to use the ClientSession",
    says="You must be connected to a hundred different servers (not pages!) concurrently before you"
    " need to consider the limit.",
    seen="The limit of 100 is for connections. A hundred requests to one server reach it.",
    better="... before you have a hundred requests in progress at once, to one server or to many.",
)
def test_a_hundred_requests_to_one_server_fill_the_pool() -> None:
    async def main() -> int:
        now = most = 0

        async def page(request: web.BaseRequest) -> web.Response:
            nonlocal now, most
            now += 1
            most = max(most, now)
            await asyncio.sleep(1)
            now -= 1
            return web.Response()

        async with asking(page) as session:
            await asyncio.gather(*[text(session) for _ in range(130)])
        return most

    assert run(main()) == 100


@upstream(
    "client_middleware_cookbook.rst, Simple Retry Middleware",
    says="for _ in range(3): resp = await handler(req); if resp.ok: return resp",
    seen="The responses that are dropped keep their connections. If their bodies are large, the"
    " next attempt waits for a connection for ever.",
    better="Call resp.close() before the next attempt. TokenRefresh401Middleware needs it, too.",
)
def test_the_retry_middleware_keeps_connections() -> None:
    async def as_shown(req: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        for _ in range(3):
            resp = await handler(req)
            seen.append(resp)
            if resp.ok:
                return resp
        return resp

    async def better(req: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        for _ in range(2):
            resp = await handler(req)
            if resp.ok:
                return resp
            resp.close()
        return await handler(req)

    seen: list[ClientResponse] = []

    async def hangs(middleware: Callable[..., Awaitable[ClientResponse]]) -> bool:
        statuses = iter([503, 200])

        async def page(request: web.BaseRequest) -> web.Response:
            return web.Response(status=next(statuses), body=bytes(LARGE))

        async with asking(page, limit=1) as session:
            session._middlewares = (middleware,)
            found = await takes(60, text(session))
            for resp in seen:
                resp.close()
            return found

    assert run(hangs(as_shown))
    assert not run(hangs(better))


@upstream(
    "client_middleware_cookbook.rst, Token Refresh Middleware",
    says="TokenRefreshExpiryMiddleware asks for a token with req.session.post(url, ...)",
    seen="As a middleware of the session, it goes through itself with that request, finds the"
    " token expired and waits for its own lock for ever.",
    better="Pass middlewares=() to the request for the token, as the warning above it says.",
)
def test_the_token_middleware_waits_for_itself() -> None:
    class TokenRefreshExpiry:
        """As the cookbook has it."""

        def __init__(self, url: str, **options: tuple[()]) -> None:
            self.url, self.options = url, options
            self.access_token = ""
            self.expires_at = 0.0
            self.lock = asyncio.Lock()

        async def __call__(self, req: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
            if self.expires_at <= time.time():
                token = self.access_token
                async with self.lock:
                    if token == self.access_token:
                        post = req.session.post(self.url, **self.options)  # type: ignore[arg-type]  # `middlewares`
                        async with post as resp:
                            data = await resp.json()
                            self.access_token = data["access_token"]
                            self.expires_at = data["expires_at"]
            req.headers["Authorization"] = f"Bearer {self.access_token}"
            return await handler(req)

    async def page(request: web.BaseRequest) -> web.Response:
        return web.json_response({"access_token": "secret", "expires_at": time.time() + 60})

    async def hangs(**options: tuple[()]) -> bool:
        async with RawTestServer(page) as server:
            url = server.make_url("/")
            refresh = TokenRefreshExpiry(str(url), **options)
            async with ClientSession(url, middlewares=[refresh]) as session:
                return await takes(60, text(session))

    assert run(hangs())
    assert not run(hangs(middlewares=()))


@upstream(
    "web_advanced.rst, Middlewares, Example",
    says="message = response.message ... return web.json_response({'error': message})",
    seen="The client is told 200 for what isn't there. If a handler returns a 404, there is an"
    " AttributeError and a 500: a Response has no message.",
    better="message = response.reason, and web.json_response({'error': message}, status=404).",
)
def test_the_error_middleware_answers_200(caplog: pytest.LogCaptureFixture) -> None:
    @web.middleware
    async def error_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
            if response.status != 404:
                return response
            message = response.message  # type: ignore[attr-defined]  # the mistake
        except web.HTTPException as ex:
            if ex.status != 404:
                raise
            message = ex.reason
        return web.json_response({"error": message})

    async def returns_404(request: web.Request) -> web.Response:
        return web.Response(status=404)

    async def main() -> list[int]:
        app = web.Application(middlewares=[error_middleware])
        app.router.add_get("/returned", returns_404)
        found = []
        async with browsing(app) as session:
            for path in ("/nothing", "/returned"):
                async with session.get(path) as resp:
                    found.append(resp.status)
        return found

    caplog.set_level(logging.CRITICAL)
    assert run(main()) == [200, 500]


@upstream(
    "web_advanced.rst, Background tasks and Complex Applications",
    says="task.cancel(); with contextlib.suppress(asyncio.CancelledError): await task",
    seen="A cancellation of the clean-up itself, by a timeout for example, is handed on to the task"
    " and then swallowed. The timeout has no effect.",
    better="task.cancel(); await asyncio.wait([task]); if not task.cancelled(): task.result()."
    " The same in client_middleware_cookbook.py, auto_refresh_client.",
)
def test_suppress_swallows_the_callers_timeout() -> None:
    async def background() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.3)

    async def as_shown(task: asyncio.Task[None]) -> None:
        with suppress(asyncio.CancelledError):
            await task

    async def better(task: asyncio.Task[None]) -> None:
        await asyncio.wait([task])

    async def times_out(end: Callable[[asyncio.Task[None]], Awaitable[None]]) -> bool:
        async def background_tasks(app: web.Application) -> AsyncIterator[None]:
            task = asyncio.create_task(background())
            yield
            task.cancel()
            await end(task)

        app = web.Application()
        app.cleanup_ctx.append(background_tasks)
        runner = web.AppRunner(app)
        await runner.setup()
        await asyncio.sleep(0.1)
        try:
            async with asyncio.timeout(0.1):
                await runner.cleanup()
        except TimeoutError:
            return True
        return False

    assert not run(times_out(as_shown))
    assert run(times_out(better))


@upstream(
    "web_advanced.rst, Expect header",
    says="web.add_get('/', hello, expect_handler=check_auth), and 'Unknown Expect: %s' % expect",
    seen="aiohttp.web has no add_get, and the name expect is not defined.",
    better="web.get(...), and request.headers.get('EXPECT').",
)
def test_web_has_no_add_get() -> None:
    assert not hasattr(web, "add_get")
    assert web.get("/", lambda _: None, expect_handler=lambda _: None)  # type: ignore[arg-type,return-value]  # only its form


@upstream(
    "faq.rst, How do I programmatically close a WebSocket server-side?",
    says="async for msg in ws: ws.send_str(msg.data)",
    seen="send_str is a coroutine that is never awaited: nothing is sent.",
    better="await ws.send_str(msg.data)",
)
def test_the_echo_of_the_faq_sends_nothing() -> None:
    async def echo(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        async for msg in ws:
            coroutine = ws.send_str(msg.data)  # not awaited, as there
            coroutine.close()  # without a warning
        return ws

    async def main() -> bool:
        app = web.Application()
        app.router.add_get("/", echo)
        async with browsing(app) as session, session.ws_connect("/") as ws:
            await ws.send_str("hello")
            return await takes(60, ws.receive_str())

    assert run(main())


@upstream(
    "faq.rst, How do I perform operations in a request handler after sending the response?",
    says="def ping_handler(request): ... await resp.prepare(request)",
    seen="SyntaxError: 'await' outside async function",
    better="async def ping_handler(request):",
)
def test_the_ping_handler_does_not_compile() -> None:
    source = "def ping_handler(request):\n    await resp.prepare(request)\n"
    with pytest.raises(SyntaxError, match="'await' outside async function"):
        compile(source, "faq.rst", "exec")
    compile(f"async {source}", "faq.rst", "exec")


@upstream(
    "faq.rst, Why is creating a ClientSession outside of an event loop dangerous?",
    says="session = aiohttp.ClientSession() in a module is bound to the default loop on import; as"
    " a result, fetch() hangs.",
    seen="The import fails: RuntimeError: no running event loop.",
    better="It can't be created there any more: it raises RuntimeError.",
)
def test_no_session_at_import() -> None:
    with pytest.raises(RuntimeError, match="no running event loop"):
        ClientSession()


@upstream(
    "web_advanced.rst, Reading from the same task in WebSockets",
    says="Reading must only be done inside the request handler task.",
    seen="Any one task may read. Only two at the same time are refused.",
    better="Only one task at a time may read. See the warning below it, which is right.",
)
def test_another_task_may_read() -> None:
    async def handler(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)

        async def read() -> None:
            async for msg in ws:
                await ws.send_str(msg.data.upper())

        await asyncio.create_task(read())
        return ws

    async def main() -> str:
        app = web.Application()
        app.router.add_get("/", handler)
        async with browsing(app) as session, session.ws_connect("/") as ws:
            await ws.send_str("hello")
            return await ws.receive_str()

    assert run(main()) == "HELLO"
