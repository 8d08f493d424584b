"""Tell a trace in words: a summary, and a table of its steps."""

from __future__ import annotations

from dataclasses import replace

from lab.timeline.axis import seconds
from lab.timeline.svg import escape
from lab.trace.data import (
    BLOCKING,
    CANCELLED,
    LIBRARY,
    LOST,
    RAISED,
    READY,
    RETURNED,
    RUNNING,
    THREAD,
    UNFINISHED,
    WAITING,
    Cancel,
    Moment,
    Stretch,
    Task,
    Trace,
)
from lab.trace.holders import HELD_BY, THEN

MOST_ROWS = 200
MOST_EVENTS = 20
LONGEST_LINE = 200


def summary(trace: Trace) -> str:
    """Say in a few sentences what happened."""
    count = len(trace.tasks)
    steps = sum(s.state in (RUNNING, BLOCKING) and s.what != LIBRARY for s in trace.stretches)
    parts = [
        f"{count} {'task' if count == 1 else 'tasks'}, {steps} steps, "
        f"{seconds(trace.end.time)} by the {trace.clock} clock."
    ]
    for outcome, words in (
        (RETURNED, "returned"),
        (RAISED, "failed"),
        (CANCELLED, "cancelled"),
        (LOST, "lost, since nobody kept it"),
        (UNFINISHED, "not finished"),
    ):
        names = [trace.labels[task.number] for task in trace.tasks if task.outcome == outcome]
        if names:
            more = f" and {len(names) - 10} more" if len(names) > 10 else ""
            parts.append(f"{words.capitalize()}: {', '.join(names[:10])}{more}.")
    if trace.jobs:
        names = [f"{job.function} ({job.outcome})" for job in trace.jobs]
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        parts.append(f"Handed to executors: {', '.join(names[:10])}{more}.")
    blocks = [s for s in trace.stretches if s.state == BLOCKING]
    for s in blocks[:3]:
        who = who_runs(trace, s.task)
        parts.append(f"{who} blocks the loop for {seconds(s.end.time - s.start.time)}.")
    if trace.note:
        parts.append(trace.note)
    return " ".join(parts)


def cancel_words(trace: Trace, cancel: Cancel) -> str:
    """Say who cancels whom."""
    target = who_runs(trace, cancel.task)
    by = who_runs(trace, cancel.by) if cancel.by else ""
    at = f", line {cancel.line}" if cancel.line else ""
    if cancel.reason == "cancel()":
        return f"{by or 'a callback'} cancels {target}{at}"
    if cancel.reason == "TaskGroup":
        return f"the TaskGroup cancels {target}, because {by or 'a task'} failed"
    if cancel.reason == "TaskGroup's block":
        return f"the TaskGroup interrupts its block in {target}, because {by or 'a task'} failed"
    if cancel.reason == "timeout":
        return f"the timeout{f' in {by}' if by else ''} cancels {target}"
    if cancel.reason == "asyncio.run":
        return f"asyncio.run ends and cancels {target}"
    return f"{cancel.reason} cancels {target}"


def table(trace: Trace) -> str:
    """Write the steps as an HTML table: what the drawing shows, for those who don't see it."""
    trace = trace.with_jobs()
    steps = _steps(trace)
    beginning = _beginning(trace, steps)
    body = "".join(_row(beginning, step) for step in steps[:MOST_ROWS])
    notes = [f"{len(steps) - MOST_ROWS} more steps are left out."] if len(steps) > MOST_ROWS else []
    notes += [trace.note] if trace.note else []
    foot = "".join(f"<p>{escape(note)}</p>\n" for note in notes)
    return (
        '<table class="lab-steps">\n<thead><tr><th scope="col">Time</th><th scope="col">Task</th>'
        f'<th scope="col">What happens</th></tr></thead>\n<tbody>\n{body}</tbody></table>\n{foot}'
    )


def _line_attribute(line: int | None) -> str:
    return f' data-line="{line}"' if line else ""


def _steps(trace: Trace) -> list[Stretch | Cancel]:
    """What gets a row, in order. Only those that are shown are put into words: that takes time."""
    steps: list[Stretch | Cancel] = []
    between = [cancel for cancel in trace.cancels if cancel.at.event == 0]
    for s in trace.stretches:
        while between and between[0].at <= s.start:
            steps.append(between.pop(0))
        if s.state in (RUNNING, BLOCKING, THREAD) and s.what != LIBRARY:
            steps.append(s)
    return steps


def _row(trace: Trace, step: Stretch | Cancel) -> str:
    if isinstance(step, Cancel):
        time, who, words, line = step.at.time, "event loop", cancel_words(trace, step), None
    else:
        time, who, words = step.start.time, who_runs(trace, step.task), step_words(trace, step)
        line = next((frame.line for frame in reversed(step.chain) if frame.line), None)
    return (
        f'<tr data-task="{step.task}"{_line_attribute(line)}><td>{escape(seconds(time))}</td>'
        f"<td>{escape(who)}</td><td>{escape(words)}</td></tr>\n"
    )


