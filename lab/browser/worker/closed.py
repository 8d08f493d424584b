"""Close the ways from Python to the page, and say so in words to a program that tries one.

This is for the words. What keeps a program in is that the worker itself has lost what it would
need outside: see `lockdown.ts`.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import errno
import io
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from lab.browser.worker.error_numbers import ON_LINUX, show_as_on_linux
from lab.loop import refusals
from lab.loop.stand_in_flows import without_own_frames

_RESERVE = 4 * 2**20

OWN_MACHINE = "run this program on your own machine with `python FILE`"
_NO_KEYBOARD = "there is no keyboard to read from in the page"
_TEXT = "put the text into the program, or run it on your own machine"
_NO_PROCESSES = f"there are no other processes in the page; {OWN_MACHINE}"
_INSIDE = (
    "there is no network outside of the page; a program in it can talk to a server in the same"
    " program, with asyncio or aiohttp"
)
_NO_UNIX = "the network in the page has TCP but not Unix sockets"

_OWN_SERVER = (
    "a client that blocks can't reach a server in the page; use asyncio.open_connection or aiohttp,"
    " and asyncio.start_server or aiohttp.web for the server, in the same program"
)
_SERVE_WITH_ASYNCIO = (
    "a server that blocks has no clients in the page; use asyncio.start_server or aiohttp.web"
)
_NOTHING_TO_SELECT = f"a selector has no sockets to wait for, and {_SERVE_WITH_ASYNCIO}"

_WORDS = {
    "subprocess_exec": _NO_PROCESSES,
    "subprocess_shell": _NO_PROCESSES,
    "connect_read_pipe": f"{_NO_KEYBOARD}, and no pipe; {_TEXT}",
    "connect_write_pipe": "there are no pipes in the page; print to standard output instead",
    "create_datagram_endpoint": "the network in the page has TCP but not UDP; use"
    " asyncio.start_server and asyncio.open_connection instead",
    "create_unix_server": f"{_NO_UNIX}; use asyncio.start_server with a host and a port instead",
    "create_unix_connection": f"{_NO_UNIX}; use asyncio.open_connection with a host and a port"
    " instead",
}


_THIS_MACHINE = ("", "localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - to connect to


def _no_threads(*args: object, **options: object) -> NoReturn:
    raise RuntimeError(
        "can't start new thread: there are no threads in the page; start it with"
        " asyncio.to_thread or threading.Thread, for which the page has a stand-in, or run this"
        " program with Python on your own machine"
    )


def _no_input(prompt: object = "", /) -> NoReturn:
    print(prompt, end="", flush=True)
    raise EOFError(f"{_NO_KEYBOARD}: input() has nothing to return; {_TEXT}")


class _NoKeyboard(io.TextIOBase):
    """Standard input: there is none."""

    encoding = "utf-8"
    name = "<stdin>"

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 0

    def read(self, size: int | None = -1, /) -> NoReturn:
        raise OSError(errno.EIO, f"{_NO_KEYBOARD}; {_TEXT}")

    readline = __next__ = read

    @property
    def buffer(self) -> _NoKeyboard:
        return self


def _refuse_with(number: int, words: str) -> Callable[..., NoReturn]:
    def refuse(*args: object, **options: object) -> NoReturn:
        raise OSError(number, words)

    return refuse


def _close_processes() -> None:
    refuse = _refuse_with(errno.ENOTSUP, _NO_PROCESSES)
    subprocess.Popen.__init__ = refuse  # type: ignore[method-assign]  # on purpose
    for name in ("system", "fork", "forkpty", "execv", "execve", "posix_spawn", "posix_spawnp"):
        if hasattr(os, name):
            setattr(os, name, refuse)


def _close_network() -> None:
    """Say so at once where a blocking socket would lead out; asyncio's are in memory."""
    outside = _refuse_with(errno.EHOSTUNREACH, f"Host is unreachable: {_INSIDE}")
    own_server = _refuse_with(errno.ENOTSUP, _OWN_SERVER)

    def connect(sock: object, address: object) -> NoReturn:
        host = address[0] if isinstance(address, tuple) and address else ""
        # Names have made-up addresses here.
        here = host in _THIS_MACHINE or host == socket.gethostbyname("localhost")
        (own_server if here else outside)()

    wait = _refuse_with(errno.ENOTSUP, _SERVE_WITH_ASYNCIO)
    select = _refuse_with(errno.ENOTSUP, _NOTHING_TO_SELECT)
    names: Any = socket.socket
    names.connect, names.sendto, names.accept = connect, outside, wait
    # What servers wait with that block: `http.server`, `socketserver`, `xmlrpc.server`.
    for name in ("SelectSelector", "PollSelector"):
        selector = getattr(selectors, name, None)
        if selector:
            selector.select = select


