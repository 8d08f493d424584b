"""Runs one program and writes its trace: `python -m lab.recorders trio idea.py idea.trace`."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TextIO

from lab.recorders import of_greenlets, of_trio, of_twisted
from lab.recorders.notes import Notes

RECORDERS: dict[str, Callable[[Notes], None]] = {
    "gevent": of_greenlets.record_gevent,
    "greenlet": of_greenlets.record_tasklets,
    "trio": of_trio.record,
    "twisted": of_twisted.record,
}
"""By the library whose tasks each records."""


class _Printing:
    """Passes on what is printed, and notes each line."""

    def __init__(self, stream: TextIO, notes: Notes) -> None:
        self.stream, self.notes, self.line = stream, notes, ""

    def write(self, text: str) -> int:
        """Write to the stream."""
        self.stream.write(text)
        *lines, self.line = (self.line + text).split("\n")
        for line in lines:
            self.notes.printed(line, _line_of(self.notes.program))
        return len(text)

    def flush(self) -> None:
        """Write out what the stream holds back."""
        self.stream.flush()


def _line_of(program: Path) -> int | None:
    frame: FrameType | None = sys._getframe(2)
    while frame and frame.f_code.co_filename != str(program):
        frame = frame.f_back
    return frame.f_lineno if frame else None


def main(library: str, program: Path, trace: Path) -> None:
    """Run a program in this process, and write its trace.

    Args:
        library: Whose tasks to record.
        program: The program's file; what it imports is beside it.
        trace: Where to write.
    """
    sys.path[0] = str(program.parent)
    sys.argv = [str(program)]
    notes = Notes(program)
    RECORDERS[library](notes)
    sys.stdout = _Printing(sys.stdout, notes)
    try:
        runpy.run_path(str(program), run_name="__main__")
    except SystemExit as ended:
        if ended.code:
            raise
    trace.write_text(notes.trace().to_json(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]))
