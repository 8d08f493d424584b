"""Sessions at Python's prompt, typed once more in the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lab.snippets.masks import mask
from lab.snippets.session import Session
from tests.browser import chromium
from tests.browser.runtime import Runtime

pytestmark = pytest.mark.browser


def test_session_answers_as_recorded(runtime: Runtime, session_path: Path) -> None:
    session = Session.read(session_path)
    if not session.metadata.in_browser:
        pytest.skip(reason=f"not in a browser: {session.metadata.reasons['browser']}")
    printed = runtime.run(session.shown(), session_path.name).pieces
    text = "".join(piece.text for piece in printed)
    answered = mask(text, session.metadata.masks, session_path)
    assert answered.splitlines() == session.shown().splitlines()[1:]


def test_a_reader_changes_a_session(tab: Page) -> None:
    tab.goto("learn/coroutines/")
    found = chromium.Snippet(tab, "coroutines/await_at_the_prompt.pycon")
    found.run()
    assert found.lines()[-2:] == [">>> answer", "42"]
    found.write("$ python -m asyncio\n>>> import asyncio\n>>> await asyncio.sleep(0, 'waited')\n")
    found.run()
    assert found.lines() == [
        ">>> import asyncio",
        ">>> await asyncio.sleep(0, 'waited')",
        "'waited'",
    ]
    expect(found.status).to_have_text(re.compile("^Finished"))
    found.button("reset").click()
    expect(found.figure).not_to_have_class(re.compile("lab-edited"))
