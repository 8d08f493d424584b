"""Run a reader's program inside the worker of a page, and record it.

This module and all that it imports run in Pyodide (CPython compiled to WebAssembly), which has no
threads, no sockets and no other processes. What the worker offers is one device file: a write to
it is a message, whose first letter says what is asked. `s0.25`: sleep for 0.25 seconds, and let
the page see what was printed so far. `t<svg...`: show this timeline.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO

DEVICE = "/dev/lab"
_SPLIT = [
    "asyncio",
    "collections",
    "concurrent",
    "encodings",
    "html",
    "importlib",
    "json",
    "logging",
    "re",
    "string",
    "urllib",
]
SLOW = 5.0
"""How many seconds one takes when time is slowed down. `protocol.ts` says so too."""

_device = os.open(DEVICE, os.O_WRONLY)
_live: Live | None = None


def _ask(letter: str, text: str) -> None:
    os.write(_device, f"{letter}{text}".encode("utf-8", "replace"))


def _sleep(seconds: float, /) -> None:
    """Block for some real seconds without burning the processor; draw while there is time."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    ends = _time() + seconds
    if _live and seconds >= _live.pause and asyncio._get_running_loop():
        _ask("s", "0")  # first of all, show what was printed
        _live.draw()
    _ask("s", repr(max(0.0, ends - _time())))


_time = time.monotonic
time.sleep = _sleep  # before the lab's modules, and the program's, take hold of it

# ruff: noqa: E402 - only now may the lab be imported
from lab.browser.closed import MemoryReserve, close, hide_refusals
from lab.execution import execute
from lab.loop.clock import Clock, VirtualClock, WallClock
from lab.loop.event_loop import installed
from lab.loop.slow import SlowClock
from lab.trace.tracer import Tracer
from lab.transcript import Recorder

_CLOCKS = {"real": WallClock, "slow": lambda: SlowClock(SLOW), "skip": VirtualClock}


class Live:
    """Draws the timeline while the program runs: only while all of its tasks wait for time.

    Attributes:
        pause: how long the program must have nothing to do, in seconds, to be drawn.
    """

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self.pause = 0.15
        self._next = _time() + 0.2

    def draw(self) -> None:
        """Draw what was recorded so far, unless that was done just now."""
        began = _time()
        if began < self._next or asyncio.current_task() or self._tracer.is_within_line():
            return
        from lab.timeline.drawing import figure

        _ask("t", figure(self._tracer.trace()))
        took = _time() - began
        self.pause, self._next = max(0.15, 3 * took), _time() + max(0.5, 10 * took)


class _Output(Recorder):
    """Hands what is printed to the worker, at each write, and to the tracer."""

    def __init__(self, tracer: Tracer) -> None:
        super().__init__()
        self._tracer = tracer

    def wrote(self, stream: str, text: str, before: TextIO) -> None:
        before.write(text)
        self._tracer.wrote(stream, text)


def needs_more(source: str) -> bool:
    """Tell whether a program imports a module that may be among those not loaded yet."""
    import ast

    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    # What a program imports by a computed name, it imports after the rest was loaded, or not.
    return (
        any(
            name.partition(".")[0] in sys.stdlib_module_names
            and importlib.util.find_spec(name.partition(".")[0]) is None
            for name in names
        )
        or "importlib" in source
        or "__import__" in source
    )


def run(source: str, file: str, pace: str) -> str:
    """Run a program as `python FILE` would; what it prints goes to the page at once.

    Args:
        source: The program.
        file: Its file's name.
        pace: `real`, `slow` or `skip`.

    Returns:
        What `Done` in `protocol.ts` says of a run, as JSON.
    """
    global _live
    path = Path(file)
    path.write_text(source, "utf-8")
    tracer = Tracer(file, "virtual" if pace == "skip" else "wall")
    _live = None if pace == "skip" else Live(tracer)
    errors: list[dict[str, Any]] = []
    _fresh()
    before = _state()

    reserve = MemoryReserve()

    def failed(error: BaseException) -> None:
        reserve.release()
        hide_refusals(error)
        errors.append(describe(error, file))

    clock: Clock = _CLOCKS[pace]()
    with _Output(tracer), installed(clock, observer=tracer, limit=float("inf")):
        status = execute(path, failed=failed)
    _live = None
    asyncio.events._event_loop_policy = None  # type: ignore[attr-defined]  # not published
    reusable = not errors and status == 0 and before == _state()
    return json.dumps(
        {"status": status, "error": errors[0] if errors else None, "reusable": reusable}
        | _recorded(tracer)
    )


def _recorded(tracer: Tracer) -> dict[str, str]:
    try:
        from lab.timeline.drawing import figure
        from lab.trace.perfetto import perfetto

        trace = tracer.trace()
        _ask("t", figure(trace) if trace.stretches else "")
        return {"trace": trace.to_json(), "perfetto": perfetto(trace)}
    except MemoryError:
        return {"trace": "", "perfetto": ""}


def describe(error: BaseException, file: str) -> dict[str, Any]:
    """Say what ended a program: the exception's type, message, and the program's own line."""
    line = None
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno
    frames = error.__traceback__
    while frames:
        if frames.tb_frame.f_code.co_filename == file:
            line = frames.tb_lineno
        frames = frames.tb_next
    try:
        message = str(error)
    except Exception:  # a program's own exception may fail to describe itself
        message = ""
    return {"type": type(error).__name__, "message": message, "line": line}


def _fresh() -> None:
    """Start as a new process does: no loop, and random numbers of its own."""
    import random

    asyncio._set_running_loop(None)
    asyncio.events._event_loop_policy = None  # type: ignore[attr-defined]  # not published
    random.seed()


def _state() -> dict[str, object]:
    """What a program could leave behind for the next: names in modules that are loaded."""
    state: dict[str, object] = {
        f"{name}.{key}": id(value)
        for name, module in _watched.items()
        for key, value in vars(module).items()
    }
    state["environment"] = dict(os.environ)
    state["path"] = list(sys.path)
    if logging := sys.modules.get("logging"):
        state["logging"] = [
            *logging.root.handlers,
            logging.root.level,
            len(logging.root.manager.loggerDict),
        ]
    return state


def start() -> None:
    """Make Pyodide an ordinary Python, and close the ways out of it. Called once."""
    os.chdir("/home/pyodide")
    asyncio._set_running_loop(None)
    asyncio.run = asyncio.runners.run
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(write_through=True)
    close()


_watched = {
    name: module
    for name, module in sys.modules.items()
    if name in {"builtins", "asyncio", "time", "random", "sys", "os", "threading", "contextvars"}
    or name.startswith("asyncio.")
}


def add_zip(path: str) -> None:
    """Make the modules of a zip file importable.

    Args:
        path: The file. Packages that are split, some modules loaded before and some in it, are
            joined again.
    """
    sys.path.append(path)
    for name in _SPLIT:
        importlib.import_module(name).__path__.append(f"{path}/{name}")
    importlib.invalidate_caches()
