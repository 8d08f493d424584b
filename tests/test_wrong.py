"""The tests are tested: every file in tests/wrong breaks one rule, and must be found out.

Each must fail with a message that names the file and the line to mend.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

WRONG = Path("tests/wrong")
MESSAGES = {
    "snippets/wrong/other_order": "other_order.out:2: printed something else than expected",
    "snippets/wrong/line_dropped": "line_dropped.out:3: printed something else",
    "snippets/wrong/no_output": "no_output.py:1: printed something else",
    "snippets/wrong/stderr_noise": "stderr_noise.out:1: printed something else on stderr",
    "snippets/wrong/wrong_stream": "wrong_stream.out:1: printed something else on stdout",
    "snippets/wrong/never_awaited": "coroutine 'greet' was never awaited",
    "snippets/wrong/lost_exception": "Task exception was never retrieved",
    "snippets/wrong/stale_inline": "stale_inline.py:5: printed something else",
    "snippets/wrong/stale_under_code": "stale_under_code.py:4: printed something else",
    "snippets/wrong/wrong_inline": "wrong_inline.py:4: printed something else",
    "snippets/wrong/no_space": "no_space.py:4: write a space after `#>`",
    "snippets/wrong/interleaves_inline": "create interleaves_inline.out beside it",
    "snippets/wrong/both_homes": "both_homes.py:4: output stands both here and in both_homes.out",
    "snippets/wrong/exit_status": "exit_status.py:1: exit status 3, expected 0",
    "snippets/wrong/exit_expected": "exit_expected.py:1: exit status 0, expected 1",
    "snippets/wrong/same_twice": "same_twice.3.12.out:1: the same as same_twice.out: delete it",
    "snippets/wrong/no_idea": "no_idea.py:1: say the snippet's one idea in a docstring",
    "snippets/wrong/too_wide": "too_wide.py:4: wider than 72 columns",
    "snippets/wrong/too_long": "too_long.py:40: longer than 40 lines",
    "snippets/wrong/bad_key": "bad_key.py:1: in the inline metadata: [tool.lab] has no key",
    "snippets/wrong/no_reason": "no_reason.py:1: in the inline metadata: browser is written",
    "snippets/wrong/bad_mask": "bad_mask.py:1: in the inline metadata: no mask is named 'numbers'",
    "snippets/wrong/bad_toml": "bad_toml.py:1: in the inline metadata: Illegal character",
    "snippets/wrong/syntax_error": "syntax_error.py:4: expected ':'",
    "snippets/wrong/unformatted": "unformatted.py:1: write it as black formats it",
    "snippets/wrong/queue": "queue.py:1: a file of this name hides a module",
    "snippets/wrong/orphan": "orphan.py:1: no page shows this",
    "snippets/wrong/callback_prints": "callback_prints.out:1: printed something else",
    "snippets/wrong/open_file": "unclosed file",
    "snippets/wrong/newer_python": "[XPASS(strict)] newer_python.py needs Python 3.99, says its",
    "snippets/wrong/endless": "endless.py:1: still running after 4 s",
    "snippets/wrong/waits_for_ever": "waits_for_ever.py:1: still running after 4 s",
    "snippets/wrong/lost": "lost.out:1: there is no program beside this transcript",
    "snippets/wrong/wrong_answer": "wrong_answer.pycon:3: Python answers something else",
    "snippets/wrong/no_command": "no_command.pycon:1: start it with one of",
    "snippets/wrong/not_masked": "not_masked.pycon:3: Python answers something else",
    "snippets/wrong/await_here": "await_here.pycon:4: Python answers something else",
    "exercises/wrong/solution_fails": "solution.py:1: fails: No line says hello.",
    "exercises/wrong/starter_passes": "starter.py:1: passes already",
    "exercises/wrong/told_otherwise": "hallo.py:1: is told another thing: 'No line says hello.'",
    "exercises/wrong/wrong_passes": "hallo.py:1: passes, and should not",
    "exercises/wrong/other_goal": "solution.py:1: the goal is another than in checks.py",
    "exercises/wrong/one_wrong_answer": "one_wrong_answer:1: at least two wrong answers prove",
    "exercises/wrong/no_right_answer": "no_right_answer:1: add a right answer that looks different",
    "exercises/wrong/right_rejected": "written.py:1: is right, and is told: No line says hello.",
    "exercises/wrong/name_not_announced": "starter.py:4: the checks use this name: put",
    "exercises/wrong/no_solution": "no_solution/solution.py:1: an exercise has this file",
    "exercises/wrong/no_hints": "no_hints/checks.py:1: an exercise has HINTS",
    "docs/missing_exercise": "missing_exercise.md:4: there is no exercise tests/wrong/exercises/"
    "wrong/no_hint; did you mean wrong/no_hints?",
    "docs/missing_file": "missing_file.md:4: there is no file tests/wrong/snippets/"
    "wrong/other_ordr.py; did you mean wrong/other_order.py?",
    "docs/misspelt_function": "misspelt_function.md:4: there is no 'nothing' in this file; it has",
    "docs/bad_option": "bad_option.md:4: 'timelime' is none of",
    "docs/two_names": "two_names.md:4: write `topic/idea.py`",
    "docs/plain_code": "plain_code.md:3: make this code block a snippet, or say above it why",
    "docs/no_language": "no_language.md:3: make this code block a snippet",
    "docs/indented_code": "indented_code.md:5: make this code block a snippet",
    "docs/in_admonition": "in_admonition.md:5: make this code block a snippet",
    "docs/tilde_fence": "tilde_fence.md:3: write a fence with three backticks",
    "docs/broken_link": "broken_link.md:3: there is no file",
    "docs/broken_anchor": "broken_anchor.md:3: tests/wrong/docs/broken_link.md has no heading"
    " #no-such-heading; it has a-link-leads-nowhere",
    "docs/unknown_reference": "unknown_reference.md:3: no inventory has asyncio.TaskGruop",
    "docs/learn/unshown_version": "unshown_version.md:12: no snippet on this page is about Python"
    " 3.13: show",
    "docs/learn/no_description": "no_description.md:1: give it a description",
    "docs/unclosed_fence": "unclosed_fence.md:3: write a fence with three backticks, and close it",
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the suite says of tests/wrong: the text of its failures."""
    report = tmp_path_factory.mktemp("wrong") / "report.xml"
    suite = [
        "tests/snippets",
        "tests/docs/test_census.py",
        "tests/docs/test_links.py",
        "tests/docs/test_versions.py",
        "tests/exercises",
        f"--project={WRONG}",
    ]
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--timeout=6", "-m", ""]
    subprocess.run(
        [sys.executable, "-m", "pytest", *suite, *options, f"--junitxml={report}"],
        # Some programs go on for ever; all others take a quarter of a second.
        env={**os.environ, "LAB_TIME_LIMIT": "4"},
        capture_output=True,
        check=False,
    )
    cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 - pytest wrote it
    return "".join(
        f"{failure.get('message')}\n{failure.text}\n"
        for case in cases
        for failure in [*case.findall("failure"), *case.findall("error")]
    )


@pytest.mark.parametrize("name", MESSAGES)
def test_wrong_file_is_found_out(name: str, failures: str) -> None:
    assert MESSAGES[name] in failures


def test_every_wrong_file_is_asked_for() -> None:
    files = [*WRONG.rglob("*.py*"), *WRONG.rglob("*.out"), *WRONG.rglob("*.md")]
    names = {file.relative_to(WRONG).as_posix().partition(".")[0] for file in files}
    names = {re.sub(r"^(exercises/\w+/\w+)/.*", r"\1", name) for name in names}
    assert names - {"docs/all"} == MESSAGES.keys()
