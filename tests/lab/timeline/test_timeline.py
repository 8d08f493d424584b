from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.timeline.axis import Axis, seconds
from lab.timeline.drawing import MOST_JOBS, MOST_LANES, MOST_PRINTS, draw, figure, table
from lab.timeline.report import MOST_ROWS
from lab.trace.data import BLOCKING, RUNNING, WAITING, Moment, Stretch, Task, Trace
from tests.lab.loop.test_random_programs import TREES, Tree
from tests.lab.trace.test_tracer import CHAIN, HOG, TURNS, run_random
from tests.lab.trace.tracing import trace_of

SVG = "{http://www.w3.org/2000/svg}"
GATHER = """
async def check(delay):
    await asyncio.sleep(delay)
    print("<up> & running")

async def main():
    await asyncio.gather(check(0.5), check(1.0), check(0.75))
"""
FAILURE = """
async def good():
    await asyncio.sleep(9)

async def bad():
    await asyncio.sleep(0.5)
    raise ValueError('no such <page> & "all"')

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(good(), name="<good>")
            group.create_task(bad(), name='"bad"')
    except* ValueError:
        print("caught")
"""
THREADS = """
def read_file():
    time.sleep(0.25)
    return "text"

async def tick():
    for _ in range(4):
        await asyncio.sleep(0.1)

async def main():
    await asyncio.gather(asyncio.to_thread(read_file), asyncio.to_thread(int), tick())
"""
PROGRAMS = {
    "turns": TURNS,
    "gather": GATHER,
    "chain": CHAIN,
    "hog": HOG,
    "failure": FAILURE,
    "threads": THREADS,
}


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - ditto


def texts(svg: str) -> list[str]:
    return ["".join(t.itertext()).strip() for t in parse(svg).iter(f"{SVG}text")]


def boxes(svg: str, class_: str) -> list[tuple[float, float, float]]:
    """Return x, y and the right end of each rectangle of a class."""
    return [
        (
            float(r.get("x", "")),
            float(r.get("y", "")),
            float(r.get("x", "")) + float(r.get("width", "")),
        )
        for r in parse(svg).iter(f"{SVG}rect")
        if r.get("class") == class_
    ]


@pytest.mark.parametrize("width", [360, 720])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_drawing_is_well_formed_and_within_its_frame(program: str, width: int) -> None:
    svg = draw(trace_of(PROGRAMS[program]), width)
    root = parse(svg)
    height = float(root.get("viewBox", "").split()[3])
    assert root.get("viewBox", "").split()[2] == str(width)
    for rect in root.iter(f"{SVG}rect"):
        x, y = float(rect.get("x", "")), float(rect.get("y", ""))
        assert x >= -0.5
        assert 0 <= y <= height
        assert x + float(rect.get("width", "")) <= width + 0.5


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_same_program_gives_the_same_bytes(program: str) -> None:
    first, second = trace_of(PROGRAMS[program]), trace_of(PROGRAMS[program])
    assert draw(first) == draw(second)
    assert figure(first) == figure(second)


def test_a_drawing_has_a_role_a_title_and_a_description() -> None:
    root = parse(draw(trace_of(HOG)))
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == "What the tasks of program.py do"
    assert "hog blocks the loop for 0.5 s." in (desc.text or "")


