"""The half of the lab's event loop that has to do with connections."""

from __future__ import annotations

import asyncio
import socket
import sys
from asyncio.base_events import Server
from asyncio.selector_events import BaseSelectorEventLoop
from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, TypeVarTuple, cast

from lab.loop.refusals import refusal
from lab.network.names import ANY, Info
from lab.network.network import Network
from lab.network.real import PairEnd, StandIn, end_numbered, has_arrived, move
from lab.network.sockets import Address, Selector, Socket

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike, ReadableBuffer, WriteableBuffer

AnySocket = Socket | socket.socket
_Arguments = TypeVarTuple("_Arguments")
_Protocol = TypeVar("_Protocol", bound=asyncio.BaseProtocol)

if not hasattr(asyncio, "start_unix_server"):  # Pyodide: its sockets know no such addresses

    async def _unix(*args: object, **options: object) -> NoReturn:
        """Let the loop say why there are no Unix sockets."""
        await asyncio.get_running_loop().create_unix_server(asyncio.Protocol)
        raise AssertionError

    asyncio.start_unix_server = asyncio.open_unix_connection = _unix

# BaseEventLoop.create_server got other words in 3.13, and in bug fix releases before it.
_WORDS_ITS_ERRORS_ANEW = any(
    "could not bind" in str(constant)
    for constant in asyncio.BaseEventLoop.create_server.__code__.co_consts
)

_NO_TLS = (
    "TLS is not supported here: bytes that stay in memory need no encryption; leave out ssl=..., or"
    " use http, not https"
)

_HAS_TLS = sys.platform != "emscripten"
"""Whether Python can encrypt. In the page it has a module `ssl`, but nothing behind it."""

# Where a program asks for no port, Linux chooses one from 32768 on.
_FIRST_CHOSEN_PORT = 32768


