"""Which line a program is printing to each of its streams."""

from __future__ import annotations

from dataclasses import dataclass

from lab.trace.record import Creation, Printed, WhenNote


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
        text = line.text.removesuffix("\n")
        self._prints.append(Printed(line.at, line.task, stream, text, line.line))