def test_several_drawings_can_stand_in_one_page() -> None:
    drawings = [
        draw(trace_of(program), width) for program in PROGRAMS.values() for width in (360, 720)
    ]
    ids = [found for svg in drawings for found in re.findall(r' id="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    for svg in drawings:
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


def test_what_the_program_says_is_escaped() -> None:
    trace = trace_of(FAILURE)
    for drawn in (draw(trace), draw(trace, 360), table(trace), figure(trace)):
        assert "<page>" not in drawn
        assert "<good>" not in drawn
    words = texts(draw(trace))
    assert "<good>" in words
    assert any(word.startswith("ValueError: no such <page>") for word in words)


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_two_tasks_run_at_one_place_of_the_axis(program: str) -> None:
    trace = trace_of(PROGRAMS[program])
    for axis in ("time", "steps"):
        if axis == "time" and trace.end.time == 0:
            continue
        root = parse(draw(trace, 720, axis))
        tops: dict[str, float] = {}
        spans = []
        for lane in root.iter(f"{SVG}g"):
            if lane.get("class") != "lane":
                continue
            runs = [r for r in lane.iter(f"{SVG}rect") if r.get("class") == "run"]
            tops = {"": min((float(r.get("y", "")) for r in runs), default=0)}
            spans += [
                (float(r.get("x", "")), float(r.get("x", "")) + float(r.get("width", "")))
                for r in runs
                if float(r.get("y", "")) == tops[""]
            ]
        spans.sort()
        for (_, end), (start, _) in itertools.pairwise(spans):
            assert end <= start + 0.2
        assert all(end - start >= 2.5 for start, end in spans)


def test_time_is_drawn_unless_none_passes() -> None:
    assert 'data-axis="steps"' in draw(trace_of(TURNS))
    assert 'data-axis="time"' in draw(trace_of(GATHER))
    assert 'data-axis="steps"' in draw(trace_of(GATHER), axis="steps")
    with pytest.raises(ValueError, match="'auto', 'time' or 'steps', not 'log'"):
        draw(trace_of(GATHER), axis="log")


def test_a_picture_of_many_steps_is_longer() -> None:
    trace = trace_of(TURNS.replace("range(2)", "range(100)") + "    await asyncio.sleep(1)\n")
    svg = draw(trace)
    assert 'data-axis="time"' in svg
    assert 'class="lab-t lab-long"' in svg
    assert float(parse(svg).get("width", "")) > 1300
    assert not any("are drawn" in words for words in texts(svg))


def test_steps_are_drawn_if_too_much_happens_at_once() -> None:
    trace = trace_of(TURNS.replace("range(2)", "range(300)") + "    await asyncio.sleep(1)\n")
    assert trace.end.time == 1.0
    svg = draw(trace)
    assert 'data-axis="steps"' in svg
    assert float(parse(svg).get("width", "")) > 240 * 12
    assert any(re.match(r"Only the first 240 of \d+ steps are drawn.", t) for t in texts(svg))


def test_ticks_are_round() -> None:
    wide, narrow = (texts(draw(trace_of(GATHER), width)) for width in (720, 360))
    assert wide[:6] == [seconds(n / 5) for n in range(6)]
    assert narrow[:5] == [seconds(n / 4) for n in range(5)]


def test_waits_are_named_in_words() -> None:
    words = texts(draw(trace_of(GATHER)))
    assert {"gather of 3", "sleep 0.5 s", "sleep 1 s", "sleep 0.75 s"} <= set(words)


def test_calls_are_stacked_under_the_task() -> None:
    svg = draw(trace_of(CHAIN))
    calls = boxes(svg, "call")
    main, first, fetch = calls[0], calls[1], calls[2]
    assert main[1] < first[1] < fetch[1]
    assert main[0] <= first[0] <= fetch[0]
    assert fetch[2] < first[2] < main[2]
    assert texts(svg).count("check_status") == 2
    assert texts(svg).count("fetch") == 2


def test_blocking_is_said_in_words_and_a_ready_task_is_outlined_meanwhile() -> None:
    svg = draw(trace_of(HOG))
    assert "blocks the loop 0.5 s" in texts(svg)
    (stopped,) = boxes(svg, "stopped")
    widest = max(boxes(svg, "ready"), key=lambda box: box[2] - box[0])
    assert stopped[0] < widest[0] < widest[2] <= stopped[2] + 30  # and the step that ends it


def test_ends_are_told_by_shape_and_word() -> None:
    svg = draw(trace_of(FAILURE))
    root = parse(svg)
    classes = [e.get("class") for e in root.iter()]
    assert {"returned", "raised", "cancelled"} <= set(classes)
    words = texts(svg)
    assert "cancelled" in words
    assert "done" in words
    assert "TaskGroup cancels" in words


def test_printed_lines_stand_at_their_moment() -> None:
    svg = draw(trace_of(GATHER))
    assert texts(svg).count("<up> & running") == 3
    places = {
        g.get("data-task"): float(next(g.iter(f"{SVG}rect")).get("x", "0"))
        for g in parse(svg).iter(f"{SVG}g")
        if g.get("data-line") == "3"
    }
    assert set(places) == {"2", "3", "4"}


@pytest.mark.parametrize("width", [360, 720])
def test_the_word_of_a_cancel_and_the_numbers_of_lines_leave_room_for_each_other(
    width: int,
) -> None:
    program = """
    async def main():
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(2)
        except TimeoutError:
            for line in ("too late", "far too late", "more than that"):
                print(line)
    """
    root = parse(draw(trace_of(program), width))
    (word,) = [t for t in root.iter(f"{SVG}text") if t.text == "timeout"]
    assert word.get("text-anchor") == "end"
    pills = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "pill"]
    row = min(float(r.get("y", "")) for r in pills)
    edges = [
        (float(r.get("x", "")), float(r.get("x", "")) + float(r.get("width", "")))
        for r in pills
        if float(r.get("y", "")) == row
    ]
    assert len(edges) == 3
    assert float(word.get("x", "")) < edges[0][0]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(edges))
    assert edges[-1][1] <= width


