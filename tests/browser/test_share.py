"""Links that hold a program: what is made, and what is made of malformed ones."""

from __future__ import annotations

import base64
import random
import zlib
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
