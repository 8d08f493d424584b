"""A trace: what each task of a program did, and when. Plain data, and JSON in and out.

A run is cut into *steps*, counted from 0: a step is a stretch in which one task runs, from where
the event loop resumes it to where it stops again. Only one task runs at a time, so the steps of
all tasks are in one line. A `Moment` is a place on that line, with the clock's time.

The JSON has the attributes of the dataclasses below as keys; a moment is a list of three:

```json
{
 "format": "lab-trace 4",
 "program": "hello.py",
 "clock": "virtual",
 "tasks": [
  {"number": 1, "name": "Task-1", "coroutine": "main", "creator": null, "line": null,
   "created": [0, 0.0, 0], "ended": [2, 0.5, 0], "outcome": "returned", "detail": "3"}],
 "stretches": [
  {"task": 1, "state": "running", "start": [0, 0.0, 0], "end": [1, 0.0, 0],
   "chain": [{"function": "main", "line": 4, "call": 0, "library": false, "file": ""}],
   "what": "", "by": null},
  {"task": 1, "state": "waiting", "start": [1, 0.0, 0], "end": [1, 0.5, 0],
   "chain": [], "what": "sleep 0.5 s", "by": null}],
 "prints": [{"at": [0, 0.0, 1], "task": 1, "stream": "stdout", "text": "hello", "line": 3}],
 "cancels": [],
 "end": [2, 0.5, 0],
 "note": "",
 "jobs": [
  {"executor": "thread", "function": "read_file", "creator": 1, "line": 5,
   "began": [0, 0.0, 2], "ended": [1, 0.25, 0], "outcome": "returned", "detail": "'text'"}],
 "changes": [
  {"at": [0, 0.0, 0], "kind": "ready", "entry": 1, "task": 1, "what": "", "by": null,
   "why": "created"},
  {"at": [0, 0.0, 0], "kind": "run", "entry": 1},
  {"at": [0, 0.0, 2], "kind": "thing", "thing": 1, "type": "Lock", "name": "lock", "line": 4,
   "state": "locked", "holders": [1], "by_line": 6},
  {"at": [0, 0.0, 2], "kind": "timer", "timer": 1, "when": 0.5, "task": 1, "what": "sleep 0.5 s"},
  {"at": [1, 0.5, 0], "kind": "timer_over", "timer": 1, "why": "due"}]
}
```

The key `jobs` is left out if there are none. So is `changes`, the log of the loop's queue, of its
timers and of what tasks share (`lab/trace/changes.py`), where that can't be known: if two event
loops run at a time. It is known on the lab's loop, by either clock. asyncio's own loop tells nobody
of its queue. What is not in the log: `asyncio.Future()`, since only `loop.create_future()` tells
who calls it, and what a library makes for itself.

Files of the format `lab-trace 1` can be read: they have no `changes`. In those of `lab-trace 2` no
change of a thing says `by_line`, the line that takes, puts, sets or releases. None of their
stretches, nor of those in `lab-trace 3`, says `awaits`: the tasks for which a `gather`, a `wait` or
a `wait_for` waits. Other stretches don't have that key.

Nothing in a trace depends on the machine or on the process: no addresses, no paths of folders;
`Task-7` is counted from 1 again. So one program gives the same bytes each time that it runs
under the virtual clock.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from lab.trace.changes import KINDS, Change, as_object
from lab.trace.moment import Moment as Moment

FORMAT = "lab-trace 4"

_FORMATS = "lab-trace 1", "lab-trace 2", "lab-trace 3", FORMAT
"""What can be read. The first had no changes, the second no `by_line` in them, the third no
`Stretch.awaits`."""

THREAD = "thread"
"""The state of a job in `Trace.with_jobs`: an executor has it."""

RUNNING, WAITING, READY, BLOCKING = "running", "waiting", "ready", "blocking"
"""The states of a stretch. Ready: woken, but another task has the loop; blocking: running, and
stuck in a call such as `time.sleep`, while nothing else can run."""

LIBRARY = "a library's task"
"""`Stretch.what` of steps of tasks that are left out, since only a library's code runs in them."""

RETURNED, RAISED, CANCELLED, UNFINISHED = "returned", "raised", "cancelled", "unfinished"
"""How a task ended."""

_LONG = 40
"""What is wrong in a file is quoted up to this many characters."""

LOST = "lost"
"""How a task ended to which no reference was left: Python threw it away while it waited."""


