"""Named masks: what differs from run to run, written the same way each time.

A mask changes what a program printed before it is compared and before it is written down. It
changes no more than it has to: everything else on the line is still compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

Mask = Callable[[str, Path], str]

_FRAME = re.compile(r'^(?P<indent>[ |]*)  File "(?P<file>[^"]+)"(?P<rest>, line .*)$')
_CARETS = re.compile(r"^[ |]*[~^]+\s*$")
_CODE = re.compile(r"(?: +\| )? {4}")  # in a group of exceptions, behind a margin


def address(text: str, path: Path) -> str:
    """Write `0x...` for the address in `<coroutine object main at 0x7f3a...>`."""
    return re.sub(r"\b0x[0-9a-fA-F]+\b", "0x...", text)


def process(text: str, path: Path) -> str:
    """Write `Process ...` for the number of a process, in `Process 4711 terminated abruptly`."""
    return re.sub(r"\bProcess \d+\b", "Process ...", text)


def moment(text: str, path: Path) -> str:
    """Write `...Z` for the date and time in `2014-09-02T18:20:00Z`."""
    return re.sub(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "...Z", text)


LONG_TURN = re.compile(r"(?:2> )?Executing <.*> took \d+\.\d+ seconds\n")
"""In debug mode, asyncio reports turns that took long: on a busy machine, any may."""


def took(text: str, path: Path) -> str:
    """Write `in ...s` for how long tests took, in `2 passed in 0.03s`.

    `unittest` runs tests in debug mode. Its reports of turns that took long are left out.
    """
    return re.sub(r"\bin \d+\.\d+s\b", "in ...s", LONG_TURN.sub("", text))


def folder(text: str, path: Path) -> str:
    """Leave out the folder in front of the snippet's own file name."""
    # There may be a space in it. What is before it is where another system sees this one's files.
    text = re.sub(rf'[^\s"\':]*{re.escape(str(path.resolve()))}', path.name, text)
    return re.sub(rf'(?:[A-Za-z]:)?[^\s"\':]*[/\\]{re.escape(path.name)}\b', path.name, text)


def traceback(text: str, path: Path) -> str:
    """Keep the frames of a traceback that are in the snippet; write `...` for the others.

    Which frames asyncio adds, and which characters Python underlines, change from version to
    version; the snippet's own frames do not.
    """
    kept: list[str] = []
    foreign: str | None = None
    for line in folder(text, path).split("\n"):
        frame = _FRAME.match(line)
        if frame:
            foreign = None if frame["file"] in (path.name, "<stdin>") else frame["indent"]
            if foreign is None:
                kept.append(line)
            elif not kept or kept[-1] != f"{foreign}  ...":
                kept.append(f"{foreign}  ...")
        elif foreign is not None and line.startswith(f"{foreign}    "):
            continue
        elif not (_CARETS.match(line) and kept and _CODE.match(kept[-1])):
            foreign = None
            kept.append(line)
    return "\n".join(kept)


def frames(text: str, path: Path) -> str:
    """Write `...` for all the frames of a traceback, as Python's own documentation does."""
    kept: list[str] = []
    inside = False
    for line in traceback(text, path).split("\n"):
        if inside and line.startswith("  "):
            continue
        if inside:
            kept.append("  ...")
        kept.append(line)
        inside = line == "Traceback (most recent call last):"
    return "\n".join(kept)


def syntax(text: str, path: Path) -> str:
    """Leave out the typed line that a prompt repeats under a syntax error.

    Python 3.13 and newer repeat it, Python 3.11 and 3.12 do not.
    """
    return re.sub(r'^(  File "<[^"]+", line \d+\n)(?:    .*\n)+', r"\1", text, flags=re.MULTILINE)


MASKS: dict[str, Mask] = {
    "address": address,
    "process": process,
    "moment": moment,
    "took": took,
    "folder": folder,
    "traceback": traceback,
    "frames": frames,
    "syntax": syntax,
}
"""The masks by the names that a snippet's metadata uses."""


def mask(text: str, names: Iterable[str], path: Path) -> str:
    """Apply masks to what a program printed.

    Args:
        text: What was printed.
        names: Names of masks, applied in this order.
        path: The program's file.
    """
    for name in names:
        text = MASKS[name](text, path)
    return text
