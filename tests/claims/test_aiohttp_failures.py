"""What `docs/learn/aiohttp-failures.md` claims."""

from __future__ import annotations

import asyncio
import random
import ssl
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from json import JSONDecodeError
from pathlib import Path

import pytest
import trustme
from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientError,
    ClientHandlerType,
    ClientOSError,
    ClientPayloadError,
    ClientRequest,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    InvalidURL,
    ServerDisconnectedError,
    SocketTimeoutError,
    TCPConnector,
    client_exceptions,
    web,
)
from aiohttp.test_utils import RawTestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import lab
from lab.network.network import Network
from tests.claims.claim import claim, run
from tests.claims.servers import LARGE, asking, takes


async def hangs_up(request: web.BaseRequest) -> web.Response:
    """Close the connection in place of an answer."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def never(request: web.BaseRequest) -> web.Response:
    """Give no answer."""
    await asyncio.sleep(10_000)
    return web.Response()


async def get(session: ClientSession, path: str = "/") -> None:
    """Ask, and read all of the answer."""
    async with session.get(path) as resp:
        await resp.read()


@claim(
    "Catch `(ClientError, TimeoutError)`: the limit `total` raises a `TimeoutError` that isn't a"
    " `ClientError`."
)
@claim("All but one are kinds of ClientError.")
def test_only_the_limit_total_raises_no_client_error() -> None:
    async def raised(limit: str) -> BaseException:
        async with asking(never, timeout=ClientTimeout(**{limit: 0.1})) as session:
            with pytest.raises(TimeoutError) as caught:
                await get(session)
            return caught.value

    assert not isinstance(run(raised("total")), ClientError)
    assert isinstance(run(raised("sock_read")), ClientError)
    named = [value for name, value in vars(client_exceptions).items() if name.startswith("Client")]
    errors = [one for one in named if isinstance(one, type) and issubclass(one, BaseException)]
    assert len(errors) > 10
    assert all(issubclass(one, ClientError) for one in errors)


@claim("A status such as 404 or 500 is an answer, not an error.")
def test_a_status_is_no_error() -> None:
    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(status=500)

    async def main() -> int:
        async with asking(page) as session, session.get("/") as resp:
            await resp.read()
            return resp.status

    assert run(main()) == 500


@claim(
    "A server can also name a charset with which `text()` raises a `LookupError`, such as `hex`."
)
def test_a_charset_that_decodes_no_text() -> None:
    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(body=b"hi", headers={"Content-Type": "text/plain; charset=hex"})

    async def main() -> None:
        async with asking(page) as session, session.get("/") as resp:
            with pytest.raises(LookupError) as caught:
                await resp.text()
        assert not isinstance(caught.value, (ClientError, TimeoutError, ValueError))

    run(main())


@claim("An address with a host but no scheme, such as `//shop/tea`, raises an `AssertionError`.")
def test_an_address_without_a_scheme() -> None:
    async def main() -> None:
        async with ClientSession() as session:
            with pytest.raises(AssertionError):
                await session.get("//shop/tea")
            for no_host in ("/tea", "shop/tea", ""):
                with pytest.raises(InvalidURL):
                    await session.get(no_host)

    asyncio.run(main())


@claim("Both are kinds of ValueError.")
def test_two_errors_are_value_errors() -> None:
    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(text="{", content_type="application/json")

    async def json(url: str) -> None:
        async with asking(page) as session, session.get(url) as resp:
            await resp.json()

    with pytest.raises(JSONDecodeError):
        run(json("/"))
    with pytest.raises(UnicodeError):
        asyncio.run(json("http://a..b/"))  # where the system looks names up
    assert issubclass(JSONDecodeError, ValueError)
    assert issubclass(UnicodeError, ValueError)
    assert not issubclass(JSONDecodeError, ClientError)


@claim("Only `ws_connect` always raises one, because no WebSocket can be opened then.")
@pytest.mark.parametrize("status", [404, 500])
def test_a_refused_websocket_raises(status: int) -> None:
    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(status=status)

    async def main() -> int:
        async with asking(page) as session:
            with pytest.raises(ClientResponseError) as caught:
                await session.ws_connect("/")
            return caught.value.status

    assert run(main()) == status


@claim(
    "A request that never reached the server is safe to send again. Otherwise only idempotent"
    " methods are, and POST isn't one of them."
)
@claim("hasn't seen it")
def test_what_the_server_has_seen_by_error() -> None:
    """The rows of the table: which error, and whether a handler ran."""
    seen: list[str] = []

    async def note(request: web.BaseRequest) -> web.StreamResponse:
        seen.append(request.path)
        assert request.transport is not None
        if request.path == "/lost":
            request.transport.close()
        if request.path == "/cut":
            resp = web.StreamResponse(headers={"Content-Length": "9"})
            await resp.prepare(request)
            request.transport.close()
            return resp
        if request.path == "/late":
            await asyncio.sleep(5)
        return web.Response()

    async def main(path: str, **limits: float) -> type[BaseException]:
        seen.clear()
        async with RawTestServer(note) as server:
            timeout = ClientTimeout(**limits)
            async with ClientSession(timeout=timeout) as session:
                url = str(server.make_url("/").with_port(1)) if path == "port" else path
                url = str(server.make_url(path)) if path.startswith("/") else url
                with pytest.raises((ClientError, TimeoutError)) as caught:
                    async with session.post(url) as resp:
                        await resp.read()
                await asyncio.sleep(10)
        return type(caught.value)

    assert issubclass(run(main("example.org")), InvalidURL)
    assert seen == []
    assert issubclass(run(main("port")), ClientConnectorError)
    assert seen == []
    assert issubclass(run(main("http://nowhere.invalid/")), ClientConnectorError)
    assert seen == []
    with lab.installed(network=Network(latency=0.3)):
        assert asyncio.run(main("/", sock_connect=0.2)) is ConnectionTimeoutError
    assert seen == []
    assert run(main("/lost")) in (ServerDisconnectedError, ClientOSError)
    assert seen == ["/lost"]
    assert run(main("/cut")) is ClientPayloadError
    assert seen == ["/cut"]
    assert run(main("/late", sock_read=1)) is SocketTimeoutError
    assert seen == ["/late"]
    assert run(main("/late", total=1)) is TimeoutError
    assert seen == ["/late"]


@claim(
    "Then an earlier request may have arrived, even if you get an `InvalidURL` or a"
    " `ClientConnectorError`. With `allow_redirects=False`, a redirect is an answer like any other."
)
@pytest.mark.parametrize(
    ("location", "error"),
    [("http://127.0.0.1:1/", ClientConnectorError), ("http://[nonsense", InvalidURL)],
)
def test_the_request_before_the_redirect_has_arrived(
    location: str, error: type[ClientError]
) -> None:
    orders: list[str] = []

    async def order(request: web.BaseRequest) -> web.Response:
        orders.append(await request.text())
        return web.Response(status=303, headers={"Location": location})

    async def main() -> int:
        async with asking(order) as session:
            with pytest.raises(error):
                await session.post("/", data="tea")
            async with session.post("/", data="jam", allow_redirects=False) as resp:
                return resp.status

    assert run(main()) == 303
    assert orders == ["tea", "jam"]


@claim("aiohttp follows redirects by itself, and sends some requests twice.")
def test_the_request_that_is_sent_again_had_arrived() -> None:
    seen: list[bytes] = []

    async def delete(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append((await reader.readline()).split()[0])
        servers.pop().close()  # it dies with the work done
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(delete, "127.0.0.1", 0)
        servers.append(server)
        port = server.sockets[0].getsockname()[1]
        async with ClientSession() as session:
            with pytest.raises(ClientConnectorError):
                await session.delete(f"http://127.0.0.1:{port}/")

    servers: list[asyncio.Server] = []
    run(main())
    assert seen == [b"DELETE"]


@claim(
    "aiohttp itself sends an idempotent request once more if the connection is lost before an"
    " answer arrives, and its body can be read again."
)
@claim("But it happens on new connections, too.")
@claim("Such methods are called idempotent: GET, HEAD, OPTIONS, PUT and DELETE. POST isn't one.")
def test_idempotent_methods_are_sent_twice() -> None:
    async def once() -> AsyncIterator[bytes]:
        yield b"body"

    async def main(method: str, *, answer_first: bool, data: object = None) -> int:
        asked = 0

        async def page(request: web.BaseRequest) -> web.Response:
            nonlocal asked
            asked += 1
            if asked > 1 or not answer_first:
                return await hangs_up(request)
            return web.Response()

        async with asking(page) as session:
            if answer_first:  # then the connection comes from the pool
                await get(session)
            with pytest.raises(ServerDisconnectedError):
                async with session.request(method, "/", data=data):
                    pass
        return asked - answer_first

    for pooled in (False, True):
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE"):
            assert run(main(method, answer_first=pooled)) == 2, method
        for method in ("POST", "PATCH"):
            assert run(main(method, answer_first=pooled)) == 1, method
        assert run(main("PUT", answer_first=pooled, data=BytesIO(b"body"))) == 2
        assert run(main("PUT", answer_first=pooled, data=once())) == 1


@claim(
    "Wait longer after each failure, for a random fraction of the pause, and give up after a"
    " few attempts."
)
@claim(
    "With equal pauses, the clients that were refused together come back together, and most of"
    " them are refused again."
)
@claim("Random pauses spread them out.")
@pytest.mark.parametrize("seed", range(5))
def test_random_pauses_spread_clients_out(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret

    async def refused(pause: Callable[[float], float]) -> int:
        free = asyncio.Semaphore(2)
        count = 0

        async def page(request: web.BaseRequest) -> web.Response:
            nonlocal count
            if free.locked():
                count += 1
                return web.Response(status=503)
            async with free:
                await asyncio.sleep(0.1)
            return web.Response()

        async def client(session: ClientSession) -> None:
            for attempt in range(12):
                async with session.get("/") as resp:
                    if resp.status == 200:
                        return
                await asyncio.sleep(pause(0.5 * 2 ** min(attempt, 3)))

        async with asking(page) as session:
            await asyncio.gather(*[client(session) for _ in range(12)])
        return count

    equal = run(refused(lambda longest: longest))
    spread = run(refused(lambda longest: chance.uniform(0, longest)))
    assert equal == 10 + 8 + 6 + 4 + 2
    assert spread < equal


@claim("Close a response in a middleware if you don't pass it on.")
@claim("Remove that line, and this session, which has one connection, hangs on its second attempt.")
def test_a_dropped_response_keeps_its_connection() -> None:
    async def main(*, close: bool, body: int) -> bool:
        statuses = iter([503, 200])

        async def page(request: web.BaseRequest) -> web.Response:
            return web.Response(status=next(statuses), body=bytes(body))

        kept: list[ClientResponse] = []

        async def retry(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
            first = await handler(request)
            kept.append(first)
            if close:
                first.close()
            return await handler(request)

        async with asking(page, limit=1) as session:
            session._middlewares = (retry,)
            hangs = await takes(60, get(session))
            kept[0].close()
            return hangs

    assert run(main(close=False, body=LARGE))
    assert not run(main(close=True, body=LARGE))
    assert not run(main(close=False, body=10))


@claim("A middleware sees everything that its own session sends.")
@claim(
    "Otherwise that request goes through the middleware as well. If the middleware holds a lock"
    " meanwhile, it waits for itself forever."
)
def test_a_middleware_that_asks_meets_itself() -> None:
    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(text=request.path)

    async def main(*, around: bool) -> bool:
        lock = asyncio.Lock()

        async def with_token(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
            async with lock:
                middlewares = [with_token] if around else []
                url = request.url.with_path("/token")
                async with request.session.post(url, middlewares=middlewares):
                    pass
            return await handler(request)

        async with RawTestServer(page) as server:
            url = server.make_url("/")
            async with ClientSession(url, middlewares=[with_token]) as session:
                return await takes(60, get(session))

    assert run(main(around=True))
    assert not run(main(around=False))


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A CA that no system knows."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA) -> Iterator[str]:
    """Its certificate, in a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "our-ca.pem"
        authority.cert_pem.write_to_path(path)
        yield str(path)