def _beginning(trace: Trace, steps: list[Stretch | Cancel]) -> Trace:
    """Keep what the first rows tell of: to look through all of a long run would take too long."""
    if len(steps) <= MOST_ROWS:
        return trace
    row = steps[MOST_ROWS]
    last = row.at.step if isinstance(row, Cancel) else row.end.step
    return replace(
        trace,
        stretches=tuple(s for s in trace.stretches if s.start.step <= last),
        prints=tuple(line for line in trace.prints if line.at.step <= last),
    )


def step_words(trace: Trace, s: Stretch) -> str:
    """Say what happens in a step, and how it ends."""
    if s.state == BLOCKING:
        return blocking_words(s)
    if s.state == THREAD:
        return _job_words(trace.tasks[s.task - 1])
    return "; ".join([*did(trace, s, events_of(trace, s)), *_next_words(trace, s)])


def blocking_words(s: Stretch) -> str:
    """Say how long a call blocks the loop, and which."""
    where = " in " + " → ".join(f.function for f in s.chain) if s.chain else ""
    lasts = seconds(s.end.time - s.start.time)
    return f"blocks the loop for {lasts} with {s.what}{where}; nothing else can run"


def did(trace: Trace, s: Stretch, happened: list[tuple[Moment, str]]) -> list[str]:
    """Say what a task did in a step: that it began, what happened, how the task ended.

    Args:
        trace: The run.
        s: The step.
        happened: What happened in it, and when.
    """
    first = next(o for o in trace.stretches if o.task == s.task and o.state in (RUNNING, BLOCKING))
    parts = [] if s.task == 0 else ["starts" if first is s else "goes on"]
    events = [words for _, words in sorted(happened, key=lambda event: event[0])]
    parts += events[:MOST_EVENTS]
    if len(events) > MOST_EVENTS:
        parts.append(f"does {len(events) - MOST_EVENTS} more things")
    if task := ending(trace, s):
        parts.append(_end_words(task))
    return parts


def ending(trace: Trace, s: Stretch) -> Task | None:
    """Return the task that ends with a step."""
    task = trace.tasks[s.task - 1] if s.task else None
    return task if task and task.ended == s.end else None


def events_of(trace: Trace, s: Stretch) -> list[tuple[Moment, str]]:
    """Say what happens in a step, and when."""
    jobs = {other.task for other in trace.stretches if other.state == THREAD}
    found = [
        (cancel.at, cancel_words(trace, cancel))
        for cancel in trace.cancels
        if s.start < cancel.at < s.end
    ]
    found += [
        (task.created, _creation_words(trace, task, task.number in jobs))
        for task in trace.tasks
        if task.creator == s.task and s.start < task.created < s.end
    ]
    found += [
        (line.at, f"prints{' on stderr' if line.stream == 'stderr' else ''} “{_short(line.text)}”")
        for line in trace.prints
        if (line.task or 0) == s.task and s.start < line.at < s.end
    ]
    found += [
        (other.start, f"wakes {who_runs(trace, other.task)}")
        for other in trace.stretches
        if other.state == READY and other.by == s.task and s.start < other.start < s.end
    ]
    return found


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…"


def _creation_words(trace: Trace, task: Task, is_job: bool) -> str:
    if not is_job:
        return f"creates {trace.labels[task.number]}"
    return f"hands {task.coroutine} to {'a thread' if _has_thread(task) else 'an executor'}"


def _has_thread(job: Task) -> bool:
    return job.name.startswith(f"{THREAD}: ")


def _job_words(job: Task) -> str:
    if job.ended is None:
        return "is not finished"
    return f"until {seconds(job.ended.time)}; {_end_words(job)}"


def _end_words(task: Task) -> str:
    if task.outcome == RETURNED:
        return f"returns {task.detail}" if task.detail else "returns"
    if task.outcome == RAISED:
        return f"fails with {task.detail}"
    return "ends, cancelled"


def _next_words(trace: Trace, s: Stretch) -> list[str]:
    if ending(trace, s):
        return []
    for other in trace.stretches:
        if other.task == s.task and other.start == s.end:
            chain = " → ".join(frame.function for frame in s.chain if not frame.library)
            where = f" in {chain}" if len(s.chain) > 2 else ""
            if other.state == WAITING:
                lock, held, holders = other.what.partition(HELD_BY)
                return [f"waits for {lock}{held}{holders.partition(THEN)[0]}{where}"]
            if other.state == READY:
                return [f"lets others run{where}"]
    return []


def who_runs(trace: Trace, number: int | None) -> str:
    """Name a task by its number, or say that there is none."""
    if not number:
        return "outside tasks"
    return trace.labels[number]
