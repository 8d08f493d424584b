"""What a snippet is expected to print, where that is written, and how it is compared.

There are two homes for it, and a snippet uses one of them:

- inline, as pytest-examples does: `#> 12` under the `print` that prints it. Read from top to
  bottom, the `#>` lines are what the program prints, in that order.
- a transcript beside the file, `idea.out`: every line in the order printed. A snippet in which
  tasks interleave needs one, since a comment hangs on a line of code and not on a moment.

Where a newer Python prints something else, `idea.3.14.out` holds what Python 3.14 and newer
print.
"""

from __future__ import annotations

import contextlib
import difflib
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import groupby
from pathlib import Path

from lab.loop.refusals import outside
from lab.programs.lines import lines_with_ends, read_output
from lab.programs.recorded import Recorded
from lab.programs.transcript import Piece, parse, render, stream_text
from lab.snippets.advice import advice, update_command
from lab.snippets.masks import LONG_TURN, mask
from lab.snippets.snippet import NEWER_PYTHON, NOT_UTF8, Snippet, SnippetError

INLINE = re.compile(r"#>(?: (?P<text>.*))?$")
_DURATION = re.compile(r"\b\d+(?:\.\d+)?(?= s\b)")
_NEWER = re.compile(r"(?:Import|Attribute|Syntax)Error:|TypeError: .* unexpected keyword")
_OUTSIDE = re.compile(r"gaierror|Name or service not known|(?:Host|Network) is unreachable")
_AWAIT_OUTSIDE = "SyntaxError: 'await' outside"
VERSIONED = re.compile(r"(?P<stem>.+?)(?:\.3\.(?P<minor>\d+))?\.out$")
"""The name of a transcript: that of its program, and the oldest Python that it is for."""


@dataclass(frozen=True)
class Expected:
    """What a snippet is expected to print.

    Args:
        path: The file in which that is written.
        lines: The lines of that file which say it, counted from 1.
        text: It, as a transcript.
        inline: Whether it is in the program itself.
    """

    path: Path
    lines: tuple[int, ...]
    text: str
    inline: bool


def transcripts(path: Path) -> dict[tuple[int, int], Path]:
    """The transcripts beside a program, by the oldest Python that each is for.

    Args:
        path: The program.
    """
    found = {}
    for beside in path.parent.glob(f"{path.stem}.*out"):
        name = VERSIONED.fullmatch(beside.name)
        if name and name["stem"] == path.stem:
            found[3, int(name["minor"] or 0)] = beside
    return dict(sorted(found.items()))


def expected(snippet: Snippet, version: tuple[int, int] = sys.version_info[:2]) -> Expected:
    """What a snippet is expected to print.

    Args:
        snippet: The program.
        version: The Python that runs it.

    Raises:
        SnippetError: It is written in two places, or in a way that can't be checked.
    """
    comments = dict(inline_output(snippet))
    files = transcripts(snippet.path)
    if comments and files:
        beside = next(iter(files.values())).name
        raise SnippetError(
            snippet.path, min(comments), f"output is both here and in {beside}: keep one"
        )
    if file := transcript_for(snippet.path, version):
        text = _read(file)
        return Expected(file, tuple(range(1, text.count("\n") + 2)), text, inline=False)
    text = "".join(f"{line}\n" for line in comments.values())
    return Expected(snippet.path, tuple(comments), text, inline=True)


def transcript_for(path: Path, version: tuple[int, int] = sys.version_info[:2]) -> Path | None:
    """The transcript beside a program that is for a version of Python, if there is one.

    Args:
        path: The program.
        version: The Python that runs it.
    """
    fitting = [file for oldest, file in transcripts(path).items() if oldest <= version]
    return fitting[-1] if fitting else None


def _read(transcript: Path) -> str:
    try:
        return read_output(transcript)
    except UnicodeDecodeError as error:
        raise SnippetError(transcript, 1, NOT_UTF8) from error


def inline_output(snippet: Snippet) -> tuple[tuple[int, str], ...]:
    """The `#>` comments of a program: line number and text.

    Args:
        snippet: The program.

    Raises:
        SnippetError: A comment starts with `#>` but not with `#> `, or the program can't be parsed.
    """
    _ = snippet.tree
    return _inline_output(snippet.path, snippet.source)


@lru_cache(maxsize=1024)  # asked for several times a program, and it reads each of its tokens
def _inline_output(path: Path, source: str) -> tuple[tuple[int, str], ...]:
    return tuple(_comments(path, source))


def _comments(path: Path, source: str) -> Iterator[tuple[int, str]]:
    if "#>" not in source:  # reading all its tokens takes a thousand times as long
        return
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT and token.string.startswith("#>"):
            found = INLINE.fullmatch(token.string)
            if not found:
                raise SnippetError(path, token.start[0], "write a space after `#>`")
            yield token.start[0], found["text"] or ""


def masked(snippet: Snippet, pieces: Iterable[Piece]) -> list[Piece]:
    """What a snippet printed, with its masks applied.

    Args:
        snippet: The program, whose metadata names the masks.
        pieces: What it printed.
    """
    masks = snippet.metadata.masks
    return [
        Piece(stream, mask("".join(piece.text for piece in run), masks, snippet.path))
        for stream, run in groupby(pieces, key=lambda piece: piece.stream)
    ]


