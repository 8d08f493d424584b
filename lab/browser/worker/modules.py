"""The modules that a program can import in the page: fetch those not loaded yet, refuse the others.

The standard library, aiohttp and a part of Twisted come in zip files. Those that a program names
are fetched before it starts: see `archives`. Whatever it imports in another way (`exec("import
aiohttp")`) is fetched by the import itself, while the program is blocked: see `Fetcher`.
"""

from __future__ import annotations

import ast
import functools
import importlib
import sys
import zipimport
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

REST, AIO, TWISTED = "rest.zip", "aio.zip", "twisted.zip"
LATE = "late.zip"  # the rooms of the lab that draw a run, and that check an exercise

_FOLDER = "/lib/site-packages/"
_AIOHTTP = "aiohttp aiohappyeyeballs aiosignal attr attrs frozenlist idna multidict propcache yarl"
_AIO_NAMES = frozenset(_AIOHTTP.split())
# What else is in an archive is found where that has been loaded.
_PACKAGES = dict.fromkeys(_AIO_NAMES, AIO) | {"twisted": TWISTED}
"""Which archive to fetch for a package."""

_APART = "this program runs in a page, apart from it"
CLOSED = dict.fromkeys(
    ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "ctypes", "_ctypes"), _APART
)
"""Modules that would lead out of the page's Python, each with all that is inside of it."""

_NO_REACTOR = (
    "a reactor waits for sockets, and a page has none; use a twisted.internet.task.Clock, or run"
    " this program on your own machine"
)
_NO_PROCESSES = "there are no other processes in the page"
_NO_TERMINAL = "there is no terminal in the page"
_NO_WINDOWS = "there are no windows in the page"
_NO_SYSTEM = "there is no operating system in the page"
_ABSENT = {
    "multiprocessing": _NO_PROCESSES,
    "_multiprocessing": _NO_PROCESSES,
    "_posixshmem": _NO_PROCESSES,
    "tkinter": _NO_WINDOWS,
    "_tkinter": _NO_WINDOWS,
    "turtle": _NO_WINDOWS,
    "webbrowser": _APART,
    "curses": _NO_TERMINAL,
    "_curses": _NO_TERMINAL,
    "readline": _NO_TERMINAL,
    "resource": _NO_SYSTEM,
    "grp": _NO_SYSTEM,
    "pwd": _NO_SYSTEM,
    "syslog": _NO_SYSTEM,
    "sqlite3": "it needs compiled code that the page doesn't have",
}
"""Why modules of the standard library are not there."""

_SAME_NAMES = """
    aiofiles aiomysql aiopg aioredis aiosqlite anyio arq asyncpg async_timeout black boto3
    celery certifi click cython django fastapi flask gevent greenlet h11 h2 httpcore
    httptools httpx hypercorn hypothesis ipython jinja2 janus lxml matplotlib motor mypy
    nest_asyncio numba numpy orjson pandas playwright polars prometheus_client psutil psycopg
    pycurl pydantic pygame pymongo pytest pytest_asyncio quart redis requests rich ruff sanic scipy
    scrapy selenium sniffio sqlalchemy starlette tenacity tensorflow torch tornado tqdm
    trio typer ujson urllib3 uvicorn uvloop websockets
"""
_DISTRIBUTIONS = {name: name for name in _SAME_NAMES.split()} | {
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "discord": "discord.py",
    "dotenv": "python-dotenv",
    "grpc": "grpcio",
    "kafka": "kafka-python",
    "paho": "paho-mqtt",
    "PIL": "pillow",
    "psycopg2": "psycopg2-binary",
    "sklearn": "scikit-learn",
    "telegram": "python-telegram-bot",
    "typing_extensions": "typing-extensions",
    "websocket": "websocket-client",
    "yaml": "pyyaml",
    "zmq": "pyzmq",
}
"""Packages that programs often import, each with the name that pip knows it by. Only of these do we
say that pip installs them: a name that is mistyped may be that of someone else's package."""


def archives(source: str, checks: str) -> Iterator[str]:
    """Tell which archives a program or a session needs that are not loaded yet.

    Args:
        source: The program.
        checks: The checks of an exercise that are made on it; empty if none are.
    """
    if checks and _FOLDER + LATE not in _added:
        yield LATE
    trees = [*_parsed(source), *_parsed(checks)]
    names = {name for tree in trees for name in _imported(tree)}
    packed = {_PACKAGES[top] for name in names if (top := name.partition(".")[0]) in _PACKAGES}
    if packed or names & _rest_names():  # packages import much of the rest
        packed.add(REST)
    yield from sorted(archive for archive in packed if _FOLDER + archive not in _added)