class NetworkLoop(BaseSelectorEventLoop):
    """asyncio's event loop over sockets in memory.

    Transports, servers and how to connect are inherited. Only where asyncio would use a socket
    of the operating system, this class puts one of the network in its place.

    Args:
        network: Where connections go.
        selector: Watches the sockets of the network for this loop.
    """

    network: Network

    # Inherited, but not in asyncio's published types.
    _create_server_getaddrinfo: Callable[..., Coroutine[Any, Any, list[Info]]]

    def __init__(self, network: Network, selector: Selector) -> None:
        self.network = network
        super().__init__(selector)

    def _make_self_pipe(self) -> None:
        """Do without the pipe to itself that wakes other loops up."""

    def _close_self_pipe(self) -> None:
        pass

    async def getaddrinfo(
        self,
        host: Any,  # noqa: ANN401 - as published: str, bytes or None
        port: Any,  # noqa: ANN401 - as published: str, int or None
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> list[tuple[Any, Any, int, str, Address]]:
        """Ask the network for the addresses of a host, without a thread."""
        return self.network.look_up(host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr: Address, flags: int = 0) -> tuple[str, str]:
        """Ask the network for the name of an address."""
        return self.network.name_of(sockaddr, flags)

    async def sock_connect(
        self,
        sock: AnySocket,
        address: Any,  # noqa: ANN401 - as published: also str and bytes, for other families
    ) -> None:
        """Connect a socket to an address of the network.

        `sock` may be a real socket: then one in memory connects in its place, and becomes that
        of the transport when `sock` is given to `create_connection`. This is how aiohttp connects.
        """
        if not isinstance(sock, Socket):
            sock = self._stand_in(sock)
        listener = self.network.real_listener(address)
        if listener is not None and listener.gettimeout() == 0:
            self._listen_in_memory(listener)  # `sock_accept` will be called on it
        try:
            await super().sock_connect(cast("socket.socket", sock), address)
        except ConnectionRefusedError:
            if listener is None:
                raise
            raise refusal(
                "EventLoop.sock_connect",
                f"a blocking server listens on port {address[1]}, where this loop's in-memory"
                " network doesn't reach",
                "serve with asyncio.start_server or aiohttp, or connect with a blocking client in a"
                " thread",
            ) from None

    def _stand_in(self, real: socket.socket) -> Socket:
        """Return the socket in memory that connects in the place of a real one."""
        if real.family not in ANY or real.type != socket.SOCK_STREAM:
            raise refusal("EventLoop.sock_connect", "the in-memory network has only TCP")
        own = Socket(self.network, self, real.family)
        own.options.take_from_real(real)
        address = real.getsockname()
        if address[1]:
            own.bind(address)
        self.network.stand_ins[real] = StandIn(real, own)
        return own

    def _make_socket_transport(
        self, sock: AnySocket, *args: object, **options: object
    ) -> asyncio.Transport:
        """Make a transport over a socket in memory; the hook that `BaseEventLoop` asks for."""
        make = super()._make_socket_transport  # type: ignore[misc]  # not in its published types
        return cast("asyncio.Transport", make(self._taken(sock), *args, **options))

    def _make_ssl_transport(
        self, rawsock: AnySocket, *args: object, **options: object
    ) -> asyncio.Transport:
        """Make one for TLS: asyncio encrypts in memory, whatever the socket is."""
        make = super()._make_ssl_transport  # type: ignore[misc]  # not in its published types
        return cast("asyncio.Transport", make(self._taken(rawsock), *args, **options))

    def _taken(self, sock: AnySocket) -> Socket:
        """Return the socket in memory that a transport gets: the one itself, or a real one's."""
        if isinstance(sock, Socket):
            return sock
        move(sock)
        stand_in = self.network.stand_ins.pop(sock, None)
        if stand_in is None:
            raise NotImplementedError(
                f"{sock!r} was connected by the operating system, where this loop's in-memory "
                "network doesn't reach; connect it with loop.sock_connect, or let "
                "loop.create_connection make the socket"
            )
        taken: Socket = stand_in.take(sock)
        return taken

    async def create_connection(
        self,
        protocol_factory: Callable[[], _Protocol],
        *args: Any,  # noqa: ANN401 - host and port
        ssl: object = None,
        sock: Any = None,  # noqa: ANN401 - a socket of either kind
        **options: Any,  # noqa: ANN401 - the rest of asyncio's
    ) -> tuple[asyncio.Transport, _Protocol]:
        """Connect to a server of the network."""
        if ssl and not _HAS_TLS:
            if sock is not None:
                sock.close()  # it was handed over
            elif len(args) == len(("host", "port")):
                self.network.look_up(*args)  # without TLS, an unknown host would be as unknown
            raise NotImplementedError(_NO_TLS)
        options.update(ssl=ssl, sock=sock)
        return await super().create_connection(protocol_factory, *args, **options)

    async def _connect_sock(
        self,
        exceptions: list[list[OSError]],
        addr_info: Info,
        local_addr_infos: Iterable[Info] | None = None,
    ) -> Socket:
        """Create, bind and connect one socket: `create_connection` asks for each address."""
        failures: list[OSError] = []
        exceptions.append(failures)
        family, _, _, _, address = addr_info
        sock = Socket(self.network, self, family)
        try:
            if local_addr_infos is not None:
                self._bind_locally(sock, local_addr_infos, failures)
            await self.sock_connect(sock, address)
        except BaseException as error:
            if isinstance(error, OSError):
                failures.append(error)
            sock.close()
            raise
        finally:
            del exceptions, failures  # no cycle with an exception's traceback
        return sock

    def _bind_locally(
        self, sock: Socket, local_addr_infos: Iterable[Info], failures: list[OSError]
    ) -> None:
        for family, _, _, _, address in local_addr_infos:
            if family != sock.family:
                continue
            try:
                _bind(sock, address)
            except OSError as error:
                failures.append(error)
            else:
                return
        if failures:
            raise failures.pop()
        raise OSError(f"no matching local address with family={sock.family!r} found")

    async def create_server(
        self,
        protocol_factory: Callable[[], asyncio.BaseProtocol],
        host: str | Iterable[str | None] | None = None,
        port: int | None = None,
        *,
        family: int = socket.AF_UNSPEC,
        flags: int = socket.AI_PASSIVE,
        sock: AnySocket | None = None,
        backlog: int = 100,
        ssl: object = None,
        reuse_port: bool | None = None,
        start_serving: bool = True,
        reuse_address: bool | None = None,
        keep_alive: bool | None = None,
        ssl_handshake_timeout: float | None = None,
        ssl_shutdown_timeout: float | None = None,
    ) -> Server:
        """Serve at an address of the network."""
        if ssl is not None and not _HAS_TLS:
            raise NotImplementedError(_NO_TLS)
        if isinstance(ssl, bool):
            raise TypeError("ssl argument must be an SSLContext or None")
        if reuse_port:
            raise NotImplementedError(
                "reuse_port is not supported here: which server gets a connection would be up to "
                "chance; give each server a port of its own"
            )
        if host is None and port is None:
            if sock is None:
                raise ValueError("Neither host/port nor sock were specified")
            sockets = [self._listening(sock)]
        elif sock is not None:
            raise ValueError("host/port and sock can not be specified at the same time")
        else:
            sockets = await self._bind_all(host, port, family, flags)
            for one in sockets:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse_address is not False)
                one.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, bool(keep_alive))
        server = Server(
            self,
            cast("list[socket.socket]", sockets),
            protocol_factory,
            cast("Any", ssl),
            backlog,
            ssl_handshake_timeout,
            ssl_shutdown_timeout,
        )
        if start_serving:
            await server.start_serving()
        return server

    async def _bind_all(
        self, host: str | Iterable[str | None] | None, port: int | None, family: int, flags: int
    ) -> list[Socket]:
        if host == "":
            host = None
        hosts = [host] if host is None or isinstance(host, str) else list(host)
        # In tasks, as asyncio does: they take part in the numbering of all tasks.
        looked_up = await asyncio.gather(
            *[self._create_server_getaddrinfo(n, port, family=family, flags=flags) for n in hosts]
        )
        found = [(kind, address) for infos in looked_up for kind, _, _, _, address in infos]
        sockets: list[Socket] = []
        try:
            for kind, address in dict.fromkeys(found):  # each once
                sockets.append(Socket(self.network, self, kind))
                _bind(sockets[-1], address)
        except BaseException:
            for sock in sockets:
                sock.close()
            raise
        return sockets

    def _listening(self, sock: AnySocket) -> Socket:
        """Return a socket in memory that is bound where a real one is.

        A port that the operating system chose is another one at each run. It becomes one that
        is not, and leads there too, since the program may have read it already.
        """
        if isinstance(sock, Socket):
            return sock
        own = self._bound_as(sock)
        own.stands_for = sock
        return own

    def _bound_as(self, sock: socket.socket) -> Socket:
        if sock.type != socket.SOCK_STREAM:
            raise ValueError(f"A Stream Socket was expected, got {sock!r}")
        host, port, *rest = sock.getsockname()
        own = Socket(self.network, self, sock.family)
        own.options.take_from_real(sock)
        if port < _FIRST_CHOSEN_PORT:
            own.bind((host, port, *rest))
        else:
            own.bind((host, 0, *rest))
            self.network.alias(own, (host, port))
        return own

    async def sock_accept(self, sock: AnySocket) -> tuple[socket.socket, Address]:
        """Accept a connection at a socket in memory, or at one in the place of a real one."""
        if not isinstance(sock, Socket) and self.network.listens_for_real(sock):
            self._listen_in_memory(sock)
        return await super().sock_accept(self._in_memory(sock))

    def _listen_in_memory(self, sock: socket.socket) -> None:
        """Let a socket in memory listen in the place of a real one."""
        if sock in self.network.stand_ins:
            return
        if has_arrived(sock):
            raise refusal(
                "EventLoop.sock_accept",
                f"a blocking client has connected to port {sock.getsockname()[1]}, where this"
                " loop's in-memory network doesn't reach",
                "connect with asyncio.open_connection or aiohttp",
            )
        own = self._bound_as(sock)
        own.listen()
        self.network.stand_ins[sock] = StandIn(sock, own)

    async def sock_recv(self, sock: AnySocket, n: int) -> bytes:
        """Receive from a socket in memory."""
        return await super().sock_recv(self._in_memory(sock), n)

    async def sock_recv_into(self, sock: AnySocket, buf: WriteableBuffer) -> int:
        """Receive from a socket in memory, into a buffer."""
        return await super().sock_recv_into(self._in_memory(sock), buf)

    async def sock_sendall(self, sock: AnySocket, data: ReadableBuffer) -> None:
        """Send through a socket in memory."""
        await super().sock_sendall(self._in_memory(sock), data)

    def add_reader(
        self,
        fd: FileDescriptorLike,
        callback: Callable[[*_Arguments], object],
        *args: *_Arguments,
    ) -> None:
        """Call back when a socket in memory can be read."""
        super().add_reader(self._number(fd), callback, *args)

    def add_writer(
        self,
        fd: FileDescriptorLike,
        callback: Callable[[*_Arguments], object],
        *args: *_Arguments,
    ) -> None:
        """Call back when a socket in memory can be written to."""
        super().add_writer(self._number(fd), callback, *args)

    def remove_reader(self, fd: FileDescriptorLike) -> bool:
        """Take the callback back."""
        return super().remove_reader(self._number(fd))

    def remove_writer(self, fd: FileDescriptorLike) -> bool:
        """Take the callback back."""
        return super().remove_writer(self._number(fd))

    def _number(self, fd: FileDescriptorLike) -> FileDescriptorLike:
        """Return what the selector knows a socket by; what is none of ours, it will refuse."""
        if isinstance(fd, int):
            fd = end_numbered(fd) or fd
        move(fd)
        if isinstance(fd, socket.socket) and fd in self.network.stand_ins:
            return int(self.network.stand_ins[fd].own.fileno())
        return fd.fileno() if isinstance(fd, Socket) else fd

    def _in_memory(self, sock: AnySocket) -> socket.socket:
        if isinstance(sock, Socket):
            if sock.loop is None:  # an end of a pair
                sock.loop = self
            return cast("socket.socket", sock)
        move(sock)
        stand_in = self.network.stand_ins.get(sock)
        if stand_in is not None:
            if isinstance(stand_in.own, PairEnd):
                stand_in.own.settimeout(sock.gettimeout())
            return cast("socket.socket", stand_in.own)
        raise NotImplementedError(
            f"{sock!r} belongs to the operating system, where this loop's in-memory network "
            "doesn't reach; use loop.sock_connect and loop.sock_accept, or streams"
        )

    async def start_tls(self, *args: Any, **options: Any) -> asyncio.Transport | None:  # noqa: ANN401 - asyncio's
        """Encrypt an open connection, where Python can."""
        if not _HAS_TLS:
            raise NotImplementedError(_NO_TLS)
        return await super().start_tls(*args, **options)


def _bind(sock: Socket, address: Address) -> None:
    try:
        sock.bind(address)
    except OSError as error:
        reason = str(error) if _WORDS_ITS_ERRORS_ANEW else error.strerror or ""
        raise OSError(
            error.errno,
            f"error while attempting to bind on address {address!r}: {reason.lower()}",
        ) from None
