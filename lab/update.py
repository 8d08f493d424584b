"""Writing down what snippets print now: `make update`. The diff is what a reviewer reads."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from lab.programs.lines import read_output
from lab.programs.recorded import Recorded
from lab.programs.transcript import parse, render
from lab.pyodide.interpreter import PYODIDES, Interpreter
from lab.snippets.expected import expected, masked, problems, transcripts
from lab.snippets.inline import with_inline_output, without_inline_output, written_by_line
from lab.snippets.process import python
from lab.snippets.session import Session, updated_session
from lab.snippets.snippet import Snippet, SnippetError


def update(path: Path) -> bool:
    """Write down what a snippet or session prints now, in the place of its expected output.

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
    text = with_inline_output(snippet, written_by_line(snippet))
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
