"""An exercise accepts its solution, however the program is started and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from tests.exercises.test_exercises import Examiner, message, names_used
from tests.exercises.ways_of_starting import nested, on_one_line, started_in, together
from tests.support import demand


def test_each_way_is_accepted(looked_at: Examiner) -> None:
    demand(lambda: _rejected(looked_at))


def _rejected(looked_at: Examiner) -> Iterator[str]:
    solution = looked_at.exercise.solution
    if not looked_at.passes(solution):
        return  # another test says so
    # Several ways at a time; which of them isn't accepted is looked for only if one isn't.
    for names, source in together(solution.source):
        if looked_at.passes(replace(solution, source=source)):
            continue
        alone = ((name, started_in(name, solution.source)) for name in names)
        yield from chain(
            *(_rejection(looked_at, name, one) for name, one in alone if one),
            _rejection(looked_at, " and ".join(names), source),
        )
    for n, source in enumerate(on_one_line(solution.source)):
        yield from _rejection(looked_at, f"on_one_line_{n}", source)


def _rejection(looked_at: Examiner, name: str, source: str) -> Iterator[str]:
    solution = looked_at.exercise.solution
    report = looked_at.report(replace(solution, source=source))
    if not report.passed:
        yield f"{solution.path}:1: {name}: {message(report)}"


def test_nested_functions_are_accepted_or_asked_for(looked_at: Examiner) -> None:
    demand(lambda: _rejected_nested(looked_at))


def _rejected_nested(looked_at: Examiner) -> Iterator[str]:
    solution = looked_at.exercise.solution
    if not looked_at.passes(solution):
        return  # another test says so
    report = looked_at.report(replace(solution, source=nested(solution.source)))
    used = names_used(looked_at.exercise.checks)
    asked = {
        text.format(name)
        for name in used
        for text in (
            "The checks use `{}`: keep it outside of other functions and classes.",
            "The checks use `{}`: keep this name.",
        )
    }
    if not report.passed and message(report) not in asked:
        yield f"{solution.path}:1: nested: {message(report)}"
