"""The options of a socket, as Linux keeps them."""

from __future__ import annotations

import socket
import struct
import sys

if not hasattr(socket, "SO_REUSEADDR"):
    # Missing in Pyodide, where setting an option does nothing; aiohttp's test server names it.
    socket.SO_REUSEADDR = 2  # type: ignore[misc]  # final on Linux only

Option = tuple[int, int]

SEND_BUFFER: Option = (socket.SOL_SOCKET, socket.SO_SNDBUF)
RECEIVE_BUFFER: Option = (socket.SOL_SOCKET, socket.SO_RCVBUF)
LINGER: Option = (socket.SOL_SOCKET, socket.SO_LINGER)

_SO_PROTOCOL, _SO_DOMAIN = 38, 39  # not named on every platform

# Linux doubles what a program asks for, to have room for its own notes. Within these limits.
_LEAST = {SEND_BUFFER: 4608, RECEIVE_BUFFER: 2304}
_MOST = 2 * 212_992

# Unset, a buffer grows with the connection: these are what it starts with.
_DEFAULTS: dict[Option, int] = {
    SEND_BUFFER: 16_384,
    RECEIVE_BUFFER: 131_072,
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE): 7200,
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL): 75,
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT): 9,
}

# Linux says 1 for these, whatever a program set that is not 0.
_SWITCHES: set[Option] = {
    (socket.SOL_SOCKET, socket.SO_REUSEADDR),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE),
    (socket.SOL_SOCKET, socket.SO_BROADCAST),
    (socket.SOL_SOCKET, socket.SO_OOBINLINE),
    (socket.SOL_SOCKET, getattr(socket, "SO_REUSEPORT", 15)),  # Pyodide lacks it
    (socket.IPPROTO_TCP, socket.TCP_NODELAY),
    (socket.IPPROTO_IPV6, socket.IPV6_V6ONLY),
}

_COPIED = (SEND_BUFFER, RECEIVE_BUFFER, *_SWITCHES)


class Options:
    """What a program set, by level and name.

    Args:
        family: The socket's.
    """

    def __init__(self, family: int) -> None:
        self._set: dict[Option, int] = {}
        self._linger = (0, 0)
        self._fixed = {
            (socket.SOL_SOCKET, socket.SO_TYPE): int(socket.SOCK_STREAM),
            (socket.SOL_SOCKET, _SO_PROTOCOL): socket.IPPROTO_TCP,
            (socket.SOL_SOCKET, _SO_DOMAIN): int(family),
        }

    def set(self, option: Option, value: int | bytes) -> None:
        """Set an option.

        Raises:
            TypeError: If the value is neither a number nor bytes.
        """
        if option == LINGER and isinstance(value, (bytes, bytearray)):
            self._linger = struct.unpack("ii", value)
            return
        number = value if isinstance(value, int) else struct.unpack("i", value[:4])[0]
        if option in _LEAST:
            number = min(max(2 * number, _LEAST[option]), _MOST)
        elif option in _SWITCHES:
            number = int(bool(number))
        self._set[option] = number

    def get(self, option: Option, length: int = 0) -> int | bytes:
        """Return an option: as a number, or as bytes if a length is given."""
        if option == LINGER:
            value = struct.pack("ii", *self._linger)
        else:
            number = self._fixed.get(option, self._set.get(option, _DEFAULTS.get(option, 0)))
            value = struct.pack("i", number)
        return value[:length] if length else int(struct.unpack("i", value[:4])[0])

    def size(self, option: Option) -> int | None:
        """Return the size of a buffer; None if the program left it to the system."""
        return self._set.get(option)

    def resets_on_close(self) -> bool:
        """Tell whether `close` is to throw away what was not sent: `SO_LINGER` with a time of 0."""
        return self._linger == (1, 0)

    def take(self, other: Options) -> None:
        """Take over what is set there, as an accepted connection does from its listener."""
        self._set |= other._set
        self._linger = other._linger

    def take_from_real(self, real: socket.socket) -> None:
        """Take over what a program set on a socket of the operating system."""
        if sys.platform == "emscripten":
            return  # such sockets forget what was set
        with socket.socket(real.family, real.type) as fresh:
            for option in _COPIED:
                try:
                    value = real.getsockopt(*option)
                    is_set = value != fresh.getsockopt(*option)
                except OSError:  # not an option of this family, or of this platform
                    continue
                if is_set:
                    self._set[option] = value
            self._linger = struct.unpack("ii", real.getsockopt(*LINGER, 8))
