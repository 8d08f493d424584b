"""What the module `socket` does while a network in memory is in place of the real one.

A program's real sockets stay real: the loop puts one in memory in the place of each that it is
given. Here is what the program does with them by itself, without the loop.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import sys
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lab.loop.refusals import refusal
from lab.network.network import Network
from lab.network.sockets import Socket

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_IN_THE_PAGE = sys.platform == "emscripten"


class StandIn:
    """A socket in memory, until a transport takes it: closes if the real one is dropped.

    Attributes:
        own: The socket in memory.
    """

    def __init__(self, real: socket.socket, own: Socket) -> None:
        self.own = own
        self._farewell = weakref.finalize(real, own.close)
        self._farewell.atexit = False

    def close(self) -> None:
        """Close it, as the real one is."""
        self._farewell()

    def take(self, real: socket.socket) -> Socket:
        """Return it; from now on it is the other way round, and it closes the real one."""
        self._farewell.detach()
        self.own.stands_for = real
        return self.own


class PairEnd(Socket):
    """One end of a pair in memory, which any thread may use."""

    proto = 0

    def __init__(self, network: Network) -> None:
        super().__init__(network, None, getattr(socket, "AF_UNIX", socket.AF_INET))
        self.latency = 0.0
        self.connected = True
        self._timeout: float | None = None

    def getsockname(self) -> Any:  # noqa: ANN401 - a real one says this, too
        """Return an empty name."""
        return ""

    getpeername = getsockname

    def setblocking(self, flag: bool) -> None:
        """Note whether it may block; even then it can't, and says so."""
        self._timeout = None if flag else 0.0

    def settimeout(self, seconds: float | None) -> None:
        """Note it, as `setblocking` does."""
        self._timeout = seconds

    def gettimeout(self) -> float | None:
        """Return what was set."""
        return self._timeout

    def take_over(self, real: socket.socket) -> None:
        """Take what has arrived at a real end."""
        timeout = real.gettimeout()
        real.setblocking(False)
        with contextlib.suppress(OSError):
            while data := socket.socket.recv.__get__(real)(65_536):
                self._unread += len(data)
                self._inbox.append(data)
            self._ended = True
        real.settimeout(timeout)

    def send(self, data: ReadableBuffer) -> int:
        """Send what there is room for, and wake the loop that waits for it."""
        sent = super().send(data)
        peer = self.peer
        if peer is not None and peer.selector is not None:
            peer.selector.wake()
        return sent

    def recv(self, limit: int) -> bytes:
        """Take what has arrived."""
        try:
            return super().recv(limit)
        except BlockingIOError:
            if self._timeout == 0:
                raise
            raise refusal(
                "socket.recv",
                "nothing has arrived yet, and an in-memory socket can't block",
                "make it non-blocking and use loop.sock_recv or asyncio.open_connection(sock=...)",
            ) from None


def pair(network: Network) -> tuple[PairEnd, PairEnd]:
    """Make two sockets that are connected to each other."""
    one, other = PairEnd(network), PairEnd(network)
    one.peer, other.peer = other, one
    return one, other


class RealEnd(socket.socket):
    """One end of a real pair. It stays real until a loop is given one of the two."""

    __slots__ = ()

    def send(self, data: ReadableBuffer, flags: int = 0, /) -> int:
        """Send what there is room for."""
        own = _moved(self)
        return own.send(data) if own else super().send(data, flags)

    def sendall(self, data: ReadableBuffer, flags: int = 0, /) -> None:
        """Send all of it."""
        own = _moved(self)
        return own.sendall(data) if own else super().sendall(data, flags)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Take what has arrived."""
        own = _moved(self)
        return own.recv(size) if own else super().recv(size, flags)

    def recv_into(self, buffer: WriteableBuffer, size: int = 0, flags: int = 0) -> int:
        """Take what has arrived, into a buffer."""
        own = _moved(self)
        if own is None:
            return super().recv_into(buffer, size, flags)
        return own.recv_into(memoryview(buffer)[: size or None])

    def shutdown(self, how: int, /) -> None:
        """Send no more."""
        own = _moved(self)
        return own.shutdown(how) if own else super().shutdown(how)


def has_arrived(listener: socket.socket) -> bool:
    """Tell whether a connection waits at a real socket that listens."""
    if _IN_THE_PAGE:
        return False
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        return bool(selector.select(0))


# By each end of a real pair: what it is an end of.
_pairs: weakref.WeakKeyDictionary[socket.socket, _Pair] = weakref.WeakKeyDictionary()


class _Pair:
    """Two ends, which move into a network's memory together."""

    def __init__(self, network: Network, ends: tuple[socket.socket, socket.socket]) -> None:
        self.network = network
        self.ends = [weakref.ref(end) for end in ends]

    def move(self) -> None:
        """Put ends in memory in the place of the real ones, with what is on its way."""
        for ref, own in zip(self.ends, pair(self.network), strict=True):
            real = ref()
            if real is None or real.fileno() < 0:
                own.close()
            else:
                own.take_over(real)
                self.network.stand_ins[real] = StandIn(real, own)


