"""What `docs/learn/find-the-fault.md` claims: of each program's run, and of its mended one."""

from __future__ import annotations

from pathlib import Path

from lab.loop.clock import VirtualClock
from lab.programs.recorded import run_recorded
from lab.trace.changes import Thing
from lab.trace.data import BLOCKING, CANCELLED, WAITING, Stretch, Trace
from lab.trace.tracer import Tracer
from tests.claims.claim import claim

PROGRAMS = Path("snippets/find_the_fault")
LONG = 0.1
"""Seconds that a fault below costs at least."""


def traced(name: str) -> Trace:
    """What the tasks of a program did."""
    tracer = Tracer(f"{name}.py")
    run_recorded(PROGRAMS / f"{name}.py", clock=VirtualClock(), tracer=tracer)
    return tracer.trace()


def of(trace: Trace, label: str, state: str) -> list[Stretch]:
    """The longer stretches in which a task was in a state."""
    numbers = {task.number for task in trace.tasks if task.label == label}
    return [
        stretch
        for stretch in trace.stretches
        if stretch.task in numbers
        and stretch.state == state
        and stretch.end.time - stretch.start.time >= LONG
    ]


def mended(name: str, changes: dict[str, str], to: Path) -> list[str]:
    """What a program prints once some of its text is replaced."""
    source = (PROGRAMS / f"{name}.py").read_text("utf-8")
    for old, new in changes.items():
        assert old in source, old
        source = source.replace(old, new)
    program = to / "mended.py"
    program.write_text(source, "utf-8")
    recorded = run_recorded(program, clock=VirtualClock())
    assert recorded.status == 0, recorded.pieces
    return "".join(piece.text for piece in recorded.pieces).splitlines()


@claim("He returned between `acquire` and `release`.")
@claim("Write `async with printer:` instead. It releases the lock however the block is left.")
def test_bob_keeps_the_lock(tmp_path: Path) -> None:
    trace = traced("keeps_the_lock")
    bob, eve = (task for task in trace.tasks if task.label in ("Bob", "Eve"))
    (wait,) = of(trace, "Eve", WAITING)
    things = [change for change in trace.changes if isinstance(change, Thing)]
    last = [thing for thing in things if thing.type == "Lock" and thing.at < wait.end][-1]
    assert (last.holders, last.waiters) == ((bob.number,), (eve.number,))
    assert bob.ended
    assert bob.ended.time < wait.end.time - 0.5
    lines = mended(
        "keeps_the_lock",
        {
            "    await printer.acquire()\n": "    async with printer:\n",
            "    await asyncio.sleep(0.1)\n": "        await asyncio.sleep(0.1)\n",
            "    if pages == 0:\n        return\n": "        if pages == 0:\n            return\n",
            "    await asyncio.sleep(0.1 * pages)\n": "        await asyncio.sleep(0.1 * pages)\n",
            "    printer.release()\n": "",
        },
        tmp_path,
    )
    assert lines == ["2 pages printed", "1 pages printed"]


@claim("Between 0.1 s and 0.6 s only one bar runs, and it is drawn as blocking.")
@claim("Here `await asyncio.sleep(0.5)` is the fix.")
def test_load_mail_blocks(tmp_path: Path) -> None:
    trace = traced("one_call_blocks")
    (blocking,) = (stretch for stretch in trace.stretches if stretch.state == BLOCKING)
    assert (blocking.start.time, blocking.end.time) == (0.1, 0.6)
    assert blocking.chain[-1].function == "load_mail"
    due = {
        stretch.task
        for stretch in trace.stretches
        if stretch.state == WAITING and blocking.start.time < stretch.end.time <= 0.6
    }
    assert len(due) >= 1
    change = {"time.sleep(0.5)": "await asyncio.sleep(0.5)"}
    lines = mended("one_call_blocks", change, tmp_path)
    assert lines[:5] == ["0.1 s", "0.2 s", "0.3 s", "0.4 s", "0.5 s"]


@claim("Keep one event, and call `self.open.clear()` in `close`.")
def test_ada_waits_for_another_event(tmp_path: Path) -> None:
    old = "    def close(self):\n        self.open = asyncio.Event()\n"
    new = "    def close(self):\n        self.open.clear()\n"
    lines = mended("never_woken", {old: new}, tmp_path)
    assert lines == ["Ada comes in", "Bob comes in"]


@claim("All three were asked to stop at the same moment. The bars of a and c end there.")
@claim("Catch `Exception`, which doesn't include CancelledError, or raise the error again.")
def test_save_swallows_the_cancellation(tmp_path: Path) -> None:
    trace = traced("who_swallows_it")
    (moment,) = {cancel.at.time for cancel in trace.cancels if cancel.line}
    ended = {task.label: task for task in trace.tasks}
    for label in "ac":
        end = ended[label].ended
        assert end
        assert end.time == moment
        assert ended[label].outcome == CANCELLED
    change = {"except BaseException": "except Exception"}
    stopped = ["a stopped", "b stopped", "c stopped"]
    assert mended("who_swallows_it", change, tmp_path) == stopped
    old = '        print(f"{name} not saved: {type(error).__name__}")\n'
    *_, a, b, c = mended("who_swallows_it", {old: f"{old}        raise\n"}, tmp_path)
    assert [a, b, c] == stopped


