"""Where the browser keeps nothing: storage that is blocked, or full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lab.exercises.folder import Exercise
from tests.browser.chromium import HOME, START, Snippet

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WAYS = {
    "blocked": """
        Object.defineProperty(window, 'localStorage', {
            get() { throw new DOMException('no cookies, no storage', 'SecurityError'); },
        });
    """,
    "absent": "Object.defineProperty(window, 'localStorage', { value: null });",
    "full": """
        Storage.prototype.setItem = () => {
            throw new DOMException('it is full', 'QuotaExceededError');
        };
    """,
}
LOST = re.compile("your changes won't be kept.* Copy or share")


@pytest.fixture(params=WAYS)
def without(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(WAYS[request.param])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
    yield page
    context.close()
    assert [error for error in errors if "/assets/run/" in error] == []  # Material has its own


def told(tab: Page) -> None:
    """The reader has been told, once."""
    expect(tab.get_by_role("alert")).to_have_count(1)
    expect(tab.get_by_role("alert")).to_have_text(LOST)


def test_every_button_works_where_nothing_is_kept(without: Page) -> None:
    without.goto("")
    home = Snippet(without, HOME)
    home.figure.get_by_label("Time in").select_option("skip")
    home.run()
    expect(without.get_by_role("alert")).to_have_count(0)  # nothing is lost yet
    home.write("print('mine')\n")
    told(without)
    home.run()
    assert home.lines() == ["mine"]
    home.button("copy").click()
    expect(home.status).to_have_text("Copied")
    home.button("share").click()
    expect(home.status).to_have_text("Link copied")
    home.write("while True: pass\n")
    home.button("run").click()
    expect(home.status).to_have_text("Running…", timeout=START)
    home.button("stop").click()
    expect(home.status).to_have_text("Stopped")
    home.button("reset").click()
    expect(home.button("edit")).to_be_visible()
    told(without)


def test_the_playground_works_where_nothing_is_kept(without: Page) -> None:
    without.goto("playground/")
    found = Snippet(without, HOME)
    expect(found.figure.locator("textarea")).to_be_visible()
    found.write("print('mine')\n")
    told(without)
    found.run()
    assert found.lines() == ["mine"]
    without.evaluate("location.hash = '#code=KyjKzCvRUC_JSCxWSFEoSy0qVijOzC0oyUxLTNFUSFTUVAAA'")
    expect(found.status).not_to_be_empty()
    without.evaluate("history.back()")
    expect(found.figure.locator("textarea")).to_have_value("print('mine')\n")


def test_an_exercise_is_solved_where_nothing_is_kept(without: Page) -> None:
    folder = Path("exercises/tasks/start_before_you_wait")
    without.goto("learn/tasks/")
    found = Snippet(without, "exercises/tasks/start_before_you_wait.py")
    found.write(Exercise.read(folder).solution.source)
    found.button("check").click()
    expect(found.status).to_have_text("Solved", timeout=START)
    expect(found.figure).to_have_class(re.compile("lab-solved"))
    told(without)
