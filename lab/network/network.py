"""A network in memory: the names, addresses and ports that exist in this process only."""

from __future__ import annotations

import errno
import itertools
import socket
import sys
import weakref
from collections.abc import Mapping
from typing import Any

from lab.loop import refusals
from lab.network import names
from lab.network.names import ANY, HOME, family_of, full_address
from lab.network.sockets import Address, Socket


class Network:
    """Where the connections of an event loop go.

    Ports, for servers that ask for port 0 and for clients, are counted up from 49152, so that
    a program sees the same ones at each run.

    Args:
        latency: How long anything takes from one end to the other, in seconds by the loop's
            clock. A connection is open after there and back.
        capacity: How many bytes one direction of a connection holds that have not been read.
            Then the sender waits. Linux holds about as much as the default on one machine.
        hosts: Names of more hosts, each with an IPv4 or IPv6 address, such as
            `{"api.example": "10.0.0.7"}`. Programs can serve at and connect to these.
    """

    def __init__(
        self,
        latency: float = 0.0,
        capacity: int = 4 * 1024 * 1024,
        hosts: Mapping[str, str] | None = None,
    ) -> None:
        self.latency = latency
        self.capacity = capacity
        self.hosts = {"localhost": HOME[socket.AF_INET], **(hosts or {})}
        # Both weak: a socket to which no reference is left is gone, as a real one is.
        self._bound: weakref.WeakValueDictionary[tuple[str, int], Socket]
        self._bound = weakref.WeakValueDictionary()
        self._sockets: weakref.WeakValueDictionary[int, Socket] = weakref.WeakValueDictionary()
        # By the real socket that a program gave to a loop: the one in memory in its place.
        self.stand_ins: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
        self._real_listeners: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._numbers = itertools.count(1_000_000)  # beyond those of the operating system
        self._ports = itertools.cycle(range(49152, 65536))

    def add_socket(self, sock: Socket) -> int:
        """Note a new socket; return its number."""
        number = next(self._numbers)
        self._sockets[number] = sock
        return number

    def alias(self, sock: Socket, address: Address) -> None:
        """Let an address lead to a bound socket too, unless it is taken."""
        host, port = address[:2]
        self._bound.setdefault((host, port), sock)

    def any_address(self, family: int) -> Address:
        """Return what a socket without an address says that its address is."""
        return full_address(ANY[socket.AddressFamily(family)], 0)

    def remove_socket(self, sock: Socket) -> None:
        """Forget a socket that was closed, and free its address."""
        self._sockets.pop(sock.number, None)
        for address in [address for address, bound in self._bound.items() if bound is sock]:
            del self._bound[address]

    def socket_numbered(self, number: object) -> Socket | None:
        """Return the open socket with this number, if any."""
        return self._sockets.get(number) if isinstance(number, int) else None

    def bind(self, sock: Socket, address: Address) -> Address:
        """Give a socket an address.

        Returns:
            The address, with a free port in place of port 0.

        Raises:
            OSError: If the address is taken, or is none of this network.
        """
        host, port, *rest = address
        _check_port("bind", port)
        if host not in ANY.values() and not self._is_home(host):
            raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
        if port == 0:
            port = self.free_port()
        elif any(
            port == other_port and (host == other_host or ANY[sock.family] in (host, other_host))
            for (other_host, other_port), other in self._bound.items()
            if other.family == sock.family
        ):
            raise OSError(errno.EADDRINUSE, "Address already in use")
        self._bound[host, port] = sock
        return (host, port, *rest)

    def client_address(self, destination: Address) -> Address:
        """Return the address that a client gets which connects to `destination`."""
        host, _, *rest = destination
        return (host, self.free_port(), *rest)

    def route(self, address: Address) -> Address:
        """Return the address that a connection to `address` ends up at.

        Raises:
            OSError: If it would have to leave the network.
        """
        host, port, *rest = address
        _check_port("connect", port)
        for family, anywhere in ANY.items():
            if host == anywhere:
                host = HOME[family]
        if not self._is_home(host):
            raise OSError(errno.ENETUNREACH, "Network is unreachable" + refusals.outside)
        return (host, port, *rest)

    def has_server(self, loop: object) -> bool:
        """Tell whether a socket of this loop listens."""
        return any(sock.listening and sock.loop is loop for sock in self._bound.values())

    def listener(self, address: Address) -> Socket | None:
        """Return the socket that listens at an address, if any."""
        host, port = address[:2]
        for name in (host, ANY[family_of(host)]):
            sock = self._bound.get((name, port))
            if sock is not None and sock.listening:
                return sock
        return None

    def serves(self, address: object) -> bool:
        """Tell whether an address, as a program gives it to a socket, is one of a server here."""
        if not isinstance(address, tuple):
            return False
        host, port = address[:2]
        try:
            (_, _, _, _, found), *_ = self.look_up(host, port, kind=socket.SOCK_STREAM)
            return self.listener(self.route(found)) is not None
        except (OSError, OverflowError, TypeError):
            # Pyodide looks names up its own way. It has no other servers than these.
            ports = {at for (_, at), sock in self._bound.items() if sock.listening}
            return sys.platform == "emscripten" and port in ports

    def note_real_listener(self, sock: socket.socket) -> None:
        """Remember a socket of the operating system that listens, for `real_listener`."""
        self._real_listeners.add(sock)

    def listens_for_real(self, sock: socket.socket) -> bool:
        """Tell whether it is a socket of the operating system that was told to listen."""
        return sock in self._real_listeners

    def real_listener(self, address: Address) -> socket.socket | None:
        """Return the program's socket of the operating system that listens there, if any."""
        for sock in self._real_listeners:
            if sock.fileno() >= 0 and sock.getsockname()[1] == address[1]:
                return sock
        return None

    def _is_home(self, host: str) -> bool:
        return host in HOME.values() or host.startswith("127.") or host in self.hosts.values()

    def free_port(self) -> int:
        """Choose a port at which no socket of this network is."""
        taken = {port for _, port in self._bound}
        return next(port for port in self._ports if port not in taken)

    def look_up(
        self,
        host: object,
        port: object,
        family: int = 0,
        kind: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> list[names.Info]:
        """Find the addresses of a host, as `socket.getaddrinfo` does.

        Raises:
            socket.gaierror: if the network does not know the name.
        """
        return names.look_up(self.hosts, host, port, family, kind, proto, flags)

    def name_of(self, address: Address, flags: int = 0) -> tuple[str, str]:
        """Find the names of a host and a port, as `socket.getnameinfo` does."""
        return names.name_of(self.hosts, address, flags)


def _check_port(what: str, port: int) -> None:
    if not 0 <= port <= 65535:
        raise OverflowError(f"{what}(): port must be 0-65535.")
