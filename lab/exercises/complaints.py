"""What a run printed to standard error, in words for a learner."""

from __future__ import annotations

import re
from typing import NamedTuple

from lab.trace.data import LOST, UNFINISHED, Trace

_WARNING = re.compile(r"\.?(?P<file>\S.*?):(?P<line>\d+): (?P<words>\w+: .*)")
"""As `file.py:7: RuntimeWarning: coroutine ...`; unittest may have put a dot before it."""

_OF_PYTHON = (
    "Error in ",
    "Exception ",
    "Executing ",
    "Future ",
    "Task ",
    "Unclosed ",
    "Unhandled ",
    "an error occurred ",
    "asyncio.",
    "socket.",
    "unhandled exception ",
)
"""How lines begin that Python, asyncio or aiohttp writes."""

_TRACEBACK = "Traceback (most recent call last):"

_OF_GROUPS = re.compile(r"^  [|+] (Exception Group )?")
"""What a line of an exception group's traceback begins with."""

# What unittest prints, besides the tests that fail.
_RAN = re.compile(r"Ran \d+ tests? in ")
_ENDED = re.compile(r"(OK|FAILED|NO TESTS RAN)( \(.*\))?")
_FAILS = re.compile(r"(FAIL|ERROR): (?P<name>\w+)")
_RULE, _THIN_RULE = 70 * "=", 70 * "-"
_OF_UNITTEST = re.compile(rf"[.sxuFE]+|={{70}}|-{{70}}|.* \.\.\. .*|{_RAN.pattern}.*|")


class Failure(NamedTuple):
    """A test that fails.

    Attributes:
        error: The name of its exception.
        words: What is wrong, for a learner.
    """

    error: str
    words: str


def failed_test(errors: str, path: str) -> Failure | None:
    """Return the first test that unittest says has failed, if one has.

    Args:
        errors: What was printed.
        path: The program's file.
    """
    lines = errors.split("\n")
    if not any(map(_RAN.match, lines)) or _RULE not in lines:
        return None
    told = lines[lines.index(_RULE) + 1 :]
    told = told[: next(place for place, line in enumerate(told) if _is_end(line, place))]
    found = _FAILS.match(told[0])
    name = found["name"] if found else told[0]
    told = [_OF_GROUPS.sub("", line) for line in told]  # as in any other traceback
    start = next((place for place, line in enumerate(told) if line.endswith(_TRACEBACK)), 0)
    # Below the traceback: the exception, which may go on over more lines.
    error = next((line for line in told[start + 1 :] if line and not line.startswith(" ")), "")
    at = [line for line in told[start:] if line.startswith(f'  File "{path}", line ')]
    where = f", line {at[-1].split('line ')[1].split(',')[0]}" if at else ""
    return Failure(error.partition(":")[0], f"test `{name}` fails: {error}{where}")


def _is_end(line: str, place: int) -> bool:
    """Tell whether a test's report ends here: its second line is a rule, too."""
    return line == _RULE or (line == _THIN_RULE and place > 1)


def complaint(errors: str, path: str, trace: Trace) -> tuple[str, str]:
    """Say what a run printed to standard error that it should not have.

    Args:
        errors: What was printed.
        path: The program's file.
        trace: The run's.

    Returns:
        Who says something, and what; both empty if it is as it should be.
    """
    lines = [line for line in errors.strip("\n").split("\n") if line]
    if any(map(_RAN.match, lines)):
        lines = [line for line in lines if not _of_unittest(line)]
    if not lines or _is_harmless(lines, trace):
        return "", ""
    if warning := _WARNING.match(lines[0]):
        # A file of Python's own means nothing to a learner.
        own = warning["file"] == path
        where = f", line {warning['line']}" if own else ""
        return "Python complains", warning["words"].rstrip(" .") + where
    if lines[0] == _TRACEBACK:
        return "The program prints a traceback", lines[-1]
    by_python = lines[0].startswith(_OF_PYTHON)
    says_little = not by_python or lines[0].startswith(("Exception ", "Task exception"))
    said = f"{lines[0]} ({lines[-1]})" if _TRACEBACK in lines and says_little else lines[0]
    return "Python complains" if by_python else "The program prints to standard error", said


def _of_unittest(line: str) -> bool:
    return bool(_OF_UNITTEST.fullmatch(line) or _ENDED.fullmatch(line))


def _is_harmless(lines: list[str], trace: Trace) -> bool:
    """Tell whether Python complains of nothing but tasks that the program cancelled at its end.

    `asyncio.run` waits for them. A loop that the program closes itself doesn't.
    """
    cancelled = {cancel.task for cancel in trace.cancels}
    left = {task.number for task in trace.tasks if task.outcome in {LOST, UNFINISHED}}
    said = [line for line in lines if not line.startswith("task: <Task ")]
    return left <= cancelled and set(said) == {"Task was destroyed but it is pending!"}
