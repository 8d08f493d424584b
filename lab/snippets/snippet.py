"""A snippet: one program that shows one idea, and what it says of itself.

A snippet lives in `snippets/<topic>/<idea>.py`. What it needs beyond Python 3.11 and the
standard library is named in its inline metadata, a comment block defined by PEP 723, so that
`uv run idea.py` runs a copied file as it is. The keys under `[tool.lab]` are ours:

```python
# /// script
# requires-python = ">=3.12"
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["address"]
# exit = { status = 1, reason = "the error is the lesson" }
# dev_mode = { on = false, reason = "the warning is the lesson" }
# clock = { use = "wall", reason = "requests needs real sockets" }  # or "own"
# browser = { runs = false, reason = "requests needs a real network" }
# lines = { most = 80, reason = "it grows from chapter to chapter" }
# run = { with = "pytest -q", reason = "pytest runs tests in a process of its own" }
# recorder = { use = "trio", reason = "the tracer hears of asyncio's tasks only" }
# ///
```

A folder `snippets/<package>/` with an `__init__.py` is a package: one program of many files. Its
modules have no metadata. They are shown and checked like snippets, but not run one by one.
"""

from __future__ import annotations

import ast
import difflib
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from lab.programs.lines import lines_of
from lab.snippets.masks import MASKS

OLDEST = (3, 11)
"""The oldest Python that every snippet runs on, unless its metadata asks for a newer one."""

NEWER_PYTHON = f'requires-python = ">=3.{sys.version_info[1] + 1}"'
"""What says in the inline metadata that a program needs a newer Python than this one."""

MOST_LINES = 40
"""The most lines of a snippet, unless its metadata says why it needs more."""

MOST_LINES_OF_A_MODULE = 140
"""The most lines of a package's module."""

WIDEST = 72
"""The most columns of a snippet's line: more than that, and a phone scrolls."""

# The pattern is the reference implementation's, from PEP 723.
_BLOCK = re.compile(
    r"^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$", re.MULTILINE
)
_BEGIN = re.compile(r"^# ?///", re.MULTILINE)
_KEYS = ("dependencies", "requires-python", "tool")
"""The keys that PEP 723 knows."""

_REASONED: dict[str, tuple[str, type]] = {
    "exit": ("status", int),
    "dev_mode": ("on", bool),
    "clock": ("use", str),
    "browser": ("runs", bool),
    "lines": ("most", int),
    "run": ("with", str),
    "recorder": ("use", str),
}
"""The keys of `[tool.lab]` that change how a snippet is run: the name and type of each one's value.
A reason comes beside it."""

NOT_UTF8 = "not UTF-8: save it in that encoding"

_BLOCK_FORM = (
    "write the inline metadata as one block: `# /// script`, its lines after `# `, and `# ///`"
)

RECORDERS = ("gevent", "greenlet", "trio", "twisted")
"""The libraries whose tasks `lab.recorders` can record."""

_TOML = {int: "a number", bool: "true or false", str: "a text in quotes"}


class SnippetError(Exception):
    """A snippet, or the line of a page that names it, is not as the contract asks.

    Args:
        path: The file to fix.
        line: The line to look at, counted from 1.
        message: What is wrong, and what to do.
    """

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


def read_text(path: Path) -> str:
    """Read a snippet's file, or one beside it, with its carriage returns.

    Args:
        path: The file.

    Raises:
        OSError: The file can't be read.
        SnippetError: It isn't text in UTF-8.
    """
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SnippetError(path, line, NOT_UTF8) from error


@dataclass(frozen=True)
class Metadata:
    """What a snippet says of itself in its PEP 723 block."""

    python: tuple[int, int] = OLDEST
    dependencies: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()
    exit_status: int = 0
    dev_mode: bool = True
    """Run with `-X dev -W error`, where each warning is an error."""
    clock: str = "virtual"
    """The lab's loop keeps time by a virtual clock or by the one on the wall. A program with a loop
    of its `own`, such as Trio's, runs only in a process of its own, without the lab."""
    in_browser: bool = True
    most_lines: int = MOST_LINES
    command: str = ""
    """What it is run with, if not as a program: `pytest -q`. See `lab.snippets.command`."""
    recorder: str = ""
    """The library whose tasks `lab.recorders` records: the run is kept beside the program."""
    reasons: dict[str, str] = field(default_factory=dict)
    """Why the snippet departs from the rule, by key of `[tool.lab]`."""
    lines: range = range(0)
    """The lines of the block in the file, counted from 1."""

    @property
    def on_lab(self) -> bool:
        """Whether the lab's loop can run it."""
        return self.clock != "own"

    @property
    def runs_here(self) -> bool:
        """Whether this Python is new enough."""
        return self.python <= sys.version_info[:2]