async def over_tls(
    ca: trustme.CA, trust: ssl.SSLContext | bool, *, wants: trustme.CA | None = None
) -> str:
    """Ask a server over TLS; give its answer, or the name of the error."""
    try:
        return await answer_over_tls(ca, trust, wants=wants)
    except ClientError as error:
        return type(error).__name__


async def answer_over_tls(
    ca: trustme.CA, trust: ssl.SSLContext | bool, *, wants: trustme.CA | None = None
) -> str:
    """Ask a server over TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    if wants is not None:
        wants.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED

    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(text="hello")

    server = RawTestServer(page)
    await server.start_server(ssl=context)
    try:
        connector = TCPConnector(ssl=trust)
        async with (
            ClientSession(connector=connector) as session,
            session.get(server.make_url("/")) as resp,
        ):
            return await resp.text()
    finally:
        await server.close()


@claim("But the expired certificate can also be the CA's, in an outdated file on your side.")
def test_a_ca_file_that_is_too_old() -> None:
    ca = trustme.CA()
    good = x509.load_pem_x509_certificate(ca.cert_pem.bytes())
    key = serialization.load_pem_private_key(ca.private_key_pem.bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    # The same CA, with the same key: only its certificate is an older one.
    old = x509.CertificateBuilder(
        issuer_name=good.subject,
        subject_name=good.subject,
        public_key=good.public_key(),
        serial_number=good.serial_number,
        not_valid_before=yesterday - timedelta(days=1),
        not_valid_after=yesterday,
        extensions=list(good.extensions),
    ).sign(key, hashes.SHA256())
    pem = old.public_bytes(serialization.Encoding.PEM).decode()
    with pytest.raises(ClientConnectorCertificateError, match="certificate has expired"):
        asyncio.run(answer_over_tls(ca, ssl.create_default_context(cadata=pem)))
    context = ssl.create_default_context(cadata=ca.cert_pem.bytes().decode())
    assert asyncio.run(answer_over_tls(ca, context)) == "hello"


@claim(
    "For your own CA, pass a context made with `cafile`. `load_cert_chain` is for a"
    " certificate that the server wants from you."
)
@claim("`ssl=False` silences the error as well, because it turns all checks off.")
@claim(
    "This doesn't make you trust anyone: if the server's certificate comes from your own CA, the"
    " context also has to trust that CA."
)
def test_cafile_trusts_and_load_cert_chain_shows(authority: trustme.CA, ca_file: str) -> None:
    mine = trustme.CA()
    trusting = ssl.create_default_context(cafile=ca_file)
    showing = ssl.create_default_context()
    mine.issue_cert("ada@example.org").configure_cert(showing)
    both = ssl.create_default_context(cafile=ca_file)
    mine.issue_cert("ada@example.org").configure_cert(both)
    refused = ClientConnectorCertificateError.__name__

    assert run(over_tls(authority, True)) == refused
    assert run(over_tls(authority, False)) == "hello"
    assert run(over_tls(authority, trusting)) == "hello"
    assert run(over_tls(authority, showing)) == refused
    assert run(over_tls(authority, both, wants=mine)) == "hello"
    assert run(over_tls(authority, trusting, wants=mine)) != "hello"


@claim("The context in the second call trusts this CA and no other.")
def test_a_context_with_a_cafile_trusts_no_other_ca(ca_file: str) -> None:
    other = trustme.CA()
    trusting = ssl.create_default_context(cafile=ca_file)
    assert run(over_tls(other, trusting)) == ClientConnectorCertificateError.__name__
    assert len(trusting.get_ca_certs()) == 1


@claim("If you don't send a certificate, the server just hangs up, at least with TLS 1.3.")
@claim("An aiohttp server doesn't log the reason, either.")
def test_a_missing_certificate_is_not_logged(
    authority: trustme.CA, ca_file: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    trusting = ssl.create_default_context(cafile=ca_file)
    got = asyncio.run(over_tls(authority, trusting, wants=trustme.CA()))
    assert got in (ServerDisconnectedError.__name__, ClientOSError.__name__)
    assert not caplog.messages
