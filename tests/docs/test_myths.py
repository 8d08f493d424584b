"""Each myth has a quotation, a source with a year, and a program that prints what refutes it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.docs.pages import embeds
from tests.docs.test_answers import Question, questions, section

MYTHS = Path("docs/reference/myths.md")
MEASURED = Path("docs/assets/ways/measured.json")
AT_LEAST = 25
MOST_WORDS = 45
"""A quotation is short."""

_QUOTE = re.compile(r"(?:^> .*\n)+", re.M)
_SOURCE = re.compile(r"^Source: (?:.+\n)+", re.M)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PROGRAM = re.compile(r"`(\w+/\w+\.(?:py|pycon))`\s+in\s+\[[^]]+\]\(([^)#]+)#([^)]+)\)", re.S)
_EMBED = re.compile(r"^```snippet\n(.+)\n```", re.M)

PRINTS = {
    "await-suspends": "main: after the await\nother: my turn",
    "await-outside": "$ python -m asyncio",
    "yield-inside": "Ada after 0.2 s",
    "yield-from-message": "SyntaxError: 'yield from' inside async function",
    "debug-mode": "RuntimeWarning: coroutine 'greet' was never awaited",
    "weak-references": "nap: over",
    "python-3-7": "SyntaxError: multiple exception types must be parenthesized",
    "next-cycle": "cancelled 0.3 s after cancel()",
    "next-opportunity": "cancelled: True",
    "stop-a-group": "market: False\ncorner: True",
    "wait-for": "with wait_for, in the same task: True",
    "timeout-error": "the old name is the same class: True",
    "wait": "TypeError: Passing coroutines is forbidden",
    "drain": "still waiting after drain: True",
    "get-event-loop": "RuntimeError: There is no current event loop",
    "loop-argument": "unexpected keyword argument 'loop'",
    "decorator": "AttributeError: module 'asyncio' has no attribute 'coroutine'",
    "async-function": "SyntaxError: invalid syntax",
    "sleep-after-a-session": "after the session, open: False",
    "hundred": "250 answers, at most 100 at once",
    "session-at-import": "outside: no running event loop",
    "load-cert-chain": "CERTIFICATE_VERIFY_FAILED: unable to get local issuer certificate\nhello",
    "suppress": "ended in good order",
}
"""What a myth's program prints. The suites run the programs, on each Python."""


def anchor(myth: Question) -> str:
    """The anchor of a myth's heading."""
    found = re.search(
        rf"^### {re.escape(myth.text)} *{{ *#([\w-]+) *}}", MYTHS.read_text("utf-8"), re.M
    )
    return found[1] if found else ""


def program(myth: Question) -> Path:
    """The program that a myth names, after a look whether it is where the myth says."""
    if embedded := _EMBED.search(myth.answer):
        return Path("snippets") / embedded[1].split()[0]
    found = _PROGRAM.search(myth.answer)
    assert found, f"{MYTHS}:{myth.line}: names no program"
    name, page, heading = found.groups()
    text = section(MYTHS.parent / page, heading)
    assert re.search(rf"^{re.escape(name)}\b", text, re.M), f"{page}#{heading} doesn't show {name}"
    return Path("snippets") / name


def outputs(path: Path) -> str:
    """All that a program is known to print; the whole of a session."""
    text = path.read_text("utf-8")
    if path.suffix == ".pycon":
        return text
    files = sorted(path.parent.glob(f"{path.stem}.*out"))
    inline = re.findall(r"^ *#> (.*)", text, re.M)
    return "\n".join([*inline, *(file.read_text("utf-8") for file in files)])


@pytest.fixture(scope="module")
def myths() -> list[Question]:
    """The myths of the page."""
    return questions(MYTHS)


def test_each_myth_has_a_short_quotation_and_a_source_with_a_year(myths: list[Question]) -> None:
    assert len(myths) >= AT_LEAST
    for myth in myths:
        at = f"{MYTHS}:{myth.line}"
        quote, source = _QUOTE.search(myth.answer), _SOURCE.search(myth.answer)
        assert quote, f"{at}: quotes nothing"
        assert len(quote[0].split()) <= MOST_WORDS, f"{at}: a long quotation"
        assert source, f"{at}: has no source"
        assert _YEAR.search(source[0]), f"{at}: its source has no year"


def test_each_myth_has_a_program_that_prints_what_refutes_it(myths: list[Question]) -> None:
    measured = {"uvloop", "threads"}
    assert {anchor(myth) for myth in myths} == PRINTS.keys() | measured
    for myth in myths:
        path = program(myth)
        assert path.is_file()
        if anchor(myth) not in measured:
            assert PRINTS[anchor(myth)] in outputs(path), f"{MYTHS}:{myth.line}: {path}"


def test_what_was_measured() -> None:
    ways = json.loads(MEASURED.read_text("utf-8"))["ways"]
    thousand = {name: way["sizes"]["1000"] for name, way in ways.items()}
    aiohttp, uvloop = thousand["with_aiohttp"], thousand["with_uvloop"]
    threads, httpx = thousand["with_threads"], thousand["with_trio"]
    for what in ("seconds", "processor"):
        assert aiohttp[what] / uvloop[what] < 2
    assert httpx["processor"] >= threads["processor"]
    assert round(httpx["memory"]) == pytest.approx(round(threads["memory"]), abs=1)
    assert aiohttp["processor"] < threads["processor"] / 3


def test_its_own_programs_are_all_on_the_page() -> None:
    shown = {embed.split()[0] for _, embed in embeds(MYTHS)}
    files = {path for kind in ("py", "pycon") for path in Path("snippets/myths").glob(f"*.{kind}")}
    assert shown == {path.relative_to("snippets").as_posix() for path in files}
