"""Links that hold a program: what is made, and what is made of malformed ones."""

from __future__ import annotations

import base64
import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import HOME, ROOT, Snippet, opened, requested

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def pack(source: str) -> str:
    compressor = zlib.compressobj(9, wbits=-15)
    packed = compressor.compress(source.encode()) + compressor.flush()
    return "#code=" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def test_shared_link_opens_the_program_and_runs_nothing(tab: Page) -> None:
    source = "print('grüße 🐍')\n"
    tab.goto("playground/" + pack(source))
    found = Snippet(tab, HOME)
    expect(found.figure.locator("textarea")).to_have_value(source)
    expect(found.status).to_contain_text("shared link")
    expect(found.log).to_have_count(0)
    assert not any("pyodide" in name for name in requested(tab))
    found.run()
    assert found.lines() == ["grüße 🐍"]


def test_share_makes_a_link(browser: Browser, site: str) -> None:
    with opened(browser, site, permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.goto("")
        home = Snippet(tab, HOME)
        home.button("share").click()
        expect(home.status).to_have_text("Link copied")
        link = tab.evaluate("navigator.clipboard.readText()")
        assert link == site + "playground/" + pack((Path("snippets") / HOME).read_text("utf-8"))
        home.button("edit").click()
        home.button("copy").click()
        expect(home.status).to_have_text("Copied")


MINE = "print('mine')\n"
THEIRS = "print('theirs')\n"
OTHER = "print('another')\n"


def opens(found: Snippet, source: str) -> None:
    """Wait until the editor shows a program."""
    expect(found.figure.locator("textarea")).to_have_value(source)


def test_a_shared_program_and_the_readers_own_are_kept_apart(playground: Snippet) -> None:
    tab = playground.page
    playground.write(MINE)
    tab.goto("playground/" + pack(THEIRS))
    opens(playground, THEIRS)
    expect(playground.figure.locator(".lab-idea")).to_have_text("A shared program")
    tab.keyboard.press("Tab")
    playground.figure.locator("textarea").press("End")
    tab.keyboard.type("#")
    tab.goto("playground/")
    opens(playground, MINE)
    expect(playground.figure.locator(".lab-idea")).to_have_text("Your program")
    tab.goto("playground/" + pack(OTHER))
    opens(playground, OTHER)
    tab.goto("playground/" + pack(THEIRS))
    opens(playground, THEIRS.replace("\n", "#\n"))
    tab.reload()
    opens(playground, THEIRS.replace("\n", "#\n"))
    playground.button("reset").click()
    opens(playground, THEIRS)
    tab.reload()
    opens(playground, THEIRS)
    tab.goto("playground/")
    opens(playground, MINE)
    playground.button("reset").click()
    opens(playground, (Path("snippets") / HOME).read_text("utf-8"))


def test_one_button_leads_back_to_the_readers_own_program(playground: Snippet) -> None:
    tab = playground.page
    back = playground.figure.get_by_role("button", name="Back to my program")
    expect(back).to_be_hidden()
    playground.write(MINE)
    tab.evaluate("hash => location.hash = hash", pack(THEIRS))
    opens(playground, THEIRS)
    playground.run()
    assert playground.lines() == ["theirs"]
    back.click()
    opens(playground, MINE)
    expect(playground.figure.locator("textarea")).to_be_focused()
    expect(playground.log).to_have_count(0)
    expect(back).to_be_hidden()
    assert "#" not in tab.url
    tab.go_back()
    opens(playground, THEIRS)
    tab.go_forward()
    opens(playground, MINE)


def test_a_jump_to_a_heading_keeps_a_shared_program(playground: Snippet) -> None:
    tab = playground.page
    playground.write(MINE)
    tab.goto("playground/" + pack(THEIRS))
    opens(playground, THEIRS)
    playground.write(OTHER)
    jumps: list[Callable[[], object]] = [
        lambda: tab.locator("h1 .headerlink").evaluate("link => link.click()"),
        lambda: tab.evaluate("location.hash = 'playground'"),
        lambda: tab.locator(".md-skip").evaluate("link => link.click()"),
        lambda: tab.evaluate("scrollTo(0, 9999)"),
        lambda: tab.locator(".md-top").evaluate("button => button.click()"),
    ]
    for jump in jumps:
        jump()
        tab.wait_for_function("hash => location.hash === hash", arg=pack(THEIRS))
        opens(playground, OTHER)
    tab.reload()
    opens(playground, OTHER)
    expect(playground.figure.locator(".lab-idea")).to_have_text("A shared program")
    tab.goto("playground/")
    opens(playground, MINE)
    tab.locator("h1 .headerlink").evaluate("link => link.click()")
    opens(playground, MINE)


def test_a_long_program_is_not_shared_and_the_reader_is_told(playground: Snippet) -> None:
    chance = random.Random(1)  # noqa: S311 (not a secret)
    lines = [f"print({chance.random()}, {chance.random()})\n" for _ in range(700)]
    for source in ("".join(lines), "# pass " * 40_000):  # the second would pack well
        playground.write(source)
        playground.button("share").click()
        expect(playground.status).to_have_text(
            "This program is too long for a link. Copy it and send it as a file"
        )
    playground.write("".join(lines[:50]))
    playground.button("share").click()
    expect(playground.status).to_contain_text(re.compile("Link copied|this link"))
    assert "#" not in playground.page.url


def test_malformed_link_is_told_and_harmless(tab: Page) -> None:
    tab.goto("playground/#code=%00<script>")
    found = Snippet(tab, HOME)
    expect(found.status).to_contain_text("This link can't be read")
    tab.evaluate("location.hash = '#code=AAAA'")
    expect(found.status).to_contain_text("missing or was changed")
    bomb = zlib.compressobj(9, wbits=-15)
    packed = bomb.compress(b"0" * 50_000_000) + bomb.flush()
    tab.evaluate(
        "hash => location.hash = hash",
        "#code=" + base64.urlsafe_b64encode(packed).decode().rstrip("="),
    )
    expect(found.status).to_contain_text("too long")
    assert not any("pyodide" in name for name in requested(tab))


def test_ten_thousand_malformed_links_raise_nothing(home: Snippet) -> None:
    chance = random.Random(7)  # noqa: S311 (not a secret)
    links = [fuzzed(chance) for _ in range(10_000)]
    (chunk,) = (ROOT / "docs/assets/run").glob("live-*.js")
    kinds = home.page.evaluate(
        """async ([chunk, links]) => {
            const { unpack } = await import(`./assets/run/${chunk}`);
            const kinds = { none: 0, problem: 0, code: 0 };
            for (const link of links) {
                const shared = await unpack(link);
                if (shared === null) kinds.none++;
                else if (typeof shared.problem === 'string') kinds.problem++;
                else if (typeof shared.code === 'string') kinds.code++;
                else throw new Error(link);
            }
            return kinds;
        }""",
        [chunk.name, links],
    )
    assert sum(kinds.values()) == len(links)
    assert kinds["problem"] > 5_000
    assert "worker.js" not in requested(home.page)


def test_malformed_links_run_nothing(playground: Snippet) -> None:
    chance = random.Random(8)  # noqa: S311 (not a secret)
    playground.page.evaluate(
        """async (links) => {
            for (const link of links) {
                location.hash = link;
                await new Promise((resume) => setTimeout(resume, 5));
            }
        }""",
        [fuzzed(chance) for _ in range(500)],
    )
    expect(playground.figure.locator("textarea")).to_be_visible()
    expect(playground.log).to_have_count(0)
    assert "worker.js" not in requested(playground.page)


def fuzzed(chance: random.Random) -> str:
    link = list(pack(f"print({chance.random()})\n" * chance.randint(0, 9)))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(6, len(link) + 1)
        change = chance.randrange(4)
        if change == 0:
            link[at:] = []
        elif change == 1:
            link.insert(at, chr(chance.choice([chance.randrange(1, 128), chance.randrange(0x300)])))
        elif change == 2:
            link[at : at + 3] = chance.choices("ABCz019-_", k=2)
        else:
            link[6:at] = []
    return "".join(link)
