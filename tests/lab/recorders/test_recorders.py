"""Other systems' tasks are recorded as they ran, and the recorded runs that are kept are true."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.recorders import kept
from lab.recorders.__main__ import RECORDERS
from lab.snippets import snippet as snippets
from lab.snippets.snippet import Snippet, SnippetError, programs
from lab.timeline.drawing import draw
from lab.trace.data import BLOCKING, CANCELLED, RAISED, RETURNED, UNFINISHED, WAITING, Trace
from tests.snippets.lateness import measured_lateness
from tests.support import demand

TOLERANCE = 0.1
"""By how much the times of two runs may differ, in seconds, if the machine has time for both."""

STYLES = Path("snippets/seven_styles")
PROGRAM = """# /// script
# [tool.lab]
# recorder = {{ use = "{}", reason = "a test" }}
# ///
'It does nothing.'
"""
RECORDED = [
    path for path in programs(Path("snippets")) if "# recorder = " in path.read_text("utf-8")
]


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_what_is_kept_is_what_a_run_gives(path: Path) -> None:
    snippet = Snippet.read(path)
    before = kept.read(snippet)
    with measured_lateness() as late:
        run = kept.record(snippet)
    advice = f"run `make update ONLY={path.parent.name}/{path.stem}`"
    if not kept.is_same(before, run):
        if late.seconds > TOLERANCE:
            pytest.skip(reason=f"the machine was {late.seconds:.2f} s late: the order may differ")
        demand(lambda: iter([f"{kept.path_of(snippet)}:1: a run does something else: {advice}"]))
    assert kept.furthest(before, run) <= TOLERANCE + late.seconds, advice


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_what_is_kept_belongs_to_its_program(path: Path) -> None:
    """Each line that it names is in the file, and its output is the recorded one."""
    trace = kept.read(Snippet.read(path))
    lines = path.read_text("utf-8").splitlines()
    for printed in trace.prints:
        assert printed.line
        assert "print(" in lines[printed.line - 1]
    if path.with_suffix(".out").is_file():
        out = path.with_suffix(".out").read_text("utf-8").splitlines()
        assert [printed.text for printed in trace.prints] == out[: len(trace.prints)]


def outcomes(name: str) -> list[tuple[str, str]]:
    trace = kept.read(Snippet.read(STYLES / f"{name}.py"))
    return [(task.coroutine, task.outcome) for task in trace.tasks]


def test_each_task_ends_as_its_system_says() -> None:
    checks = [("check", RETURNED), ("check", RAISED), ("check", CANCELLED)]
    assert outcomes("with_trio") == [("main", RETURNED), *checks]
    assert outcomes("greenlets") == [("<module>", RETURNED), *checks]
    assert outcomes("deferreds") == [*checks, ("main", RETURNED)]
    assert outcomes("inline_callbacks") == [("main", RETURNED), *checks]
    # `collect` gets the news as a value, and then kills all three where they are.
    assert outcomes("tasklets") == [
        *[("check", CANCELLED)] * 3,
        ("collect", RETURNED),
        ("wake_sleepers", RETURNED),
    ]


def waiting(name: str) -> set[tuple[str, str, float]]:
    trace = kept.read(Snippet.read(STYLES / f"{name}.py"))
    return {
        (
            trace.tasks[stretch.task - 1].coroutine,
            stretch.what,
            round(stretch.end.time - stretch.start.time, 3),
        )
        for stretch in trace.stretches
        if stretch.state == WAITING
    }


def test_each_wait_has_its_length_and_its_words() -> None:
    slept = {("check", "sleep 0.1 s", 0.1), ("check", "sleep 0.2 s", 0.2)}
    assert waiting("with_trio") == {
        *slept,
        ("check", "sleep 1 s", 0.2),
        ("main", "nursery exit", 0.2),
    }
    assert {*slept, ("check", "sleep 1 s", 0.2), ("<module>", "joinall", 0.1)} <= waiting(
        "greenlets"
    )
    assert ("main", "its result", 0.2) in waiting("deferreds")
    assert ("check", "deferLater", 0.1) in waiting("inline_callbacks")


def test_a_tasklet_that_sleeps_keeps_all_others_waiting() -> None:
    trace = kept.read(Snippet.read(STYLES / "tasklets.py"))
    blocks = [stretch for stretch in trace.stretches if stretch.state == BLOCKING]
    assert {trace.tasks[stretch.task - 1].coroutine for stretch in blocks} == {"wake_sleepers"}
    assert len(blocks) == 3


def test_how_long_it_blocks_is_not_written_below_another_block() -> None:
    drawn = draw(kept.read(Snippet.read(STYLES / "tasklets.py")))
    assert "blocks the loop 0.8 s" in drawn
    assert "blocks the loop 0.1 s" not in drawn


@pytest.mark.parametrize("name", ["with_trio", "greenlets", "deferreds", "inline_callbacks"])
def test_the_map_is_stopped_at_the_moment_of_the_failure(name: str) -> None:
    trace = kept.read(Snippet.read(STYLES / f"{name}.py"))
    [cancel] = trace.cancels
    stopped = trace.tasks[cancel.task - 1]
    assert (stopped.outcome, cancel.at.time) == (CANCELLED, 0.2)


def test_a_program_without_a_recorded_run_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "topic" / "idea.py"
    path.parent.mkdir()
    path.write_text(PROGRAM.format("trio"))
    with pytest.raises(SnippetError, match=r"no recorded run of it: run `make update ONLY=topic"):
        kept.read(Snippet.read(path))
    path.with_suffix(".trace").write_text("{}")
    with pytest.raises(SnippetError, match="not a trace"):
        kept.read(Snippet.read(path))


def test_a_library_that_no_recorder_knows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "idea.py"
    path.write_text(PROGRAM.format("curio"))
    with pytest.raises(SnippetError, match="recorder is one of gevent, greenlet, trio, twisted"):
        _ = Snippet.read(path).metadata


def test_each_recorder_can_be_named() -> None:
    assert tuple(sorted(RECORDERS)) == snippets.RECORDERS


def test_a_run_that_differs_is_not_the_same() -> None:
    trace = kept.read(Snippet.read(STYLES / "with_trio.py"))
    assert kept.is_same(trace, Trace.from_json(trace.to_json()))
    fewer = Trace.from_json(trace.to_json().replace('"news: 200"', '"news: 404"'))
    assert not kept.is_same(trace, fewer)
    late = Trace.from_json(trace.to_json().replace(", 0.2, ", ", 0.3, "))
    assert kept.is_same(trace, late)
    assert kept.furthest(trace, late) == pytest.approx(0.1)
    assert all(task.outcome != UNFINISHED for task in trace.tasks)
