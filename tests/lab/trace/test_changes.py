"""At each step of random programs, the log of changes leaves what the loop really has."""

from __future__ import annotations

import asyncio
import sys
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import lab
from lab.trace.assemble import _Assembly
from lab.trace.changes import Ready, Run, Thing, TimerSet
from lab.trace.data import Trace
from lab.trace.replay import State, states
from lab.trace.tracer import Tracer
from tests.lab.loop.test_random_programs import PROGRAMS, TREES, Program, Tree, run
from tests.lab.trace.tracing import trace_of


class Shared(NamedTuple):
    state: str
    waiters: int
    items: tuple[str, ...]
    holders: list[str]


class Real(NamedTuple):
    """What a loop and the things of a program have."""

    ready: list[Any]
    timers: list[float]
    things: dict[str, Shared]


class Watching(Tracer):
    """Notes what the loop and the things really have, each time that a callback begins."""

    def __init__(self, program: Program) -> None:
        super().__init__("test_random_programs.py")
        self.program = program
        self.real: list[Real] = []

    def handle_started(self, loop: Any, handle: Any) -> None:  # noqa: ANN401 - as it is inherited
        super().handle_started(loop, handle)
        ready = [
            handle.note
            if type(handle) is not asyncio.TimerHandle and handle.note is not None
            else None
            for handle in loop._ready
            if not handle._cancelled
        ]
        timers = [round(t._when, 9) for t in loop._scheduled if not t._cancelled]
        self.real.append(Real(ready, sorted(timers), real_things(self.program)))


def real_things(program: Program) -> dict[str, Shared]:
    """Describe the things without the recorder's help."""
    if not hasattr(program, "a_barrier"):
        return {}
    queue: Any = program.queue
    lock: Any = program.a_lock
    semaphore: Any = program.a_semaphore
    event: Any = program.an_event
    condition: Any = program.a_condition
    barrier: Any = program.a_barrier
    waiting = {
        "queue": [*queue._getters, *queue._putters],
        "a_lock": lock._waiters,
        "a_semaphore": [
            one for one in semaphore._waiters or () if not one.done() or one.cancelled()
        ],
        "an_event": event._waiters,
        "a_condition": condition._waiters,
        "a_barrier": barrier._cond._waiters,
    }
    count = queue.qsize()
    items = "empty" if not count else "1 item" if count == 1 else f"{count} items"
    states = {
        "queue": f"{items}, at most 2",
        "a_lock": "locked" if lock.locked() else "free",
        "a_semaphore": f"{semaphore._value} of 2 free",
        "an_event": "set" if event.is_set() else "not set",
        "a_condition": "locked" if condition.locked() else "free",
        "a_barrier": f"{barrier.n_waiting} of 2 are there"
        if barrier._state.value == "filling"
        else "open",
    }
    # A semaphore is given to a task that waited before that runs.
    given = {"a_semaphore": [""] * (2 - semaphore._value - len(program.holders["a_semaphore"]))}
    names = {name: [task.get_name() for task in tasks] for name, tasks in program.holders.items()}
    return {
        name: Shared(
            states[name],
            len(futures or ()),
            tuple(map(repr, queue._queue)) if name == "queue" else (),
            sorted(names.get(name, [])) + given.get(name, []),
        )
        for name, futures in waiting.items()
    }


def rebuilt(state: State, names: dict[int, str]) -> Real:
    things = {
        thing.name: Shared(
            thing.state.partition(",")[0] if thing.type == "Condition" else thing.state,
            len(thing.waiters),
            thing.items,
            sorted(names[task] for task in thing.holders) if thing.name != "a_condition" else [],
        )
        for thing in state.things.values()
        if thing.type not in ("TaskGroup", "Future")
    }
    timers = [timer.when for timer in state.timers.values() if timer.when is not None]
    return Real([entry.task for entry in state.ready], sorted(timers), things)


def same(ours: Shared, real: Shared) -> bool:
    """Compare all but the names of those who have not run since they were given something."""
    named = [name for name in real.holders if name]
    return (
        ours[:3] == real[:3]
        and len(ours.holders) == len(real.holders)
        and set(named) <= set(ours.holders)
    )


