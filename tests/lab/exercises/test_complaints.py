"""What a run printed to standard error, in words for a learner."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.exercises import Attempt, Wrong
from tests.support import warnings_as_in_a_new_process

TESTS = """\
import asyncio
import unittest


class Adds(unittest.IsolatedAsyncioTestCase):
    async def test_one(self):
        self.assertEqual(1 + 1, {two})

    async def test_other(self):
        {does}


unittest.main({options})
"""


def unit_tests(*, two: int = 2, does: str = "pass", options: str = "") -> str:
    return TESTS.format(two=two, does=does, options=options)


@pytest.mark.parametrize(
    "program",
    [
        unit_tests(),
        unit_tests(options="exit=False"),
        unit_tests(options="verbosity=2", does="self.skipTest('not now')"),
    ],
)
def test_tests_that_pass_are_no_complaint(tmp_path: Path, program: str) -> None:
    assert run(tmp_path, program) == ("", "")


@pytest.mark.parametrize(
    ("program", "said", "error"),
    [
        (
            unit_tests(two=3),
            "The program's test `test_one` fails: AssertionError: 2 != 3, line 7.",
            "AssertionError",
        ),
        (
            unit_tests(two=3, options="exit=False, verbosity=2"),
            "The program's test `test_one` fails: AssertionError: 2 != 3, line 7.",
            "AssertionError",
        ),
        (
            unit_tests(does="[][1]"),
            "The program's test `test_other` fails: IndexError: list index out of range, line 10.",
            "IndexError",
        ),
        (
            unit_tests(does="raise ExceptionGroup('all', [ValueError(3)])"),
            "The program's test `test_other` fails:"
            " ExceptionGroup: all (1 sub-exception), line 10.",
            "ExceptionGroup",
        ),
        (
            unit_tests(does="asyncio.sleep(1)"),
            "Python complains: RuntimeWarning: coroutine 'sleep' was never awaited, line 10.",
            "",
        ),
        (
            "import sys\nprint('careful', file=sys.stderr)\n",
            "The program prints to standard error: careful.",
            "",
        ),
        (
            "import traceback\ntry:\n    1/0\nexcept Exception:\n    traceback.print_exc()\n",
            "The program prints a traceback: ZeroDivisionError: division by zero.",
            "",
        ),
        (
            "import logging\ntry:\n    1/0\nexcept Exception:\n    logging.exception('bad')\n",
            "The program prints to standard error: ERROR:root:bad"
            " (ZeroDivisionError: division by zero).",
            "",
        ),
        (
            "import sys\nsys.exit(3)\n",
            "The program ends with the exit status 3.",
            "SystemExit",
        ),
    ],
)
def test_a_complaint_says_who_complains_and_of_what(
    tmp_path: Path, program: str, said: str, error: str
) -> None:
    assert run(tmp_path, program) == (said, error)


def test_a_complaint_of_a_call_says_in_which_case(tmp_path: Path) -> None:
    program = "import sys\n\ndef go():\n    print('careful', file=sys.stderr)\n"
    with pytest.raises(Wrong, match=r"^Called, the program prints to standard error: careful\.$"):
        Attempt(program, tmp_path / "a.py").call("Called", lambda answer: answer.go())


def run(folder: Path, program: str) -> tuple[str, str]:
    attempt = Attempt(program, folder / "answer.py")
    with warnings_as_in_a_new_process("default"):
        ended = attempt.run(fails=True)
    return ended.complaint, ended.error
