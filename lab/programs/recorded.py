"""Running a program inside this process, recorded: the one home of how that is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from lab.loop.clock import Clock
from lab.loop.installed import installed
from lab.loop.observer import guard_of
from lab.programs.execution import execute, ignore
from lab.programs.transcript import Piece, Recorder
from lab.trace.tracer import Tracer

Failed: TypeAlias = Callable[[BaseException], None]
Start: TypeAlias = Callable[[Path, Sequence[str], Failed], int]


@dataclass(frozen=True)
class Recorded:
    """What a program did. Its tracer, if it had one, knows the rest.

    Attributes:
        pieces: What it printed.
        status: Its exit status.
        in_order: Whether the pieces of both streams are in the order printed. Two pipes
            can't tell which of two streams was written first.
    """

    pieces: tuple[Piece, ...]
    status: int
    in_order: bool = True


def run_recorded(
    path: Path,
    arguments: Sequence[str] = (),
    *,
    clock: Clock,
    tracer: Tracer | None = None,
    recorder: Recorder | None = None,
    failed: Failed = ignore,
    limit: float = 60.0,
    start: Start = execute,
) -> Recorded:
    """Run a program inside this process on the lab's loop, and record what it prints.

    Args:
        path: The program's file.
        arguments: What follows it on the command line.
        clock: What its loop and the module `time` go by.
        tracer: Records what its tasks do.
        recorder: Takes what it prints; a new one if not given.
        failed: Called with the exception that ended it, before that is printed.
        limit: How long a callback may run, in real seconds.
        start: Starts it and returns its exit status, as `execute` does.
    """
    recorder = recorder or Recorder()
    guard = guard_of(tracer) if tracer else None
    if guard:
        recorder.on_write = partial(guard.tell, "wrote")

    def has_failed(error: BaseException) -> None:
        failed(error)
        if guard:
            guard.tell("program_failed", error)

    with recorder, installed(clock, observer=tracer, limit=limit):
        status = start(path, arguments, has_failed)
    if guard:
        guard.report()
    return Recorded(tuple(recorder.pieces), status)
