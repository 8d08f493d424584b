"""A question about an output takes its answer from the output."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from lab.pages.prediction import predicted, predicted_next
from lab.trace.data import Trace

RECORDING = Path("tests/browser/recordings/lock.json")


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


def test_times_in_the_choices_do_not_give_the_order_away(tmp_path: Path) -> None:
    answer, choices = ask(tmp_path, "predict-first", "quick after 0.1 s\nslow after 0.4 s\n")
    assert answer == "quick after … s"
    assert choices == ["quick after … s", "slow after … s"]


def test_a_duration_is_the_last_one_printed(tmp_path: Path) -> None:
    answer, choices = ask(tmp_path, "predict-time", "news 0.1 s\nall 0.2 s\n")
    assert answer == "0.2 s"
    assert choices == ["0.1 s", "0.2 s", "0.3 s", "0.4 s", "0.6 s"]


@pytest.mark.parametrize(
    ("output", "question"),
    [
        ("done\n0.2 s\n", "How long does it take?"),
        ("plain: 0.4 s\nasync: 0.4 s\n", 'Which time is missing in "async: … s"?'),
        ("after 0.3 s\nafter 0.6 s\n", 'Which time is missing in the last "after … s"?'),
    ],
)
def test_a_time_is_asked_for_in_its_line(tmp_path: Path, output: str, question: str) -> None:
    path = tmp_path / "idea.out"
    path.write_text(output, "utf-8")
    shown = predicted("predict-time", {(3, 0): path}, "<p>the result</p>")
    assert f"<legend>Predict: {html.escape(question)}</legend>" in shown


@pytest.mark.parametrize(
    ("question", "output", "message"),
    [
        ("predict-last", "one\n", "at least two different lines"),
        ("predict-last", "after 0.1 s\nafter 0.2 s\n", "a time is left out"),
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


def test_who_runs_next_is_taken_from_the_run() -> None:
    trace = Trace.from_json(RECORDING.read_text("utf-8"))
    shown = predicted_next(5, trace, "<p>the result</p>")
    question = (
        "<legend>Predict: After 0.1 s, in step 5 of the run, Ada is done. Who runs next?</legend>"
    )
    assert question in shown
    assert re.findall(r"<button [^>]*>(.*?)</button>", shown) == ["Bob", "Eve", "main"]
    assert 'data-answer="Bob" data-step="5"' in shown
    assert "In step 3 of the run, Bob waits for Lock lock, held by Ada." in predicted_next(
        3, trace, ""
    )


@pytest.mark.parametrize(
    ("step", "message"), [(10, "one after it"), (11, "one after it"), (9, "needs two tasks")]
)
def test_a_step_after_which_nothing_can_be_chosen(step: int, message: str) -> None:
    trace = Trace.from_json(RECORDING.read_text("utf-8"))
    with pytest.raises(ValueError, match=message):
        predicted_next(step, trace, "")