@pytest.mark.parametrize("width", [360, 720])
def test_the_word_of_a_cancel_never_stands_beyond_that_of_another(width: int) -> None:
    trace = trace_of(
        """
        async def worker():
            while True:
                try:
                    await asyncio.sleep(0.3)
                except Exception:
                    pass
                except asyncio.CancelledError:
                    print("not saved")
                    await asyncio.sleep(0.2)

        async def main():
            task = asyncio.create_task(worker())
            await asyncio.sleep(0.3)
            task.cancel()
            await asyncio.wait([task], timeout=0.1)
        """
    )
    groups = [
        (float(path.get("d", "")[1:].partition(",")[0]), g.find(f"{SVG}text"))
        for g in parse(draw(trace, width)).iter(f"{SVG}g")
        for path in g.findall(f"{SVG}path")
        if path.get("class") == "cancel"
    ]
    (first, word), (second, other) = groups
    assert word is not None
    assert word.text == "cancel"
    assert abs(float(word.get("x", "")) - first) < 10
    if width == 720:
        assert other is not None
        assert other.text == "asyncio.run"
    assert other is None or abs(float(other.get("x", "")) - second) < 10


def test_elements_lead_to_the_source() -> None:
    root = parse(draw(trace_of(CHAIN)))
    lines = {e.get("data-line") for e in root.iter()}
    assert {"2", "5", "6", "9"} <= lines


def test_many_tasks_and_lines_are_cut_with_a_note() -> None:
    trace = trace_of(
        """
        async def one(number):
            await asyncio.sleep(1)
            print(number)

        async def main():
            await asyncio.gather(*[one(number) for number in range(30)])
        """
    )
    words = texts(draw(trace))
    assert f"{31 - MOST_LANES} more tasks are not drawn." in words
    assert any(word.endswith("more printed lines are not drawn.") for word in words)
    assert MOST_PRINTS < 30


def test_the_note_of_a_trace_that_was_cut_is_shown() -> None:
    trace = trace_of(TURNS.replace("range(2)", "range(50)"), limit=20)
    assert any(word.startswith("Cut: the first 20") for word in texts(draw(trace)))
    assert "Cut: the first 20" in table(trace)


@pytest.mark.parametrize("width", [720, 360])
@pytest.mark.parametrize("clock", ["virtual", "wall"])
def test_a_long_run_says_where_it_was_cut(clock: str, width: int) -> None:
    trace = trace_of(
        """
        async def ticker():
            for _ in range(2_000):
                await asyncio.sleep(0)

        async def main():
            await asyncio.gather(ticker(), ticker(), ticker())
        """,
        clock=clock,
    )
    assert trace.note == (
        "Cut: the first 5,000 steps and events are recorded, not what came after."
    )
    assert trace.note in " ".join(texts(draw(trace, width)))
    told = table(trace)
    assert told.count("<tr ") == MOST_ROWS
    assert re.search(r"<p>4,?\d+ more steps are left out.</p>", told)
    assert f"<p>{trace.note}</p>" in told


def test_much_output_is_told_in_few_words() -> None:
    program = "async def main():\n    print('x' * 300_000)\n    for n in range(999): print(n)\n"
    whole = figure(trace_of(program))
    assert len(whole) < 50_000
    assert "“" + "x" * 200 + "…”" in whole
    assert "does 980 more things" in whole


def test_the_table_tells_the_steps() -> None:
    html = table(trace_of(TURNS))
    rows = [tuple(re.findall(r"<td>(.*?)</td>", row)) for row in re.findall(r"<tr .*?</tr>", html)]
    assert rows[0] == (
        "0 s",
        "main",
        "starts; creates a; creates b; waits for task &#x27;a&#x27;",
    )
    assert rows[1] == ("0 s", "a", "starts; prints “a 0”; lets others run")
    assert rows[5][2] == "goes on; wakes main; returns"
    assert rows[-1][2] == "goes on; returns"