@settings(max_examples=PROGRAMS, deadline=None)
@given(TREES, st.integers(0, 1000))
@example(
    (
        "group",
        (
            (
                "gather",
                (("semaphore", (("sleep",),)), ("semaphore", (("semaphore", (("sleep",),)),))),
            ),
        ),
    ),
    0,
)
@example(("group", (("timeout", (("gather", (("wait_notified",), ("wait_notified",))),)),)), 76)
def test_the_log_leaves_what_the_loop_has(tree: Tree, seed: int) -> None:
    program = Program(tree, seed)
    tracer = Watching(program)
    with lab.installed(observer=tracer):
        run(program, asyncio.new_event_loop())
    trace = Trace.from_json(tracer.trace().to_json())
    numbers = _Assembly(tracer.record).numbers
    names = {number: task.name for task, number in numbers.items()}
    state, runs = State(), iter(tracer.real)
    for change in trace.changes:
        state.apply(change)
        if isinstance(change, Run):
            real = next(runs)
            ready = [numbers.get(task) if task else None for task in real.ready]
            now = rebuilt(state, names)
            assert now.ready == ready
            assert now.timers == real.timers
            for name, thing in real.things.items():
                assert same(now.things[name], thing), (name, now.things[name], thing)
    steps = [s for s in trace.stretches if s.state in ("running", "blocking")]
    assert len([*states(trace)]) == len(steps) + 1


def test_the_log_of_one_step_is_bounded() -> None:
    trace = trace_of(
        """
        async def main():
            loop = asyncio.get_running_loop()
            for number in range(10_000): loop.call_soon(int)
            await asyncio.sleep(1)
        """,
        limit=100,
    )
    assert trace.note.startswith("Cut: the first 100 steps and events are recorded")
    assert len(trace.changes) < 1_000


def test_two_loops_at_a_time_have_no_log() -> None:
    trace = trace_of("""
        import threading
        async def main():
            await asyncio.to_thread(asyncio.run, asyncio.sleep(1))
    """)
    assert trace.changes == ()
    assert len(trace.tasks) == 2


def test_the_next_loop_begins_with_nothing() -> None:
    trace = trace_of("""
        async def leave():
            loop = asyncio.get_running_loop()
            loop.call_soon(int)
            loop.call_later(9, int)
        asyncio.run(leave())
        asyncio.run(asyncio.sleep(1))
    """)
    state, left = State(), 0
    for change in trace.changes:
        state.apply(change)
        left = max(left, len(state.ready))
    assert left > 1
    assert [timer.what for timer in state.timers.values()] == []
    assert [entry.what for entry in state.ready] in ([], ["asyncio.run: sleep is done"])


@pytest.mark.parametrize(
    ("body", "ready"),
    [
        ("await asyncio.sleep(0)", ["again"]),
        ("await asyncio.sleep(1)", ["timer", "timer"]),
        ("await asyncio.create_task(asyncio.sleep(0))", ["created", "again", "woken"]),
        (
            "asyncio.get_running_loop().call_soon(int)\n    await asyncio.sleep(0)",
            ["callback", "again"],
        ),
        (
            "task = asyncio.create_task(asyncio.sleep(9))\n    await asyncio.sleep(0)\n"
            "    task.cancel()\n    await asyncio.gather(task, return_exceptions=True)",
            ["created", "again", "cancelled", "callback", "woken"],
        ),
    ],
)
def test_why_something_is_ready(body: str, ready: list[str]) -> None:
    trace = trace_of(f"async def main():\n    {body}\n")
    assert trace.note == ""
    found = [change.why for change in trace.changes if isinstance(change, Ready)]
    assert found == ["created", *ready, "callback"]


