"""A program that merely fails is told so, and nothing that follows from it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from tests.exercises.test_exercises import Examiner, message
from tests.support import demand


def test_a_mistake_in_any_function_is_told(looked_at: Examiner) -> None:
    demand(lambda: _untold(looked_at))


def _untold(looked_at: Examiner) -> Iterator[str]:
    solution = looked_at.exercise.solution
    if not looked_at.passes(solution):
        return  # another test says so
    for name, source in _with_a_mistake(solution.source):
        said = message(looked_at.report(replace(solution, source=source)))
        if "NameError" not in said:
            yield f"{solution.path}:1: with a mistake in {name}, it says {said!r}"


def _with_a_mistake(source: str) -> Iterator[tuple[str, str]]:
    """The program as often as it has functions, with a mistake at the beginning of one."""
    definition = ast.FunctionDef | ast.AsyncFunctionDef
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, definition):
            body, node.body = node.body, [*ast.parse("no_such_name").body, *node.body]
            yield node.name, ast.unparse(tree)
            node.body = body
