"""A snippet: one program that shows one idea, and what it says of itself.

A snippet lives in `snippets/<topic>/<idea>.py`. What it needs beyond Python 3.11 and the
standard library stands in its inline metadata, a comment block defined by PEP 723, so that
`uv run idea.py` runs a copied file as it is. The keys under `[tool.lab]` are ours:

```python
# /// script
# requires-python = ">=3.12"
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["address"]
# exit = { status = 1, reason = "the error is the lesson" }
# dev_mode = { on = false, reason = "the warning is the lesson" }
# clock = { use = "wall", reason = "requests needs real sockets" }
# browser = { runs = false, reason = "requests needs a real network" }
# ///
```
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lab.programs.lines import lines_of
from lab.snippets.masks import MASKS

OLDEST = (3, 11)
"""The oldest Python that every snippet runs on, unless its metadata asks for a newer one."""

NEWER_PYTHON = f'requires-python = ">=3.{sys.version_info[1] + 1}"'
"""What says in the inline metadata that a program needs a newer Python than this one."""

WIDEST = 72
"""The most columns of a snippet's line: more than that, and a phone scrolls."""

# The pattern is the reference implementation's, from PEP 723.
_BLOCK = re.compile(
    r"^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$", re.MULTILINE
)
_KEYS = ("dependencies", "requires-python", "tool")
"""The keys that PEP 723 knows."""

_REASONED = {"exit": "status", "dev_mode": "on", "clock": "use", "browser": "runs"}
"""The keys of `[tool.lab]` that change how a snippet is run, each with its value's name."""


class SnippetError(Exception):
    """A snippet, or the line of a page that names it, is not as the contract asks.

    Args:
        path: The file to mend.
        line: The line to look at, counted from 1.
        message: What is wrong, and what to do.
    """

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


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
    in_browser: bool = True
    reasons: dict[str, str] = field(default_factory=dict)
    """Why the snippet departs from the rule, by key of `[tool.lab]`."""
    lines: range = range(0)
    """The lines of the block in the file, counted from 1."""

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
        try:
            return cls(path, path.read_text("utf-8"))
        except UnicodeDecodeError as error:
            raise SnippetError(path, 1, "not UTF-8: save it in that encoding") from error

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed program; a `SnippetError` tells where it can't be parsed."""
        try:
            return ast.parse(self.source, str(self.path))
        except SyntaxError as error:
            message = f"{error.msg}. (If a newer Python reads it, say so: {NEWER_PYTHON})"
            raise SnippetError(self.path, error.lineno or 1, message) from error

    @cached_property
    def metadata(self) -> Metadata:
        """The inline metadata; a `SnippetError` tells what is wrong with it."""
        return read_metadata(self.path, self.source)

    @property
    def idea(self) -> str:
        """The first line of the docstring: what the snippet shows."""
        docstring = ast.get_docstring(self.tree)
        if not docstring:
            raise SnippetError(self.path, 1, "say the snippet's one idea in a docstring")
        return lines_of(docstring)[0]

    def body(self) -> range:
        """The lines that a page shows: all but the metadata and the docstring."""
        last = len(lines_of(self.source))
        hidden = max(self.metadata.lines.stop, self._docstring_end() + 1)
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
        """The source of some of its lines, as they stand.

        Args:
            lines: Line numbers, counted from 1.
        """
        return "\n".join(lines_of(self.source)[lines.start - 1 : lines.stop - 1]) + "\n"

    def _docstring_end(self) -> int:
        first = self.tree.body[0] if self.tree.body else None
        is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        return first.end_lineno or 0 if first and is_docstring else 0


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
    if not blocks:
        return Metadata()
    block = blocks[0]
    first = source.count("\n", 0, block.start()) + 1
    lines = range(first, first + block[0].count("\n") + 1)
    content = re.sub(r"^# ?", "", block["content"], flags=re.MULTILINE)
    try:
        values = tomllib.loads(content)
        return _metadata(values, lines)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise SnippetError(path, first, f"in the inline metadata: {error}") from error


def _metadata(values: dict[str, Any], lines: range) -> Metadata:
    if unknown := set(values) - set(_KEYS):
        raise ValueError(f"no key {sorted(unknown)[0]!r}; there are {', '.join(_KEYS)}")
    lab = values.get("tool", {}).get("lab", {})
    if unknown := set(lab) - {"masks", *_REASONED}:
        raise ValueError(f"[tool.lab] has no key {sorted(unknown)[0]!r}")
    if unknown := set(lab.get("masks", ())) - set(MASKS):
        raise ValueError(f"no mask is named {sorted(unknown)[0]!r}; there are {', '.join(MASKS)}")
    reasons = {}
    for key, value in _REASONED.items():
        if key in lab:
            if set(lab[key]) != {value, "reason"} or not lab[key]["reason"].strip():
                raise ValueError(f"{key} is written {{ {value} = ..., reason = '...' }}")
            reasons[key] = lab[key]["reason"]
    clock = lab.get("clock", {}).get("use", "virtual")
    if clock not in {"virtual", "wall"}:
        raise ValueError(f"clock is 'virtual' or 'wall', not {clock!r}")
    return Metadata(
        python=_oldest(values.get("requires-python", ">=3.11")),
        dependencies=tuple(values.get("dependencies", ())),
        masks=tuple(lab.get("masks", ())),
        exit_status=lab.get("exit", {}).get("status", 0),
        dev_mode=lab.get("dev_mode", {}).get("on", True),
        clock=clock,
        in_browser=lab.get("browser", {}).get("runs", True),
        reasons=reasons,
        lines=lines,
    )


def _oldest(requires: str) -> tuple[int, int]:
    found = re.fullmatch(r">=\s*3\.(\d+)", requires)
    if not found:
        raise ValueError(f"requires-python is written '>=3.N', not {requires!r}")
    return max(OLDEST, (3, int(found[1])))
