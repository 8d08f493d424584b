"""Names of hosts and services, looked up as Linux does: `getaddrinfo` and `getnameinfo`."""

from __future__ import annotations

import socket
import sys
from collections.abc import Mapping
from typing import Any

from lab.loop import refusals
from lab.network.sockets import Address

ANY = {socket.AF_INET: "0.0.0.0", socket.AF_INET6: "::"}  # noqa: S104 - nothing leaves memory
HOME = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}

Info = tuple[Any, Any, int, str, Address]

_TCP, _UDP = (socket.SOCK_STREAM, socket.IPPROTO_TCP), (socket.SOCK_DGRAM, socket.IPPROTO_UDP)
_RAW = (socket.SOCK_RAW, socket.IPPROTO_IP)

# Those of a machine are in its /etc/services. These are the same everywhere.
_TCP_SERVICES = {
    "echo": 7,
    "discard": 9,
    "daytime": 13,
    "ftp-data": 20,
    "ftp": 21,
    "ssh": 22,
    "telnet": 23,
    "smtp": 25,
    "time": 37,
    "whois": 43,
    "domain": 53,
    "finger": 79,
    "http": 80,
    "www": 80,
    "kerberos": 88,
    "pop3": 110,
    "nntp": 119,
    "imap2": 143,
    "imap": 143,
    "ldap": 389,
    "https": 443,
    "submission": 587,
    "ldaps": 636,
    "rsync": 873,
    "imaps": 993,
    "pop3s": 995,
    "mysql": 3306,
    "postgresql": 5432,
    "redis": 6379,
    "http-alt": 8080,
}
_UDP_SERVICES = {"domain": 53, "tftp": 69, "ntp": 123, "snmp": 161, "https": 443}


def look_up(
    hosts: Mapping[str, str],
    host: object,
    port: object,
    family: int = 0,
    kind: int = 0,
    proto: int = 0,
    flags: int = 0,
) -> list[Info]:
    """Find the addresses of a host and a service, as `socket.getaddrinfo` does.

    Args:
        hosts: The names that are known, each with an address.
        host: A name or an address, as str or bytes; None for this host.
        port: A number, as int, str or bytes, or the name of a service.
        family: 0 for any.
        kind: `socket.SOCK_STREAM`, for example; 0 for any.
        proto: `socket.IPPROTO_TCP`, for example; 0 for any.
        flags: Those of `getaddrinfo`.

    Raises:
        socket.gaierror: If there is no such name.
    """
    name, service = _text(host), _service(port)
    if name is None and service is None:
        raise _error(socket.EAI_NONAME)
    if family not in (socket.AF_UNSPEC, *HOME):
        raise _error(socket.EAI_FAMILY)
    ports = _ports(service, kind, proto, flags)
    found = [
        (family_of(address), type_, protocol, "", full_address(address, number))
        for address in _addresses(hosts, name, family, flags)
        for type_, protocol, number in ports
    ]
    if name is not None and flags & socket.AI_CANONNAME:
        found[0] = (*found[0][:3], name, found[0][4])
    return found


def name_of(hosts: Mapping[str, str], address: Address, flags: int = 0) -> tuple[str, str]:
    """Find the names of a host and a port, as `socket.getnameinfo` does.

    Raises:
        TypeError: If the address is none.
        socket.gaierror: If the host is no number, or must have a name and has none.
    """
    if not isinstance(address, tuple):
        raise TypeError("getnameinfo() argument 1 must be a tuple")
    host, port = address[:2]
    if ":" not in host and not _is_ipv4(host):
        raise _error(socket.EAI_NONAME)
    service = str(port)
    if not flags & socket.NI_NUMERICHOST:
        name = next((name for name, known in hosts.items() if known == host), None)
        if name is None and flags & socket.NI_NAMEREQD:
            raise _error(socket.EAI_NONAME)
        host = name or host
    if not flags & socket.NI_NUMERICSERV:
        services = _UDP_SERVICES if flags & socket.NI_DGRAM else _TCP_SERVICES
        service = next((name for name, known in services.items() if known == port), service)
    return host, service


