"""Which line a program is printing to each of its streams."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lab.trace.record import Creation, Printed, WhenNote

# ECMA-48: a control sequence (a colour, say), a string that a terminal keeps for itself (a title),
# other escapes; and control characters, but for the tab.
_UNSEEN = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]?"
    r"|[\x00-\x08\x0a-\x1f\x7f]"
)
_ERASES = re.compile(r"\x1b\[[012]?K")
_ERASE_LINE = "\x1b[2K"


def as_shown(line: str) -> str:
    """Return what a terminal shows of a line in the end: progress bars print over themselves."""
    if line.isprintable():
        return line
    shown = ""
    for part in line.split("\r"):
        if _ERASES.search(part):
            shown = ""
        seen = _UNSEEN.sub("", part.rpartition(_ERASE_LINE)[2])
        shown = seen + shown[len(seen) :]
    return shown


@dataclass
class _Open:
    at: WhenNote
    task: Creation | None
    line: int | None
    text: str = ""


class OpenLines:
    """The lines that were begun and are not ended: at most one in each stream.

    A line belongs to what began it, even if another task ends it.

    Args:
        prints: Gets each line when it ends.
    """

    def __init__(self, prints: list[Printed]) -> None:
        self._prints = prints
        self._open: dict[str, _Open] = {}

    def __bool__(self) -> bool:
        """Tell whether there is one."""
        return bool(self._open)

    def __contains__(self, stream: str) -> bool:
        """Tell whether there is one in this stream."""
        return stream in self._open

    def begin(self, stream: str, at: WhenNote, task: Creation | None, line: int | None) -> None:
        """Begin a line.

        Args:
            stream: `stdout` or `stderr`.
            at: The moment.
            task: What prints it.
            line: The line of the program that does.
        """
        self._open[stream] = _Open(at, task, line)

    def add(self, stream: str, text: str) -> None:
        """Add to the open line of a stream; a newline ends it."""
        self._open[stream].text += text
        if text.endswith("\n"):
            self._end(stream)

    def end_all(self) -> None:
        """End the lines that are open."""
        for stream in list(self._open):
            self._end(stream)

    def _end(self, stream: str) -> None:
        line = self._open.pop(stream)
        text = as_shown(line.text.removesuffix("\n"))
        self._prints.append(Printed(line.at, line.task, stream, text, line.line))
