"""Exercises in the page: the same checks as natively, on the same answers."""

from __future__ import annotations

import pytest

from lab.exercises.folder import Exercise
from lab.snippet import Snippet
from tests.browser.runtime import Runtime

pytestmark = pytest.mark.browser


def message(runtime: Runtime, exercise: Exercise, answer: Snippet) -> str | None:
    """What the worker says of an answer: the message of the check that failed; None if none did."""
    file = f"{exercise.folder.name}.py"
    done = runtime.run(answer.source, file, checks=exercise.checks).done
    assert done["checks"]
    failed = [outcome["message"] for outcome in done["checks"] if outcome["passed"] is False]
    return failed[0] if failed else None


def test_checks_say_the_same_as_natively(runtime: Runtime, exercise: Exercise) -> None:
    assert message(runtime, exercise, exercise.solution) is None
    assert message(runtime, exercise, exercise.starter) is not None
    for answer in exercise.wrong:
        assert message(runtime, exercise, answer) == answer.idea


def test_checks_show_what_was_printed_and_drawn(runtime: Runtime) -> None:
    checks = '"""Print."""\ndef prints(attempt):\n    """It prints."""\n    attempt.run()\n'
    program = "import asyncio\nasync def main():\n    print('here')\nasyncio.run(main())\n"
    result = runtime.run(program, checks=checks)
    assert result.text() == "here\n"
    assert "<svg" in result.timelines[-1]
    assert result.done["checks"] == [{"name": "It prints.", "passed": True, "message": ""}]


def test_a_program_without_end_is_told_so(runtime: Runtime) -> None:
    checks = '"""Print."""\ndef prints(attempt):\n    """It prints."""\n    attempt.run()\n'
    program = (
        "import asyncio\nasync def main():\n    while True:\n        await asyncio.sleep(1)\n"
        "asyncio.run(main())\n"
    )
    [outcome] = runtime.run(program, checks=checks).done["checks"]
    assert outcome["message"] == "The program goes on without an end."
