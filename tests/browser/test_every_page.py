"""What holds on every page: its programs print what it says, axe-core finds nothing, no way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lab.programs.recorded import Recorded
from lab.programs.transcript import Piece
from lab.snippets.expected import problems, transcripts
from lab.snippets.masks import mask
from lab.snippets.session import Session
from lab.snippets.snippet import Snippet as File
from tests.browser.chromium import ROOT, START, Snippet, opened
from tests.browser.runtime import PYTHON
from tests.browser.test_closed import WAYS, all_ways, visitors

__all__ = ["visitors"]  # a fixture
AXE = ROOT / "lab/browser/node_modules/axe-core/axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OPEN = "all => all.forEach(one => { one.open = true; })"  # some are: Material opens them to print

FOLDED = ".lab-folded, article details:has(.lab-snippet)"
"""Programs that are folded, and side notes that hold one."""


def paths() -> list[str]:
    """The addresses of all pages."""
    names = sorted(path.relative_to("docs").as_posix() for path in Path("docs").rglob("*.md"))
    return [re.sub(r"(index)?\.md$", "", name) + ("" if "index" in name else "/") for name in names]


@pytest.mark.parametrize("path", paths())
def test_page_prints_what_it_says_and_all_can_use_it(
    browser: Browser, site: str, path: str
) -> None:
    with opened(browser, site) as tab:
        tab.goto(path)
        if path == "playground/":
            expect(tab.locator(".lab-snippet textarea")).to_be_visible()
        for width in (390, 1280):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.evaluate("dispatchEvent(new Event('beforeprint'))")  # all pictures are unfolded
            assert tab.evaluate(CLASHES) == [], f"words of pictures, {width} px wide"
        thin_out_code(tab)
        thin_out_pictures(tab)
        assert violations(tab) == [], "at rest"
        if path == "playground/":
            return  # it shows a program of the home page
        names = tab.locator(".lab-snippet:not(.lab-exercise):has(div.lab-bar)").evaluate_all(
            "figures => figures.map(figure => figure.dataset.snippet)"
        )
        tab.locator(FOLDED).evaluate_all(OPEN)
        for name in dict.fromkeys(names):
            found = Snippet(tab, name)
            found.figure.get_by_label("Time in").select_option("skip")
            found.run()
            assert unexpected(found, name) == [], name
        programs = [name for name in names if name.endswith(".py")]
        if len(names) == 1:
            keep_figures(tab, ".lab-snippet:has(div.lab-bar)")
            assert violations(tab, FIGURES) == [], "finished"
        if programs:
            found = Snippet(tab, programs[0])
            found.write("import time\nprint('on')\ntime.sleep(600)\n")
            found.button("run").click()
            expect(found.log).to_have_text("on\n", timeout=START)
        if programs or len(names) > 1:
            keep_figures(tab, ".lab-running", ".lab-ran:not(.lab-running)")
            assert violations(tab, FIGURES) == [], "one has finished, and one runs"


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


def thin_out_code(tab: Page) -> None:
    """Take the colours from blocks of code that have none of their own.

    Tens of thousands of words of code look like a few dozen: looking at each kind once is enough.
    """
    tab.evaluate(
        """() => {
            const seen = new Set();
            for (const code of document.querySelectorAll('.highlight code:not(:has(a[href]))')) {
                let around = '';
                for (let at = code; at; at = at.parentElement) around += at.className + '/';
                const words = [...code.querySelectorAll('*')];
                const kinds = words.map(word => around + word.tagName + '.' + word.className);
                if (kinds.every(kind => seen.has(kind))) code.textContent = code.textContent;
                kinds.forEach(kind => seen.add(kind));
            }
        }"""
    )


def thin_out_pictures(tab: Page) -> None:
    """Empty the drawings of a page except the first two, the wide one and the narrow one.

    They are half of a chapter's elements. One program draws all of them, so what is wrong in one is
    wrong in the first; and each keeps what a screen reader is told of it. Whether their words are
    in each other's way was looked at in each.
    """
    tab.evaluate(
        """() => {
            for (const drawing of [...document.querySelectorAll('svg.lab-t')].slice(2)) {
                const told = drawing.querySelectorAll(':scope > title, :scope > desc');
                drawing.replaceChildren(...told);
            }
        }"""
    )


FIGURES = {
    "include": [".lab-snippet"],
    "exclude": [".lab-snippet .highlight", ".lab-snippet > .lab-output:not(.lab-live)"],
}
"""What a reader's press of a button changes: not the code as the page was built."""


def keep_figures(tab: Page, *kinds: str) -> None:
    """Leave the first figure of each kind on the page, and what is around these.

    axe-core reads the whole page before it looks at a part of it.
    """
    tab.evaluate(
        """kinds => {
            const kept = kinds.map(kind => document.querySelector(kind)).filter(Boolean);
            for (const figure of kept)
                for (let at = figure; at.parentElement; at = at.parentElement)
                    for (const other of [...at.parentElement.children])
                        if (other.matches('article *') && !kept.some(k => other.contains(k)))
                            other.remove();
        }""",
        list(kinds),
    )


def violations(tab: Page, context: object = None) -> list[str]:
    """What axe-core finds; with the dark colours, only whether they can be told apart."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE.read_text("utf-8"))  # the page's policy allows no foreign <script>
    found = []
    for scheme, rules in [("lab-dark", ["color-contrast"]), ("lab", None)]:
        tab.locator(f"input[data-md-color-scheme={scheme}]").evaluate("choice => choice.click()")
        expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        # Colours change by and by: in between, they are those of neither scheme.
        tab.evaluate(
            "() => document.getAnimations().filter(one => one instanceof CSSTransition)"
            ".forEach(one => one.finish())"
        )
        broken = tab.evaluate(
            "async ([context, only]) => (await axe.run(context ?? document, {"
            " runOnly: only ?? undefined, resultTypes: ['violations'] })).violations",
            [context, rules],
        )
        found += [f"{scheme}, {r['id']}: {[n['html'][:200] for n in r['nodes']]}" for r in broken]
    return found


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
def test_page_without_scripts_shows_all_that_was_recorded(
    browser: Browser, site: str, path: str
) -> None:
    with opened(browser, site, java_script_enabled=False) as tab:
        tab.goto(path)
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
