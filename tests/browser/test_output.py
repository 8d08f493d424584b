"""Output as in a terminal: carriage returns, colours, a cursor that moves."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.chromium import HOME, ROOT, Snippet, opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

BAR = "\r 10%\r 50%\r100%"
SHOWN = {
    "a newline ends a line": (["a\nb\n"], ["a\n", "b\n"]),
    "a line is printed in pieces": (["a", "b\n", "c"], ["ab\n", "c"]),
    "a carriage return goes back to the line's start": (["12345\rab\n"], ["ab345\n"]),
    "a progress bar": ([BAR], ["100%"]),
    "a progress bar in pieces": ([*BAR, "\n", "done\n"], ["100%\n", "done\n"]),
    "Windows' line ends": (["a\r\nb\r\n"], ["a\n", "b\n"]),
    "a backspace": (["|\b/\b-\b", "*\n"], ["*\n"]),
    "a backspace stops at the line's start": (["\b\ba\n"], ["a\n"]),
    "a tab is kept for those who copy it": (["a\tb\n"], ["a\tb\n"]),
    "a tab goes over what is there": (["0123456789\r\tX\n"], ["01234567X9\n"]),
    "a tab takes the room that it shows": (["a\tb\r\x1b[8CX\n"], ["a\tX\n"]),
    "a bell and other controls": (["a\ab\0c\x7f\n"], ["abc\n"]),
    "to the line's end is erased": (["long line\rx\x1b[K\n"], ["x\n"]),
    "to the cursor is erased": (["abc\x1b[2D\x1b[1K\n"], ["  c\n"]),
    "a line is erased": (["long line\x1b[2K\rx\n"], ["x\n"]),
    "one line up": (["a\nb\n\x1b[1A\x1b[2Kc\n"], ["a\n", "c\n"]),
    "two bars": (["A 1\nB 1\n\x1b[2AA 2\nB 2\n"], ["A 2\n", "B 2\n"]),
    "no line is above the first": (["a\n\x1b[99Ab\n"], ["b\n"]),
    "one down, two to the right": (["a\nb\n\x1b[2A\x1b[1B\x1b[2CX\n"], ["a\n", "b X\n"]),
    "to a column": (["abcdef\x1b[3GX\n"], ["abXdef\n"]),
    "the screen is cleared": (["a\nb\n\x1b[2J\x1b[Hc\n"], ["c\n"]),
    "the screen is cleared, home first": (["a\nb\n\x1b[H\x1b[Jc\n"], ["c\n"]),
    "a terminal is reset": (["a\n\x1bcb\n"], ["b\n"]),
    "colours leave no trace in the text": (["\x1b[1;31mred\x1b[0m\n"], ["red\n"]),
    "any colour leaves none": (["\x1b[38;5;208mo\x1b[38;2;1;2;3;48:2::4:5:6mp\n"], ["op\n"]),
    "a sequence comes in pieces": (["a\x1b", "[3", "1mb\n"], ["ab\n"]),
    "a link, and a title": (["\x1b]8;;https://a.b\x1b\\a\x1b]8;;\a\x1b]0;t\ab\n"], ["ab\n"]),
    "sequences that nobody knows": (["\x1b[?25la\x1b[?1049h\x1b(Bb\x1b7\x1b[5n\n"], ["ab\n"]),
    "a sequence that never ends": (["a\x1b]" + "x" * 3000, "\n"], ["a]" + "x" * 3000 + "\n"]),
    "the cursor does not leave for good": (["\x1b[999999999CX\x1b[999999999BY\n"], None),
    "what is not HTML": (["<b>&amp;\x1b[31m<i>\n"], ["<b>&amp;<i>\n"]),
    "signs of more than one byte": (["🐍🐍\rä\n"], ["ä🐍\n"]),
}

SHOW = """async ([chunk, pieces]) => {
    const { Output } = await import(`./assets/run/${chunk}`);
    const output = new Output('idea.py', () => {});
    document.querySelector('.lab-snippet').append(output.element);
    window.output = output;
    for (const piece of pieces) output.add([typeof piece === 'string' ? ['stdout', piece] : piece]);
    const rows = [...output.element.querySelectorAll('.lab-row')];
    return rows.map(row => row.textContent);
}"""


def chunk() -> str:
    """The file that holds what the buttons do."""
    (found,) = (ROOT / "docs/assets/run").glob("live-*.js")
    return found.name


def show(tab: Page, *pieces: object) -> list[str]:
    """Print something; gives the text of each row."""
    rows: list[str] = tab.evaluate(SHOW, [chunk(), pieces])
    return rows


def test_output_is_shown_as_in_a_terminal(home: Snippet) -> None:
    for name, (pieces, expected) in SHOWN.items():
        rows = show(home.page, *pieces)
        if expected is None:
            assert len(rows) <= 2, name
            assert all(len(row) <= 600 for row in rows), name
        else:
            assert rows == expected, name


def test_each_stream_has_rows_of_its_own(home: Snippet) -> None:
    rows = show(
        home.page,
        ["stdout", "a"],
        ["stderr", "\r 10%"],
        ["stderr", "\r 20%\n"],
        ["stdout", "b\n"],
    )
    assert rows == ["a", " 20%\n", "b\n"]


def styles(tab: Page) -> dict[str, Any]:
    """How each word of the output looks, where it doesn't look like all others."""
    found: dict[str, Any] = tab.evaluate(
        """() => Object.fromEntries(
            [...window.output.element.querySelectorAll('.lab-row span')].map(span => {
                const seen = getComputedStyle(span);
                const { color, fontWeight, fontStyle, textDecorationLine } = seen;
                const bold = fontWeight >= 600;
                return [span.textContent, [color, bold, fontStyle, textDecorationLine]];
            })
        )"""
    )
    return found


