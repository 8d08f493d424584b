"""Splitting text into lines, as Python's own parser and a terminal do.

`str.splitlines` also splits at form feeds, at U+0085, at U+2028 and at more, and `Path.read_text`
makes a newline of each carriage return.
"""

from __future__ import annotations

from pathlib import Path


def lines_of(text: str) -> list[str]:
    """Split text into lines, without their ends."""
    return text.removesuffix("\n").split("\n") if text else []


def lines_with_ends(text: str) -> list[str]:
    """Split text into lines, each with its end; the last one may have none."""
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def read_output(path: Path) -> str:
    """Read what was printed, or a session, with its carriage returns."""
    return path.read_bytes().decode("utf-8")
