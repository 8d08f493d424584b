"""What to do about a program that prints something else than expected."""

from __future__ import annotations

import platform
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from lab.snippets.masks import MASKS, mask

_KINDS = {"address": "an address", "folder": "a folder", "traceback": "frames of Python's own code"}
_MASKABLE = {
    "address": "Only an address differs, and it is another one at each run",
    "folder": "Only the folder before the name of the file differs",
    "traceback": "Only frames of a traceback differ that are not in this program",
}
"""What a mask hides, in words."""

_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d?\d:\d\d(?::\d\d(?:\.\d+)?)?|\d?\d[./]\d?\d[./]\d{2,4}"
    rf"|\b(?:{_DAYS})\w*\b|\b(?:{_MONTHS})\w*\b(?: +\d?\d\b)?|\b\d{{4}}\b|\b\d{{10}}(?:\.\d+)?\b"
)

CLOCK = re.compile(r"\b(?:now|today|utcnow|strftime|localtime|gmtime|ctime|asctime|time)\(")
"""What a program calls that prints the date or the time of day."""


_DURATION = re.compile(r"\b\d+(?:\.\d+)?(?= s\b)")
_NUMBERS = re.compile(r"\b(?:getpid|getppid|get_ident|get_native_id|native_id|ident|id|hash)\b")
_RANDOM = re.compile(r"\b(?:random|secrets|uuid)\b")


def advice(path: Path, expected: str, printed: str, again: Iterable[str]) -> str:
    """Say what to do about a difference.

    Args:
        path: The program or session.
        expected: What it should print.
        printed: What it printed.
        again: What it printed when it ran again, each time.
    """
    for name, what in _MASKABLE.items():
        if mask(expected, [name], path) == mask(printed, [name], path):
            return f'{what}: hide it by a mask, masks = ["{name}"], in the inline metadata.'
    if expected and _DATE.sub("", expected) == _DATE.sub("", printed):
        return clock_advice()
    if here := _of_this_machine(expected, printed):
        return f"It prints {here!r}, which only this machine has: print something else."
    for other in again:
        if unsteady := unsteady_advice(path, printed, other):
            return unsteady
    return update_advice(path)


def unsteady_advice(path: Path, printed: str, again: str) -> str:
    """Say what to do about a program that prints something else at each run.

    Args:
        path: The program or session.
        printed: What it printed.
        again: What it printed when it ran again.

    Returns:
        What to do; empty if it printed the same twice, but for durations.
    """
    if _DURATION.sub("", printed) == _DURATION.sub("", again):
        return ""
    for name in _MASKABLE:
        if mask(printed, [name], path) == mask(again, [name], path):
            return (
                f"It prints {_KINDS[name]}, which differs at each run: hide it by a mask,"
                f' masks = ["{name}"], in the inline metadata.'
            )
    if sorted(re.findall(r"\w+", printed)) == sorted(re.findall(r"\w+", again)):
        return (
            "It prints the same in another order at each run, as a set does: print(sorted(...))"
            " keeps the order."
        )
    source = path.read_text("utf-8", "replace") if path.is_file() else ""
    if _RANDOM.search(source):
        how = "call random.seed(1) first, or write a fixed value into the program."
    elif _NUMBERS.search(source):
        how = "leave out what is an id of a process or thread, or of an object."
    else:
        how = (
            f"make it print the same each time, or hide what differs by a mask: {', '.join(MASKS)}."
        )
    return f"It prints something else at each run, so `make update` won't help: {how}"


def _of_this_machine(expected: str, printed: str) -> str:
    """What a program printed that tells where it ran; empty if nothing does."""
    names = [str(Path.cwd()), str(Path.home()), tempfile.gettempdir(), platform.node()]
    names.append(platform.python_version())
    return next((n for n in names if len(n) > 3 and n in printed and n not in expected), "")


def update_advice(path: Path) -> str:
    """What to do about a program that prints something new.

    Args:
        path: The program or session.
    """
    return f"(`{update_command(path)}` writes down what it prints now)"


def clock_advice() -> str:
    """What to do about a program that prints the date or the time of day."""
    return (
        "It prints the date or the time of day, which is another one at each run: write a fixed"
        " one into the program, such as datetime(2026, 1, 1), or print a duration."
    )


def update_command(path: Path) -> str:
    """The command that writes down what one program or session prints.

    Args:
        path: The program or session, in a folder for its topic.
    """
    return f"make update ONLY={path.parent.name}/{path.stem}"
