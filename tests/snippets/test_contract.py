"""What every snippet and session owes its reader, before it is run."""

from __future__ import annotations

import ast
import difflib
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from pytest_examples import CodeExample
from pytest_examples.config import ExamplesConfig
from pytest_examples.lint import FormatError, black_check

from lab.new import PROGRAM
from lab.snippets.expected import VERSIONED, expected, inline_output, transcripts
from lab.snippets.imports import undeclared_imports
from lab.snippets.session import Session
from lab.snippets.snippet import OLDEST, WIDEST, Snippet, is_module
from lab.snippets.text import text_problems
from tests.docs.pages import not_on_a_page
from tests.support import demand, first_that_finds


class WholeFile(CodeExample):
    """A snippet is a whole file; pytest-examples would take it for code in a docstring."""

    def in_py_file(self) -> bool:
        return False


def whole_file(snippet: Snippet) -> CodeExample:
    example: CodeExample = WholeFile.create(snippet.source, path=snippet.path)
    return example


def test_snippet_keeps_the_contract(snippet_path: Path, project: Path) -> None:
    demand(lambda: contract_breaches(snippet_path, project))


@cache  # the tests that run it ask, too
def contract_breaches(path: Path, project: Path) -> tuple[str, ...]:
    """What is wrong with a snippet or session; later steps only if the earlier ones are passed."""
    session = path.suffix == ".pycon"
    steps: list[Callable[[], Iterator[str]]] = [
        lambda: _text_breaches(path),
        lambda: _name_breaches(path),
        lambda: _session_breaches(Session.read(path)) if session else _breaches(Snippet.read(path)),
        lambda: iter(()) if path.stem == "__init__" else not_on_a_page(path, project),
    ]
    return tuple(first_that_finds(steps))


def _text_breaches(path: Path) -> Iterator[str]:
    outputs = [] if path.suffix == ".pycon" else transcripts(path).values()
    for file in [path, *outputs]:
        yield from text_problems(file)


def _name_breaches(path: Path) -> Iterator[str]:
    if is_module(path) and path.stem in {"__init__", "__main__"}:
        return
    if not all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in (path.parent.name, path.stem)):
        yield (
            f"{path}:1: rename it, and what names it: small letters, digits and underscores, such"
            " as topic/two_tasks.py"
        )
    hides = path.suffix == ".py" and not is_module(path)
    if path.stem in sys.stdlib_module_names and hides:
        yield f"{path}:1: a file of this name hides a module of the standard library: rename it"
    for beside in sorted(path.parent.glob(f"{path.stem}.*")):
        name = VERSIONED.fullmatch(beside.name)
        old = name and name["minor"] and int(name["minor"]) <= OLDEST[1]
        if beside.suffix not in {".py", ".pycon", ".trace"} and (
            not name or old or name["stem"] != path.stem
        ):
            yield (
                f"{beside}:1: no check reads a file of this name: name it {path.stem}.out, or"
                f" {path.stem}.3.14.out if it is for Python 3.14 and newer; or delete it"
            )


def _breaches(snippet: Snippet) -> Iterator[str]:
    path = snippet.path
    if is_module(path):
        yield from breaches_of_form(snippet)
        return
    if not snippet.idea.endswith((".", "?")):
        yield f"{path}:1: the docstring's first line is a sentence: end it with a full stop"
    if snippet.idea in PROGRAM:
        yield f"{path}:1: this docstring is the template's: say what the program shows"
    expected(snippet)
    for older, newer in pairwise(transcripts(path).values()):
        if older.read_bytes() == newer.read_bytes():
            yield f"{newer}:1: the same as {older.name}: delete it"
    yield from first_that_finds(
        [lambda: _unknown_packages(snippet), lambda: undeclared_imports(snippet)]
    )
    yield from _refused_calls(snippet)
    if snippet.metadata.on_lab:  # others have their own ways to start, in a process of their own
        yield from _never_started(snippet)
        yield from _files_left(snippet)
        yield from _ends_by_a_signal(snippet)
    yield from breaches_of_form(snippet)


REQUIREMENTS = Path("requirements.txt")


def _unknown_packages(snippet: Snippet) -> Iterator[str]:
    """The packages that `dependencies` names, and no environment of ours has."""
    if not snippet.metadata.dependencies:
        return  # most have none, and the file is long
    locked = re.findall(r"^([\w.-]+)==", REQUIREMENTS.read_text("utf-8"), re.MULTILINE)
    for need in snippet.metadata.dependencies:
        name = re.split(r"[^\w.-]", need)[0].lower()
        if name not in locked:
            close = difflib.get_close_matches(name, locked, n=1)
            yield (
                f"{snippet.path}:1: {REQUIREMENTS} has no package {name}"
                + (f"; did you mean {close[0]}?" if close else ".")
                + " A new one goes into the group `snippets` of pyproject.toml;"
                " then run `make lock`"
            )


