"""A prediction: chosen before the output opens, kept, and possible without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

NAME = "coroutines/two_at_once.py"
PAGE = "learn/coroutines/"


def test_a_choice_opens_the_output_and_is_kept(tab: Page) -> None:
    tab.goto(PAGE)
    prediction = tab.locator(f'[data-snippet="{NAME}"] .lab-predict')
    output = prediction.locator(".lab-output")
    expect(output).to_be_hidden()
    prediction.get_by_role("button", name="0.4 s").click()
    expect(prediction.get_by_role("status")).to_contain_text("Not this one")
    expect(output).to_be_visible()
    assert tab.evaluate(f"localStorage.getItem('lab:predicted:{NAME}')") == "wrong"
    prediction.get_by_role("button", name="0.2 s").click()
    expect(prediction.get_by_role("status")).to_contain_text("Right")
    assert tab.evaluate(f"localStorage.getItem('lab:predicted:{NAME}')") == "right"


def test_the_output_of_a_run_takes_the_place_of_the_folded_one(tab: Page) -> None:
    tab.goto(PAGE)
    figure = tab.locator(f'[data-snippet="{NAME}"]')
    figure.locator('[data-action="run"]').click()
    expect(figure.locator(".lab-status")).to_contain_text("Finished", timeout=60_000)
    expect(figure.locator(".lab-live [role=log]")).to_contain_text("0.2 s")
    expect(figure.locator(".lab-predict > details > summary")).to_be_hidden()
    expect(figure.locator(".lab-predict fieldset")).to_be_visible()


def test_without_script_the_question_opens_the_output(browser: Browser, site: str) -> None:
    with opened(browser, site, java_script_enabled=False) as tab:
        tab.goto(PAGE)
        prediction = tab.locator(f'[data-snippet="{NAME}"] .lab-predict')
        expect(prediction.locator(".lab-output")).to_be_hidden()
        prediction.locator("> details > summary").click()
        expect(prediction.locator(".lab-output")).to_be_visible()
