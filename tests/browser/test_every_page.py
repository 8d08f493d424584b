"""What holds on every page: its programs print what it says, axe-core finds nothing, no way out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lab.expected import problems
from lab.program import Run
from lab.snippet import Snippet as File
from lab.transcript import Piece
from tests.browser.chromium import HOME, ROOT, RUNAWAY, START, Snippet, opened
from tests.browser.runtime import PYTHON
from tests.browser.test_closed import PRELUDE, WAYS, visitors

__all__ = ["visitors"]  # a fixture
AXE = ROOT / "lab/browser/node_modules/axe-core/axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def paths() -> list[str]:
    """The addresses of all pages."""
    names = sorted(path.relative_to("docs").as_posix() for path in Path("docs").rglob("*.md"))
    return [re.sub(r"(index)?\.md$", "", name) + ("" if "index" in name else "/") for name in names]


@pytest.mark.parametrize("path", paths())
def test_programs_of_a_page_print_what_it_says(browser: Browser, site: str, path: str) -> None:
    if path == "playground/":
        path = ""  # it shows a program of the home page
    with opened(browser, site) as tab:
        tab.goto(path)
        for figure in tab.locator(".lab-snippet:has(div.lab-bar)").all():
            name = figure.get_attribute("data-snippet")
            assert name
            found = Snippet(tab, name)
            found.figure.get_by_label("Time in").select_option("skip")
            found.run()
            assert problems(*ran(found, name), version=PYTHON) == []


def ran(found: Snippet, name: str) -> tuple[File, Run]:
    """A snippet's file, and what its last run in the page did."""
    rows = found.figure.locator(".lab-live .lab-row").evaluate_all(
        "rows => rows.map(row => [row.matches('.lab-stderr'), row.textContent])"
    )
    pieces = tuple(Piece("stderr" if error else "stdout", text) for error, text in rows)
    words = found.status.inner_text()
    status = 0 if words.startswith("Finished") else 1
    if exited := re.search(r"exit status (\d+)", words):
        status = int(exited[1])
    return File.read(Path("snippets") / name), Run(pieces, status, in_order=True)


def test_no_way_leads_out(
    playground: Snippet, site: str, visitors: tuple[int, list[object]]
) -> None:
    port, came = visitors
    host = f"127.0.0.1:{port}"
    tries = [
        f"attempt({name!r}, {way.replace('{host}', host).replace('{port}', str(port))!r})"
        for name, way in WAYS.items()
    ]
    playground.write(PRELUDE + "\n".join(tries))
    kept = playground.page.evaluate("JSON.stringify([document.cookie, {...localStorage}])")
    playground.run()
    lines = playground.lines()
    assert [line for line in lines if "REACHED" in line] == []
    assert [line.split(":")[0] for line in lines] == list(WAYS)
    assert came == []
    assert kept == playground.page.evaluate("JSON.stringify([document.cookie, {...localStorage}])")


def violations(tab: Page) -> list[str]:
    if not tab.evaluate("'axe' in window"):
        tab.add_script_tag(path=AXE)
    found = tab.evaluate("axe.run().then(({ violations }) => violations)")
    return [f"{v['id']}: {json.dumps([n['html'][:200] for n in v['nodes']])}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: str, scheme: str) -> None:
    with opened(browser, site, color_scheme=scheme) as tab:
        for path, file in [
            ("", HOME),
            ("learn/event-loop/", "event_loop/what_is_next.py"),
            ("playground/", HOME),
        ]:
            tab.goto(path)
            found = Snippet(tab, file)
            if path == "playground/":
                expect(found.figure.locator("textarea")).to_be_visible()
            assert violations(tab) == [], f"{path} at rest"
            found.run()
            assert violations(tab) == [], f"{path} finished"
            found.write("print('on')\nraise ValueError('no')\n")
            found.run()
            assert violations(tab) == [], f"{path} failed"
            found.write(RUNAWAY)
            found.button("run").click()
            expect(found.status).to_have_text("Running…", timeout=START)
            assert violations(tab) == [], f"{path} running"
            found.button("reset").click()
