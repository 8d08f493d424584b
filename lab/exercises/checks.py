"""Make the checks of an exercise on a learner's program."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType

from lab.exercises.attempt import Attempt
from lab.exercises.run import Run
from lab.exercises.verdict import Wrong


@dataclass(frozen=True)
class Outcome:
    """How a check ended.

    Attributes:
        name: What is checked, in a sentence.
        passed: Whether it is so; None if it was not tried, since an earlier check failed.
        message: What is wrong; empty unless the check failed.
    """

    name: str
    passed: bool | None
    message: str = ""


@dataclass(frozen=True)
class Report:
    """What came of all checks.

    Attributes:
        outcomes: Of each check, in order.
        run: Of the program as it is, with none of a check's own code; None if it can't be parsed.
    """

    outcomes: list[Outcome]
    run: Run | None

    @property
    def passed(self) -> bool:
        """Whether the exercise is solved."""
        return all(outcome.passed for outcome in self.outcomes)


def check(program: str, checks: str, path: Path) -> Report:
    """Check a learner's program.

    Args:
        program: Its source.
        checks: The source of the exercise's `checks.py`.
        path: The file to keep the program in while it runs.
    """
    attempt = Attempt(program, path)
    outcomes = []
    failed = False
    for name, one in load(checks):
        outcome = Outcome(name, None) if failed else _try(name, one, attempt)
        failed = not outcome.passed
        outcomes.append(outcome)
    return Report(outcomes, _as_it_is(attempt))


def _as_it_is(attempt: Attempt) -> Run | None:
    try:
        return attempt.run(fails=True)
    except Wrong:
        return None


def _try(name: str, one: Callable[[Attempt], None], attempt: Attempt) -> Outcome:
    try:
        one(attempt)
    except Wrong as error:
        # What a check finds wrong may come of a mistake that Python does not mention.
        mistake = attempt.last.mistake if attempt.last else ""
        # "The program ends with TypeError at line 3: ..." tells of it, too.
        known = mistake.partition(":")[0] in str(error)
        message = str(error) if known else f"A task or a callback fails with {mistake}."
        return Outcome(name, passed=False, message=message)
    return Outcome(name, passed=True)


def load(checks: str) -> Iterator[tuple[str, Callable[[Attempt], None]]]:
    """Load the checks of a `checks.py`: its public functions, in the order of the file.

    Args:
        checks: The file's source.

    Yields:
        Each check, after what it checks in a sentence: its docstring.
    """
    names: dict[str, object] = {"__name__": "checks"}
    code, said = _compiled(checks)
    exec(code, names)  # noqa: S102 - our own
    for name, sentence in said.items():
        one = names[name]
        assert isinstance(one, FunctionType)  # noqa: S101 - for the type checker
        yield sentence, one


@lru_cache(8)  # a learner tries again, and the tests try a dozen answers
def _compiled(checks: str) -> tuple[CodeType, dict[str, str]]:
    """The code of a `checks.py`, and what each check says, by its name."""
    said = {
        node.name: inspect.cleandoc(ast.get_docstring(node) or node.name)
        for node in ast.parse(checks).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    return compile(checks, "checks.py", "exec", dont_inherit=True), said
