"""Exercises in the page: the same checks as natively, on the same answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lab.exercises.folder import Exercise
from lab.snippets.snippet import Snippet
from tests.browser import chromium
from tests.browser.axe import violations
from tests.browser.chromium import START, tab_to
from tests.browser.runtime import Runtime

OVERLAP = "tasks/start_before_you_wait"

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
    for answer in exercise.right:
        if answer.metadata.in_browser:
            assert message(runtime, exercise, answer) is None, answer.path
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
    assert outcome["message"] == "The program never ends."


def test_a_reader_solves_an_exercise(tab: Page) -> None:
    exercise = Exercise.read(Path("exercises") / OVERLAP)
    tab.goto("learn/tasks/")
    found = chromium.Snippet(tab, f"exercises/{OVERLAP}.py")
    expect(found.figure.locator(".lab-solution .highlight")).to_be_hidden()
    found.button("check").click()
    expect(found.status).to_have_text(
        "Not yet: The three requests wait at the same time.", timeout=START
    )
    verdict = found.figure.locator(".lab-verdict")
    expect(verdict.get_by_role("listitem")).to_have_count(3)
    expect(verdict.get_by_role("img", name="not yet")).to_have_count(1)
    expect(verdict).to_contain_text("One request didn't begin until the previous one was done.")
    expect(found.figure.locator(".lab-result svg.lab-t:visible")).to_have_count(1)
    assert found.lines()[0] == "news: 200"
    hints = found.figure.locator(".lab-hint > summary")
    expect(hints.nth(1)).to_be_hidden()
    hints.nth(0).click()
    expect(hints.nth(1)).to_be_visible()
    assert violations(tab) == [], "told why not, with a hint open"

    found.write(exercise.solution.source)
    found.button("check").click()
    expect(found.status).to_have_text("Solved", timeout=START)
    expect(found.figure).to_have_class(re.compile("lab-solved"))
    assert found.lines() == ["news: 200", "mail: 200", "weather: 200"]  # none of a check's own
    tab.reload()
    expect(found.figure).to_have_class(re.compile("lab-solved"))
    expect(found.figure.locator("textarea")).to_have_value(re.compile("for task in tasks"))


def test_an_exercise_is_solved_by_keyboard_alone(tab: Page) -> None:
    exercise = Exercise.read(Path("exercises") / OVERLAP)
    tab.goto("learn/tasks/")
    found = chromium.Snippet(tab, f"exercises/{OVERLAP}.py")
    keys = tab.keyboard

    found.figure.evaluate("figure => { figure.tabIndex = -1; figure.focus(); }")  # to begin here
    tab_to(tab, '[data-action="check"]')
    keys.press("Enter")
    expect(found.button("stop")).to_be_focused()
    expect(found.status).to_have_text(re.compile("^Not yet"), timeout=START)
    expect(found.button("check")).to_be_focused()
    tab_to(tab, ".lab-hint > summary")
    keys.press("Enter")
    expect(found.figure.locator(".lab-hint > p").first).to_be_visible()
    tab_to(tab, ".lab-solution > summary")
    keys.press("Enter")
    expect(found.figure.locator(".lab-solution .highlight")).to_be_visible()
    tab_to(tab, '[data-action="edit"]', "Shift+Tab")
    keys.press("Enter")
    expect(found.figure.locator("textarea")).to_be_focused()
    keys.press("Control+a")
    keys.insert_text(exercise.solution.source)
    tab_to(tab, '[data-action="check"]', "Shift+Tab")  # the buttons are above the editor
    keys.press("Space")
    expect(found.status).to_have_text("Solved", timeout=START)
