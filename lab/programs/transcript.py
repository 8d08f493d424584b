"""A transcript: every line that a program printed, in the order printed, stderr marked.

Written to a file, a line of standard output is kept as it is, and a line of standard error
starts with `2> `, as a shell would redirect it:

```
starting
2> careful: this goes to standard error
done
```
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TextIO

from lab.programs.lines import lines_with_ends

MARK = "2> "
"""Comes before each line of standard error."""


@dataclass(frozen=True)
class Piece:
    """What one call wrote to one stream.

    Args:
        stream: `"stdout"` or `"stderr"`.
        text: What was written; it may be part of a line, or several lines.
    """

    stream: str
    text: str


def stream_text(pieces: Iterable[Piece], stream: str) -> str:
    """All that went to one stream.

    Args:
        pieces: What was written, in order.
        stream: `"stdout"` or `"stderr"`.
    """
    return "".join(piece.text for piece in pieces if piece.stream == stream)


def render(pieces: Iterable[Piece]) -> str:
    """Write a transcript.

    Args:
        pieces: What was written, in order.

    Raises:
        ValueError: A line of standard output starts with the mark of standard error.
    """
    lines: list[Piece] = []
    for piece in pieces:
        for text in lines_with_ends(piece.text):
            # A piece goes on where the last one of its stream stopped, unless that line ended.
            if lines and lines[-1].stream == piece.stream and not lines[-1].text.endswith("\n"):
                lines[-1] = Piece(piece.stream, lines[-1].text + text)
            else:
                lines.append(Piece(piece.stream, text))
    return "".join(_line(line, last=line is lines[-1]) for line in lines)


def _line(line: Piece, *, last: bool) -> str:
    if line.stream == "stdout" and line.text.startswith(MARK):
        raise ValueError(
            f"a line that starts with {MARK!r} would be taken for one of standard error:"
            f" let the program print something else than {line.text!r}"
        )
    mark = MARK if line.stream == "stderr" else ""
    end = "" if last or line.text.endswith("\n") else "\n"
    return mark + line.text + end


def parse(text: str) -> list[Piece]:
    """Read a transcript.

    Args:
        text: What `render` wrote.

    Returns:
        A piece for each line.
    """
    return [
        Piece("stderr", line.removeprefix(MARK)) if line.startswith(MARK) else Piece("stdout", line)
        for line in lines_with_ends(text)
    ]


class Recorder:
    """Records what is written to `sys.stdout` and `sys.stderr`, in order.

    Used as a context manager; both streams are put back at its end.

    Args:
        on_write: Called with the name of the stream and the text, at each write.
        echo: Also write to the streams that were there before.

    Attributes:
        pieces: What was written, in order.
        on_write: As given.
    """

    def __init__(
        self, on_write: Callable[[str, str], None] | None = None, *, echo: bool = False
    ) -> None:
        self.pieces: list[Piece] = []
        self.on_write = on_write
        self._echo = echo
        self._before: tuple[TextIO, TextIO] | None = None

    def __enter__(self) -> Self:
        self._before = sys.stdout, sys.stderr
        sys.stdout = _Stream(self, "stdout", sys.stdout)
        sys.stderr = _Stream(self, "stderr", sys.stderr)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._before:
            sys.stdout, sys.stderr = self._before

    def wrote(self, stream: str, text: str, before: TextIO) -> None:
        """Record a write.

        Args:
            stream: `"stdout"` or `"stderr"`.
            text: What was written.
            before: The stream that was there before.
        """
        self.pieces.append(Piece(stream, text))
        if self.on_write:
            self.on_write(stream, text)
        if self._echo:
            before.write(text)


class _Stream:
    """A text stream that hands each write to a recorder, and all else to the stream before it.

    A program that closes it can't write to it any more. The stream before it stays open: others use
    that one, too.
    """

    def __init__(self, recorder: Recorder, name: str, before: TextIO) -> None:
        self._recorder, self._name, self._before = recorder, name, before
        self.closed = False

    def __enter__(self) -> Self:
        self._demand_open()
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self.closed = True

    def flush(self) -> None:
        self._demand_open()
        self._before.flush()

    def _demand_open(self) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def write(self, text: str) -> int:
        self._demand_open()
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self._recorder.wrote(self._name, self._as_written(text), self._before)
        return len(text)

    def _as_written(self, text: str) -> str:
        """Return the text as it gets into a file: half a character does not, or does escaped."""
        text = str.__str__(text)  # a string of another class may say other things of itself
        if text.isascii():
            return text
        encoding, errors = self._before.encoding or "utf-8", self._before.errors or "strict"
        return text.encode(encoding, errors).decode(encoding)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self._before, name)
