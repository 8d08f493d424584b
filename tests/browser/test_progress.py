"""The reader sees where they are: all of it kept in the browser, and quietly absent without."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import follow, opened, requested
from tests.browser.test_storage import WAYS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CHAPTER = "learn/tasks/"
EXERCISE = "exercises/tasks/start_before_you_wait.py"
MOST_SCRIPT = 5 * 1024
"""How many bytes of our scripts a page at rest may load, compressed."""


def test_a_chapter_is_read_when_its_end_was_seen(tab: Page) -> None:
    tab.goto(CHAPTER)
    link = tab.locator('.md-nav--primary a.md-nav__link[data-chapter="2.1"]')
    expect(link.locator(".lab-tick")).to_have_count(0)
    tab.locator(".md-footer").scroll_into_view_if_needed()
    expect(link.get_by_role("img", name="read")).to_be_visible()
    follow(tab.get_by_role("link", name="Next:"))
    tab.wait_for_url("**/learn/many-at-once/")
    expect(tab.locator(".md-nav--primary .lab-tick")).to_have_count(1)
    expect(link.locator(".lab-tick")).to_have_count(1)
    assert tab.evaluate("localStorage.getItem('lab:read:learn/many-at-once/')") is None


def test_a_chapter_counts_solved_exercises_and_home_goes_on_there(tab: Page) -> None:
    tab.goto(CHAPTER)
    expect(tab.locator(".lab-count")).to_have_text("3 exercises")
    tab.evaluate(f"localStorage.setItem('lab:solved:{EXERCISE}', 'yes')")
    tab.reload()
    expect(tab.locator(".lab-count")).to_have_text("1 of 3 exercises solved")
    tab.locator("#exercises").scroll_into_view_if_needed()
    tab.wait_for_function("() => localStorage.getItem('lab:last')?.endsWith('#exercises')")
    tab.goto("")
    tab.get_by_role("link", name="Continue where you were").click()
    tab.wait_for_url(f"**/{CHAPTER}#exercises")


@pytest.mark.parametrize("last", ["//elsewhere.example/", "javascript:alert(1)", "learn/../x/"])
def test_home_goes_on_only_to_chapters(tab: Page, last: str) -> None:
    tab.goto("")
    tab.evaluate(f"localStorage.setItem('lab:last', '{last}')")
    tab.reload(wait_until="networkidle")
    expect(tab.get_by_role("link", name="Start at the beginning")).to_be_visible()


def test_progress_is_exported_reset_and_imported(tab: Page, tmp_path: Path) -> None:
    tab.goto("progress/")
    mine = {f"lab:read:{CHAPTER}": "yes", f"lab:solved:{EXERCISE}": "yes", "theme": "dark"}
    for key, value in mine.items():
        tab.evaluate(f"localStorage.setItem('{key}', '{value}')")
    tab.reload()
    row = tab.locator(".lab-progress tr", has_text="2.1 Tasks")
    expect(row.locator("td")).to_have_text(["2.1 Tasks", "✓ read", "1 of 3", "0 of 5"])
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Export").click()
    file = tmp_path / "mine.json"
    download.value.save_as(file)
    assert json.loads(file.read_text("utf-8")) == {k: v for k, v in mine.items() if "lab:" in k}
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.get_by_role("button", name="Reset").click()
    expect(row.locator("td").nth(2)).to_have_text("0 of 3")
    expect(row.locator("td").nth(1)).to_contain_text("min")
    tab.locator("input[type=file]").set_input_files(file)
    expect(tab.get_by_role("status")).to_have_text("Imported 2 entries")
    expect(row.locator("td").nth(2)).to_have_text("1 of 3")
    assert tab.evaluate("localStorage.theme") == "dark"


@pytest.mark.parametrize("content", ["", "[]", "null", '{"other": "x"}', '{"lab:read:a": 1}'])
def test_a_file_that_holds_no_progress_is_refused(tab: Page, tmp_path: Path, content: str) -> None:
    tab.goto("progress/")
    file = tmp_path / "other.json"
    file.write_text(content)
    tab.locator("input[type=file]").set_input_files(file)
    expect(tab.get_by_role("status")).to_have_text(
        "other.json holds no progress: choose a file that Export has saved here"
    )


@pytest.mark.parametrize("way", WAYS)
def test_without_storage_there_is_no_progress(browser: Browser, site: str, way: str) -> None:
    context = browser.new_context(base_url=site)
    context.add_init_script(WAYS[way])
    tab = context.new_page()
    tab.goto("progress/")
    expect(tab.locator(".lab-progress > p")).to_contain_text("keeps nothing for this site")
    expect(tab.locator(".lab-progress button")).to_have_count(0)
    expect(tab.locator(".lab-progress tr", has_text="2.1 Tasks")).to_be_visible()
    tab.goto("")
    expect(tab.get_by_role("link", name="Start at the beginning")).to_be_visible()
    context.close()


def test_without_scripts_progress_is_a_list_of_chapters(browser: Browser, site: str) -> None:
    with opened(browser, site, java_script_enabled=False) as tab:
        tab.goto("progress/")
        expect(tab.get_by_text("Scripts are off in this browser")).to_be_visible()
        expect(tab.locator(".lab-progress tr", has_text="2.1 Tasks")).to_be_visible()


@pytest.mark.parametrize("path", ["", CHAPTER])
def test_a_page_at_rest_loads_little_script(tab: Page, path: str) -> None:
    tab.goto(path, wait_until="networkidle")
    expect(tab.locator(".lab-bar button").first).to_be_attached()
    ours = [Path("docs/assets/run") / name for name in requested(tab) if name.endswith(".js")]
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in ours if path.exists()}
    assert sizes
    assert sum(sizes.values()) < MOST_SCRIPT, sizes