@dataclass(frozen=True)
class Snippet:
    """A snippet file.

    Args:
        path: Where the file is.
        source: What is in it.
    """

    path: Path
    source: str

    @classmethod
    def read(cls, path: Path) -> Snippet:
        """Read a snippet from its file.

        Args:
            path: The `.py` file.

        Raises:
            OSError: The file can't be read.
            SnippetError: It isn't text in UTF-8.
        """
        return cls(path, read_text(path).replace("\r\n", "\n").replace("\r", "\n"))

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed program; a `SnippetError` tells where it can't be parsed."""
        try:
            return ast.parse(self.source, str(self.path))
        except TabError as error:
            message = "tabs and spaces are mixed: indent with four spaces"
            raise SnippetError(self.path, error.lineno or 1, message) from error
        except SyntaxError as error:
            message = f"{error.msg}. (If a newer Python reads it, say so: {NEWER_PYTHON})"
            raise SnippetError(self.path, error.lineno or 1, message) from error

    @cached_property
    def metadata(self) -> Metadata:
        """The inline metadata; a `SnippetError` tells what is wrong with it."""
        if is_module(self.path):
            why = f"it is a module of the package {self.path.parent.name}"
            return Metadata(
                clock="own",
                in_browser=False,
                most_lines=MOST_LINES_OF_A_MODULE,
                reasons={"browser": why, "clock": why, "lines": why},
            )
        return read_metadata(self.path, self.source)

    @property
    def idea(self) -> str:
        """The first line of the docstring: what the snippet shows."""
        docstring = _docstring(self.path, self.source).text
        if not docstring:
            raise SnippetError(self.path, 1, "say the snippet's one idea in a docstring")
        return lines_of(docstring)[0]

    def body(self) -> range:
        """The lines that a page shows: all but the metadata and the docstring."""
        last = len(lines_of(self.source))
        docstring = _docstring(self.path, self.source)
        hidden = max(self.metadata.lines.stop, docstring.last_line + 1)
        lines = lines_of(self.source)
        while hidden <= last and not lines[hidden - 1].strip():
            hidden += 1
        return range(hidden, last + 1)

    def part(self, name: str) -> range:
        """The lines of one function or class, decorators included.

        Args:
            name: The name; a method's is written `Class.method`.

        Raises:
            SnippetError: The file has no such function or class.
        """
        found = dict(_definitions(self.tree))
        if name not in found:
            has = ", ".join(found) or "no function or class"
            raise SnippetError(self.path, 1, f"there is no {name!r} in this file; it has {has}")
        node = found[name]
        first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
        return range(first, (node.end_lineno or node.lineno) + 1)

    def text(self, lines: range) -> str:
        """The source of some of its lines, as it is.

        Args:
            lines: Line numbers, counted from 1.
        """
        return "\n".join(lines_of(self.source)[lines.start - 1 : lines.stop - 1]) + "\n"


class _Docstring(NamedTuple):
    text: str
    last_line: int


@lru_cache(maxsize=4096)
def _docstring(path: Path, source: str) -> _Docstring:
    """A program's docstring, kept for `make serve`, which asks for all of them in each build."""
    tree = Snippet(path, source).tree
    first = tree.body[0] if tree.body else None
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    last_line = first.end_lineno or 0 if first and is_docstring else 0
    return _Docstring(ast.get_docstring(tree) or "", last_line)


def is_module(path: Path) -> bool:
    """Whether a file is a module of a package rather than a program of its own.

    Args:
        path: The `.py` file.
    """
    return path.with_name("__init__.py").is_file()


def programs(folder: Path) -> list[Path]:
    """The programs below a folder: all files except the modules of packages.

    Args:
        folder: Where snippets are.
    """
    return [path for path in sorted(folder.rglob("*.py")) if not is_module(path)]


_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _definitions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, _Definition]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, _Definition):
            yield prefix + node.name, node
            yield from _definitions(node, f"{prefix}{node.name}.")
        elif isinstance(node, ast.stmt | ast.excepthandler):
            yield from _definitions(node, prefix)