def _name_what_is_missing() -> None:
    """Let these functions be there, as on other systems: the lab refuses them in words."""
    signals: Any = signal
    signals.alarm = signals.setitimer = _refuse_with(errno.ENOTSUP, "use loop.call_later instead")

    async def start_unix_server(
        client_connected_cb: object,
        path: str | None = None,
        **options: Any,  # noqa: ANN401 - passed on
    ) -> object:
        loop: Any = asyncio.get_running_loop()
        return await loop.create_unix_server(asyncio.Protocol, path, **options)

    async def open_unix_connection(
        path: str | None = None,
        **options: Any,  # noqa: ANN401 - passed on
    ) -> object:
        loop: Any = asyncio.get_running_loop()
        return await loop.create_unix_connection(asyncio.Protocol, path, **options)

    names: Any = asyncio
    names.start_unix_server, names.open_unix_connection = start_unix_server, open_unix_connection


_ANOTHER_INTERPRETER = re.compile("'(InterpreterPoolExecutor|(concurrent[.]|_)?interpreters)'")


def explain(error: BaseException, source: str) -> None:
    """Add a note to an error that a reader may not understand.

    Args:
        error: What ended the program.
        source: The program.
    """
    if type(error).__name__ == "ZoneInfoNotFoundError":
        error.add_note(
            "The page has no time zone data. Use datetime.timezone.utc or a fixed offset, such as"
            f" datetime.timezone(datetime.timedelta(hours=2)); or {OWN_MACHINE}."
        )
    if isinstance(error, ImportError | AttributeError) and _ANOTHER_INTERPRETER.search(str(error)):
        error.add_note(
            "There is one Python interpreter in the page. Use ThreadPoolExecutor, for which the"
            f" page has a stand-in, or {OWN_MACHINE}."
        )
    for inner in getattr(error, "exceptions", ()):
        explain(inner, source)
    if isinstance(error, OSError):
        # Those of the interpreter itself, or from a number in the program, don't look as on Linux.
        name = errno.errorcode.get(error.errno or 0, "")
        on_linux = ON_LINUX.get(name, error.errno)
        if type(error.errno) is int and on_linux != error.errno:
            error.add_note(
                f"In the page, errno.{name} is {error.errno}. On Linux, it is {on_linux}."
            )
    if isinstance(error, SyntaxError) and _is_right_where_await_is_allowed(source):
        error.add_note(
            "`await` works only inside of `async def`. Put this into `async def main():` and start"
            " it with `asyncio.run(main())`; or write a session that begins with the line"
            " `$ python -m asyncio`."
        )


def _is_right_where_await_is_allowed(source: str) -> bool:
    try:
        compile(source, "<program>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


_WATCHED_EVENTS = ("gc.get_objects", "gc.get_referrers", "ctypes.")


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_WATCHED_EVENTS):
        raise RuntimeError(f"{event} is closed here: this program runs in a page, apart from it")


def close() -> None:
    """Refuse what is not in the page, each in words; watch the ways out that are no imports."""
    import _thread

    _thread.start_new_thread = _no_threads
    _thread.start_joinable_thread = _no_threads  # type: ignore[attr-defined]  # not published
    threading._start_new_thread = _no_threads  # type: ignore[attr-defined]  # not published
    threading._start_joinable_thread = _no_threads  # type: ignore[attr-defined]  # not published
    builtins.input = _no_input
    sys.stdin = _NoKeyboard()
    show_as_on_linux()
    _close_processes()
    _close_network()
    _name_what_is_missing()
    refusals.advice = OWN_MACHINE
    refusals.words_on.update(_WORDS)
    refusals.outside = f": {_INSIDE}"
    sys.addaudithook(_audit)


def hide_refusals(error: BaseException) -> None:
    """Let a traceback end in the program's own line, not in this file or the stand-in's."""
    frames = error.__traceback__
    while frames and frames.tb_next:
        if frames.tb_next.tb_frame.f_code.co_filename == close.__code__.co_filename:
            frames.tb_next = None
        frames = frames.tb_next
    without_own_frames(error)


class MemoryReserve:
    """Holds back some memory, for the words that are needed when there is no more."""

    def __init__(self) -> None:
        self._held: bytearray | None = bytearray(_RESERVE)

    def release(self) -> None:
        """Give it back."""
        self._held = None
