"""An exercise accepts its solution, however the program is started and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.exercises.test_exercises import Examiner, looked_at, message
from tests.exercises.ways_of_starting import WAYS, on_one_line, started_in
from tests.support import demand

__all__ = ["looked_at"]  # pytest looks for the fixture here


def test_each_way_is_accepted(looked_at: Examiner) -> None:
    demand(lambda: _rejected(looked_at))


def _rejected(looked_at: Examiner) -> Iterator[str]:
    solution = looked_at.exercise.solution
    if not looked_at.report(solution).passed:
        return  # another test says so
    variants = {name: started_in(name, solution.source) for name in WAYS}
    variants |= {f"on_one_line_{n}": s for n, s in enumerate(on_one_line(solution.source))}
    for name, source in variants.items():
        if source is None:
            continue
        report = looked_at.report(replace(solution, source=source))
        if not report.passed:
            yield f"{solution.path}:1: {name}: {message(report)}"