def read_metadata(path: Path, source: str) -> Metadata:
    """Read the PEP 723 block of a program or a session.

    Args:
        path: The file, for messages.
        source: Its text.

    Raises:
        SnippetError: The block is not valid TOML, or has a key or value that means nothing.
    """
    blocks = [found for found in _BLOCK.finditer(source) if found["type"] == "script"]
    if len(blocks) != len(_BEGIN.findall(source)) / 2 or len(blocks) > 1:
        first = _BEGIN.search(source)
        line = source.count("\n", 0, first.start()) + 1 if first else 1
        raise SnippetError(path, line, _BLOCK_FORM)
    if not blocks:
        return Metadata()
    block = blocks[0]
    first_line = source.count("\n", 0, block.start()) + 1
    lines = range(first_line, first_line + block[0].count("\n") + 1)
    content = re.sub(r"^# ?", "", block["content"], flags=re.MULTILINE)
    try:
        return _metadata(tomllib.loads(content), lines)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise SnippetError(path, first_line, f"in the inline metadata: {error}") from error


def _metadata(values: dict[str, Any], lines: range) -> Metadata:
    if unknown := set(values) - set(_KEYS):
        raise ValueError(f"no key {sorted(unknown)[0]!r}; there are {', '.join(_KEYS)}")
    tool = values.get("tool", {})
    lab = tool.get("lab", {}) if isinstance(tool, dict) else {}
    if close := difflib.get_close_matches("lab", set(tool) - {"lab"}, n=1):
        raise ValueError(f"no table is named [tool.{close[0]}]: write [tool.lab]")
    known = ["masks", *_REASONED]
    if unknown := set(lab) - set(known):
        raise ValueError(f"[tool.lab] has no key {sorted(unknown)[0]!r}; it has {', '.join(known)}")
    masks = _texts(lab, "masks", "address")
    if unknown := set(masks) - set(MASKS):
        raise ValueError(f"no mask is named {sorted(unknown)[0]!r}; there are {', '.join(MASKS)}")
    given = {key: _reasoned(lab, key) for key in _REASONED if key in lab}
    if "run" in given:  # with a command, it has a process and so a loop of its own
        why = given["run"][1]
        given = {"clock": ("own", why), "browser": (False, why), **given}
    clock = given.get("clock", ("virtual", ""))[0]
    if clock not in {"virtual", "wall", "own"}:
        raise ValueError(f"clock is 'virtual', 'wall' or 'own', not {clock!r}")
    recorder = given.get("recorder", ("", ""))[0]
    if "recorder" in given and recorder not in RECORDERS:
        raise ValueError(f"recorder is one of {', '.join(RECORDERS)}, not {recorder!r}")
    return Metadata(
        python=_oldest(values.get("requires-python", ">=3.11")),
        dependencies=_texts(values, "dependencies", "aiohttp"),
        masks=masks,
        exit_status=given.get("exit", (0, ""))[0],
        dev_mode=given.get("dev_mode", (True, ""))[0],
        clock=clock,
        in_browser=given.get("browser", (True, ""))[0],
        most_lines=given.get("lines", (MOST_LINES, ""))[0],
        command=given.get("run", ("", ""))[0],
        recorder=recorder,
        reasons={key: reason for key, (_, reason) in given.items()},
        lines=lines,
    )


def _texts(values: dict[str, Any], key: str, example: str) -> tuple[str, ...]:
    """A list of texts."""
    found = values.get(key, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise ValueError(f'{key} is a list, such as {key} = ["{example}"]')
    return tuple(found)


def _reasoned(lab: dict[str, Any], key: str) -> tuple[Any, str]:
    """A value of `[tool.lab]` and its reason."""
    name, kind = _REASONED[key]
    given = lab[key]
    reason = given.get("reason") if isinstance(given, dict) else None
    if not isinstance(reason, str) or not reason.strip() or set(given) != {name, "reason"}:
        raise ValueError(f"{key} is written {{ {name} = ..., reason = '...' }}")
    if type(given[name]) is not kind:
        raise ValueError(f"{key} is written {{ {name} = ... }} with {_TOML[kind]}")
    return given[name], reason


def _oldest(requires: object) -> tuple[int, int]:
    found = re.fullmatch(r">=\s*3\.(\d+)", str(requires))
    if not found:
        raise ValueError(f'requires-python is written ">=3.N", not {requires!r}')
    return max(OLDEST, (3, int(found[1])))
