"""A pasted traceback, and a run's own, lead to the entry of *Errors* that explains them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Snippet, requested

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PASTED = "\x1b[31mRuntimeError: Event loop is\n  closed\x1b[0m\nUnclosed client session"


def test_a_pasted_traceback_leads_to_its_entry_and_is_not_sent(tab: Page) -> None:
    tab.goto("errors/", wait_until="networkidle")
    box = tab.get_by_label("Your traceback, or a part of it")
    box.fill("something else")
    answer = tab.get_by_role("status").filter(has_text="I don't know this one")
    expect(answer).to_be_visible()
    before = len(requested(tab))
    box.fill(PASTED)
    found = tab.locator(".lab-paste a")
    expect(found.first).to_have_text("Event loop is closed")
    expect(found.nth(1)).to_have_text("Unclosed client session")
    assert len(requested(tab)) == before
    found.first.click()
    expect(tab.locator("#loop-is-closed")).to_be_in_viewport()


def test_the_error_of_a_run_leads_to_its_entry(tab: Page, playground: Snippet) -> None:
    program = playground  # its editor is there: Edit goes while it comes
    program.write("import asyncio\nasyncio.create_task(None)")
    program.run()
    meaning = program.figure.get_by_role("link", name="What does this mean?")
    expect(meaning).to_have_attribute("href", tab.url.replace("playground/", NO_LOOP))
    program.write("raise KeyError('mine')")
    program.run()
    expect(program.status).to_contain_text("Raised KeyError")
    expect(meaning).to_have_count(0)


NO_LOOP = "errors/loop/#no-running-loop"


def test_each_entry_is_on_its_page(tab: Page) -> None:
    wanted = [entry["page"] for entry in json.loads(KNOWN.read_text("utf-8"))]
    there: set[str] = set()
    for page in sorted({address.partition("#")[0] for address in wanted}):
        tab.goto(page)
        anchors = tab.locator("h2[id]").evaluate_all("all => all.map(heading => heading.id)")
        there.update(f"{page}#{anchor}" for anchor in anchors)
    assert set(wanted) <= there


KNOWN = Path("lab/browser/page/errors.json")