def move(sock: object) -> None:
    """Move a real pair into memory, if this is an end of one: a loop was given it."""
    if isinstance(sock, socket.socket) and sock in _pairs:
        pair_of_it = _pairs[sock]
        if sock not in pair_of_it.network.stand_ins:
            pair_of_it.move()


def end_numbered(number: int) -> socket.socket | None:
    """Return the end of a real pair with this number, if any."""
    return next((end for end in _pairs if end.fileno() == number), None)


def _moved(real: socket.socket) -> PairEnd | None:
    stand_in = _pairs[real].network.stand_ins.get(real) if real in _pairs else None
    if stand_in is None:
        return None
    own: PairEnd = stand_in.own
    own.settimeout(real.gettimeout())
    return own


@contextlib.contextmanager
def replaced_functions(network: Network) -> Iterator[None]:
    """Let `socket.socketpair` and what connects, listens or closes know of a network."""
    real: Any = socket.socket
    connect, listen, close, socketpair = real.connect, real.listen, real.close, socket.socketpair
    _networks.append(network)
    bind = real.bind

    def connect_or_tell(sock: socket.socket, address: Any) -> None:  # noqa: ANN401 - as published
        if network.serves(address):
            close(sock)
            raise refusal(
                "socket.connect",
                f"this program serves port {address[1]} in memory, which a blocking client can't"
                " reach",
                "connect with asyncio.open_connection or aiohttp",
            )
        connect(sock, address)

    def bind_to_chosen_port(sock: socket.socket, address: Any) -> None:  # noqa: ANN401 - ditto
        if _IN_THE_PAGE and isinstance(address, tuple) and address[1:2] == (0,):
            address = (address[0], network.free_port(), *address[2:])  # none is chosen there
        bind(sock, address)

    def note_listener(sock: socket.socket, *backlog: int) -> None:
        try:
            listen(sock, *backlog)
        except OSError:
            if not _IN_THE_PAGE:  # where a socket can be bound, and nothing can connect to it
                raise
        network.note_real_listener(sock)

    def close_both(sock: socket.socket) -> None:
        close(sock)
        stand_in = network.stand_ins.pop(sock, None)
        if stand_in is not None:
            stand_in.close()

    socket.socketpair = _new_pair  # type: ignore[assignment]  # it makes sockets in memory, too
    real.connect, real.listen, real.close = connect_or_tell, note_listener, close_both
    real.bind = bind_to_chosen_port
    try:
        yield
    finally:
        socket.socketpair = socketpair
        real.connect, real.listen, real.close, real.bind = connect, listen, close, bind
        _networks.remove(network)


_networks: list[Network] = []
"""Those that are in place of the real one; the last one is in force."""

_real_socketpair = socket.socketpair


def _new_pair(*arguments: int) -> tuple[Any, Any]:
    """Make what `socket.socketpair` does, which a module that a program imports may keep."""
    if _IN_THE_PAGE and _networks:
        return pair(_networks[-1])  # there are no real ones
    ends = _real_socketpair(*arguments)
    if _networks:
        made = _Pair(_networks[-1], ends)
        for end in ends:
            end.__class__ = RealEnd
            _pairs[end] = made
    return ends
