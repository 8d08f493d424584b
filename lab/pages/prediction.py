"""A question about a program's output, asked before the output is shown.

The answer is taken from the recorded output, which the tests compare with a run: nobody types it.
One question is about a turn of the recorded run: its page steps through the run from there.
The question and its buttons are part of the page, so that nothing moves when the page's script
comes. Without script the buttons are hidden: the question is above an output that can be opened.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from lab.programs.lines import read_output
from lab.programs.transcript import parse
from lab.timeline.axis import seconds
from lab.trace.data import (
    BLOCKING,
    CANCELLED,
    RAISED,
    READY,
    RETURNED,
    RUNNING,
    WAITING,
    Stretch,
    Task,
    Trace,
)

QUESTIONS = {
    "predict-first": "Which line is printed first?",
    "predict-last": "Which line is printed last?",
    "predict-time": "How long does it take?",
}
"""The words after a snippet's name that ask something, and what they ask.

Where the output says what takes so long, `predict-time` asks for the time in that line.
"""
NEXT = re.compile(r"predict-next-([1-9]\d*)")
"""The word that asks which task runs after a step of the run; steps are counted from 1."""
MOST_CHOICES = 6
"""How many lines to choose from a reader is shown."""
_DURATION = re.compile(r"(?<![\d.])(\d+\.\d) s\b")
_BLANK = "… s"
_OTHER_DURATIONS = (0.5, 1.5, 2, 3)  # times the right one: what a wrong idea of overlap leads to


def predicted(question: str, outputs: dict[tuple[int, int], Path], result: str) -> str:
    """Fold a program's result below a question.

    Args:
        question: One of `QUESTIONS`.
        outputs: The recorded outputs, by the oldest Python that each is for.
        result: The HTML of output and picture.

    Returns:
        The HTML.

    Raises:
        ValueError: The output doesn't answer the question.
    """
    if not outputs:
        raise ValueError(
            f"{question} needs the output in an .out file beside the program: in `#>` comments, the"
            " reader would see it with the code"
        )
    printed = parse(read_output(next(iter(outputs.values()))))
    lines = [piece.text.strip() for piece in printed if piece.text.strip()]
    if question == "predict-time":
        return _asked(*_times(lines), result)
    return _asked(QUESTIONS[question], *_lines(question, lines), result)


def predicted_next(step: int, trace: Trace, result: str) -> str:
    """Fold a program's result below the question which task runs next.

    Args:
        step: After which step of the run, counted from 1, as the page's stepper counts them.
        trace: The run.
        result: The HTML of output and picture.

    Returns:
        The HTML.

    Raises:
        ValueError: There is no task that runs then, or there is nothing to choose from.
    """
    turns = {s.start.step: s for s in trace.stretches if s.state in (RUNNING, BLOCKING)}
    turn, following = turns.get(step - 1), turns.get(step)
    if turn is None or following is None or not turn.task or not following.task:
        raise ValueError(f"predict-next-{step} needs a task's step {step}, and one after it")
    labels = {task.number: task.label for task in trace.tasks}
    alive = [
        task
        for task in trace.tasks
        if task.created < turn.end and (task.ended is None or task.ended > turn.end)
    ]
    choices = sorted({task.label for task in alive})
    if len(choices) < 2:
        raise ValueError(f"predict-next-{step} needs two tasks that could run after step {step}")
    when = f"After {seconds(turn.end.time)}, in" if turn.end.time else "In"
    task = trace.tasks[turn.task - 1]
    stops = _stops(trace, task, turn)
    question = f"{when} step {step} of the run, {task.label} {stops}. Who runs next?"
    return _asked(question, labels[following.task], choices, result, step)


def _stops(trace: Trace, task: Task, turn: Stretch) -> str:
    """Say how a turn ends."""
    if task.ended == turn.end:
        ends = {RETURNED: "is done", RAISED: "fails", CANCELLED: "ends, cancelled"}
        return ends.get(task.outcome, "ends")
    after = (s for s in trace.stretches if s.task == task.number and s.start == turn.end)
    state = {s.state: s.what for s in after}
    if WAITING in state:
        return f"waits for {state[WAITING]}"
    return "lets the others run" if READY in state else "stops"


def _asked(
    question: str, answer: str, choices: list[str], result: str, step: int | None = None
) -> str:
    buttons = "".join(
        f'<button type="button" aria-pressed="false">{html.escape(choice)}</button>'
        for choice in choices
    )
    place = f' data-step="{step}"' if step else ""
    return (
        f'<div class="lab-predict" data-answer="{html.escape(answer)}"{place}>'
        f"<fieldset data-search-exclude><legend>Predict: {html.escape(question)}</legend>{buttons}"
        '<p role="status"></p></fieldset>'
        f"<details><summary>The output</summary>{result}</details></div>"
    )


def _lines(question: str, lines: list[str]) -> tuple[str, list[str]]:
    """Ask for a line, and leave out times: the line with the least would be the first."""
    lines = [_DURATION.sub(_BLANK, line) for line in lines]
    distinct = list(dict.fromkeys(lines))
    if len(distinct) < 2:
        raise ValueError(
            f"{question} needs an output of at least two different lines: a time is left out,"
            " which `predict-time` asks for"
        )
    answer = lines[0 if question == "predict-first" else -1]
    others = [line for line in distinct if line != answer]
    return answer, sorted([answer, *others[: MOST_CHOICES - 1]])


def _times(lines: list[str]) -> tuple[str, str, list[str]]:
    """Ask for the last time that is printed: the whole program may well take longer than that."""
    found = [(_blank(time), time[1]) for line in lines for time in _DURATION.finditer(line)]
    if not found:
        raise ValueError("predict-time needs an output with a duration, such as `0.3 s`")
    asked, time = found[-1]
    question = QUESTIONS["predict-time"]
    if asked != _BLANK:
        which = "the last " if [blank for blank, _ in found].count(asked) > 1 else ""
        question = f'Which time is missing in {which}"{asked}"?'
    answer = float(time)
    others = {round(answer * factor, 1) for factor in _OTHER_DURATIONS}
    choices = [f"{seconds:.1f} s" for seconds in sorted({answer, *others} - {0})]
    return question, f"{answer:.1f} s", choices


def _blank(time: re.Match[str]) -> str:
    """The line with this time left out."""
    return f"{time.string[: time.start()]}{_BLANK}{time.string[time.end() :]}"