def test_the_table_tells_who_cancels_and_what_fails() -> None:
    html = table(trace_of(FAILURE))
    assert "the TaskGroup cancels &lt;good&gt;, because &quot;bad&quot; failed" in html
    assert "fails with ValueError: no such &lt;page&gt;" in html
    assert "ends, cancelled" in html
    assert "<td>event loop</td><td>the TaskGroup cancels" in html


def test_a_trace_of_nothing_can_be_drawn() -> None:
    trace = trace_of("pass")
    assert parse(draw(trace)).get("role") == "img"
    assert "<tbody>" in table(trace)


@settings(max_examples=40, deadline=None)
@given(TREES, st.integers(0, 1000), st.sampled_from([7, 5000]), st.sampled_from([360, 720]))
def test_whatever_a_program_does_can_be_drawn(
    tree: Tree, seed: int, limit: float, width: int
) -> None:
    trace = run_random(tree, seed, limit)
    for axis in ("auto", "steps"):
        parse(draw(trace, width, axis))
    check_axis(trace, width)
    table(trace)


def check_axis(trace: Trace, width: int) -> None:
    """The axis never goes back, and stays within its bounds."""
    for kind in ("auto", "time", "steps"):
        axis = Axis(trace, 10, width - 10, kind)
        steps = [s for s in trace.stretches if s.state in (RUNNING, BLOCKING)]
        moments = [m for s in steps for m in (s.start, s.end)]
        moments += [m for s in trace.stretches for m in (s.start, s.end)]
        moments += [line.at for line in trace.prints] + [trace.end]
        places = [axis.x(moment) for moment in sorted(moments)]
        for before, after in itertools.pairwise(places):
            assert before <= after + 0.01
        assert min(places) >= 9.9
        assert max(places) <= axis.right + 0.01
        if kind == "time":  # many steps may need more room: then the drawing is wider
            assert max(places) <= width - 9


def test_time_after_the_last_step_is_in_proportion() -> None:
    run = Stretch(1, RUNNING, Moment(0, 0.0), Moment(1, 0.0))
    wait = Stretch(1, WAITING, Moment(1, 0.0), Moment(1, 2.0), what="sleep 9 s")
    task = Task(1, "a", "a", None, 1, Moment(0, 0.0), None, "unfinished", "")
    axis = Axis(Trace("", "virtual", (task,), (run, wait), (), (), Moment(1, 2.0)), 0, 500)
    start, half, end = (axis.x(Moment(1, time)) for time in (0.0, 1.0, 2.0))
    assert end == pytest.approx(500, abs=0.1)
    assert half == pytest.approx((start + end) / 2, abs=0.1)


def test_seconds_are_written_short() -> None:
    assert [seconds(t) for t in (0, 0.5, 1.0, 0.1 + 0.2, 12)] == [
        "0 s",
        "0.5 s",
        "1 s",
        "0.3 s",
        "12 s",
    ]


@pytest.mark.parametrize("width", [720, 360])
def test_a_job_in_a_thread_has_a_lane_with_its_name_and_its_result(width: int) -> None:
    svg = draw(trace_of(THREADS), width)
    assert {"thread: read_file", "returns 'text'", "thread: int", "in a thread"} <= set(texts(svg))
    first, second, legend = boxes(svg, "thread")
    assert first[1] < second[1] < legend[1]
    assert second[2] - second[0] == pytest.approx(3)
    assert first[2] - first[0] > width / 4


def test_the_table_and_the_summary_tell_of_jobs() -> None:
    trace = trace_of(THREADS)
    words = re.sub("<[^>]*>", " ", table(trace)).replace("&#x27;", "'")
    assert "hands read_file to a thread" in words
    assert "thread: read_file  until 0.25 s; returns 'text'" in words
    assert "Handed to executors: read_file (returned), int (returned)." in figure(trace)
    assert "in a thread" not in figure(trace_of(GATHER))


def test_a_drawing_has_only_so_many_lanes_for_threads() -> None:
    program = """
    async def main():
        await asyncio.gather(*[asyncio.to_thread(int) for _ in range(30)])
    """
    svg = draw(trace_of(program))
    assert texts(svg).count("thread: int") == MOST_JOBS
    assert "24 more lanes of threads are not drawn." in svg
    assert "7 more tasks are not drawn." in svg


@pytest.mark.parametrize("kind", ["auto", "time", "steps"])
def test_a_trace_without_steps_is_drawn(kind: str) -> None:
    trace = Trace("idle.py", "wall", (), (), (), (), Moment(0, 0.5, 0))
    assert "idle.py" in figure(trace, kind)