def _text(host: object) -> str | None:
    if host is None or isinstance(host, str):
        return host
    if isinstance(host, bytes):
        return host.decode("ascii")
    raise TypeError("getaddrinfo() argument 1 must be string or None")


def _service(port: object) -> int | str | None:
    """Return a port's number, or the name of a service; None if there is neither."""
    if port is None:
        return None
    # Before Python 3.14, no number of another class, such as True, which is 1.
    if type(port) is int or (isinstance(port, int) and sys.version_info >= (3, 14)):
        return int(port)
    if not isinstance(port, (str, bytes)):
        raise OSError("Int or String expected")
    name = (port if isinstance(port, str) else port.decode("ascii")).lstrip()
    return int(name or 0) if name.isdecimal() or not name else name


def _ports(
    service: int | str | None, kind: int, proto: int, flags: int
) -> list[tuple[int, int, int]]:
    """Return the kinds of sockets that there are for a service, each with a protocol and port."""
    kinds = [
        (type_, protocol)
        for type_, protocol in (_TCP, _UDP, _RAW)
        if kind in (0, type_) and (proto in (0, protocol) or kind == socket.SOCK_RAW)
    ]
    if not kinds:
        raise _error(socket.EAI_SOCKTYPE)
    ports: list[tuple[int, int, int]]
    if isinstance(service, str):
        if flags & socket.AI_NUMERICSERV:
            raise _error(socket.EAI_NONAME)
        services = {_TCP: _TCP_SERVICES, _UDP: _UDP_SERVICES, _RAW: {}}
        ports = [(*one, services[one][service]) for one in kinds if service in services[one]]
    elif kind == socket.SOCK_RAW and service is not None:
        ports = []  # such sockets have no ports
    else:
        ports = [(*one, service or 0) for one in kinds]
    if not ports or (isinstance(service, int) and service < 0):
        raise _error(socket.EAI_SERVICE)
    return ports


def _addresses(hosts: Mapping[str, str], host: str | None, family: int, flags: int) -> list[str]:
    if host is None:
        homes = ANY if flags & socket.AI_PASSIVE else dict(reversed(HOME.items()))
        return [homes[one] for one in homes if family in (0, one)]
    if ":" in host:
        address = host
    elif _is_ipv4(host):
        address = socket.inet_ntoa(socket.inet_aton(host))  # 127.1 is 127.0.0.1
    else:
        if flags & socket.AI_NUMERICHOST:
            raise _error(socket.EAI_NONAME)
        known = hosts.get(host.lower().removesuffix("."))
        if known is None:
            raise _error(socket.EAI_NONAME, refusals.outside)
        # This host has an address of either family.
        address = HOME[socket.AF_INET6] if _is_home_but_not(known, family) else known
    if family not in (0, family_of(address)):
        raise _error(socket.EAI_ADDRFAMILY)
    return [address]


def _is_home_but_not(address: str, family: int) -> bool:
    return address == HOME[socket.AF_INET] and family == socket.AF_INET6


def family_of(host: str) -> socket.AddressFamily:
    """Return the family of an address."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def full_address(host: str, port: int) -> Address:
    """Return what a socket's address consists of."""
    return (host, port, 0, 0) if ":" in host else (host, port)


def _is_ipv4(host: str) -> bool:
    """Tell a number from a name: up to four, as `inet_aton` takes them."""
    if not host[:1].isdecimal():
        return False
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return True


_WORDS = {
    socket.EAI_NONAME: "Name or service not known",
    socket.EAI_SERVICE: "Servname not supported for ai_socktype",
    socket.EAI_SOCKTYPE: "ai_socktype not supported",
    socket.EAI_FAMILY: "ai_family not supported",
    socket.EAI_ADDRFAMILY: "Address family for hostname not supported",
}


def _error(number: int, more: str = "") -> socket.gaierror:
    return socket.gaierror(number, _WORDS[number] + more)
