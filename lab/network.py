"""A network in memory: the names, addresses and ports that exist in this process only."""

from __future__ import annotations

import errno
import itertools
import socket
import weakref
from collections.abc import Mapping
from typing import Any

from lab.sockets import Address, Socket

_ANY = {socket.AF_INET: "0.0.0.0", socket.AF_INET6: "::"}  # noqa: S104 - nothing leaves memory
_HOME = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}
_KINDS = [
    (socket.SOCK_STREAM, socket.IPPROTO_TCP),
    (socket.SOCK_DGRAM, socket.IPPROTO_UDP),
]
_SERVICES = {"http": 80, "https": 443}


class Network:
    """Where the connections of an event loop go.

    Ports, for servers that ask for port 0 and for clients, are counted up from 49152, so that
    a program sees the same ones at each run.

    Args:
        latency: how long anything takes from one end to the other, in seconds by the loop's
            clock. A connection is open after there and back.
        capacity: how many bytes one direction of a connection holds that have not been read.
            Then the sender waits. Linux holds about as much as the default on one machine.
        hosts: names of more hosts, each with an IPv4 or IPv6 address, such as
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
        self.hosts = {"localhost": _HOME[socket.AF_INET], **(hosts or {})}
        # Both weak: a socket that nobody holds any more is gone, as a real one.
        self._bound: weakref.WeakValueDictionary[tuple[str, int], Socket]
        self._bound = weakref.WeakValueDictionary()
        self._sockets: weakref.WeakValueDictionary[int, Socket] = weakref.WeakValueDictionary()
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
        return _address(_ANY[socket.AddressFamily(family)], 0)

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
            OSError: if the address is taken, or is none of this network.
        """
        host, port, *rest = address
        _check_port("bind", port)
        if host not in _ANY.values() and not self._is_home(host):
            raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
        if port == 0:
            port = self._free_port()
        elif any(
            port == other_port and (host == other_host or _ANY[sock.family] in (host, other_host))
            for (other_host, other_port), other in self._bound.items()
            if other.family == sock.family
        ):
            raise OSError(errno.EADDRINUSE, "Address already in use")
        self._bound[host, port] = sock
        return (host, port, *rest)

    def client_address(self, destination: Address) -> Address:
        """Return the address that a client gets which connects to `destination`."""
        host, _, *rest = destination
        return (host, self._free_port(), *rest)

    def route(self, address: Address) -> Address:
        """Return the address that a connection to `address` ends up at.

        Raises:
            OSError: if it would have to leave the network.
        """
        host, port, *rest = address
        _check_port("connect", port)
        for family, anywhere in _ANY.items():
            if host == anywhere:
                host = _HOME[family]
        if not self._is_home(host):
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return (host, port, *rest)

    def listener(self, address: Address) -> Socket | None:
        """Return the socket that listens at an address, if any."""
        host, port = address[:2]
        for name in (host, _ANY[_family_of(host)]):
            sock = self._bound.get((name, port))
            if sock is not None and sock.listening:
                return sock
        return None

    def _is_home(self, host: str) -> bool:
        return host in _HOME.values() or host.startswith("127.") or host in self.hosts.values()

    def _free_port(self) -> int:
        taken = {port for _, port in self._bound}
        return next(port for port in self._ports if port not in taken)

    def look_up(
        self, host: str | None, port: str | int | None, family: int, kind: int, flags: int
    ) -> list[tuple[Any, Any, int, str, Address]]:
        """Find the addresses of a host, as `socket.getaddrinfo` does.

        Raises:
            socket.gaierror: if the network does not know the name.
        """
        number = _port_number(port)
        if host is None:
            homes = _ANY if flags & socket.AI_PASSIVE else dict(reversed(_HOME.items()))
            hosts = list(homes.values())
        else:
            hosts = [self._address_of(host)]
        wanted = [host for host in hosts if family in (socket.AF_UNSPEC, _family_of(host))]
        if not wanted:
            raise socket.gaierror(
                socket.EAI_ADDRFAMILY, "Address family for hostname not supported"
            )
        return [
            (_family_of(host), type_, proto, "", _address(host, number))
            for host in wanted
            for type_, proto in _KINDS
            if kind in (0, type_)
        ]

    def name_of(self, address: Address, flags: int = 0) -> tuple[str, str]:
        """Find the names of a host and a port, as `socket.getnameinfo` does."""
        host, port = address[:2]
        service = str(port)
        if not flags & socket.NI_NUMERICHOST:
            host = next((name for name, known in self.hosts.items() if known == host), host)
        if not flags & socket.NI_NUMERICSERV:
            service = next((name for name, known in _SERVICES.items() if known == port), service)
        return host, service

    def _address_of(self, host: str) -> str:
        if ":" in host or _is_ipv4(host):
            return host
        try:
            return self.hosts[host.lower().removesuffix(".")]
        except KeyError:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None


def _port_number(port: str | int | None) -> int:
    if port is None or port == "":
        return 0
    try:
        return _SERVICES.get(port) or int(port) if isinstance(port, str) else port
    except ValueError:
        raise socket.gaierror(
            socket.EAI_SERVICE, "Servname not supported for ai_socktype"
        ) from None


def _check_port(what: str, port: int) -> None:
    if not 0 <= port <= 65535:
        raise OverflowError(f"{what}(): port must be 0-65535.")


def _family_of(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _is_ipv4(host: str) -> bool:
    parts = host.split(".")
    return len(parts) == 4 and all(part.isdecimal() and int(part) < 256 for part in parts)


def _address(host: str, port: int) -> Address:
    return (host, port, 0, 0) if ":" in host else (host, port)
