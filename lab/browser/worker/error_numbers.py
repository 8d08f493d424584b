"""An error's number looks as on Linux: the constants of `errno`, and what is raised with them.

Python in the page counts its errors as WebAssembly does: there `errno.ECONNREFUSED` is 14, and on
Linux it is 111. The interpreter finds an error's class by its own number, so that has to stay.
"""

from __future__ import annotations

import errno

_NAMES = {
    1: "EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT"
    " ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG"
    " ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY"
    " ELOOP",
    95: "EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH"
    " ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT"
    " ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS",
}

ON_LINUX = {
    name: number
    for first, names in _NAMES.items()
    for number, name in enumerate(names.split(), first)
} | {"EWOULDBLOCK": 11, "EDEADLOCK": 35, "ENOTSUP": 95}
"""The numbers that Linux gives to errors."""


class ErrorNumber(int):
    """A number of the page that is shown as Linux's, and equals either.

    Args:
        here: The number in the page.
        on_linux: The number on Linux.
    """

    on_linux: int

    def __new__(cls, here: int, on_linux: int) -> ErrorNumber:
        """Make one."""
        number = super().__new__(cls, here)
        number.on_linux = on_linux
        return number

    def __eq__(self, other: object) -> bool:
        """Tell whether it is this number, here or on Linux."""
        if isinstance(other, ErrorNumber):
            return self.on_linux == other.on_linux
        return int(self) == other or self.on_linux == other

    def __ne__(self, other: object) -> bool:
        """Tell whether it is another number."""
        return not self == other

    __hash__ = int.__hash__

    def __repr__(self) -> str:
        """Return the number on Linux."""
        return repr(self.on_linux)

    def __format__(self, spec: str) -> str:
        """Format the number on Linux."""
        return format(self.on_linux, spec)

    def __reduce__(self) -> tuple[type[ErrorNumber], tuple[int, int]]:
        """Let copies be shown so, too."""
        return ErrorNumber, (int(self), self.on_linux)


def show_as_on_linux() -> None:
    """Let the constants of `errno` be shown as on Linux."""
    for name, on_linux in ON_LINUX.items():
        here = getattr(errno, name, on_linux)
        if here != on_linux:
            setattr(errno, name, ErrorNumber(here, on_linux))
