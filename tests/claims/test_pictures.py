"""What `docs/learn/pictures.md` claims."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import pytest

import lab
from lab.recorders import kept
from lab.snippets.process import run_on_lab
from lab.snippets.snippet import Snippet
from lab.timeline.drawing import draw, figure
from lab.trace.data import BLOCKING, READY, RUNNING, WAITING
from lab.trace.tracer import Tracer
from tests.claims.claim import CHAPTERS, claim, duration, each_factory, run
from tests.lab.recorders.test_recorders import RECORDED
from tests.lab.trace.tracing import trace_of

LOOKS = Path("lab/timeline/timeline.css")
CHART = "](../assets/ways/"  # drawn from what was measured: test_eight_ways.py redraws it
PROGRAM = """
async def read():
    await asyncio.sleep(0.1)
    print("first line")
    await asyncio.sleep(0.1)
    print("second line")

async def count():
    await asyncio.sleep(0.15)
    time.sleep(0.2)

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        group.create_task(count())
    sum(range(100_000))
"""


def style(class_: str) -> str:
    """How the elements of a class look."""
    [rule] = re.findall(rf"^\.lab-t \.{class_}\{{(.*)\}}$", LOOKS.read_text("utf-8"), re.MULTILINE)
    return str(rule)


def elements(svg: str, class_: str) -> int:
    """How many elements of a class are drawn."""
    return len(re.findall(rf'class="{class_}"', svg))


@claim("Solid runs, hatched waits, dashed is ready, red blocks.")
@claim("the task is ready, but it isn't its turn")
@claim("one task blocks the loop: no other task can run")
def test_each_state_has_its_look() -> None:
    trace = trace_of(PROGRAM)
    svg = draw(trace)
    states = [stretch.state for stretch in trace.stretches]
    [ready] = [
        stretch
        for stretch in trace.stretches
        if stretch.state == READY and stretch.start.time < stretch.end.time
    ]
    assert (ready.start.time, ready.end.time) == (0.2, 0.35)
    [blocking] = [stretch for stretch in trace.stretches if stretch.state == BLOCKING]
    assert (blocking.start.time, blocking.end.time) == (0.15, 0.35)
    running = [stretch for stretch in trace.stretches if stretch.state == RUNNING]
    assert not any(blocking.start < stretch.start < blocking.end for stretch in running)

    legend = 1
    hatched = re.findall(r'fill="url\(#[^)]*-wait\)"', svg)
    assert len(hatched) == states.count(WAITING) + legend
    assert elements(svg, "ready") > legend
    assert elements(svg, "stopped") == 1
    assert "dash" not in style("run")
    assert "dash" in style("ready")
    assert "--lab-block,#d93a3a" in style("block")  # red

    polite = draw(trace_of(PROGRAM.replace("time.sleep(0.2)", "await asyncio.sleep(0.2)")))
    assert elements(polite, "stopped") == 0


@claim("The order is exact, and so are the waits. Computing takes no time here.")
@claim("each run gives the same times to the last digit")
@claim("under the virtual clock, computing takes no time, unless it is written as `time.sleep`")
@claim("A picture can't tell you how quick your computer is.")
def test_order_and_waits_are_exact() -> None:
    first = trace_of(PROGRAM)
    assert trace_of(PROGRAM).to_json() == first.to_json()
    assert [(line.text, line.at.time) for line in first.prints] == [
        ("first line", 0.1),
        ("second line", 0.35),
    ]
    computing = trace_of("async def main():\n    sum(range(1_000_000))")
    assert computing.end.time == 0
    blocking = trace_of("async def main():\n    time.sleep(0.25)")
    assert blocking.end.time == 0.25


@claim("Every picture of tasks comes from a run of the program beside it.")
@claim("No one draws or corrects it by hand. If the program changes, so does its picture.")
def test_pictures_are_drawn_from_runs(tmp_path: Path) -> None:
    for page in CHAPTERS.glob("*.md"):
        text = page.read_text("utf-8")
        assert "<svg" not in text
        assert text.count("![") == text.count(CHART)
        assert "<img" not in text

    def drawn(source: str) -> str:
        program = tmp_path / "program.py"
        program.write_text(source, "utf-8")
        snippet = Snippet.read(program)
        tracer = Tracer(program.name, "virtual")
        recorded = run_on_lab(snippet, tracer)
        trace = tracer.trace()
        printed = "".join(f"{line.text}\n" for line in trace.prints)
        assert printed == "".join(
            piece.text for piece in recorded.pieces if piece.stream == "stdout"
        )
        return figure(trace)

    source = Path("snippets/pictures/every_sign.py").read_text("utf-8")
    assert drawn(source) == drawn(source)
    assert drawn(source) != drawn(source.replace("sleep(0.5)", "sleep(0.6)"))


@claim("A sleep of an hour takes no time")
@claim("`time.sleep` and `time.perf_counter` follow it, too.")
@each_factory
def test_the_clock_is_virtual(*, eager: bool) -> None:
    async def main() -> None:
        start = time.perf_counter()
        await asyncio.sleep(3600)
        time.sleep(3600)
        assert time.perf_counter() - start == 7200

    busy = time.perf_counter()
    run(main(), eager=eager)
    assert time.perf_counter() - busy < 600


@claim("an answer takes as long as the program says and no longer")
@each_factory
def test_the_network_takes_no_time(*, eager: bool) -> None:
    async def main() -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while line := await reader.readline():
                await asyncio.sleep(0.25)
                writer.write(line)
            writer.close()
            await writer.wait_closed()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            for _ in range(3):
                writer.write(b"hello\n")
                assert await duration(reader.readline()) == 0.25
            writer.close()
            await writer.wait_closed()
            await asyncio.sleep(0.1)

    run(main(), eager=eager)


@claim("The lab's loop knows that nothing is left to wake it, and says where each task waits:")
@each_factory
def test_the_loop_knows_when_nothing_can_wake_it(*, eager: bool) -> None:
    async def forever() -> None:
        await asyncio.Event().wait()

    async def main(extra: float) -> None:
        kept = asyncio.create_task(forever(), name="other")  # or it might vanish
        await asyncio.sleep(extra)
        await asyncio.get_running_loop().create_future()
        kept.cancel()

    for extra in [0, 10]:
        with pytest.raises(lab.Deadlock) as deadlock:
            run(main(extra), eager=eager)
        message = str(deadlock.value)
        assert "other waits for Event at" in message
        assert message.count("waits for") == 2


@claim("The tasks that it creates come below it, each at the end of a line.")
@claim("If no time passes in the whole run, the axis counts steps instead")
def test_lanes_and_axis() -> None:
    nested = """
