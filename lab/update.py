"""Writing down what snippets print now: `make update`. The diff is what a reviewer reads."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from lab.programs.recorded import Recorded
from lab.programs.transcript import render, stream_text
from lab.pyodide.interpreter import PYODIDES, Interpreter
from lab.recorders import kept
from lab.snippets.advice import unsteady_advice, update_command
from lab.snippets.expected import (
    expected,
    masked,
    problems,
    transcript_for,
    transcripts,
    wrong_status,
)
from lab.snippets.inline import Write, with_inline_output, without_inline_output, written_by_line
from lab.snippets.process import other_runs, run_on_lab_in_process, run_process
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
    with _saying_that_nothing_was_written(path):
        texts = _texts(path)
        if path.suffix == ".py":
            texts |= _trace(Snippet.read(path))
    return _write_all(texts)


@contextlib.contextmanager
def _saying_that_nothing_was_written(path: Path) -> Iterator[None]:
    try:
        yield
    except SnippetError as error:
        again = f"Nothing was written: fix it and run `{update_command(path)}` again."
        raise SnippetError(error.path, error.line, f"{error.message}\n    {again}") from error


def _texts(path: Path) -> dict[Path, str]:
    """What is to be in the files of a snippet or session, from a run of it."""
    if path.suffix == ".pycon":
        return {path: updated_session(Session.read(path))}
    snippet = Snippet.read(path)
    _ = snippet.tree  # a mistake in its syntax is told with its line
    if snippet.metadata.on_lab and not transcripts(path):
        written = written_by_line(snippet)
        text = None if isinstance(written, str) else with_inline_output(snippet, written)
        if text == snippet.source:
            return {}
        if text is not None:
            once, again = (_printed(w) for w in (written, written_by_line(snippet)))
            _demand_the_same(path, once, again)
            return {path: text}
    transcript = transcript_for(path) or path.with_suffix(".out")
    printed = _recorded(snippet)
    texts = {path: without_inline_output(snippet), transcript: printed}
    if snippet.metadata.clock == "virtual" and not _is_in(transcript, printed):
        for other in other_runs(snippet):
            _demand_the_same(path, printed, render(masked(snippet, other.pieces)))
    return texts


def _trace(snippet: Snippet) -> dict[Path, str]:
    """What is to be in the trace beside a program of another system."""
    if not snippet.metadata.recorder:
        return {}
    run = kept.record(snippet)
    with contextlib.suppress(SnippetError):
        if kept.is_same(kept.read(snippet), run):
            return {}  # its times may be those of a machine that was less busy
    return {kept.path_of(snippet): run.to_json()}


def _printed(written: list[Write] | str) -> str:
    return written if isinstance(written, str) else "".join(text for _, _, text in written)


def _demand_the_same(path: Path, once: str, again: str) -> None:
    if unsteady := unsteady_advice(path, once, again):
        raise SnippetError(path, 1, unsteady)


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
    left = f"left {path} as it is: it needs Python {needs}, and this is {has}"
    able = [version for version in PYODIDES if version >= file.metadata.python]
    if path.suffix == ".pycon" or not able:
        return left
    name = f"{path.parent.name}/{path.stem}"
    newer = ".".join(map(str, min(able)))
    return f"{left}. `.venv/bin/python -m lab update --python {newer} {name}` runs it"


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
    with _saying_that_nothing_was_written(path):
        texts = _texts_on(Snippet.read(path), newer)
    return _write_all(texts)


def _texts_on(snippet: Snippet, newer: Interpreter) -> dict[Path, str]:
    """What is to be in the files of a snippet, from a run on a newer Python."""
    path, needs = snippet.path, snippet.metadata.python
    run = newer.run(path)
    printed = _checked(snippet, run)
    is_its_own = not snippet.metadata.runs_here and newer.version == min(
        version for version in PYODIDES if version >= needs
    )
    if is_its_own:
        if not transcripts(path):
            text = with_inline_output(snippet, newer.run_by_line(path))
            if text is not None:
                return {path: text}
        transcript = transcript_for(path, newer.version) or path.with_suffix(".out")
        return {path: without_inline_output(snippet), transcript: printed}
    if not problems(snippet, run, version=newer.version):
        return {}
    if expected(snippet, newer.version).inline:
        message = f"3.{newer.version[1]} prints something else: move its output to a transcript,"
        raise SnippetError(path, 1, f"{message} {path.with_suffix('.out').name}, and update again")
    return {path.with_suffix(f".3.{newer.version[1]}.out"): printed}


def is_run_by(version: tuple[int, int], snippet: Snippet) -> bool:
    """Whether Pyodide of some version is to run a snippet.

    Args:
        version: Its Python.
        snippet: The program. What says that it does not run in pages may do so because it needs
            a newer Python than theirs.
    """
    needs = snippet.metadata.python
    return needs <= version and (snippet.metadata.in_browser or needs > min(PYODIDES))


def _write_all(texts: dict[Path, str]) -> bool:
    changed = [path for path, text in texts.items() if not _is_in(path, text)]
    for path in changed:
        path.write_text(texts[path], "utf-8", newline="")
    return bool(changed)


def _is_in(path: Path, text: str) -> bool:
    return path.exists() and path.read_bytes() == text.encode()


def _recorded(snippet: Snippet) -> str:
    """What a snippet prints, run in a process of its own."""
    run = run_on_lab_in_process if snippet.metadata.on_lab else run_process
    return _checked(snippet, run(snippet))


def _checked(snippet: Snippet, run: Recorded) -> str:
    """What a snippet printed, if it ended as it should."""
    if wrong := wrong_status(snippet, run):
        raise SnippetError(snippet.path, *wrong)
    errors = stream_text(run.pieces, "stderr")
    forgotten = re.search(
        rf"{re.escape(snippet.path.name)}:(\d+): RuntimeWarning: coroutine .* was never", errors
    )
    if forgotten and snippet.metadata.dev_mode:
        raise SnippetError(
            snippet.path,
            int(forgotten[1]),
            "this coroutine is never awaited. If that is the lesson, say so in the inline metadata:"
            ' dev_mode = { on = false, reason = "..." }',
        )
    return render(masked(snippet, run.pieces))