@pytest.mark.parametrize(
    ("end", "why"),
    [("return 1", "woken"), ("raise ValueError", "woken"), ("raise", "cancelled")],
)
def test_a_cancellation_that_another_task_catches_is_not_why_its_waiter_is_ready(
    end: str, why: str
) -> None:
    trace = trace_of(f"""
        async def inner():
            try: await asyncio.sleep(9)
            except asyncio.CancelledError: {end}
        async def outer(task): await task
        async def main():
            task = asyncio.create_task(outer(asyncio.create_task(inner())))
            await asyncio.sleep(1)
            task.cancel()
            await asyncio.wait([task])
            task.cancelled() or task.exception()
    """)
    (outer,) = [task.number for task in trace.tasks if task.coroutine == "outer"]
    found = [one.why for one in trace.changes if isinstance(one, Ready) and one.task == outer]
    assert found == ["created", why]


def test_what_a_task_took_before_it_sets_a_timer_comes_before_the_timer() -> None:
    trace = trace_of("""
        lock = asyncio.Lock()
        async def main():
            async with lock:
                await asyncio.sleep(1)
    """)
    found = [one for one in trace.changes if isinstance(one, (Thing, TimerSet))]
    assert [one.what if isinstance(one, TimerSet) else one.state for one in found] == [
        "free", "locked", "sleep 1 s", "free"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("await asyncio.sleep(0.3)", "sleep 0.3 s"),
        ("await asyncio.sleep(1e9)", "sleep 1e+09 s"),
        ("async with asyncio.timeout(2): pass", "timeout 2 s"),
        ("await asyncio.wait_for(asyncio.sleep(0), 2)", "timeout 2 s"),
        ("await asyncio.wait([asyncio.create_task(asyncio.sleep(0))], timeout=2)", "timeout 2 s"),
        ("asyncio.get_running_loop().call_later(1, main)", "call_later main"),
        ("asyncio.get_running_loop().call_at(1, print)", "call_at print"),
    ],
)
@pytest.mark.parametrize("clock", ["virtual", "wall"])
def test_what_a_timer_does(body: str, what: str, clock: str) -> None:
    if clock == "wall" and "1e9" in body:
        body = f"asyncio.create_task(asyncio.sleep(1e9)); {body.replace('1e9', '0')}"
    trace = trace_of(f"async def main():\n    {body}\n", clock=clock)
    assert [change.what for change in trace.changes if isinstance(change, TimerSet)] == [what]


def test_a_sleep_that_never_ends_has_no_time() -> None:
    trace = trace_of("""
        async def main():
            asyncio.create_task(asyncio.sleep(float("inf")))
            await asyncio.sleep(1)
    """)
    assert [c.when for c in trace.changes if isinstance(c, TimerSet)] == [1.0, None]
    assert Trace.from_json(trace.to_json()) == trace


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("asyncio.run(work())", "asyncio.run: work is done"),
        ("loop = asyncio.new_event_loop(); loop.run_until_complete(work()); loop.close()",
         "run_until_complete: work is done"),
    ],
)  # fmt: skip
def test_what_is_done_when_a_loop_ends_has_its_name(start: str, words: str) -> None:
    trace = trace_of(f"async def work(): pass\n{start}\nprint()\n")
    done = [change.what for change in trace.changes if isinstance(change, Ready)]
    assert done[:2] == ["", words]


def test_the_end_of_asyncio_run_is_not_taken_for_main() -> None:
    trace = trace_of("""
        async def numbers():
            try: yield 1
            finally: await asyncio.sleep(0)
        async def main():
            global kept
            async for number in (kept := numbers()): return
        asyncio.run(main())
    """)
    done = [change.what for change in trace.changes if isinstance(change, Ready) and change.what]
    assert done.count("asyncio.run: main is done") == 2  # the program is run once more
    assert "asyncio.run: part of its end is done" in done


NEWER = sys.version_info >= (3, 12)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("await asyncio.shield(asyncio.create_task(asyncio.sleep(0)))", "shield: its task is done"),
        pytest.param(
            "await asyncio.wait_for(asyncio.sleep(0), 1)",
            "wait_for: its task is done",
            marks=pytest.mark.skipif(NEWER, reason="it makes no task since Python 3.12"),
        ),
    ],
)
def test_what_a_callback_of_asyncio_does_is_told_in_words(body: str, words: str) -> None:
    trace = trace_of(f"async def main():\n    {body}\n")
    assert words in [change.what for change in trace.changes if isinstance(change, Ready)]