async def leaf():
    await asyncio.sleep(PAUSE)

async def branch():
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf())
        group.create_task(leaf())

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(branch())
        group.create_task(branch())
"""
    drawings = {pause: draw(trace_of(nested.replace("PAUSE", pause))) for pause in ["0", "0.1"]}
    for svg in drawings.values():
        lanes = [int(number) for number in re.findall(r'class="lane" data-task="(\d+)"', svg)]
        assert lanes == [1, 2, 4, 5, 3, 6, 7]  # a branch, its two leaves, the other one
        [arrows] = re.findall(r'<path d="([^"]*)" class="arrow"', svg)[:1]
        assert arrows.count("M") == len(lanes) - 1
    assert 'data-axis="steps"' in drawings["0"]
    assert 'data-axis="time"' in drawings["0.1"]


@claim(
    "when each task begins a step, and where it stops: in which coroutine, at which line, waiting"
    " for what"
)
def test_what_the_loop_notes() -> None:
    trace = trace_of(PROGRAM)
    [read] = [task.number for task in trace.tasks if task.coroutine == "read"]
    steps = [
        (stretch.start.time, frame.function, frame.line, stretch.state)
        for stretch in trace.stretches
        if stretch.task == read and stretch.state == RUNNING
        for frame in stretch.chain[:1]
    ]
    assert steps[:2] == [(0, "read", 2, RUNNING), (0.1, "read", 4, RUNNING)]
    waits = [s.what for s in trace.stretches if s.task == read and s.state == WAITING]
    assert waits == ["sleep 0.1 s", "sleep 0.1 s"]


@claim("a wait that is much longer than the others is drawn shorter here")
def test_a_long_wait_is_shortened() -> None:
    program = """
async def main():
    await asyncio.sleep(0.1)
    await asyncio.sleep(SECONDS)
    await asyncio.sleep(0.1)
"""

    def widths(seconds: str) -> list[float]:
        svg = draw(trace_of(program.replace("SECONDS", seconds)))
        return [
            float(found) for found in re.findall(r'width="([\d.]+)" height="12" class="wait"', svg)
        ]

    short, long, _ = widths("10")
    assert long / short < 10
    short, usual, _ = widths("0.3")
    assert usual / short == pytest.approx(3, rel=0.01)


@claim("or a lock, with its name in the program and the task that holds it")
def test_a_wait_for_a_lock_names_it() -> None:
    trace = trace_of(
        """
async def use(left):
    async with left:
        await asyncio.sleep(0.1)

async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(use(lock), name="Ada")
        group.create_task(use(lock), name="Bob")
"""
    )
    [words] = [s.what for s in trace.stretches if s.state == WAITING and "Lock" in s.what]
    assert words == "Lock left, held by Ada"
    assert words in draw(trace)


@claim("Times are rounded to 0.05 seconds.")
@claim("Such a recording is kept beside the program, and a test compares it with a new run.")
def test_recordings_of_other_systems_are_rounded() -> None:
    """tests/lab/recorders/ compares them with new runs."""
    for path in RECORDED:
        for stretch in kept.read(Snippet.read(path)).stretches:
            steps = stretch.end.time / 0.05
            assert steps == pytest.approx(round(steps))