_REFUSED = {
    "input": "no one answers while it is checked: write the answer into the program",
    "os._exit": "this ends the process that checks it, and loses output: use sys.exit",
    "os.abort": "this ends the process that checks it, and loses output: use sys.exit",
    "sys.stdin.readline": "no one answers while it is checked: write the answer into the program",
    "sys.stdin.read": "no one answers while it is checked: write the answer into the program",
    "breakpoint": "no one answers while it is checked: delete it",
}
"""What a snippet can't call, and what to do instead."""
_ASKS = {"input", "sys.stdin.readline", "sys.stdin.read"}
"""What it can't let another thread call."""


def _refused_calls(snippet: Snippet) -> Iterator[str]:
    for node in ast.walk(snippet.tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in _REFUSED:
            yield f"{snippet.path}:{node.lineno}: {called}(): {_REFUSED[called]}"
        for passed in map(ast.unparse, node.args):  # asyncio.to_thread(input)
            if passed in _ASKS:
                yield f"{snippet.path}:{node.lineno}: {passed}: {_REFUSED[passed]}"


_HANDLERS = re.compile(r"\bsignal\.signal\(|\badd_signal_handler\(")
_SIGNALS_ITSELF = re.compile(r"(?:signal\.raise_signal|os\.kill)\(.*\bSIG(?!INT\b)[A-Z]+")


def _ends_by_a_signal(snippet: Snippet) -> Iterator[str]:
    """A signal that the program doesn't handle would end the tests, too."""
    for number, line in enumerate(snippet.source.splitlines(), start=1):
        if _SIGNALS_ITSELF.search(line) and not _HANDLERS.search(snippet.source):
            yield (
                f"{snippet.path}:{number}: no handler for this signal: it ends the process that"
                " checks the program. Add one with signal.signal or loop.add_signal_handler"
            )


def _never_started(snippet: Snippet) -> Iterator[str]:
    """Without `asyncio.run(main())` a program prints nothing, and nothing is wrong with that."""
    used = {node.id for node in ast.walk(snippet.tree) if isinstance(node, ast.Name)}
    for node in snippet.tree.body:
        if isinstance(node, ast.AsyncFunctionDef) and node.name == "main" and "main" not in used:
            yield (
                f"{snippet.path}:{node.lineno}: main is never started: write asyncio.run(main())"
                " at the end"
            )


_WRITES = re.compile(r"""\bopen\([^()]*,\s*["'](?:w|a|x)|\.write_(?:text|bytes)\(|\.touch\(""")


_MAKES_FOLDER = re.compile(r"\.mkdir\(|\bos\.makedirs\(")


def _files_left(snippet: Snippet) -> Iterator[str]:
    """What a program writes would stay among the sources of whoever checks it."""
    if "tempfile" in snippet.source:
        return
    for number, line in enumerate(snippet.source.splitlines(), start=1):
        at = f"{snippet.path}:{number}"
        if _WRITES.search(line):
            yield (
                f"{at}: this file would stay: write it into a folder of"
                " tempfile.TemporaryDirectory()"
            )
        if _MAKES_FOLDER.search(line):
            yield (
                f"{at}: this folder would stay: make it in a folder of"
                " tempfile.TemporaryDirectory()"
            )


def breaches_of_form(snippet: Snippet) -> Iterator[str]:
    """What a program of an exercise owes its reader, too."""
    yield from first_that_finds(
        [lambda: _breaches_of_size(snippet), lambda: _format_breaches(snippet)]
    )


def _breaches_of_size(snippet: Snippet) -> Iterator[str]:
    path = snippet.path
    for number, line in enumerate(snippet.source.splitlines(), start=1):
        if len(line) > WIDEST and number not in snippet.metadata.lines:
            yield f"{path}:{number}: wider than {WIDEST} columns"
    shown = set(snippet.body()) - dict(inline_output(snippet)).keys()
    most = snippet.metadata.most_lines
    if len(shown) > most:
        yield f"{path}:{most}: longer than {most} lines: split it"


def _format_breaches(snippet: Snippet) -> Iterator[str]:
    """Whether it is as black formats it; `make check` asks ruff for the rest."""
    try:
        black_check(whole_file(snippet), ExamplesConfig(line_length=WIDEST))
    except FormatError as error:
        line = re.search(r"^ *@@ -(\d+)", str(error), re.MULTILINE)
        yield f"{snippet.path}:{line[1] if line else 1}: write it as black formats it\n{error}"


def test_session_keeps_the_contract(session_path: Path, project: Path) -> None:
    demand(lambda: contract_breaches(session_path, project))


def _session_breaches(session: Session) -> Iterator[str]:
    if not session.idea.endswith((".", "?")):
        yield f"{session.path}:1: the first comment is a sentence: end it with a full stop"
    if not session.command or not session.examples:
        yield f"{session.path}:{session.start}: nothing is typed in this session"
