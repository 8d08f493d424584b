"""A question about an output takes its answer from the output."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from lab.pages.prediction import predicted


def ask(folder: Path, question: str, output: str) -> tuple[str, list[str]]:
    """Ask about an output, and read the answer and the choices from the HTML."""
    path = folder / "idea.out"
    path.write_text(output, "utf-8")
    shown = predicted(question, {(3, 0): path}, "<p>the result</p>")
    # Folded, without script too.
    assert "<details><summary>The output</summary><p>the result</p></details>" in shown
    answer = re.search(r'data-answer="(.*?)"', shown)
    assert answer
    choices = re.findall(r"<button [^>]*>(.*?)</button>", shown)
    return html.unescape(answer[1]), [html.unescape(choice) for choice in choices]


@pytest.mark.parametrize(
    ("question", "answer"), [("predict-first", "b <1>"), ("predict-last", 'a "2"')]
)
def test_a_line_is_chosen_among_those_printed(tmp_path: Path, question: str, answer: str) -> None:
    assert ask(tmp_path, question, 'b <1>\n2> c\na "2"\n') == (answer, ['a "2"', "b <1>", "c"])


def test_the_right_line_is_always_among_the_choices(tmp_path: Path) -> None:
    answer, choices = ask(tmp_path, "predict-last", "".join(f"line {n}\n" for n in range(20)))
    assert answer == "line 19"
    assert answer in choices
    assert len(choices) == 6


def test_a_duration_is_the_last_one_printed(tmp_path: Path) -> None:
    answer, choices = ask(tmp_path, "predict-time", "news 0.1 s\nall 0.2 s\n")
    assert answer == "0.2 s"
    assert choices == ["0.1 s", "0.2 s", "0.3 s", "0.4 s", "0.6 s"]


@pytest.mark.parametrize(
    ("question", "output", "message"),
    [
        ("predict-last", "one\n", "at least two different lines"),
        ("predict-time", "one\ntwo\n", "needs an output with a duration"),
    ],
)
def test_an_output_that_has_no_answer(
    tmp_path: Path, question: str, output: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ask(tmp_path, question, output)


def test_an_output_beside_the_code_gives_the_answer_away() -> None:
    with pytest.raises(ValueError, match=r"in an \.out file"):
        predicted("predict-last", {}, "")
