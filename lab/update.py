"""Writing down what snippets print now: `make update`. The diff is what a reviewer reads."""

from __future__ import annotations

import ast
import json
import sys
import tempfile
from itertools import groupby, pairwise
from pathlib import Path
from typing import TypeAlias

from lab.programs.execution import execute
from lab.programs.lines import lines_with_ends, read_output
from lab.programs.recorded import Recorded
from lab.programs.transcript import Recorder, parse, render
from lab.pyodide.interpreter import PYODIDES, Interpreter
from lab.snippets.expected import expected, inline_output, masked, problems, transcripts
from lab.snippets.process import python
from lab.snippets.session import Session, updated_session
from lab.snippets.snippet import WIDEST, Snippet, SnippetError

Write: TypeAlias = tuple[str, int, str]
"""What a program wrote at once: the stream, the line of the program (or 0), and the text."""


def update(path: Path) -> bool:
    """Write down what a snippet or session prints now, where its expected output stands.

    Args:
        path: The `.py` or `.pycon` file.

    Returns:
        Whether a file changed. None does if this Python is too old for it: see `why_left`.

    Raises:
        SnippetError: It can't be written down as it is; the message says what to do.
    """
    if why_left(path):
        return False
    if path.suffix == ".pycon":
        return _write(path, updated_session(Session.read(path)))
    snippet = Snippet.read(path)
    if transcripts(path):
        return _write_transcript(snippet, expected(snippet).path)
    text = with_inline_output(snippet, _by_line(snippet))
    if text is None:
        _write(path, without_inline_output(snippet))
        return _write_transcript(Snippet.read(path), path.with_suffix(".out"))
    return _write(path, text)


def why_left(path: Path) -> str:
    """Why `update` leaves a snippet or session as it is.

    Args:
        path: The `.py` or `.pycon` file.

    Returns:
        A sentence; empty if there is no such reason.

    Raises:
        SnippetError: Its metadata can't be read.
    """
    file = Session.read(path) if path.suffix == ".pycon" else Snippet.read(path)
    if file.metadata.runs_here:
        return ""
    needs, has = (".".join(map(str, v)) for v in (file.metadata.python, sys.version_info[:2]))
    return (
        f"left {path} as it is: it needs Python {needs}, and this is {has}"
        " (`python -m lab update --help` says how to run it all the same)"
    )


def update_on(path: Path, newer: Interpreter) -> bool:
    """Write down what a snippet prints on a newer Python than this one.

    A snippet that needs a newer Python gets its output; any other gets an `idea.3.14.out`, if 3.14
    prints something else than what is expected of it.

    Args:
        path: The `.py` file. Sessions, and what does not run in Pyodide, are left as they are.
        newer: The Python.

    Returns:
        Whether a file changed.

    Raises:
        SnippetError: It can't be written down as it is; the message says what to do.
    """
    if path.suffix == ".pycon" or not is_run_by(newer.version, Snippet.read(path)):
        return False
    snippet = Snippet.read(path)
    needs = snippet.metadata.python
    is_its_own = not snippet.metadata.runs_here and newer.version == min(
        version for version in PYODIDES if version >= needs
    )
    if is_its_own and not transcripts(path):
        text = with_inline_output(snippet, newer.run_by_line(path))
        if text is not None:
            return _write(path, text)
        _write(path, without_inline_output(snippet))
        path.with_suffix(".out").touch()
        snippet = Snippet.read(path)
    run = newer.run(path)
    want = expected(snippet, newer.version)
    if is_its_own:
        return _write(want.path, render(masked(snippet, run.pieces)))
    if not problems(snippet, run, version=newer.version):
        return False
    if want.inline:
        message = f"3.{newer.version[1]} prints something else: move its output to a transcript,"
        raise SnippetError(path, 1, f"{message} {path.with_suffix('.out').name}, and update again")
    to = path.with_suffix(f".3.{newer.version[1]}.out")
    return _write(to, render(masked(snippet, run.pieces)))


def is_run_by(version: tuple[int, int], snippet: Snippet) -> bool:
    """Whether Pyodide of some version is to run a snippet.

    Args:
        version: Its Python.
        snippet: The program. What says that it does not run in pages may do so because it needs
            a newer Python than theirs.
    """
    needs = snippet.metadata.python
    return needs <= version and (snippet.metadata.in_browser or needs > min(PYODIDES))


def _write(path: Path, text: str) -> bool:
    if path.exists() and read_output(path) == text:
        return False
    path.write_text(text, "utf-8", newline="")
    return True


def _write_transcript(snippet: Snippet, to: Path) -> bool:
    run = _recorded(snippet)
    changed = _write(to, render(masked(snippet, run.pieces)))
    if found := problems(snippet, run):  # the exit status, say
        raise SnippetError(snippet.path, 1, "\n".join(found))
    return changed


def _recorded(snippet: Snippet) -> Recorded:
    """Run a snippet by `python -m lab run`, in a process of its own."""
    path, clock = snippet.path, snippet.metadata.clock
    with tempfile.TemporaryDirectory() as folder:
        transcript = Path(folder).resolve() / "transcript.out"
        command = ["-m", "lab", "run", "--clock", clock, "--transcript", str(transcript), path.name]
        result = python(command, path, cwd=path.parent)
        if not transcript.exists():
            raise SnippetError(path, 1, f"it can't be run:\n{result.stderr}")
        pieces = parse(read_output(transcript))
    return Recorded(tuple(pieces), result.returncode)


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
        at = statement.end_lineno or line
        lines[at:at] = [f"{indent}#> {row}\n" for row in shown]
    return "".join(lines)


def _by_line(snippet: Snippet) -> list[Write] | str:
    """What a snippet writes, by line, in a process of its own; or what it says when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / snippet.path.name
        bare.write_text(without_inline_output(snippet), "utf-8")
        result = python(["-m", "lab.update", str(bare)], snippet.path)
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


def writes(path: Path) -> list[Write]:
    """Run a program in this process, and note what it writes.

    Args:
        path: The file.

    Raises:
        SystemExit: The program fails; what it wrote is in it.
    """
    written: list[Write] = []

    def on_write(stream: str, text: str) -> None:
        # Three frames up: past this function, the recorder and its stream, is who called print.
        caller = sys._getframe(3)
        line = caller.f_lineno if caller.f_code.co_filename == str(path) else 0
        written.append((stream, line, text))

    with Recorder(on_write):
        status = execute(path)
    if status:
        sys.exit("".join(text for _, _, text in written) or f"exit status {status}")
    return written


if __name__ == "__main__":
    sys.stdout.write(json.dumps(writes(Path(sys.argv[1]))))
