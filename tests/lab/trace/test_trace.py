from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.trace import data as module
from lab.trace.changes import Dropped, Ready, Run, Thing, TimerOver, TimerSet
from lab.trace.data import Cancel, Frame, Moment, Print, Stretch, Task, Trace, is_default_name

TEXTS = st.text(max_size=8)
NUMBERS = st.integers(0, 1000)
LINES = st.none() | NUMBERS
TIMES = st.floats(0, 1e6)
MOMENTS = st.builds(Moment, NUMBERS, TIMES, NUMBERS)
FRAMES = st.builds(Frame, TEXTS, LINES, NUMBERS, st.booleans(), TEXTS)
TASKS = st.builds(
    Task, NUMBERS, TEXTS, TEXTS, LINES, LINES, MOMENTS, st.none() | MOMENTS, TEXTS, TEXTS
)
STRETCHES = st.builds(
    Stretch,
    NUMBERS,
    TEXTS,
    MOMENTS,
    MOMENTS,
    st.lists(FRAMES, max_size=3).map(tuple),
    TEXTS,
    LINES,
)
THINGS = st.builds(
    Thing,
    MOMENTS,
    NUMBERS,
    TEXTS,
    TEXTS,
    LINES,
    TEXTS,
    *(st.lists(of, max_size=2).map(tuple) for of in (NUMBERS, NUMBERS, TEXTS, NUMBERS)),
)
CHANGES = st.one_of(
    st.builds(Ready, MOMENTS, NUMBERS, LINES, TEXTS, LINES, TEXTS),
    st.builds(Run, MOMENTS, NUMBERS),
    st.builds(Dropped, MOMENTS, NUMBERS),
    st.builds(TimerSet, MOMENTS, NUMBERS, st.none() | TIMES, LINES, TEXTS),
    st.builds(TimerOver, MOMENTS, NUMBERS, TEXTS),
    THINGS,
)
TRACES = st.builds(
    Trace,
    TEXTS,
    TEXTS,
    st.lists(TASKS, max_size=3).map(tuple),
    st.lists(STRETCHES, max_size=3).map(tuple),
    st.lists(st.builds(Print, MOMENTS, LINES, TEXTS, TEXTS, LINES), max_size=3).map(tuple),
    st.lists(st.builds(Cancel, MOMENTS, NUMBERS, LINES, TEXTS, LINES), max_size=3).map(tuple),
    MOMENTS,
    TEXTS,
    changes=st.lists(CHANGES, max_size=4).map(tuple),
)


@settings(deadline=None)
@given(TRACES)
def test_a_trace_comes_back_from_json(trace: Trace) -> None:
    text = trace.to_json()
    back = Trace.from_json(text)
    assert back == trace
    assert back.to_json() == text  # it is written the same each time


def test_the_example_in_the_docstring_is_a_trace() -> None:
    example = (module.__doc__ or "").split("```json")[1].split("```")[0]
    trace = Trace.from_json(example)
    assert trace.tasks[0].label == "main"
    assert trace.stretches[1].what == "sleep 0.5 s"
    assert json.loads(trace.to_json()) == json.loads(example)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": "lab-trace 99"}', "3"])
def test_what_is_no_trace_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a trace"):
        Trace.from_json(text)


@pytest.mark.parametrize("key", ["tasks", "end", "clock"])
def test_a_trace_with_a_part_missing_is_refused(key: str) -> None:
    whole = json.loads(Trace("a.py", "virtual", (), (), (), (), Moment(0, 0.0)).to_json())
    del whole[key]
    with pytest.raises(ValueError, match=f"not a whole trace: {key} is missing"):
        Trace.from_json(json.dumps(whole))


def test_a_file_of_the_format_before_can_be_read() -> None:
    text = Path(__file__).with_name("old.trace.json").read_text("utf-8")
    assert '"format": "lab-trace 1"' in text
    trace = Trace.from_json(text)
    assert [task.label for task in trace.tasks] == ["main", "Ada", "Bob", "Eve"]
    assert trace.changes == ()
    assert '"format": "lab-trace 4"' in trace.to_json()
    assert Trace.from_json(trace.to_json().replace("lab-trace 4", "lab-trace 2")) == trace


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ('{"at": [0, 0.0], "kind": "gone"}', r"changes\[0\].kind should be one of: ready, run"),
        ('{"at": [0, 0.0], "kind": "run"}', r"changes\[0\].entry is missing"),
        ('{"at": [0, 0.0], "kind": "run", "entry": "1"}', r'changes\[0\].entry should not be "1"'),
        ('{"at": [0, 0.0], "kind": "run", "entry": 1, "x": 1}', r"no trace has a changes\[0\].x"),
        ("3", r"changes\[0\].kind should be one of"),
    ],
)
def test_a_change_that_is_none_is_refused(change: str, why: str) -> None:
    whole = json.loads(Trace("a.py", "virtual", (), (), (), (), Moment(0, 0.0)).to_json())
    whole["changes"] = [json.loads(change)]
    with pytest.raises(ValueError, match=f"not a whole trace: {why}"):
        Trace.from_json(json.dumps(whole))


def test_moments_compare_in_the_order_of_what_happened() -> None:
    moments = [Moment(0, 0.0), Moment(0, 0.0, 1), Moment(0, 0.0, 2), Moment(1, 0.0), Moment(1, 0.5)]
    assert sorted(moments, reverse=True) == moments[::-1]


def test_names_that_asyncio_chose() -> None:
    assert is_default_name("Task-12")
    assert not is_default_name("Task-b")
    assert not is_default_name("worker")
