"""Inline output: the `#>` comments under what prints, written from a run."""

from __future__ import annotations

import ast
import json
import sys
import tempfile
from contextlib import nullcontext
from itertools import groupby, pairwise
from pathlib import Path
from typing import TypeAlias

from lab.loop.clock import Clock, VirtualClock, WallClock
from lab.loop.installed import installed
from lab.programs.execution import execute
from lab.programs.lines import lines_with_ends
from lab.programs.transcript import Recorder
from lab.snippets.expected import inline_output
from lab.snippets.process import python
from lab.snippets.snippet import WIDEST, Snippet, SnippetError

Write: TypeAlias = tuple[str, int, str]
"""What a program wrote at once: the stream, the line of the program (or 0), and the text."""


def without_inline_output(snippet: Snippet) -> str:
    """The source of a snippet without its `#>` lines.

    Args:
        snippet: The program.
    """
    comments = dict(inline_output(snippet))
    lines = lines_with_ends(snippet.source)
    return "".join(line for number, line in enumerate(lines, 1) if number not in comments)


def with_inline_output(snippet: Snippet, written: list[Write] | str) -> str | None:
    """The source of a snippet with what it prints now under each print.

    Args:
        snippet: The program.
        written: What it wrote, as `writes` gives it for its source without `#>` lines; or what it
            said when it failed.

    Returns:
        The source, or nothing if comments can't show the order in which lines are printed, or
        not all that is printed: then it needs a transcript.

    Raises:
        SnippetError: The program failed.
    """
    if isinstance(written, str):
        raise SnippetError(snippet.path, 1, f"it fails:\n{written}")
    source = without_inline_output(snippet)
    # A print writes its text and its line end by separate calls.
    by_line = [
        (line, "".join(text for _, _, text in group))
        for line, group in groupby(written, key=lambda write: write[1])
    ]
    in_order = all(one < other for (one, _), (other, _) in pairwise(by_line))
    if not in_order or any(stream == "stderr" or line == 0 for stream, line, _ in written):
        return None
    lines = lines_with_ends(source)
    tree = ast.parse(source)
    for line, text in reversed(by_line):
        if _is_misread(tree, line):
            return None
        statement = _statement(tree, line)
        shown = text.removesuffix("\n").split("\n")
        indent = " " * statement.col_offset
        # pytest-examples would wrap a longer row, and an empty one leaves a space at its end.
        widest = WIDEST - len(f"{indent}#> ") - 1
        if not text.endswith("\n") or not all(0 < len(row) <= widest for row in shown):
            return None
        if any(row.startswith("2> ") for row in shown):
            return None  # it would be taken for a line of standard error
        at = statement.end_lineno or line
        lines[at:at] = [f"{indent}#> {row}\n" for row in shown]
    return "".join(lines)


def written_by_line(snippet: Snippet) -> list[Write] | str:
    """What a snippet writes, by line, or what it says when it fails.

    It runs in a process of its own, on the lab's loop and by the clock that `make test` checks it
    by: so what is written down is what is checked.

    Args:
        snippet: The program.
    """
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / snippet.path.name
        bare.write_text(without_inline_output(snippet), "utf-8")
        result = python(
            ["-m", "lab.snippets.inline", str(bare), snippet.metadata.clock], snippet.path
        )
    if result.returncode:
        return result.stderr
    written: list[Write] = json.loads(result.stdout)
    return written


def _is_misread(tree: ast.Module, line: int) -> bool:
    """Whether pytest-examples would look for the output of this line in another column."""
    blocks: list[ast.stmt] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.TryStar | ast.Match):
            blocks.append(node)
        elif isinstance(node, ast.Try):
            blocks += node.finalbody
    return any(node.lineno <= line <= (node.end_lineno or 0) for node in blocks)


def _statement(tree: ast.Module, line: int) -> ast.stmt:
    """The innermost statement that a line belongs to."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line)
    ]
    return max(around, key=lambda node: (node.lineno, node.col_offset))


def writes(path: Path, clock: Clock | None = None) -> list[Write]:
    """Run a program in this process, and note what it writes.

    Args:
        path: The file.
        clock: What it goes by, on the lab's loop. If not given, it runs as it would without us.

    Raises:
        SystemExit: The program fails; what it wrote is in it.
    """
    written: list[Write] = []

    def on_write(stream: str, text: str) -> None:
        # Three frames up: past this function, the recorder and its stream, is who called print.
        caller = sys._getframe(3)
        line = caller.f_lineno if caller.f_code.co_filename == str(path) else 0
        written.append((stream, line, text))

    with Recorder(on_write), installed(clock) if clock else nullcontext():
        status = execute(path)
    if status:
        sys.exit("".join(text for _, _, text in written) or f"exit status {status}")
    return written


if __name__ == "__main__":
    its_clock = VirtualClock() if sys.argv[2] == "virtual" else WallClock()
    sys.stdout.write(json.dumps(writes(Path(sys.argv[1]), its_clock)))