NESTED = """
async def leaf():
    await asyncio.sleep(0.1)

async def branch(name):
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf(), name=f"{name} 1")
        group.create_task(leaf(), name=f"{name} 2")

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(branch("a"), name="a")
        group.create_task(branch("b"), name="b")
"""


def test_tasks_are_below_the_one_that_created_them() -> None:
    names = [t for t in texts(draw(trace_of(NESTED))) if re.fullmatch(r"main|[ab]( \d)?", t)]
    assert names == ["main", "a", "a 1", "a 2", "b", "b 1", "b 2"]


def test_a_long_wait_is_folded_and_says_so() -> None:
    program = """
    async def main():
        for _ in range(5):
            await asyncio.sleep(0.1)
        await asyncio.sleep(60)
    """
    axis = Axis(trace_of(program), 0, 600)
    ((start, end),) = axis.folds()
    waits = [b - a for (_, a), (b, _) in itertools.pairwise(axis.columns)]
    assert end - start == pytest.approx(4 * waits[0], rel=0.01)
    assert "long wait, shortened" in texts(draw(trace_of(program)))
    assert not any(start + 1 < x < end - 1 for x, _ in axis.ticks(60))
    assert Axis(trace_of(GATHER), 0, 600).folds() == []
    noisy = replace(trace_of(program.replace("60", "0.1")), clock="wall")
    steps = [replace(s, start=later(s.start), end=later(s.end)) for s in noisy.stretches]
    noisy = replace(noisy, stretches=tuple(steps), end=later(noisy.end))
    assert Axis(noisy, 0, 600).folds() == []


def later(moment: Moment) -> Moment:
    """The same moment, if each step took a millisecond."""
    return Moment(moment.step, moment.time + 0.001 * moment.step, moment.event)


def test_instants_get_room() -> None:
    axis = Axis(trace_of(FAILURE), 0, 570)
    widths = [end - start for start, end in axis.columns]
    assert min(widths) >= 14
    assert sum(widths) <= 0.46 * 570


def test_the_legend_explains_the_signs_that_are_drawn() -> None:
    signs = {
        "asks to cancel": FAILURE,
        "failed": FAILURE,
        "blocks the loop": HOG,
        "in a thread": THREADS,
        "creates": GATHER,
        "prints line 1": GATHER,
        "no time passes": GATHER,
    }
    for words, program in signs.items():
        assert words in texts(draw(trace_of(program)))
    plain = texts(draw(trace_of("async def main():\n    pass\n")))
    assert not set(signs) & set(plain)


def test_a_page_that_shows_the_output_has_it_once() -> None:
    svg = draw(trace_of(GATHER), lists_output=False)
    assert "<up> & running" not in texts(svg)
    assert {"1", "2", "3"} <= set(texts(svg))


def test_a_task_is_called_once_unless_others_have_its_name() -> None:
    words = texts(draw(trace_of(FAILURE)))
    assert "main" in words
    assert "Task-1" not in words
    assert {"Task-2", "Task-3"} <= set(texts(draw(trace_of(GATHER))))


def test_words_of_many_short_blocks_dont_overprint() -> None:
    program = """
    async def main():
        for _ in range(30):
            time.sleep(0.01)
            await asyncio.sleep(0)
    """
    words = [t for t in parse(draw(trace_of(program))).iter(f"{SVG}text") if t.text]
    places = sorted(float(t.get("x", "")) for t in words if "loop 0.01 s" in (t.text or ""))
    assert len(places) > 1
    assert all(b - a > 120 for a, b in itertools.pairwise(places))


def test_words_are_in_front_of_lines_that_cross_them() -> None:
    svg = draw(trace_of(FAILURE), 360)
    assert svg.index('class="cancel"') < svg.index('class="lane"')


def test_control_characters_leave_the_picture_valid() -> None:
    trace = trace_of(
        "async def fail():\n"
        "    print('\\x1b[32mgreen\\x08')\n"
        "    raise ValueError('\\x1b[31mno\\x07\\ufffe')\n"
        "async def main():\n"
        "    task = asyncio.create_task(fail(), name='a\\x1b[1mb\\0')\n"
        "    await asyncio.wait([task])\n"
        "    task.exception()\n"
    )
    parse(draw(trace))
    assert not re.search(r"[\0-\x08\x0b-\x1f]", figure(trace))
