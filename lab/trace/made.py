"""What a program calls the things that it makes, by the line that makes them."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType
from typing import NamedTuple

Position = tuple[int, int]
"""A line, and a column in it in bytes."""


class Where(NamedTuple):
    """Where something was made, and what it is called there.

    Attributes:
        line: The line.
        name: Empty if it is not assigned to anything there.
    """

    line: int | None
    name: str


def made_at(code: CodeType, offset: int) -> Where:
    """Say what is made by a call.

    Args:
        code: The code that calls.
        offset: The place of the call in it.
    """
    line, _, column, _ = next(
        (place for at, place in enumerate(code.co_positions()) if at == offset // 2), (None,) * 4
    )
    if line is None or column is None:
        return Where(line, "")
    linecache.checkcache(code.co_filename)
    source = "".join(linecache.getlines(code.co_filename))
    return Where(line, _names(source).get((line, column), ""))


def line_at(code: CodeType, offset: int) -> int | None:
    """Return the line of a place in some code; a code object may lack it."""
    lines, number = _lines(code), offset // 2
    return lines[number] if number < len(lines) else None


@lru_cache(1000)
def _lines(code: CodeType) -> list[int | None]:
    return [position[0] for position in code.co_positions()]


@lru_cache(8)
def _names(source: str) -> dict[Position, str]:
    """Find all that is given a name, by where the expression begins."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    return {
        (value.lineno, value.col_offset): name
        for node in ast.walk(tree)
        for value, name in _given(node)
    }


def _given(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    if isinstance(node, ast.Assign):
        yield from _assigned(node.value, node.targets[-1])
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value:
        yield from _assigned(node.value, node.target)
    elif isinstance(node, ast.withitem) and node.optional_vars:
        yield from _assigned(node.context_expr, node.optional_vars)


def _assigned(value: ast.expr, target: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """Match what is assigned to its names; lists and dictionaries give names to their members."""
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        for one, its_target in zip(value.elts, target.elts, strict=False):
            yield from _assigned(one, its_target)
        return
    name = _name(target)
    if not name:
        return
    yield value, name
    if isinstance(value, ast.List | ast.Tuple):
        for number, one in enumerate(value.elts):
            yield one, f"{name}[{number}]"
    if isinstance(value, ast.Dict):
        for key, one in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant):
                yield one, f"{name}[{key.value!r}]"


def _name(target: ast.expr) -> str:
    if isinstance(target, ast.Name):
        return target.id
    return target.attr if isinstance(target, ast.Attribute) else ""
