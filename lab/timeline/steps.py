"""Tell a run step by step, as text: what runs and why, and what the loop and the things hold."""

from __future__ import annotations

from collections.abc import Iterator

from lab.timeline.axis import seconds
from lab.timeline.report import step_words, summary, who_runs
from lab.trace import changes as c
from lab.trace.changes import Change, Ready, Thing
from lab.trace.data import BLOCKING, LIBRARY, RUNNING, Stretch, Trace
from lab.trace.replay import State

MOST_STEPS = 200
"""How many steps are told, if nothing else is asked for."""


def step_by_step(trace: Trace, most: int = MOST_STEPS) -> str:
    """Tell a run step by step.

    Args:
        trace: The run.
        most: How many steps to tell.
    """
    steps = [s for s in trace.stretches if s.state in (RUNNING, BLOCKING)]
    lines = [summary(trace), ""]
    state, changes = State(), list(trace.changes)
    done = 0
    for step in steps[:most]:
        begins = done
        while done < len(changes) and changes[done].at.step <= step.start.step:
            done += 1
        lines += _told(trace, step, state, changes[begins:done])
    if len(steps) > most:
        lines.append(f"{len(steps) - most} more steps are left out: ask for them with --most.")
    if not trace.changes:
        lines.append("This trace does not say what was ready, and which timers were set.")
    return "\n".join(lines) + "\n"


def _told(trace: Trace, step: Stretch, state: State, changes: list[Change]) -> Iterator[str]:
    """Tell a step, with what its changes leave.

    Args:
        trace: The run.
        step: The step.
        state: The state before it; afterwards, that after it.
        changes: What changed in the step, and before it.
    """
    callbacks, changed = [], dict[int, Thing]()
    for change in changes:
        state.apply(change)
        if isinstance(change, c.Run) and state.running and not state.running.task:
            callbacks.append(state.running.what)
        if isinstance(change, Thing):
            changed[change.thing] = change
    number = step.start.step + 1
    who = "a library's task" if step.what == LIBRARY else who_runs(trace, step.task)
    why = _why(trace, state.running) if state.running and state.running.task == step.task else ""
    yield f"{number:3}  {seconds(step.start.time):8} {who}{why}"
    if callbacks:
        yield f"     first the loop runs: {', '.join(callbacks)}"
    if step.what != LIBRARY:
        yield f"     {step_words(trace, step)}"
    for thing in changed.values():
        yield f"     {_thing(trace, thing, state.since[thing.thing])}"
    if changes or state.ready:
        yield f"     ready: {', '.join(_entry(trace, entry) for entry in state.ready) or 'nothing'}"
    if timers := state.next_timers():
        yield f"     timers: {', '.join(_timer(trace, timer) for timer in timers)}"


def _why(trace: Trace, entry: Ready) -> str:
    by = f" by {who_runs(trace, entry.by)}" if entry.by else ""
    return {
        c.CREATED: f", created{by}",
        c.WOKEN: f", woken{by}",
        c.CANCELLED: f", cancelled{by}",
        c.TIMER: ", its time has come",
        c.AGAIN: ", its turn again",
    }.get(entry.why, "")


def _entry(trace: Trace, entry: Ready) -> str:
    return who_runs(trace, entry.task) if entry.task else f"({entry.what})"


def _timer(trace: Trace, timer: c.TimerSet) -> str:
    when = "never" if timer.when is None else f"at {seconds(timer.when)}"
    whose = f" of {who_runs(trace, timer.task)}" if timer.task else ""
    return f"{when}: {timer.what}{whose}"


def _thing(trace: Trace, thing: Thing, since: int | None) -> str:
    line = "" if thing.line is None else f" (line {thing.line})"
    parts = [f"{thing.type} {thing.name}".rstrip() + f"{line}: {thing.state}"]
    for words, tasks in (
        ("of" if thing.type == "TaskGroup" else "held by", thing.holders),
        ("waiting:", thing.waiters),
        ("in it:", thing.members),
    ):
        if tasks:
            parts.append(f"{words} {', '.join(who_runs(trace, task) for task in tasks)}")
    if thing.items:
        parts.append(f"items: {', '.join(thing.items)}")
    if since:
        parts.append(f"since line {since}")
    return "; ".join(parts)