def problems(
    snippet: Snippet,
    run: Recorded,
    tolerance: float = 0.0,
    version: tuple[int, int] = sys.version_info[:2],
    run_again: Callable[[], Iterable[Recorded]] = tuple,
) -> list[str]:
    """How a run differs from what is expected of it.

    Args:
        snippet: The program.
        run: What it did.
        tolerance: By how many seconds a printed duration (`0.3 s`) may differ.
        version: The Python that ran it.
        run_again: Runs it again, to see whether it prints something else at each run.

    Returns:
        A message, which names file and line; none if all is as expected. If both streams differ
        and their order isn't known, there is one for each.
    """
    if wrong := wrong_status(snippet, run):
        return [f"{snippet.path}:{wrong[0]}: {wrong[1]}"]
    want = expected(snippet, version)
    found = list(differences(want, printed_parts(snippet, run), tolerance))
    others = []
    if found:
        with contextlib.suppress(SnippetError):  # it says no more than `found` does
            others = [masked(snippet, other.pieces) for other in run_again()]
    return [_message(snippet.path, want, one, others) for one in found]


@dataclass(frozen=True)
class Difference:
    """What was printed, where something else was expected.

    Args:
        stream: The stream; empty for both, in the order printed.
        expected: What should have been printed.
        printed: What was.
    """

    stream: str
    expected: str
    printed: str


def printed_parts(snippet: Snippet, run: Recorded) -> dict[str, str]:
    """What was printed on each stream, or on both (an empty name) if their order is known.

    Args:
        snippet: The program, whose metadata names the masks.
        run: What it did.
    """
    printed = masked(snippet, run.pieces)
    return {stream: _part(printed, stream) for stream in _streams(run)}


def _streams(run: Recorded) -> tuple[str, ...]:
    return ("",) if run.in_order else ("stdout", "stderr")


def differences(
    want: Expected, printed: Mapping[str, str], tolerance: float = 0.0
) -> Iterator[Difference]:
    """Compare what was printed with what is expected.

    Args:
        want: What is expected.
        printed: What was printed, as `printed_parts` gives it.
        tolerance: By how many seconds a printed duration may differ.

    Yields:
        A difference for each stream that differs, or one for both if their order is known.
    """
    for stream, other in printed.items():
        one = stream_text(parse(want.text), stream) if stream else want.text
        if not LONG_TURN.search(one):
            other = LONG_TURN.sub("", other)
        if one != other and not (tolerance and _same_but_for_durations(one, other, tolerance)):
            yield Difference(stream, one, other)


def _part(pieces: list[Piece], stream: str) -> str:
    return stream_text(pieces, stream) if stream else render(pieces)


def wrong_status(snippet: Snippet, run: Recorded) -> tuple[int, str] | None:
    """How a run ended, if it should have ended in another way.

    Args:
        snippet: The program.
        run: What it did.

    Returns:
        The line of the program to look at, and a sentence.
    """
    if run.status == snippet.metadata.exit_status:
        return None
    errors = stream_text(run.pieces, "stderr").strip()
    frames = re.findall(rf'{re.escape(snippet.path.name)}", line (\d+)', errors)
    last = " ".join(re.split(r"\n(?=\S)", errors)[-1].split())
    message = f"exit status {run.status}, expected {snippet.metadata.exit_status}"
    if last:
        message += f" ({last.replace(outside, '')})"
    if _AWAIT_OUTSIDE in last:
        message += ". Move it into a coroutine, and run that with asyncio.run"
    elif _OUTSIDE.search(last):
        message += ". A snippet reaches no other host: let it start the server that it talks to"
    elif _NEWER.match(last):
        message += f". If a newer Python has it, say so in the inline metadata: {NEWER_PYTHON}"
    return int(frames[-1]) if frames else 1, message


def _message(path: Path, want: Expected, found: Difference, others: list[list[Piece]]) -> str:
    before, after = lines_with_ends(found.expected), lines_with_ends(found.printed)
    same = next(
        (at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    line = _line_in_file(want, found.stream, same)
    on = f" on {found.stream}" if found.stream else ""
    diff = "".join(
        f"    {_visible(row)}\n"
        for row in difflib.unified_diff(before, after, "expected", "printed", n=2)
    )
    printed_again = [_part(other, found.stream) for other in others]
    hint = advice(path, found.expected, found.printed, printed_again)
    if want.inline and sorted(before) == sorted(after):
        hint = (
            "The same lines, in another order: `#>` comments hang on lines of code, not on"
            f" moments.\n    Use a transcript: create {want.path.with_suffix('.out').name} beside"
            f" it and run `{update_command(path)}`."
        )
    return f"{want.path}:{line}: printed something else{on} than expected\n{diff}\n    {hint}"


def _visible(row: str) -> str:
    """A row of a difference, with what can't be seen made visible."""
    if row.startswith(("---", "+++", "@@", " ")):
        return row.rstrip()
    text = row.removesuffix("\n")
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[1:])
    kept = shown.rstrip(" ")
    end = "" if row.endswith("\n") else " (and no end of line)"
    return text[0] + kept + "·" * (len(shown) - len(kept)) + end


def _same_but_for_durations(one: str, other: str, tolerance: float) -> bool:
    if _DURATION.sub("", one) != _DURATION.sub("", other):
        return False
    pairs = zip(_DURATION.findall(one), _DURATION.findall(other), strict=True)
    return all(abs(float(this) - float(that)) <= tolerance for this, that in pairs)


def _line_in_file(want: Expected, stream: str, index: int) -> int:
    pieces = parse(want.text)
    numbers = [
        number
        for number, piece in zip(want.lines, pieces, strict=False)
        if not stream or piece.stream == stream
    ]
    if not numbers:
        return want.lines[0] if want.lines else 1
    return numbers[min(index, len(numbers) - 1)]