def test_colours_and_bold(home: Snippet) -> None:
    show(
        home.page,
        "plain \x1b[31mred\x1b[0m \x1b[1mbold\x1b[22m \x1b[3mitalic\x1b[23m \x1b[4mline\x1b[m "
        "\x1b[1;92mboth\x1b[39mrest\x1b[0m end\n\x1b[34mover\nlines\x1b[0m\n",
    )
    seen = styles(home.page)
    assert list(seen) == ["red", "bold", "italic", "line", "both", "rest", "over", "lines"]
    plain = home.page.evaluate(
        "getComputedStyle(window.output.element.querySelector('code')).color"
    )
    assert seen["bold"] == [plain, True, "normal", "none"]
    assert seen["italic"] == [plain, False, "italic", "none"]
    assert seen["line"] == [plain, False, "normal", "underline"]
    assert seen["rest"] == [plain, True, "normal", "none"]
    assert seen["both"][1]
    colours = {seen[word][0] for word in ("red", "both", "over")}
    assert len(colours | {plain}) == 4
    assert seen["over"] == seen["lines"]


def test_every_colour_can_be_read_in_light_and_in_dark(home: Snippet) -> None:
    named = [f"\x1b[{base + index}m colour {index}" for base in (30, 90) for index in range(8)]
    indexed = [f"\x1b[38;5;{index}m index {index}" for index in range(256)]
    levels = (0, 90, 170, 255)
    exact = [f"\x1b[38;2;{r};{g};{b}m {r} {g} {b}" for r in levels for g in levels for b in levels]
    words = "\n".join([*named, *indexed, *exact])
    show(home.page, ["stdout", words + "\n"], ["stderr", words + "\n"])
    home.page.add_style_tag(content=".lab-live pre[role=log] { max-height: none }")
    assert violations(home.page) == []


def test_a_progress_bar_of_a_run_is_one_line_and_is_copied_as_plain_text(
    browser: Browser, site: str
) -> None:
    with opened(browser, site, permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.goto("playground/")
        found = Snippet(tab, HOME)
        expect(found.figure.locator("textarea")).to_be_visible()
        found.write(
            "import time\n"
            "for n in range(0, 101, 20):\n"
            "    print(f'\\r\\x1b[32m{n:3}%\\x1b[0m', end='', flush=True)\n"
            "    time.sleep(0.05)\n"
            "print()\n"
            "print('\\x1b[1mdone\\x1b[0m')\n"
        )
        found.run()
        assert found.lines() == ["100%", "done"]
        found.log.evaluate("log => getSelection().selectAllChildren(log)")
        tab.keyboard.press("Control+c")
        assert tab.evaluate("navigator.clipboard.readText()") == "100%\ndone\n"


def test_a_line_in_colour_says_when_it_was_printed(home: Snippet) -> None:
    show(home.page, "\x1b[31mred\x1b[0m\nplain\n")
    home.page.evaluate(
        r"""() => window.output.note([
            { text: '\x1b[31mred\x1b[0m', when: '1 s' },
            { text: 'plain', when: '2 s' },
        ])"""
    )
    rows = home.figure.locator(".lab-live .lab-row")
    expect(rows.nth(0)).to_have_attribute("data-when", "1 s")
    expect(rows.nth(1)).to_have_attribute("data-when", "2 s")


def test_ten_thousand_lines_in_colour_are_shown_at_once(home: Snippet) -> None:
    """Counted in work, not in time: each line is drawn once, however many pieces it came in."""
    took = home.page.evaluate(
        """async chunk => {
            const { Output } = await import(`./assets/run/${chunk}`);
            const output = new Output('idea.py', () => {});
            document.querySelector('.lab-snippet').append(output.element);
            let drawn = 0;
            const draw = Element.prototype.replaceChildren;
            Element.prototype.replaceChildren = function (...parts) {
                drawn++;
                return draw.apply(this, parts);
            };
            const began = performance.now();
            const line = '\\x1b[31mred\\x1b[0m and plain\\n';
            for (let n = 0; n < 100; n++) output.add(Array(100).fill(['stdout', line]));
            Element.prototype.replaceChildren = draw;
            return { drawn, milliseconds: performance.now() - began };
        }""",
        chunk(),
    )
    assert took["drawn"] <= 10_100
    assert took["milliseconds"] < 5_000  # it takes 0.1 s; quadratic work would take minutes
