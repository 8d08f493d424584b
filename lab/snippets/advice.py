"""What to do about a program that prints something else than expected."""

from __future__ import annotations

import re
from pathlib import Path

from lab.snippets.masks import MASKS, mask

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

# What another run changes and no text is likely to be about.
_NUMBERED = re.compile(r"\b0x[0-9a-fA-F]+\b|\bTask-\d+\b")

CLOCK = re.compile(r"\b(?:now|today|utcnow|strftime|localtime|gmtime|ctime|asctime|time)\(")
"""What a program calls that prints the date or the time of day."""


def advice(path: Path, expected: str, printed: str, again: str) -> str:
    """Say what to do about a difference.

    Args:
        path: The program or session.
        expected: What it should print.
        printed: What it printed.
        again: What it printed when it ran once more; the same as `printed` if it didn't.
    """
    for name, what in _MASKABLE.items():
        if mask(expected, [name], path) == mask(printed, [name], path):
            return f'{what}: hide it by a mask, masks = ["{name}"], in the inline metadata.'
    if _DATE.sub("", expected) == _DATE.sub("", printed):
        return clock_advice()
    if _NUMBERED.sub("", printed) != _NUMBERED.sub("", again):
        return (
            "It prints something else at each run, so `make update` won't help. Make it print the"
            " same each time (random.seed(1) does, for random numbers), or hide what differs by a"
            f" mask: there are {', '.join(MASKS)}."
        )
    return update_advice(path)


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