@dataclass(frozen=True)
class Frame:
    """A function in the chain of awaits, and its line.

    Attributes:
        function: Its qualified name; calls inside asyncio or aiohttp are folded into the
            outermost one with a public name, such as `Queue.get`.
        line: The line in the program, counted from 1; None for a library.
        call: Tells calls apart: two frames with one number are the same call.
        library: Whether it is a library's.
        file: The file's name, if it is not the program itself.
    """

    function: str
    line: int | None
    call: int
    library: bool = False
    file: str = ""


@dataclass(frozen=True)
class Task:
    """A task.

    Attributes:
        number: Tasks are counted from 1 in the order they were created.
        name: As the program named it, or `Task-` and a number.
        coroutine: The function that it runs.
        creator: The number of the task that created it; None if no task did.
        line: Where it was created.
        created: When.
        ended: When it was over; None if it was not over when the trace ended.
        outcome: `returned`, `raised`, `cancelled`, `lost` or `unfinished`.
        detail: What it returned or raised.
    """

    number: int
    name: str
    coroutine: str
    creator: int | None
    line: int | None
    created: Moment
    ended: Moment | None
    outcome: str
    detail: str

    @property
    def label(self) -> str:
        """The name that says most: the program's own, or else the function's."""
        return self.coroutine if is_default_name(self.name) else self.name


@dataclass(frozen=True)
class Stretch:
    """What a task was doing between two moments.

    Attributes:
        task: Its number; 0 for callbacks that belong to no task, or to one that is left out.
        state: `running`, `waiting`, `ready` or `blocking`.
        start: From when.
        end: Until when.
        chain: Outermost first: where it was at the end of a running stretch, or in a blocking
            one. A waiting task is where it stopped running. In a task's last one, the line is where
            it returned or raised; None if it could have returned at several.
        what: For what it waits or waited (`sleep 0.5 s`, `Queue.get`, `task 'b'`, `Lock printer,
            held by Ada, then Bob`: who held it from one end of the stretch to the other); for a
            blocking stretch, what blocks; `a library's task` for steps of tasks that are left out.
        by: For a ready stretch, the number of the task that woke it; None if a timer did.
        awaits: The numbers of the tasks for which a `gather`, a `wait` or a `wait_for` waits or
            waited, if it is one of these.
    """

    task: int
    state: str
    start: Moment
    end: Moment
    chain: tuple[Frame, ...] = ()
    what: str = ""
    by: int | None = None
    awaits: tuple[int, ...] = ()


@dataclass(frozen=True)
class Print:
    """A line that the program printed.

    Attributes:
        at: When.
        task: Which task printed it; None if none did.
        stream: `stdout` or `stderr`.
        text: The line, without its end, as a terminal shows it: without colours.
        line: The line of the program.
    """

    at: Moment
    task: int | None
    stream: str
    text: str
    line: int | None


@dataclass(frozen=True)
class Cancel:
    """A request to cancel a task.

    Attributes:
        at: When.
        task: Who is to be cancelled.
        by: The number of the task that asked, or whose failure made a TaskGroup ask. Of a timeout:
            the task that has it, where that one only passed the request on to what it waits for.
        reason: Who asked, in words.
        line: The line of the call, if the program made it.
    """

    at: Moment
    task: int
    by: int | None
    reason: str
    line: int | None


@dataclass(frozen=True)
class Job:
    """A call that was handed to an executor, as `asyncio.to_thread` does.

    Attributes:
        executor: `thread`, or `executor` for one that has no threads.
        function: What is called.
        creator: The number of the task that handed it over; None if no task did.
        line: Where.
        began: When. Maybe no thread was free at once.
        ended: When its result was there; None if it was not when the trace ended.
        outcome: `returned`, `raised`, `cancelled` or `unfinished`.
        detail: What it returned or raised.
    """

    executor: str
    function: str
    creator: int | None
    line: int | None
    began: Moment
    ended: Moment | None
    outcome: str
    detail: str


