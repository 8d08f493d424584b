"""The outputs below a program, as HTML: what it printed, when, and by which task."""

from __future__ import annotations

import html
from pathlib import Path

from lab.programs.lines import read_output
from lab.programs.transcript import Piece, parse
from lab.timeline.drawing import MOST_PRINTS


def outputs_below(
    files: dict[tuple[int, int], Path], prints: tuple[tuple[str, str], ...], oldest: tuple[int, int]
) -> str:
    """Show the recorded outputs of a program, one for each wording that Pythons have.

    Args:
        files: The outputs, by the first version of Python that prints them.
        prints: When and by which task each line of the picture's run was printed, and the line.
        oldest: The oldest Python that runs the program.
    """
    blocks = []
    starts = [max(version, oldest) for version in files]
    for path, first, following in zip(files.values(), starts, [*starts[1:], None], strict=False):
        label = "Recorded output"
        if len(files) > 1:
            label += f", Python {_versions(first, following)}"
        blocks.append(_output(label, read_output(path), prints))
    return "".join(blocks)


def _versions(first: tuple[int, int], following: tuple[int, int] | None) -> str:
    if not following:
        return f"3.{first[1]} and newer"
    last = following[1] - 1
    return f"3.{last}" if last <= first[1] else f"3.{first[1]} to 3.{last}"


def _output(label: str, transcript: str, prints: tuple[tuple[str, str], ...]) -> str:
    pieces = parse(transcript)
    lines = [piece.text.removesuffix("\n") for piece in pieces]
    # When each line was printed and by which task, if the picture is of these lines. Below them may
    # come what Python said of the exception that ended the program.
    same = lines[: len(prints)] == [line for _, line in prints]
    notes = [note for note, _ in prints] + [""] * len(lines) if same else [""] * len(lines)
    numbered = min(len(prints), MOST_PRINTS) if same else 0  # in the picture, too
    rows = [
        _row(piece, notes[at], at + 1 if at < numbered else 0) for at, piece in enumerate(pieces)
    ]
    classes = "lab-output lab-numbered no-copy" if numbered else "lab-output no-copy"
    return (
        f'<div class="{classes}"><span class="lab-label">{label}</span>'
        f"<pre><code>{''.join(rows)}</code></pre></div>"
    )


def _row(piece: Piece, note: str, number: int) -> str:
    classes, title = (
        ("lab-row lab-stderr", "standard error") if piece.stream == "stderr" else ("lab-row", "")
    )
    title = f' title="{title}"' if title else ""
    when = f' data-when="{html.escape(note)}"' if note else ""
    when += f' data-n="{number}"' if number else ""
    return f'<span class="{classes}"{title}{when}>{html.escape(piece.text)}</span>'
