"""An exercise accepts its solution, however the program is started and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.exercises.test_exercises import Examiner, message, names_used
from tests.exercises.ways_of_starting import WAYS, nested, on_one_line, started_in
from tests.support import demand


def test_each_way_is_accepted(looked_at: Examiner) -> None:
    demand(lambda: _rejected(looked_at))


def _rejected(looked_at: Examiner) -> Iterator[str]:
    solution = looked_at.exercise.solution
    if not looked_at.passes(solution):
        return  # another test says so
    variants = {name: started_in(name, solution.source) for name in WAYS}
    variants |= {f"on_one_line_{n}": s for n, s in enumerate(on_one_line(solution.source))}
    for name, source in variants.items():
        if source is None:
            continue
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