@claim("Each bar begins where the one before it ends.")
@claim(
    "Make all tasks first, in a TaskGroup, and read their results afterwards. Then it takes 0.2 s."
)
def test_each_page_waits_for_the_one_before(tmp_path: Path) -> None:
    pages = [task for task in traced("one_after_another").tasks if task.label.startswith("page")]
    ends = [page.ended.time for page in pages if page.ended]
    assert [page.created.time for page in pages[1:]] == ends[:-1]
    lines = mended(
        "one_after_another",
        {
            "    found = []\n    for page in pages:\n": (
                "    tasks = []\n    async with asyncio.TaskGroup() as tg:\n"
                "     for page in pages:\n"
            ),
            "asyncio.create_task(": "tg.create_task(",
            "found.append(await task)": "tasks.append(task)",
            "return found": "return [task.result() for task in tasks]",
        },
        tmp_path,
    )
    assert lines == ["5 pages in 0.2 s"]


@claim("`rent` has the lock of `savings` and waits for that of `wages`.")
@claim("Let every task take the locks in the same order.")
def test_each_holds_what_the_other_wants(tmp_path: Path) -> None:
    trace = traced("two_locks")
    (rent,) = of(trace, "rent", WAITING)[-1:]
    (gift,) = of(trace, "gift", WAITING)[-1:]
    assert rent.what.endswith("held by gift")
    assert gift.what.endswith("held by rent")
    change = {"transfer(wages, savings)": "transfer(savings, wages)"}
    assert mended("two_locks", change, tmp_path) == ["rent done", "gift done"]


@claim("A line comes every 0.03 s and takes 0.1 s to write.")
@claim("With `asyncio.Queue(maxsize=2)`, `put` waits until there is room.")
def test_the_queue_grows_without_a_limit(tmp_path: Path) -> None:
    assert mended("queue_grows", {"range(12)": "range(120)", "== 5": "== 50"}, tmp_path) == [
        "69 lines wait"
    ]
    change = {"asyncio.Queue()": "asyncio.Queue(maxsize=2)"}
    assert mended("queue_grows", change, tmp_path) == ["2 lines wait"]


@claim("Reader 1 holds the only lock while it waits 0.8 s for `loop`.")
@claim("Give each word its own lock.")
def test_one_lock_makes_all_readers_wait(tmp_path: Path) -> None:
    trace = traced("lock_over_a_wait")
    (second,) = of(trace, "reader 2", WAITING)[:1]
    assert second.what.endswith("held by reader 1")
    change = {
        "lock = asyncio.Lock()": "locks = {}",
        "async with lock:": "async with locks.setdefault(word, asyncio.Lock()):",
    }
    lines = mended("lock_over_a_wait", change, tmp_path)
    assert lines == ["task after 0.1 s", "loop after 0.8 s", "loop after 0.8 s"]


@claim(
    "`wait_for` cancelled `serve` in the middle of its `sleep`, so `seats.release()` was never reached."
)
@claim("Write `async with seats:`. It gives the seat back on cancellation, too.")
def test_nobody_gives_the_seats_back(tmp_path: Path) -> None:
    lines = mended(
        "seats_vanish",
        {
            "    await seats.acquire()\n    await asyncio.sleep(seconds)\n": (
                "    async with seats:\n        await asyncio.sleep(seconds)\n"
            ),
            "    seats.release()\n": "",
        },
        tmp_path,
    )
    assert lines == ["Ada gives up", "Bob gives up", "Eve has eaten", "Joe has eaten"]


@claim("The bar of `save` ends at 0.1 s as cancelled, when `main` returns.")
@claim("Await the task before `main` ends. A TaskGroup does it for you.")
def test_run_cancels_what_is_left(tmp_path: Path) -> None:
    (save,) = (task for task in traced("never_saved").tasks if task.label == "save")
    assert save.outcome == CANCELLED
    assert save.ended
    assert save.ended.time == 0.1
    change = {'    print("sent")\n': '    print("sent")\n    await task\n'}
    assert mended("never_saved", change, tmp_path) == ["sent", "saved: ['hello']"]
    lines = mended(
        "never_saved",
        {
            '    task = asyncio.create_task(save(text), name="save")\n'
            "    running.add(task)\n"
            "    task.add_done_callback(running.discard)\n"
            "    await asyncio.sleep(0.1)\n": (
                "    async with asyncio.TaskGroup() as group:\n"
                "        group.create_task(save(text))\n"
            )
        },
        tmp_path,
    )
    assert lines == ["sent", "saved: ['hello']"]
