"""Sockets in memory: what an operating system does for TCP, in one process.

asyncio does not send bytes itself. It hands them to sockets, asks a selector which sockets are
ready, and calls back. Here are such sockets and such a selector. All that is above them, from
transports to streams and servers, is asyncio's own.

What happens when is Linux's: a write to an end that has closed is answered by a reset, an end
that closes with unread bytes resets the other, what arrived before a reset can still be read.
"""

from __future__ import annotations

import errno
import selectors
import socket
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Self

from lab.loop import refusals
from lab.network.options import RECEIVE_BUFFER, SEND_BUFFER, Options

if TYPE_CHECKING:
    import asyncio

    from _typeshed import FileDescriptorLike, ReadableBuffer, WriteableBuffer

    from lab.network.network import Network

Address = tuple[Any, ...]  # (host, port), and two more numbers for IPv6

# What travels besides bytes: the end of the stream, and the word that the connection is gone.
END: Final = "end"
RESET: Final = "reset"

# What Linux lets arrive at an end whose buffer was not set and that does not read.
_SMALL_WINDOW = 131_072


class Socket:
    """One end of a TCP connection, or a listening socket. It never blocks.

    Args:
        network: The network that it belongs to.
        loop: The event loop that uses it; None if it is only known later.
        family: `socket.AF_INET` or `socket.AF_INET6`.
    """

    type = socket.SOCK_STREAM
    proto = socket.IPPROTO_TCP

    def __init__(
        self,
        network: Network,
        loop: asyncio.AbstractEventLoop | None,
        family: int = socket.AF_INET,
    ) -> None:
        self.family = socket.AddressFamily(family)
        self.network = network
        self.loop = loop
        self.latency = network.latency
        self.selector: Selector | None = None
        self.stands_for: socket.socket | None = None  # a real one, closed along with this one
        self.peer: Socket | None = None
        self.closed = False
        self.listening = False
        self.connected = False
        self._name: Address | None = None
        self._peer_name: Address | None = None
        self._arrived: deque[Socket] = deque()  # connections to accept, if listening
        self._inbox: deque[bytes] = deque()
        self._unread = 0  # bytes on their way here or in the inbox
        self._ended = False  # the other end sends no more
        self._shut = False  # this end sends no more
        self._broken = False  # reset or refused
        self._error = 0  # told once, then forgotten, as SO_ERROR is
        self.options = Options(family)
        self.number = network.add_socket(self)

    def __repr__(self) -> str:
        """Look like `socket.socket`."""
        names = f", laddr={self._name}" if self._name else ""
        names += f", raddr={self._peer_name}" if self._peer_name else ""
        return f"<lab.Socket fd={self.fileno()}, family={self.family}{names}>"

    def __del__(self) -> None:
        """Warn of a socket that was never closed, as `socket.socket` does."""
        if not self.closed:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, source=self, stacklevel=2)
            self.close()

    def fileno(self) -> int:
        """Return the number that the selector knows it by; -1 once it is closed."""
        return -1 if self.closed else self.number

    def getsockname(self) -> Address:
        """Return its own address."""
        return self._name or self.network.any_address(self.family)

    def getpeername(self) -> Address:
        """Return the address of the other end."""
        if self._peer_name is None:
            raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")
        return self._peer_name

    def setblocking(self, flag: bool) -> None:
        """Accept `False` only."""
        if flag:
            raise NotImplementedError(
                "an in-memory socket can't block, because no other task could run; use the loop's "
                "methods, such as loop.sock_recv"
            )

    def settimeout(self, seconds: float | None) -> None:
        """Accept 0 only."""
        self.setblocking(seconds != 0)

    def gettimeout(self) -> float | None:
        """Return 0: it never waits."""
        return 0.0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close it."""
        self.close()

    def setsockopt(self, level: int, name: int, value: int | bytes) -> None:
        """Set an option: the sizes of buffers and `SO_LINGER` are obeyed, the others kept."""
        self.options.set((level, name), value)

    def getsockopt(self, level: int, name: int, length: int = 0) -> int | bytes:
        """Return an option; for `SO_ERROR`, the error, which is told once."""
        if level == socket.SOL_SOCKET and name == socket.SO_ERROR:
            error, self._error = self._error, 0
            return error
        if level == socket.SOL_SOCKET and name == socket.SO_ACCEPTCONN:
            return int(self.listening)
        return self.options.get((level, name), length)

    def _room(self) -> int:
        """Return how many bytes fit on the way to the other end."""
        peer = self.peer
        if peer is None:
            return 0
        capacity = self.network.capacity
        mine, theirs = self.options.size(SEND_BUFFER), peer.options.size(RECEIVE_BUFFER)
        if mine is not None or theirs is not None:
            mine = capacity if mine is None else mine
            capacity = min(capacity, mine + (_SMALL_WINDOW if theirs is None else theirs))
        return capacity - peer._unread

    def bind(self, address: Address) -> None:
        """Take an address; port 0 takes the next free one."""
        self._name = self.network.bind(self, address)

    def listen(self, backlog: int = 0) -> None:
        """Let others connect to the bound address."""
        self.listening = True

    def accept(self) -> tuple[Socket, Address]:
        """Take the connection that waits the longest."""
        if not self._arrived:
            raise _would_block()
        accepted = self._arrived.popleft()
        return accepted, accepted.getpeername()

    def connect(self, address: Address) -> None:
        """Set out to connect; the socket is writable once it is known how that went.

        Raises:
            BlockingIOError: Always, as a real one that does not block.
            OSError: If the network has no such host.
            NotImplementedError: If the server runs in another event loop.
        """
        address = self.network.route(address)
        if self._name is None:
            self._name = self.network.client_address(address)
        listener = self.network.listener(address)
        if listener is not None and listener.loop is not self.loop:
            raise NotImplementedError(
                f"{address} is served in another event loop; run the server and its client in one "
                "loop"
            )
        self._after(self._knock, address)
        raise BlockingIOError(errno.EINPROGRESS, "Operation now in progress")

    def _knock(self, address: Address) -> None:
        listener = self.network.listener(address)
        if listener is None:
            self._after(self._break, errno.ECONNREFUSED)
            return
        other = Socket(self.network, listener.loop, self.family)
        other._name, other._peer_name, other.connected = address, self._name, True
        other.peer, self.peer = self, other
        other.options.take(listener.options)
        self._peer_name = address
        self._after(self._connected, listener, other)

    def _connected(self, listener: Socket, other: Socket) -> None:
        if self.closed:  # no task waits for it any more
            other._let_go()
            return
        self.connected = True
        self._changed()
        self._after(listener._receive_connection, other)

    def _receive_connection(self, other: Socket) -> None:
        if self.closed:
            other.reset()
        else:
            self._arrived.append(other)
            self._changed()

    def send(self, data: ReadableBuffer) -> int:
        """Send what there is room for on the way; return how many bytes that was.

        Raises:
            BlockingIOError: If there is no room: the other end has not read enough.
            OSError: If this end shut down, or the other end is gone.
        """
        peer = self.peer
        if peer is None or self._shut or self._broken:
            self._raise_error()
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        if not memoryview(data).nbytes:
            return 0  # nothing arrives: to the other end, an empty read is the end
        room = self._room()
        if room <= 0:
            raise _would_block()
        sent = bytes(data if memoryview(data).nbytes <= room else memoryview(data).cast("B")[:room])
        peer._unread += len(sent)
        self._after(peer._receive, sent)
        return len(sent)

    def sendmsg(self, buffers: Iterable[ReadableBuffer]) -> int:
        """Send several pieces, as far as there is room."""
        total = 0
        for buffer in buffers:
            try:
                sent = self.send(buffer)
            except BlockingIOError:
                if not total:
                    raise
                break
            total += sent
            if sent < memoryview(buffer).nbytes:
                break
        return total

    def sendall(self, data: ReadableBuffer) -> None:
        """Send all of it, if there is room.

        Raises:
            BlockingIOError: If there is not; then part of it is on its way.
        """
        view = memoryview(data).cast("B")
        while view.nbytes:
            view = view[self.send(view) :]

    def recv(self, limit: int) -> bytes:
        """Take up to `limit` bytes of what has arrived; nothing means that no more will come.

        Raises:
            BlockingIOError: If nothing has arrived yet.
            OSError: If the connection was reset.
        """
        if not self._inbox:
            if self._ended:
                return b""
            self._raise_error()
            if self._broken:
                return b""
            raise _would_block()
        data = self._inbox.popleft()
        if len(data) < limit and self._inbox:
            data = b"".join([data, *self._inbox])
            self._inbox.clear()
        if len(data) > limit:
            self._inbox.appendleft(data[limit:])
            data = data[:limit]
        was_full = self.peer is not None and self.peer._room() <= 0
        self._unread -= len(data)
        if was_full and self.peer is not None:
            self.peer._changed()
        return data

    def recv_into(self, buffer: WriteableBuffer) -> int:
        """Do what `recv` does, into a buffer; return the number of bytes."""
        view = memoryview(buffer)
        data = self.recv(view.nbytes)
        view[: len(data)] = data
        return len(data)

    def shutdown(self, how: int) -> None:
        """Send no more (`SHUT_WR`): the other end reads what is on its way, then the end."""
        if how == socket.SHUT_WR and not self._shut and not self._broken:
            self._shut = True
            self._transmit(END)

    def close(self) -> None:
        """Close this end; what was sent still arrives, unless there was something to read."""
        if self.closed:
            return
        if self._inbox or self.options.resets_on_close():
            self.reset()
            return
        self.shutdown(socket.SHUT_WR)
        self._let_go()

    def reset(self) -> None:
        """Close without ceremony: the other end gets `ConnectionResetError`."""
        if not self._broken:
            self._transmit(RESET)
        self._let_go()

    def _let_go(self) -> None:
        self.closed = True
        self.network.remove_socket(self)
        if self.stands_for is not None:
            self.stands_for.close()
        while self._arrived:
            self._arrived.popleft().reset()
        if self.peer is not None and self.peer.closed:
            self.peer = None  # nothing goes either way any more: no cycle to be collected

    def _transmit(self, item: bytes | str) -> None:
        if self.peer is not None:
            self._after(self.peer._receive, item)

    def _receive(self, item: bytes | str) -> None:
        if isinstance(item, bytes):
            if self.closed:
                self._transmit(RESET)
            else:
                self._inbox.append(item)
        elif item == RESET:
            self._break(errno.EPIPE if self._ended else errno.ECONNRESET)
        else:
            self._ended = True
        self._changed()

    def _break(self, error: int) -> None:
        self._broken = True
        self._error = error
        self._changed()

    def _raise_error(self) -> None:
        if self._error:
            error, self._error = self._error, 0
            raise OSError(error, _MESSAGES[error])

    def _after(self, callback: Callable[..., None], *args: object) -> None:
        """Call when it has reached the other end: at once without latency."""
        if self.latency and self.loop is not None and not self.loop.is_closed():
            self.loop.call_later(self.latency, callback, *args)
        else:
            callback(*args)

    def _changed(self) -> None:
        if self.selector is not None:
            self.selector.changed[self.number] = None

    def ready(self) -> int:
        """Return `EVENT_READ`, `EVENT_WRITE`, both or neither (0)."""
        if self.listening:
            return selectors.EVENT_READ if self._arrived else 0
        if self._broken:
            return selectors.EVENT_READ | selectors.EVENT_WRITE
        if not self.connected:
            return 0
        events = selectors.EVENT_READ if self._inbox or self._ended else 0
        if self._shut or self.peer is None or self._room() > 0:
            events |= selectors.EVENT_WRITE
        return events


_MESSAGES = {
    errno.ECONNREFUSED: "Connection refused",
    errno.ECONNRESET: "Connection reset by peer",
    errno.EPIPE: "Broken pipe",
}


def _would_block() -> BlockingIOError:
    return BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")


class Selector(selectors.BaseSelector):
    """Tells which sockets in memory are ready, in the order in which they became so."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._keys: dict[FileDescriptorLike, selectors.SelectorKey] = {}
        self._sockets: dict[int, Socket] = {}
        # The sockets to look at: something happened to them. A set that keeps its order.
        self.changed: dict[int, None] = {}

    def register(
        self, fileobj: FileDescriptorLike, events: int, data: object = None
    ) -> selectors.SelectorKey:
        """Watch a socket, named by its number."""
        sock = self._network.socket_numbered(fileobj)
        if sock is None:
            raise NotImplementedError(
                f"this loop can't watch {fileobj!r}: it watches in-memory sockets only, not the "
                f"operating system's files, pipes or sockets; {refusals.advice}"
            )
        key = selectors.SelectorKey(fileobj, sock.number, events, data)
        self._keys[sock.number] = key
        self._sockets[sock.number] = sock
        sock.selector = self
        self.changed[sock.number] = None
        return key

    def unregister(self, fileobj: FileDescriptorLike) -> selectors.SelectorKey:
        """Watch it no longer."""
        key = self._keys.pop(fileobj)
        self._sockets.pop(key.fd).selector = None
        self.changed.pop(key.fd, None)
        return key

    def modify(
        self, fileobj: FileDescriptorLike, events: int, data: object = None
    ) -> selectors.SelectorKey:
        """Watch for other events."""
        key = self._keys[fileobj]._replace(events=events, data=data)
        self._keys[fileobj] = key
        self.changed[key.fd] = None
        return key

    def get_map(self) -> Mapping[FileDescriptorLike, selectors.SelectorKey]:
        """Return what is watched."""
        return self._keys

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready now; never wait."""
        ready: list[tuple[selectors.SelectorKey, int]] = []
        if not self.changed:
            return ready
        for fd in list(self.changed):
            key = self._keys[fd]
            events = self._sockets[fd].ready() & key.events
            if events:
                ready.append((key, events))
            else:
                del self.changed[fd]
        return ready

    def wake(self) -> None:
        """Hear that another thread may have changed a socket."""

    def close(self) -> None:
        """Watch nothing any more."""
        for fd in list(self._keys):
            self.unregister(fd)
