"""What holds on every page: its programs print what it says, axe-core finds nothing, no way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from lab.programs.recorded import Recorded
from lab.programs.transcript import Piece
from lab.snippets.expected import problems, transcripts
from lab.snippets.masks import mask
from lab.snippets.session import Session
from lab.snippets.snippet import Snippet as File
from lab.snippets.snippet import is_module
from tests.browser.axe import (
    FIGURES,
    OPEN,
    faults,
    faults_after_runs,
    keep_figures,
    thin_out_code,
    thin_out_pictures,
    violations,
)
from tests.browser.chromium import START, TWO_FRAMES, Reader, Snippet
from tests.browser.runtime import PYTHON
from tests.browser.shared_site import PLACE
from tests.browser.test_closed import WAYS, all_ways, visitors

__all__ = ["visitors"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FOLDED = ".lab-folded, article details:has(.lab-snippet)"
"""Programs that are folded, and side notes that hold one."""


def paths() -> list[str]:
    """The addresses of all pages."""
    names = sorted(path.relative_to("docs").as_posix() for path in Path("docs").rglob("*.md"))
    return [re.sub(r"(index)?\.md$", "", name) + ("" if "index" in name else "/") for name in names]


@pytest.fixture(scope="session")
def reader(browser: Browser, site: str) -> Iterator[Reader]:
    reading = Reader(browser, site)
    yield reading
    reading.leave()


@pytest.fixture(scope="session")
def scriptless(browser: Browser, site: str) -> Iterator[Reader]:
    reading = Reader(browser, site, java_script_enabled=False)
    yield reading
    reading.leave()


@pytest.mark.parametrize("path", paths())
def test_page_prints_what_it_says_and_all_can_use_it(reader: Reader, path: str) -> None:
    with reader.at(path) as tab:
        if path == "playground/":
            expect(tab.locator(".lab-snippet textarea")).to_be_visible()
        assert wrong(tab) == [], "at rest"
        if path == "playground/":
            return  # it shows a program of the home page
        names = tab.locator(".lab-snippet:not(.lab-exercise):has(div.lab-bar)").evaluate_all(
            "figures => figures.map(figure => figure.dataset.snippet)"
        )
        for name in dict.fromkeys(names):
            found = Snippet(tab, name)
            found.figure.get_by_label("Time in").select_option("skip")
            found.run()
            assert unexpected(found, name) == [], name
        assert faults_after_runs(tab) == [], "finished"


def test_each_program_that_runs_in_pages_has_a_button_on_one(
    site: str, request: pytest.FixtureRequest
) -> None:
    folder, _ = request.config.stash[PLACE]
    assert site
    shown = {
        figure.attributes["data-snippet"]
        for page in folder.rglob("*.html")
        for figure in LexborHTMLParser(page.read_text("utf-8")).css(".lab-snippet")
        if figure.css_first("div.lab-bar")
    }
    programs = [path for path in Path("snippets").rglob("*.py") if not is_module(path)]
    names = {
        path.relative_to("snippets").as_posix()
        for path in programs
        if File.read(path).metadata.in_browser
    }
    assert len(names) > 400
    assert names <= shown


def wrong(tab: Page) -> list[object]:
    """What is wrong with a page before its reader does anything."""
    found: list[object] = []
    for width in (390, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate(TWO_FRAMES)  # what a page does about its new width is done
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")  # all pictures are unfolded
        found += tab.evaluate(CLASHES)
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"wider than {width} px")
    thin_out_code(tab)
    thin_out_pictures(tab)
    return found + faults(tab)


def test_axe_finds_nothing_while_a_program_runs(tab: Page) -> None:
    tab.goto("learn/tasks/")
    done, runs = (Snippet(tab, f"tasks/{name}.py") for name in ("who_runs", "states"))
    done.run()
    runs.write("import time\nprint('on')\ntime.sleep(600)\n")
    runs.button("run").click()
    expect(runs.log).to_have_text("on\n", timeout=START)
    keep_figures(tab, ".lab-running", ".lab-ran:not(.lab-running)")
    assert violations(tab, FIGURES) == []


CLASHES = """() => [...document.querySelectorAll("svg.lab-t")].flatMap(drawing => {
    const name = drawing.closest("[data-snippet]")?.dataset.snippet ?? "";
    const frame = drawing.getBoundingClientRect();
    if (!frame.width) return [];  // the drawing for another width
    const words = [...drawing.querySelectorAll("text")].map(text => ({
        text: text.textContent, box: text.getBoundingClientRect(),
    }));
    const outside = words.filter(({ box }) => box.left < frame.left - 1
        || box.right > frame.right + 1).map(({ text }) => [name, text, "outside"]);
    const pairs = words.flatMap((a, i) => words.slice(i + 1).map(b => [a, b]));
    return outside.concat(pairs.filter(([{ box: a }, { box: b }]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4
    ).map(([a, b]) => [name, a.text, b.text]));
})"""
"""JavaScript: the words that lie on others or outside their picture, by more than a hair."""


def unexpected(found: Snippet, name: str) -> list[str]:
    """What a snippet did in its last run that its page does not say."""
    path = Path("snippets") / name
    if path.suffix == ".pycon":
        session = Session.read(path)
        answers = mask("\n".join(found.lines()), session.metadata.masks, path).splitlines()
        recorded = session.shown().splitlines()[1:]
        return [] if answers == recorded else answers
    rows = found.figure.locator(".lab-live .lab-row").evaluate_all(
        "rows => rows.map(row => [row.matches('.lab-stderr'), row.textContent])"
    )
    pieces = tuple(Piece("stderr" if error else "stdout", text) for error, text in rows)
    words = found.status.inner_text()
    status = 0 if words.startswith("Finished") else 1
    if exited := re.search(r"exit status (\d+)", words):
        status = int(exited[1])
    return problems(File.read(path), Recorded(pieces, status), version=PYTHON)


def test_no_way_leads_out(
    playground: Snippet, site: str, visitors: tuple[int, list[object]]
) -> None:
    port, came = visitors
    playground.write(all_ways(port))
    kept = playground.page.evaluate("JSON.stringify([document.cookie, {...localStorage}])")
    playground.run()
    lines = playground.lines()
    assert [line for line in lines if "REACHED" in line] == []
    assert [line.split(":")[0] for line in lines] == list(WAYS)
    assert came == []
    assert kept == playground.page.evaluate("JSON.stringify([document.cookie, {...localStorage}])")


def test_axe_finds_nothing_in_a_program_that_failed(playground: Snippet) -> None:
    playground.write("print('on')\nraise ValueError('no')\n")
    playground.run()
    assert violations(playground.page) == []


def test_axe_finds_something(home: Snippet) -> None:
    home.button("run").evaluate("run => { run.ariaLabel = ''; run.textContent = ''; }")
    home.button("edit").evaluate("edit => { edit.style = 'color: #808080; background: #777'; }")
    mistakes = ["lab-dark, color-contrast", "lab, button-name", "lab, color-contrast"]
    assert [found.partition(":")[0] for found in violations(home.page)] == mistakes
    keep_figures(home.page, ".lab-snippet")
    assert [found.partition(":")[0] for found in violations(home.page, FIGURES)] == mistakes


PLANTED = {
    "low contrast in dark": (
        "article p",
        "const styles = new CSSStyleSheet();"
        "styles.replaceSync('[data-md-color-scheme=lab-dark] article p { color: #555 }');"
        "document.adoptedStyleSheets = [styles]",
        "lab-dark, color-contrast",
    ),
    "low contrast on a narrow line": (
        "article li",
        "one.style.color = '#999'",
        "lab, color-contrast",
    ),
    "a button without a name in a part that is folded": (
        "article details",
        "one.append(document.createElement('button'))",
        "lab, button-name",
    ),
    "an id twice": (
        "article p",
        "one.id = document.querySelector('article h2').id",
        "the id",
    ),
    "too wide for a phone": (
        "article p",
        "Object.assign(one.style, { width: '600px', maxWidth: 'none' })",
        "wider than 390 px",
    ),
    "a level of headings left out": (
        "article p",
        "one.outerHTML = '<h5>On</h5>'",
        "lab, heading-order",
    ),
    "a picture without a name": (
        "article p",
        'one.innerHTML = \'<svg role="img" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>\'',
        "lab, svg-img-alt",
    ),
    "a link to nowhere said": (
        "article p",
        "one.innerHTML = '<a href=\"#\"></a>'",
        "lab, link-name",
    ),
}
"""What may be wrong on a page: where, JavaScript that does it there, and what is found."""


@pytest.fixture(scope="session")
def experienced(browser: Browser, site: str) -> Iterator[Reader]:
    reading = Reader(browser, site)
    for path in ("learn/tasks/", "learn/streams/"):
        with reading.at(path) as tab:
            assert wrong(tab) == []
    yield reading
    reading.leave()


@pytest.mark.parametrize("fault", PLANTED)
def test_what_is_wrong_on_a_page_is_found_by_a_reader_who_has_seen_all_else(
    experienced: Reader, fault: str
) -> None:
    place, change, found = PLANTED[fault]
    with experienced.at("learn/streams/") as tab:
        tab.locator(place).last.evaluate(f"one => {{ {change} }}")
        said = [str(one) for one in wrong(tab)]
        assert [one for one in said if one.startswith(found)], said
        tab.evaluate("document.adoptedStyleSheets = []")


def test_axe_finds_something_in_drawings_that_are_thinned_out(tab: Page) -> None:
    tab.goto("learn/tasks/")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    drawings = tab.locator("svg.lab-t:visible")
    drawings.first.locator("text").first.evaluate("word => { word.ariaHidden = 'perhaps'; }")
    drawings.last.evaluate(
        "last => { last.removeAttribute('aria-labelledby'); last.querySelector('title').remove(); }"
    )
    thin_out_code(tab)
    thin_out_pictures(tab)
    rules = [found.partition(":")[0] for found in violations(tab)]
    assert rules == ["lab, aria-valid-attr-value", "lab, svg-img-alt"]


@pytest.mark.parametrize("path", paths())
def test_page_without_scripts_shows_all_that_was_recorded(scriptless: Reader, path: str) -> None:
    with scriptless.at(path) as tab:
        question = tab.locator(".lab-predict > details > summary").first
        if question.count():
            question.click()  # the output is folded below it
            expect(tab.locator(".lab-predict > details[open]")).to_have_count(1)
        tab.locator(f"{FOLDED}, .lab-predict > details").evaluate_all(OPEN)
        for figure in tab.evaluate(SHOWN):
            name = figure["name"]
            assert figure["code"], name
            if not figure["isPart"] and transcripts(Path("snippets") / name):
                assert figure["output"], name
            assert set(figure["drawings"]) <= {1}, name
            assert figure["buttons"] == 0, name
        if path == "":
            expect(tab.locator(".lab-timeline svg.lab-t:visible")).to_have_count(1)


SHOWN = """() => {
    const isVisible = element => {
        const { width, height } = element.getBoundingClientRect();
        return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
    };
    return [...document.querySelectorAll(".lab-snippet:not(.lab-exercise)")].map(figure => {
        const count = (place, kind) => [...place.querySelectorAll(kind)].filter(isVisible).length;
        return {
            name: figure.dataset.snippet ?? "",
            isPart: figure.querySelector(".lab-file").innerText.includes(": "),
            code: isVisible(figure.querySelector(".highlight code")),
            output: count(figure, ".lab-output"),
            drawings: [...figure.querySelectorAll("figure.lab-timeline")].map(
                timeline => count(timeline, "svg.lab-t")),
            buttons: count(figure, "button, select"),
        };
    });
}"""
"""JavaScript: what can be seen of each snippet. One question of each page instead of ten of each
figure: each takes its time."""
