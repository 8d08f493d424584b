"""Write a trace in the trace-event format, which Perfetto and `chrome://tracing` show.

The format: a process for the program, a "thread" for each task and job; complete events (`X`) for
stretches, instant events (`i`) for lines printed; times in microseconds.
Source: the "Trace Event Format" document of the Chromium project.
"""

from __future__ import annotations

import json
from typing import Any

from lab.trace.data import Stretch, Trace

_PROGRAM = 1


def perfetto(trace: Trace) -> str:
    """Write a trace as trace-event JSON.

    Where no time passes, as by the virtual clock, steps have no width: Perfetto shows them as
    thin lines.
    """
    trace = trace.with_jobs()
    events: list[dict[str, Any]] = [_named("process_name", 0, trace.program)]
    events += [_named("thread_name", task.number, task.label) for task in trace.tasks]
    events += [_stretch(stretch) for stretch in trace.stretches if stretch.task]
    events += [
        {
            "ph": "i",
            "s": "t",
            "pid": _PROGRAM,
            "tid": line.task or 0,
            "ts": line.at.time * 1e6,
            "name": f"{line.stream}: {line.text}",
            "args": {"line": line.line},
        }
        for line in trace.prints
    ]
    return json.dumps({"traceEvents": events, "displayTimeUnit": "ms"}, ensure_ascii=False)


def _named(what: str, thread: int, name: str) -> dict[str, Any]:
    return {"ph": "M", "pid": _PROGRAM, "tid": thread, "name": what, "args": {"name": name}}


def _stretch(stretch: Stretch) -> dict[str, Any]:
    words = f"{stretch.state}: {stretch.what}" if stretch.what else stretch.state
    own = [frame.line for frame in stretch.chain if not frame.library and frame.line]
    return {
        "ph": "X",
        "pid": _PROGRAM,
        "tid": stretch.task,
        "ts": stretch.start.time * 1e6,
        "dur": (stretch.end.time - stretch.start.time) * 1e6,
        "name": words,
        "cat": stretch.state,
        "args": {"line": own[-1] if own else None},
    }
