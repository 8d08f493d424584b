"""Each exercise: the solution passes, the starter does not, and wrong answers are told why."""

from __future__ import annotations

import ast
import contextlib
import re
import traceback
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lab.exercises.checks import Report, check, load
from lab.exercises.folder import Exercise
from lab.snippets.snippet import Snippet, SnippetError
from lab.snippets.text import text_problems
from tests.snippets.test_contract import breaches_of_form
from tests.support import demand, first_that_finds


@cache
def is_broken(folder: Path) -> bool:
    """Whether an exercise doesn't keep the contract: test_exercise_keeps_the_contract says why."""
    try:
        return any(_breaches(Exercise.read(folder)))
    except SnippetError:
        return True


KEEP = "# The checks use this name: keep it."
LEAVE = "# The checks use this: leave it as it is."
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
WRONG_ANSWERS = 3
"""What each exercise of the site has, at least."""


class Examiner:
    """Checks answers to an exercise; the same answer only once, though many tests ask for it."""

    def __init__(self, exercise: Exercise, folder: Path) -> None:
        self.exercise = exercise
        self._folder = folder
        self._reports: dict[str, Report] = {}

    def report(self, answer: Snippet) -> Report:
        if answer.source not in self._reports:
            self._reports[answer.source] = self._checked(answer)
        return self._reports[answer.source]

    def _checked(self, answer: Snippet) -> Report:
        program = self._folder / f"{self.exercise.folder.name}.py"
        try:
            return check(answer.source, self.exercise.checks, program)
        except Exception as error:
            raise mistake_in_checks(self.exercise, error) from error

    def passes(self, answer: Snippet) -> bool:
        try:
            return self.report(answer).passed
        except SnippetError:
            return False


def mistake_in_checks(exercise: Exercise, error: Exception) -> SnippetError:
    """What was raised in `checks.py`, for its author."""
    path = exercise.folder / "checks.py"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "checks.py"]
    if not lines and not isinstance(error, SyntaxError):
        raise error  # a fault in the lab
    line = (lines[-1] if lines else getattr(error, "lineno", None)) or 1
    return SnippetError(path, line, f"this check fails itself: {type(error).__name__}: {error}")


def message(report: Report) -> str:
    return next((outcome.message for outcome in report.outcomes if outcome.message), "")


def test_exercise_keeps_the_contract(exercise_folder: Path) -> None:
    demand(
        lambda: first_that_finds(
            [
                lambda: _text_breaches(exercise_folder),
                lambda: _breaches(Exercise.read(exercise_folder)),
            ]
        )
    )


def _text_breaches(folder: Path) -> Iterator[str]:
    if not all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in folder.parts[-2:]):
        yield (
            f"{folder}:1: rename it, and what names it: small letters, digits and underscores, such"
            " as topic/two_tasks"
        )
    for path in sorted(folder.rglob("*.py")):
        yield from text_problems(path)


def _breaches(exercise: Exercise) -> Iterator[str]:
    yield from first_that_finds(
        [lambda: _breaches_of_parts(exercise), lambda: _checks_not_loaded(exercise)]
    )


def _checks_not_loaded(exercise: Exercise) -> Iterator[str]:
    try:
        if not list(load(exercise.checks)):
            yield f"{exercise.folder / 'checks.py'}:1: has no check: write a function with one"
    except Exception as error:
        yield str(mistake_in_checks(exercise, error))


def _breaches_of_parts(exercise: Exercise) -> Iterator[str]:
    checks = exercise.folder / "checks.py"
    for answer in (exercise.starter, exercise.solution):
        if answer.idea != exercise.goal:
            yield f"{answer.path}:1: the goal is another than in checks.py: {exercise.goal!r}"
        yield from breaches_of_form(answer)
    if not exercise.goal.endswith("."):
        yield f"{checks}:1: the goal is a sentence: end it with a full stop"
    if len(exercise.hints) < 2:
        yield f"{checks}:1: give at least two hints, each says more than the one before"
    if len(exercise.wrong) < 2:
        yield f"{exercise.folder}:1: add plausible wrong answers, in wrong/: two at least"
    for answer in exercise.wrong:
        if not ast.get_docstring(answer.tree):
            yield (
                f"{answer.path}:1: begin it with a docstring: the message that a learner with this"
                " answer must get"
            )
    if not exercise.right:
        yield f"{exercise.folder}:1: add a right answer that looks different, in right/"
    yield from odd_files(exercise.folder)
    yield from odd_checks(checks, exercise.checks)
    yield from _names_not_announced(exercise)


OWN_FILES = ("starter.py", "solution.py", "checks.py")


