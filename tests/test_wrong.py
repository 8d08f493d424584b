"""The tests are tested: every file in tests/wrong breaks one rule, and must be found out.

Each must fail with a message that names the file and the line to mend.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support import made_once

WRONG = Path("tests/wrong")
REPORT = "report.xml"
FILE = re.compile(
    r"(?:tests/wrong/)?(snippets/\w+/\w+|docs/[\w/]+|exercises/\w+/\w+)(?=[./:])(?=\S*:\d)"
)
LATE = re.compile(r"the machine was [\d.]+ s late: ")
LAST_OF_LOOP = 3 if sys.version_info < (3, 14) else 4

MESSAGES = {
    "snippets/wrong/other_order": "other_order.out:2: printed something else than expected",
    "snippets/wrong/line_dropped": "line_dropped.out:3: printed something else",
    "snippets/wrong/no_output": "no_output.py:1: printed something else",
    "snippets/wrong/stderr_noise": "stderr_noise.out:1: printed something else than",
    "snippets/wrong/wrong_stream": "wrong_stream.out:1: printed something else than",
    "snippets/wrong/never_awaited": "coroutine 'greet' was never awaited",
    "snippets/wrong/lost_exception": "Task exception was never retrieved",
    "snippets/wrong/stale_inline": "stale_inline.py:5: printed something else",
    "snippets/wrong/stale_under_code": "stale_under_code.py:4: printed something else",
    "snippets/wrong/wrong_inline": "wrong_inline.py:4: printed something else",
    "snippets/wrong/no_space": "no_space.py:4: write a space after `#>`",
    "snippets/wrong/interleaves_inline": "create interleaves_inline.out beside it",
    "snippets/wrong/both_homes": "both_homes.py:4: output is both here and in both_homes.out",
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
    "snippets/wrong/syntax_error": "syntax_error.py:4: expected ':'. (If a newer Python reads it",
    "snippets/wrong/conflict": "conflict.py:3: a merge left its marks here",
    "snippets/wrong/conflict_below": "conflict_below.out:1: a merge left its marks here",
    "snippets/wrong/crlf": "crlf.py:1: this line ends as on Windows (CRLF)",
    "snippets/wrong/crlf_below": "crlf_below.out:1: this line ends as on Windows (CRLF)",
    "snippets/wrong/not_utf8": "not_utf8.py:1: not UTF-8",
    "snippets/wrong/undeclared": "undeclared.py:3: aiohttp isn't part of Python: name its package"
    ' in the inline metadata, dependencies = ["aiohttp"]',
    "snippets/wrong/missing_package": "missing_package.py:3: there is no module no_such_package"
    " here. If it comes with a package, name that in the inline metadata, dependencies =",
    "snippets/wrong/trailing_space": "\n    -a\n    +a·\n",
    "snippets/wrong/random_value": "It prints something else at each run, so `make update` won't",
    "snippets/wrong/random_answer": "It prints something else at each run, so `make update` won't",
    "snippets/wrong/shows_address": "Only an address differs, and it is another one at each run:"
    ' hide it by a mask, masks = ["address"]',
    "snippets/wrong/today": "It prints the date or the time of day, which is another one at each",
    "snippets/wrong/day_number": "\n    -20454\n    +22414\n\n    It prints the date or the time",
    "snippets/wrong/newer_name": "newer_name.py:3: exit status 1, expected 0 (ImportError: cannot",
    "snippets/wrong/newer_attribute": "If a newer Python has it, say so in the inline metadata:"
    " requires-python",
    "snippets/wrong/unformatted": "unformatted.py:1: write it as black formats it",
    "snippets/hides/queue": "queue.py:1: a file of this name hides a module",
    "snippets/wrong/orphan": "orphan.py:1: no page shows this",
    "snippets/wrong/callback_prints": "callback_prints.out:1: printed something else",
    "snippets/wrong/open_file": "unclosed file",
    "snippets/wrong/newer_python": "newer_python.py:1: needs Python 3.99, says its requires",
    # Python looks for signals where it jumps back: since 3.14 that counts to the last line.
    "snippets/wrong/endless": f"endless.py:{LAST_OF_LOOP}: still computing after 1 s",
    "snippets/wrong/waits_for_ever": "waits_for_ever.py:5: exit status 1, expected 0 (lab.",
    "snippets/wrong/lost": "lost.out:1: there is no program lost.py beside it",
    "snippets/wrong/wrong_answer": "wrong_answer.pycon:3: Python answers something else",
    "snippets/wrong/no_command": "no_command.pycon:1: start it with one of",
    "snippets/wrong/not_masked": "not_masked.pycon:3: Python answers something else",
    "snippets/wrong/await_here": "await_here.pycon:4: Python answers something else",
    "exercises/wrong/solution_fails": "solution.py:1: fails: No line says hello.",
    "exercises/wrong/starter_passes": "starter.py:1: passes already",
    "exercises/wrong/told_otherwise": "hallo.py:1: is told another thing: 'No line says hello.'",
    "exercises/wrong/wrong_passes": "hallo.py:1: passes, and should not",
    "exercises/wrong/other_goal": "solution.py:1: the goal is another than in checks.py",
    "exercises/wrong/one_wrong_answer": "one_wrong_answer:1: add plausible wrong answers, in",
    "exercises/wrong/crlf_starter": "crlf_starter/starter.py:1: this line ends as on Windows",
    "exercises/wrong/no_message": "none.py:1: begin it with a docstring: the message that",
    "snippets/wrong/another_host": "another_host.py:5: exit status 1, expected 0 (urllib.error."
    "URLError: <urlopen error [Errno -2] Name or service not known>). A snippet reaches no other",
    "exercises/wrong/Upper_case": "Upper_case:1: rename it, and what names it: small letters",
    "docs/Upper_case": "Upper_case.md:1: rename it: small letters, digits and hyphens",
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
    "docs/two_names": "two_names.md:4: name one snippet, on one line",
    "docs/plain_code": "plain_code.md:3: make this code block a snippet, or say above it why",
    "docs/no_language": "no_language.md:3: make this code block a snippet",
    "docs/indented_code": "indented_code.md:5: make this code block a snippet",
    "docs/in_admonition": "in_admonition.md:5: make this code block a snippet",
    "docs/tilde_fence": "tilde_fence.md:3: write ```snippet alone on its line",
    "docs/broken_link": "broken_link.md:3: there is no file",
    "docs/broken_anchor": "broken_anchor.md:3: tests/wrong/docs/broken_link.md has no heading"
    " #no-such-heading; it has a-link-leads-nowhere",
    "docs/unknown_reference": "unknown_reference.md:3: no inventory has asyncio.TaskGruop",
    "docs/learn/unshown_version": "unshown_version.md:12: no snippet on this page is about Python"
    " 3.13: show",
    "docs/learn/no_claim": "no_claim.md:10: no test tries to refute this: quote it in",
    "docs/learn/misquoted": "misquoted.md:1: test_begins in tests/wrong/claims/test_misquoted.py"
    " quotes a sentence that isn't here: 'A task begins at once.'",
    "docs/learn/claims_broken": "claims_broken.md:1: Python can't read its claims: tests/wrong"
    "/claims/test_claims_broken.py:4: expected ':'",
    "docs/learn/no_description": "no_description.md:1: give it a title and a description",
    "docs/conflict": "conflict.md:3: a merge left its marks here",
    "docs/crlf": "crlf.md:1: this line ends as on Windows (CRLF)",
    "docs/raw_link": "raw_link.md:3: this HTML leads nowhere: ../no-such-page/",
    "docs/raw_link_to_source": "raw_link_to_source.md:4: this HTML leads nowhere: all.md",
    "docs/raw_image": "raw_image.md:3: this HTML leads nowhere: ../assets/no_such_picture.svg",
    "docs/missing_image": "there is no file tests/wrong/docs/all.svg: put it there",
    "snippets/wrong/set_order": "as a set does: print(sorted(...)) keeps the order",
    "snippets/wrong/process_id": "leave out what is an id of a process or thread",
    "snippets/wrong/address_without_out": "It prints an address, which differs at each run",
    "snippets/wrong/random_without_out": "call random.seed(1) first",
    "snippets/wrong/time_without_out": "It prints the date or the time of day",
    "snippets/wrong/this_folder": "which only this machine has: print something else",
    "snippets/wrong/Upper_case": "rename it, and what names it: small letters",
    "snippets/wrong/asks": "asks.py:3: input(): no one answers",
    "snippets/wrong/ends_process": "ends_process.py:7: os._exit(): this ends the process",
    "snippets/wrong/unclosed_block": "unclosed_block.py:1: write the inline metadata as one block",
    "snippets/wrong/mask_as_text": "mask_as_text.py:1: in the inline metadata: masks is a list",
    "snippets/wrong/exit_as_number": "exit is written { status = ..., reason = '...' }",
    "snippets/wrong/odd_out": "odd_out.314.out:1: no check reads a file of this name",
    "snippets/wrong/bom": "bom.py:1: begins with a byte order mark",
    "snippets/wrong/nul": "nul.py:1: has a NUL character",
    "snippets/wrong/tabs": "tabs.py:4: a tab indents this line: use spaces",
    "snippets/wrong/not_utf8_out": "not_utf8_out.out:1: not UTF-8",
    "snippets/wrong/template": "template.py:1: this docstring is the template's",
    "snippets/wrong/not_utf8_session": "not_utf8_session.pycon:1: not UTF-8",
    "snippets/wrong/no_blank": "no_blank.pycon:3: this line lacks blank after >>>",
    "docs/one_line_fence": "one_line_fence.md:3: write ```snippet alone on its line",
    "docs/fence_in_fence": "fence_in_fence.md:3: this code block is not closed",
    "docs/misspelt_fence": "misspelt_fence.md:3: no fence is called 'snippets': write ```snippet",
    "docs/same_heading": "same_heading.md:5: line 3 has the same heading",
    "docs/html_link": "there is no file tests/wrong/docs/broken_link.html: write broken_link.md",
    "docs/bom": "bom.md:1: begins with a byte order mark",
    "docs/nul": "nul.md:3: has a NUL character",
    "docs/tab": "tab.md:5: a tab indents this line",
    "docs/learn/template": "template.md:3: this line is the template's: write your own",
    "docs/not_utf8": "not_utf8.md:3: not UTF-8",
    "exercises/wrong/check_raises": "checks.py:10: this check fails itself: NameError",
    "exercises/wrong/checks_not_loaded": "checks.py:3: this check fails itself: ImportError",
    "exercises/wrong/hints_as_text": "checks.py:5: HINTS is a tuple of texts",
    "snippets/wrong/not_started": "not_started.py:4: main is never started: write asyncio.run(",
    "snippets/wrong/ends_by_signal": "ends_by_signal.py:6: no handler for this signal: it ends the",
    "snippets/wrong/leaves_file": "leaves_file.py:3: this file would stay: write it into a folder",
    "snippets/wrong/other_tool": "no table is named [tool.labs]: write [tool.lab]",
    "snippets/wrong/child_left": "child_left.py:7: the process that this starts (python",
    "snippets/wrong/await_outside": "Move it into a coroutine, and run that with asyncio.run",
    "snippets/wrong/closes_output": "closes_output.py:8: exit status 1, expected 0 (ValueError:",
    "docs/misspelt_note": "misspelt_note.md:5: no note is called 'pitfal': write pitfall",
    "docs/text_outside_note": "text_outside_note.md:5: indent what belongs to this by four spaces",
    "docs/unclosed_comment": "unclosed_comment.md:7: this comment is not closed: write --> at its",
    "docs/unknown_step": "unknown_step.md:6: predict-next-50 needs a task's step 50",
    "docs/nothing_to_predict": "nothing_to_predict.md:6: predict-first needs the output in an .out",
    "docs/fence_in_list": "fence_in_list.md:7: indent each line of this code block by four",
    "docs/fence_closed_outside": "outside.md:9: indent this line by 4 spaces, as line 7",
    "docs/link_outside": "link_outside.md:5: the site doesn't have tests/wrong/snippets/wrong/",
    "docs/second_title": "second_title.md:7: only the page's title has one #: write ## Section",
    "docs/long_fence": "long_fence.md:5: write ```snippet alone on its line",
    "docs/learn/front_matter_not_closed": "not_closed.md:1: give it a title and a description",
    "docs/unclosed_fence": "unclosed_fence.md:3: write a fence with three backticks, and close it",
    "docs/image_without_text": "image_without_text.md:3: say what this image shows: ![...](",
    "docs/note_title_open": 'note_title_open.md:5: close the title of this note: write " at its',
    "docs/short_row": "short_row.md:6: this row has 1 cell, and the table's first row has 2",
    "docs/no_dashes": "no_dashes.md:3: this is no table yet: write | --- | --- | below this line",
    "docs/same_anchor": "same_anchor.md:5: line 3 has the same anchor, #first: change one of them",
    "docs/half_reference": "half_reference.md:3: this is no link yet: write [asyncio.Queue][]",
    "docs/option_with_value": "option_with_value.md:4: 'timeline=wide' is none of",
    "docs/other_without_py": "other_without_py.md:4: write `against topic/other.py` at the end",
    "docs/exercise_twice": "exercise_twice.md:8: line 4 shows this exercise already: delete one",
    "snippets/wrong/makes_folder": "makes_folder.py:5: this folder would stay: make it in a folder",
    "snippets/wrong/asks_in_thread": "asks_in_thread.py:5: input: no one answers",
    "snippets/wrong/misspelt_package": "misspelt_package.py:1: requirements.txt has no package"
    " aiohtp; did you mean aiohttp? A new one goes",
}


IN_REAL_TIME = {
    "other_order": "other_order.out:2: printed something else on stdout than expected",
    "exit_status": "exit_status.py:1: exit status 3, expected 0",
    "wrong_stream": "wrong_stream.out:1: printed something else on stdout than expected",
    "stderr_noise": "stderr_noise.out:1: printed something else on stderr than expected",
    "today": "It prints the date or the time of day, which is another one at each",
    "waits_for_ever": "waits_for_ever.py:5: still running after 20 s",
}
"""What `make test-realtime` says of some of them, if they get that far."""


def run_suite(arguments: list[str], folder: Path) -> None:
    """Run a part of the suite on tests/wrong; write what it says into a folder."""
    report = folder / REPORT
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--junitxml={report}"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, *options, f"--project={WRONG}"],
        # Some go on for ever. All others compute for a quarter of a second, however long that
        # takes on a machine that is busy.
        env={**os.environ, "LAB_COMPUTE_LIMIT": "1", "LAB_TIME_LIMIT": "20"},
        capture_output=True,
        check=False,
    )


def failures_in(folder: Path) -> list[str]:
    """The text of each failure, and of what a test passed over because the machine was late."""
    cases = ElementTree.parse(folder / REPORT).iter("testcase")  # noqa: S314 - pytest wrote it
    return [
        f"{failure.get('message')}\n{failure.text}\n"
        for case in cases
        for failure in [*case.findall("failure"), *case.findall("error"), *case.findall("skipped")]
        if failure.tag != "skipped" or LATE.match(failure.get("message", ""))
    ]


@pytest.fixture(scope="module")
def failures(request: pytest.FixtureRequest) -> list[str]:
    """What `make test` says of tests/wrong."""
    suite = [
        "tests/snippets/test_contract.py",
        "tests/snippets/test_runs.py",
        "tests/docs/test_pages.py",
        "tests/claims/test_census.py",
        "tests/exercises",
    ]
    run = partial(run_suite, suite)
    return failures_in(made_once(request, "wrong", run))


@pytest.mark.parametrize("name", MESSAGES)
def test_wrong_file_is_found_out(name: str, failures: list[str]) -> None:
    assert MESSAGES[name] in "".join(failures)


@pytest.mark.parametrize("name", MESSAGES)
def test_one_mistake_gives_one_failure(name: str, failures: list[str]) -> None:
    told = [text for text in failures if name in FILE.findall(text)[:1]]
    assert len(told) == 1, "\n\n".join(told)
    assert "During handling of the above exception" not in told[0]
    if name.startswith("docs/"):
        lines = {line for line in told[0].splitlines() if line.startswith(f"{WRONG / name}.md:")}
        assert len(lines) == 1, told[0]


def test_wrong_programs_are_found_out_in_real_time(tmp_path: Path) -> None:
    arguments = ["tests/snippets/test_runs.py", "-m", "realtime", "-k", " or ".join(IN_REAL_TIME)]
    run_suite(arguments, tmp_path)
    failures = failures_in(tmp_path)
    assert len(failures) == len(IN_REAL_TIME)
    for message in IN_REAL_TIME.values():
        assert message in "".join(failures)


def test_every_wrong_file_is_asked_for() -> None:
    files = [*WRONG.rglob("*.py*"), *WRONG.rglob("*.out"), *WRONG.rglob("*.md")]
    names = {file.relative_to(WRONG).as_posix().partition(".")[0] for file in files}
    names = {re.sub(r"^(exercises/\w+/\w+)/.*", r"\1", name) for name in names}
    names = {re.sub(r"^claims/test_", "docs/learn/", name) for name in names}
    assert names - {"docs/all"} == MESSAGES.keys()