@dataclass(frozen=True)
class Trace:
    """What a program did.

    Attributes:
        program: The name of its file.
        clock: `virtual` or `wall`.
        tasks: By number.
        stretches: In the order of their steps.
        prints: In order.
        cancels: In order.
        end: When the trace ended.
        note: What a reader must know: that the trace was cut, or that the program hung.
        jobs: In the order in which they were handed over.
        changes: In the order in which they happened.
    """

    program: str
    clock: str
    tasks: tuple[Task, ...]
    stretches: tuple[Stretch, ...]
    prints: tuple[Print, ...]
    cancels: tuple[Cancel, ...]
    end: Moment
    note: str = ""
    jobs: tuple[Job, ...] = ()
    changes: tuple[Change, ...] = ()

    @functools.cached_property
    def labels(self) -> dict[int, str]:
        """What each task is called, by number: so that it can be told from the others."""
        count = Counter(task.label for task in self.tasks)
        return {task.number: _told_apart(task, count[task.label]) for task in self.tasks}

    def with_jobs(self) -> Trace:
        """Return a trace in which each job is a task, too, with one stretch: for a drawing."""
        count = len(self.tasks)
        tasks = [_as_task(job, number) for number, job in enumerate(self.jobs, count + 1)]
        stretches = [
            Stretch(task.number, THREAD, task.created, task.ended or self.end) for task in tasks
        ]
        return replace(
            self,
            tasks=(*self.tasks, *tasks),
            stretches=tuple(sorted([*self.stretches, *stretches], key=lambda s: s.start)),
            jobs=(),
        )

    def to_json(self) -> str:
        """Write the trace as JSON."""
        data: dict[str, object] = {"format": FORMAT}
        data |= {field.name: getattr(self, field.name) for field in fields(self)}
        for key in ("jobs", "changes"):
            if not data[key]:
                del data[key]
        lines = (f" {json.dumps(key)}: {_value(value)}" for key, value in data.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Trace:
        """Read what `to_json` wrote.

        Raises:
            ValueError: If it is not a trace, or one of another format.
        """
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"not a trace: not JSON: {error}") from error
        if not isinstance(data, dict) or data.get("format") not in _FORMATS:
            raise ValueError(f"not a trace: the key 'format' should be {FORMAT!r}")
        del data["format"]
        try:
            trace: Trace = _read(cls, data, "")
        except TypeError as error:
            raise ValueError(f"not a whole trace: {error}") from error
        return trace


def _told_apart(task: Task, alike: int) -> str:
    if alike == 1:
        return task.label
    return f"{task.label} ({f'number {task.number}' if task.name == task.label else task.name})"


def _as_task(job: Job, number: int) -> Task:
    return Task(
        number=number,
        name=f"{job.executor}: {job.function}",
        coroutine=job.function,
        creator=job.creator,
        line=job.line,
        created=job.began,
        ended=job.ended,
        outcome=job.outcome,
        detail=job.detail,
    )


def is_default_name(name: str) -> bool:
    """Tell whether asyncio chose this task name."""
    # Python 3.13.0 to 3.13.2 name the tasks of a task factory "None".
    return name == "None" or (name.startswith("Task-") and name[5:].isdecimal())


def _value(value: object) -> str:
    """Write a value in one line, but a list of objects with a line for each of them."""
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        lines = (json.dumps(v, ensure_ascii=False, default=_object) for v in value)
        return "[\n  " + ",\n  ".join(lines) + "]"
    return json.dumps(value, ensure_ascii=False)


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401 - one of the dataclasses
    if hasattr(value, "kind"):
        return as_object(value)
    return {key: part for key, part in vars(value).items() if key != "awaits" or part}


def _read(kind: Any, value: Any, name: str) -> Any:  # noqa: ANN401 - of any kind
    """Make a value of what JSON holds in its place."""
    if kind == Change:
        if not isinstance(value, dict) or value.get("kind") not in KINDS:
            raise TypeError(f"{name.lstrip('.')}.kind should be one of: {', '.join(KINDS)}")
        fields_ = {key: part for key, part in value.items() if key != "kind"}
        return _read_object(KINDS[value["kind"]], fields_, name)
    if get_origin(kind) is UnionType:
        (wanted,) = (one for one in get_args(kind) if one is not NoneType)
        return None if value is None else _read(wanted, value, name)
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_read(get_args(kind)[0], item, f"{name}[{i}]") for i, item in enumerate(value))
    if kind is Moment and isinstance(value, list) and 2 <= len(value) <= len(Moment._fields):
        hints = get_type_hints(Moment).items()
        return Moment(*(_read(part, v, name) for (_, part), v in zip(hints, value, strict=False)))
    if is_dataclass(kind) and isinstance(value, dict):
        return _read_object(kind, value, name)
    if type(value) is kind or (kind is float and type(value) is int):
        return value
    raise TypeError(f"{name.lstrip('.')} should not be {json.dumps(value)[:_LONG]}")


def _read_object(kind: Any, value: dict[str, Any], name: str) -> Any:  # noqa: ANN401 - of any class
    hints = get_type_hints(kind)
    for field in fields(kind):
        if field.name not in value and field.default is MISSING:
            raise TypeError(f"{name}.{field.name} is missing".lstrip("."))
    for key in value:
        if key not in hints:
            place = f"{name}.{key}".lstrip(".")
            raise TypeError(f"no trace has a {place}")
    return kind(**{key: _read(hints[key], part, f"{name}.{key}") for key, part in value.items()})