def odd_files(folder: Path) -> Iterator[str]:
    """The files of an exercise that nothing reads."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        is_answer = path.suffix == ".py" and path.parent in (folder / "right", folder / "wrong")
        if "__pycache__" not in path.parts and name not in OWN_FILES and not is_answer:
            yield (
                f"{path}:1: no check reads this file: an exercise has {', '.join(OWN_FILES)},"
                " right/*.py and wrong/*.py"
            )


def odd_checks(path: Path, source: str) -> Iterator[str]:
    """What is wrong with how checks are written."""
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_"):
            continue
        at = f"{path}:{node.lineno}: the check {node.name}"
        if isinstance(node, ast.AsyncFunctionDef):
            yield f"{at} is never made, since it is `async def`: write def, or _{node.name}"
        elif [argument.arg for argument in node.args.args] != ["attempt"]:
            yield f"{at} takes one argument: write def {node.name}(attempt: Attempt)"
        elif not ast.get_docstring(node):
            yield f"{at} has no docstring: say there, in a sentence, what the learner has to reach"


def test_what_no_check_reads_is_told(tmp_path: Path) -> None:
    for name in (*OWN_FILES, "right/a.py", "wrong/b.py", "wrong/c.txt", "notes.md", "wrongs/d.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    told = [line.partition(": no check reads")[0] for line in odd_files(tmp_path)]
    assert told == [f"{tmp_path / name}:1" for name in ("notes.md", "wrong/c.txt", "wrongs/d.py")]


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("def it(attempt):\n    pass", "1: the check it has no docstring: say there"),
        ("def it():\n    'It is.'", "1: the check it takes one argument: write def it(attempt"),
        ("async def it(attempt):\n    'It is.'", "1: the check it is never made, since it is"),
        ("def _it():\n    pass", ""),
        ("def it(attempt):\n    'It is.'", ""),
    ],
)
def test_a_check_that_is_written_in_another_way_is_told(check: str, told: str) -> None:
    said = list(odd_checks(Path("checks.py"), check))
    assert len(said) == bool(told)
    assert "".join(said).startswith(f"checks.py:{told}" if told else "")


def _names_not_announced(exercise: Exercise) -> Iterator[str]:
    """A learner may rename whatever the starter does not ask to keep."""
    left = _left_alone(exercise)
    for answer in (exercise.starter, exercise.solution):
        lines = answer.source.split("\n")
        for node in answer.tree.body:
            if bound := names_bound(node) & names_used(exercise.checks):
                first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
                asked = LEAVE if bound & left else KEEP
                if lines[first - 2] != asked:
                    yield f"{answer.path}:{first}: the checks use this name: put {asked!r} above it"


def _left_alone(exercise: Exercise) -> set[str]:
    """The functions and classes that checks replace or follow, and no answer has to change.

    A learner who changes one would be told of a failure that has another reason.
    """
    before, after = (
        {node.name: ast.dump(node) for node in answer.tree.body if isinstance(node, DEFINITIONS)}
        for answer in (exercise.starter, exercise.solution)
    )
    unchanged = {name for name in before if before[name] == after.get(name)}
    return unchanged & _names_replaced_or_followed(exercise.checks)


def names_bound(node: ast.stmt) -> set[str]:
    if isinstance(node, DEFINITIONS):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


@cache
def names_used(checks: str) -> set[str]:
    """The names of the learner's program that the checks call, change or look for."""
    called = {
        node.attr
        for node in ast.walk(ast.parse(checks))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "program"
    }
    return called | _names_replaced_or_followed(checks)


def _names_replaced_or_followed(checks: str) -> set[str]:
    """The names that the checks give another value, or look for in the trace."""
    used: set[str] = set()
    for node in ast.walk(ast.parse(checks)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in {"run_with", "call"}:
                used |= {keyword.arg or "" for keyword in node.keywords} - {"fails"}
            if node.func.attr in {"calls", "most_at_once", "tasks"}:
                used |= {str(ast.literal_eval(argument)) for argument in node.args}
    return used


def test_solution_passes(looked_at: Examiner) -> None:
    solution = looked_at.exercise.solution
    demand(lambda: _failing_solution(looked_at, solution))


def _failing_solution(looked_at: Examiner, solution: Snippet) -> Iterator[str]:
    report = looked_at.report(solution)
    if not report.passed:
        yield f"{solution.path}:1: fails: {message(report)}"


def test_right_answers_pass(looked_at: Examiner) -> None:
    demand(lambda: _rejected(looked_at))


def _rejected(looked_at: Examiner) -> Iterator[str]:
    if not looked_at.passes(looked_at.exercise.solution):
        return  # test_solution_passes says so
    for answer in looked_at.exercise.right:
        report = looked_at.report(answer)
        if not report.passed:
            yield f"{answer.path}:1: is right, and is told: {message(report)}"


def test_starter_does_not_pass(looked_at: Examiner) -> None:
    demand(lambda: _passing_starter(looked_at))


def _passing_starter(looked_at: Examiner) -> Iterator[str]:
    starter = looked_at.exercise.starter
    if looked_at.passes(looked_at.exercise.solution) and looked_at.report(starter).passed:
        yield f"{starter.path}:1: passes already: take something away that the goal asks for"


def test_starter_is_a_whole_program(looked_at: Examiner) -> None:
    """It may print the wrong thing, or end in an error that is the exercise; but it starts."""
    with contextlib.suppress(SnippetError):  # another test says so
        assert looked_at.report(looked_at.exercise.starter).run is not None


def test_wrong_answers_are_told_why(looked_at: Examiner) -> None:
    demand(lambda: _untold(looked_at))


def _untold(looked_at: Examiner) -> Iterator[str]:
    if not looked_at.passes(looked_at.exercise.solution):
        return  # test_solution_passes says so
    try:
        looked_at.report(looked_at.exercise.starter)
    except SnippetError:
        return  # test_starter_does_not_pass says so
    for answer in looked_at.exercise.wrong:
        report = looked_at.report(answer)
        if report.passed:
            yield f"{answer.path}:1: passes, and should not"
        elif message(report) != answer.idea:
            yield f"{answer.path}:1: is told another thing: {message(report)!r}"


def test_each_exercise_has_three_wrong_answers() -> None:
    found = {
        folder.parent: len([*folder.glob("*.py")]) for folder in Path("exercises").glob("*/*/wrong")
    }
    few = {str(exercise): number for exercise, number in found.items() if number < WRONG_ANSWERS}
    assert found
    assert not few, f"add wrong answers that a learner might give, up to {WRONG_ANSWERS} each"