def _archive_of(name: str) -> str:
    if name.startswith(("lab.timeline", "lab.exercises")):
        return LATE
    return _PACKAGES.get(name.partition(".")[0]) or (REST if name in _rest_names() else "")


def _parsed(source: str) -> Iterator[ast.Module]:
    statements = [source]
    if source.startswith("$ python"):
        from lab.programs.prompt import typed

        statements = list(typed(source))
    for statement in statements:
        try:
            yield ast.parse(statement)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue  # it is told when the program is run


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            yield from (
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


@functools.cache
def _rest_names() -> frozenset[str]:
    """The modules in the rest of the library, as the build has listed them."""
    listed = zipimport.zipimporter("/lib/python314.zip").get_data("rest.txt")
    return frozenset(listed.decode().split())


_added: set[str] = set()


def add_zip(path: str) -> None:
    """Make the modules of a zip file importable, unless they are.

    Args:
        path: The file. Packages that are split, some modules loaded before and some in it, are
            joined again.
    """
    if path in _added:
        return
    _added.add(path)
    sys.path_importer_cache.pop(path, None)  # that there is no such file
    if b"split.txt" in Path(path).read_bytes():
        for name in zipimport.zipimporter(path).get_data("split.txt").decode().split():
            package = importlib.import_module(name)
            package.__path__.append(f"{path}/{name.replace('.', '/')}")
    # To invalidate all caches would need `importlib.metadata`, which may be in a zip that has not
    # come yet.


class _Closed:
    """The first finder: refuses the closed modules."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "twisted.internet.reactor":
            # Not a ModuleNotFoundError: `from twisted.internet import reactor` would swallow it.
            raise ImportError(f"{name!r} is not in the page: {_NO_REACTOR}", name=name)
        reason = CLOSED.get(name.partition(".")[0])
        if reason:
            raise ModuleNotFoundError(f"the module {name!r} is closed here: {reason}", name=name)
        return None


class Fetcher:
    """The last finder: fetches the archive that holds a module, or says why there is none.

    Args:
        fetch: Writes an archive to the folder of modules, or fails to. Blocks meanwhile.
    """

    def __init__(self, fetch: Callable[[str], None]) -> None:
        self._fetch = fetch

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module that no other finder has found."""
        archive = _archive_of(name)
        if archive and _FOLDER + archive not in _added:
            self._fetch(archive)
            if not Path(_FOLDER + archive).exists():
                words = f"{name!r} could not be fetched; are you offline? Run the program again"
                raise ModuleNotFoundError(words, name=name)
            add_zip(_FOLDER + archive)
            return PathFinder.find_spec(name, path)
        asks_only = sys._getframe(2).f_globals.get("__name__") == "importlib.util"
        if "." in name or asks_only:
            return None
        raise ModuleNotFoundError(_why_absent(name), name=name)


def _why_absent(name: str) -> str:
    if name in sys.stdlib_module_names:
        reason = _ABSENT.get(name, "the page has most of the standard library, but not this module")
        advice = "run this program on your own machine"
    elif name in _DISTRIBUTIONS:
        reason = "the page has Python's standard library, aiohttp and Twisted's Deferreds"
        advice = f"run this program on your own machine, after `pip install {_DISTRIBUTIONS[name]}`"
    else:
        reason = "the page has Python's standard library, two packages and this one file"
        advice = "run a program that needs more on your own machine"
    return f"No module named {name!r}: {reason}; {advice}"


def _hide(finder: type) -> None:
    """Let a traceback leave out a finder, as it leaves out those that Python brings along.

    It drops the frames of an `ImportError` that name the file of the import system.
    """
    function = vars(finder)["find_spec"]
    function = getattr(function, "__func__", function)
    code = function.__code__.replace(co_filename="<frozen importlib._bootstrap>")
    function.__code__ = code


def install(fetch: Callable[[str], None]) -> None:
    """Put the finders in their places, before and after Python's own."""
    for name in list(sys.modules):
        if name.partition(".")[0] in CLOSED:
            del sys.modules[name]
    ours = [
        finder
        for finder in sys.meta_path
        if not type(finder).__module__.startswith("_pyodide")
        and not getattr(finder, "__module__", "").startswith("_pyodide")
    ]
    _hide(_Closed)
    _hide(Fetcher)
    sys.meta_path[:] = [_Closed(), *ours, Fetcher(fetch)]
    # The path stays the same when they come.
    sys.path += [_FOLDER + archive for archive in (LATE, REST, AIO, TWISTED)]
