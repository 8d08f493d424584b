"""A busy machine explains by how much a duration differs; and no more than that."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.outcomes import Failed, Skipped

from lab.programs.recorded import Recorded
from lab.programs.transcript import Piece
from lab.snippets.snippet import Snippet
from tests.snippets.lateness import STEP, Lateness
from tests.snippets.test_runs import demand_if_in_time, problems_in_real_time


class Machine:
    """One whose sleeps are too long."""

    def __init__(self, by: float) -> None:
        self.now = 0.0
        self._by = by

    def sleep(self, seconds: float) -> None:
        self.now += seconds + self._by


def lateness(by: float, steps: int) -> Lateness:
    machine = Machine(by)
    late = Lateness(lambda: machine.now, machine.sleep, lambda: 0.0)
    for _ in range(steps):
        late.step()
    return late


def test_each_sleep_that_is_too_long_counts() -> None:
    assert lateness(by=0.0, steps=20).seconds == pytest.approx(0.0)
    assert lateness(by=STEP, steps=20).seconds == pytest.approx(20 * STEP)


@pytest.mark.parametrize(
    ("late", "line", "passes"),
    [
        (0.0, "took 0.4 s", True),
        (0.0, "took 0.5 s", False),
        (0.3, "took 0.7 s", True),
        (0.3, "took 0.8 s", False),
        (9.0, "took 0.3", False),  # what is no duration has to be the same
        (9.0, "TOOK 0.3 s", False),
    ],
)
def test_durations_may_differ_by_what_the_machine_is_late(
    tmp_path: Path, late: float, line: str, passes: bool
) -> None:
    path = tmp_path / "idea.py"
    path.write_text('"""Idea."""\n\nprint("took 0.3 s")\n#> took 0.3 s\n', "utf-8")
    run = Recorded((Piece("stdout", f"{line}\n"),), 0)
    found = list(problems_in_real_time(Snippet.read(path), run, lateness(late, steps=1)))
    assert bool(found) != passes
    assert all(f"by {late:.2f} s more: so late was this machine" in problem for problem in found)


ORDER, STATUS = "a.py:1: printed something else than expected", "a.py:1: exit status 1, expected 0"


@pytest.mark.parametrize(
    ("program", "problem", "seconds", "outcome"),
    [
        ("home/three_at_once.py", ORDER, 1.0, Skipped),
        ("home/three_at_once.py", ORDER, 0.0, Failed),
        ("home/three_at_once.py", STATUS, 1.0, Failed),
        ("chaining/thread_check.py", ORDER, 1.0, Failed),
    ],
    ids=["late", "in time", "exit status", "no virtual clock"],
)
def test_only_an_order_on_a_late_machine_is_excused(
    program: str, problem: str, seconds: float, outcome: type[BaseException]
) -> None:
    snippet = Snippet.read(Path("snippets") / program)
    late = Lateness()
    late.seconds = seconds
    with pytest.raises((Failed, Skipped)) as ended:  # a skip here would skip this test
        demand_if_in_time(snippet, [problem], late)
    assert ended.type is outcome
