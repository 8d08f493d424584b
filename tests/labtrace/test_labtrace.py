"""A program runs as ever with `labtrace.py` beside it, and its file says what its tasks did."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

LABTRACE = Path(__file__).parents[2] / "docs" / "labtrace.py"
MOST_LINES = 150
ENDED = -1
"""At which place a task is that has ended."""
OTHERS = ["python3.12", "python3.13", "python3.14"]

PROGRAM = """\
import asyncio, time

async def numbers():
    for n in range(2):
        await asyncio.sleep(0.001)
        yield n

async def work(secret):
    async for n in numbers():
        pass
    time.sleep(0.3)
    raise ValueError(secret)

async def main():
    task = asyncio.create_task(work("hunter2"), name="worker")
    other = asyncio.create_task(asyncio.Event().wait())
    await asyncio.sleep(0)
    other.cancel()
    try:
        await task
    except ValueError:
        print("failed")

asyncio.run(main())
"""


def python(name: str) -> str:
    """Find another Python, or skip the test."""
    found = shutil.which(name)
    if found is None or subprocess.run([found, "-V"], capture_output=True).returncode:
        pytest.skip(reason=f"there is no {name} on this machine")
    return found


def record(
    folder: Path, program: str, *, interpreter: str = sys.executable, path: Path = LABTRACE
) -> tuple[subprocess.CompletedProcess[str], list[list[Any]]]:
    """Run a program with labtrace, and read the lines of its file."""
    (folder / "program.py").write_text(program, encoding="utf-8")
    run = subprocess.run(
        [interpreter, str(path), "program.py", "one", "-o"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return run, read(folder / "program.labtrace")


def read(file: Path) -> list[list[Any]]:
    """Read the lines of a file, with one for each step that says in words what it waits for."""
    header, *lines = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(header)["format"] == "labtrace 3"
    parts = [json.loads(line) for line in lines]
    rows = [row for name, found in parts for row in (found if name == "rows" else [[name, found]])]
    words = dict(of_kind(rows, "word"))
    return [row for row in rows if row[0] != "steps"] + [
        ["step", *step, words[-waits] if waits < 0 else f"task {waits}"]
        for (numbers,) in of_kind(rows, "steps")
        for *step, waits in zip(*[iter(numbers)] * 7, strict=True)
    ]


def of_kind(lines: list[list[Any]], kind: str) -> list[list[Any]]:
    return [columns for name, *columns in lines if name == kind]


def chains(lines: list[list[Any]]) -> dict[int, list[tuple[str, int]]]:
    """The functions and lines of each chain, outermost first, without those of labtrace."""
    found: dict[int, list[tuple[str, int]]] = {0: []}
    for number, outer, line, function, file, _ in of_kind(lines, "place"):
        found[number] = found[outer] + [(function, line)] * ("labtrace" not in file)
    return found


def names(lines: list[list[Any]]) -> dict[int, str]:
    """What each task is called at its end."""
    first = {columns[0]: columns[4] for columns in of_kind(lines, "task")}
    return first | dict(of_kind(lines, "name"))


def test_it_is_one_short_file_of_the_standard_library() -> None:
    text = LABTRACE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= sys.stdlib_module_names
        if isinstance(node, ast.ImportFrom):
            assert node.module in sys.stdlib_module_names


@pytest.mark.parametrize("name", [Path(sys.executable).name, *OTHERS])
def test_it_says_what_tasks_did(tmp_path: Path, name: str) -> None:
    interpreter = python(name) if name in OTHERS else sys.executable
    run, lines = record(tmp_path, PROGRAM, interpreter=interpreter)
    assert (run.stdout, run.stderr, run.returncode) == ("failed\n", "", 0)
    where = chains(lines)
    tasks = {columns[5]: columns for columns in of_kind(lines, "task")}
    worker, _, creator, chain, _, _ = tasks["work"]
    assert (creator, where[chain]) == (1, [("main", 15)])
    assert names(lines)[worker] == "worker"
    ends = {step[0]: step[6] for step in of_kind(lines, "step") if step[5] == ENDED}
    assert ends[tasks["work"][0]] == "raised ValueError"
    assert ends[tasks["Event.wait"][0]] == "cancelled"
    assert ends[tasks["main"][0]] == "returned"
    ((cancelled, _, by, chain),) = of_kind(lines, "cancel")
    assert (cancelled, by, where[chain]) == (tasks["Event.wait"][0], 1, [("main", 18)])
    first = next(step for step in of_kind(lines, "step") if step[0] == worker)
    assert where[first[5]][:2] == [("work", 9), ("numbers", 5)]
    assert of_kind(lines, "step")[-1][4] == 0
    assert any(step[6] == f"task {tasks['work'][0]}" for step in of_kind(lines, "step"))


def test_it_says_at_which_line_a_step_blocks(tmp_path: Path) -> None:
    _, lines = record(tmp_path, PROGRAM.replace("0.3", "1.0"))
    stuck = of_kind(lines, "stuck")
    assert {tuple(chains(lines)[chain]) for *_, chain in stuck} == {(("work", 11),)}


def test_it_has_no_values(tmp_path: Path) -> None:
    record(tmp_path, PROGRAM)
    text = (tmp_path / "program.labtrace").read_text(encoding="utf-8")
    assert "hunter2" not in text
    assert str(tmp_path) not in text


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    text = "async def work():\n    await __import__('asyncio').sleep(0)\n"
    (tmp_path / "other" / "program.py").write_text(text, encoding="utf-8")
    _, lines = record(tmp_path, "import asyncio, other.program as o\nasyncio.run(o.work())")
    files = {function: file for _, _, _, function, file, _ in of_kind(lines, "place")}
    assert (files["<module>"], files["work"]) == ("program.py", "other/program.py")


def test_arguments_of_the_program_are_its_own(tmp_path: Path) -> None:
    run, _ = record(tmp_path, "import sys\nprint(sys.argv, __name__)")
    assert run.stdout == "['program.py', 'one', '-o'] __main__\n"


def test_it_follows_uvloop(tmp_path: Path) -> None:
    program = PROGRAM.replace("asyncio.run", "import uvloop; uvloop.run")
    _, lines = record(tmp_path, program)
    assert "work" in {columns[5] for columns in of_kind(lines, "task")}
    assert [step[6] for step in of_kind(lines, "step")].count("raised ValueError") == 1


def test_a_program_that_is_killed_leaves_a_file_that_opens(tmp_path: Path) -> None:
    program = PROGRAM.replace('print("failed")', "import os; time.sleep(0.5); os._exit(3)")
    run, lines = record(tmp_path, program)
    assert run.returncode == 3
    assert "work" in {columns[5] for columns in of_kind(lines, "task")}
    assert not of_kind(lines, "over")


def in_a_block(folder: Path, block: str, *, before: str = "") -> subprocess.CompletedProcess[str]:
    program = f"""\
        import asyncio, sys
        sys.path.insert(0, {str(LABTRACE.parent)!r})
        import labtrace

        async def turns(count):
            for _ in range(count):
                await asyncio.sleep(0)

        async def main():
            {before or "pass"}
            with {block}:
                await asyncio.create_task(turns(20_000))
            print("done")

        asyncio.run(main())
    """
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_block_in_a_running_loop_is_recorded(tmp_path: Path) -> None:
    run = in_a_block(tmp_path, 'labtrace.record("run.labtrace")')
    assert (run.stdout, run.stderr) == ("done\n", "")
    assert len(of_kind(read(tmp_path / "run.labtrace"), "step")) > 20_000


def test_a_file_that_is_full_says_so_and_the_program_goes_on(tmp_path: Path) -> None:
    run = in_a_block(tmp_path, 'labtrace.record("run.labtrace", limit=0)')
    assert run.stdout == "done\n"
    overs = of_kind(read(tmp_path / "run.labtrace"), "over")
    assert overs[-1][1] == "the file reached its limit"


def test_a_file_that_cannot_be_written_does_not_end_the_program(tmp_path: Path) -> None:
    run = in_a_block(tmp_path, 'labtrace.record("no/such/folder")')
    assert (run.stdout, run.returncode) == ("done\n", 0)
    said = "labtrace stopped recording: [Errno 2] No such file or directory: 'no/such/folder'\n"
    assert run.stderr == said


def test_a_recorder_that_fails_says_so_and_the_program_goes_on(tmp_path: Path) -> None:
    run = in_a_block(tmp_path, 'labtrace.record("run.labtrace")', before="labtrace.weakref = None")
    assert (run.stdout, run.stderr, run.returncode) == ("done\n", "", 0)
    overs = of_kind(read(tmp_path / "run.labtrace"), "over")
    assert overs[0][1] == "the recorder failed: AttributeError"


AS_WITHOUT = {
    "an error": """
        import asyncio
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(0, 1 / 0))
        asyncio.run(main())
        """,
    "a wrong syntax": "def f(:",
    "an exit status": "import asyncio, sys; asyncio.run(asyncio.sleep(0)); sys.exit(7)",
    "its names": """
        import atexit, sys
        print(sys.argv, sys.path[0], __file__, __name__)
        atexit.register(lambda: print(sys.modules["__main__"].__dict__ is globals()))
        """,
    "what debug mode says of a slow step": """
        import asyncio, logging
        class Shown(logging.Filter):
            def filter(self, record):
                print(str(record.args[0])[:70])
        logging.getLogger("asyncio").addFilter(Shown())
        async def main():
            asyncio.get_running_loop().slow_callback_duration = 0
        asyncio.run(main(), debug=True)
        """,
}


@pytest.mark.parametrize("program", AS_WITHOUT.values(), ids=AS_WITHOUT)
def test_a_program_says_the_same_as_without(tmp_path: Path, program: str) -> None:
    (tmp_path / "program.py").write_text(textwrap.dedent(program), encoding="utf-8")
    runs = [
        subprocess.run(
            [sys.executable, *with_it, "program.py", "one", "-o"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        for with_it in ([], [str(LABTRACE)])
    ]
    bare, recorded = [(run.stdout, run.stderr, run.returncode) for run in runs]
    assert recorded == bare


def test_a_loop_of_the_programs_own_is_recorded(tmp_path: Path) -> None:
    program = PROGRAM.replace("asyncio.run", "asyncio.SelectorEventLoop().run_until_complete")
    _, lines = record(tmp_path, program)
    assert {"main", "work"} <= {columns[5] for columns in of_kind(lines, "task")}


BLOCKS = f"""
import asyncio, sys
sys.path.insert(0, {str(LABTRACE.parent)!r})
import labtrace

async def pause():
    await asyncio.sleep(0)
    await asyncio.sleep(0)

async def main():
    call_soon = asyncio.get_running_loop().call_soon
    early = asyncio.create_task(pause(), name="early")
    await asyncio.sleep(0)
    with labtrace.record("first.labtrace"):
        await asyncio.create_task(pause(), name="one")
    with labtrace.record("second.labtrace"):
        await asyncio.create_task(pause(), name="two")
        with labtrace.record("inner.labtrace"):
            await asyncio.create_task(pause(), name="three")
        await asyncio.create_task(pause(), name="four")
    assert asyncio.get_running_loop().call_soon == call_soon

asyncio.run(main())
"""


def test_blocks_may_follow_each_other_and_be_nested(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", BLOCKS], cwd=tmp_path, timeout=60, check=True)
    ended = {
        block: {names(lines)[step[0]] for step in of_kind(lines, "step") if step[5] == ENDED}
        for block in ("first", "second", "inner")
        if (lines := read(tmp_path / f"{block}.labtrace"))
    }
    assert ended == {
        "first": {"early", "one"},
        "second": {"two", "three", "four"},
        "inner": {"three"},
    }


def test_a_task_that_began_before_the_recording_has_no_creator(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", BLOCKS], cwd=tmp_path, timeout=60, check=True)
    creators = {
        columns[4]: (columns[2], columns[3])
        for columns in of_kind(read(tmp_path / "first.labtrace"), "task")
    }
    assert creators["early"] == creators["Task-1"] == (0, 0)


def test_any_name_of_an_error_can_be_read(tmp_path: Path) -> None:
    error = "type('O\"d\\\\d', (Exception,), {})"
    _, lines = record(
        tmp_path,
        PROGRAM.replace("ValueError", "Odd").replace("import", f"Odd = {error}\nimport", 1),
    )
    assert any(step[6] == 'raised O"d\\d' for step in of_kind(lines, "step"))


def test_the_end_of_an_async_generator_is_a_task_like_others(tmp_path: Path) -> None:
    program = """
import asyncio
async def numbers():
    try:
        yield 1
    finally:
        await asyncio.sleep(0)
async def main():
    async for _ in numbers():
        break
    await asyncio.sleep(0.01)
asyncio.run(main())
"""
    _, lines = record(tmp_path, program)
    assert of_kind(lines, "over")[-1][1] == ""
    assert "async_generator_athrow" in {columns[5] for columns in of_kind(lines, "task")}


def test_a_callback_that_cancels_is_no_line_outside_the_loop(tmp_path: Path) -> None:
    program = """
import asyncio
async def main():
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError:
        pass
asyncio.run(main())
"""
    _, lines = record(tmp_path, program)
    assert [chains(lines)[columns[3]] for columns in of_kind(lines, "cancel")] == [[]]


def test_a_forked_process_is_left_alone(tmp_path: Path) -> None:
    program = f"""
import asyncio, os, sys
sys.path.insert(0, {str(LABTRACE.parent)!r})
import labtrace
recorder = labtrace.record("run.labtrace")
with recorder:
    if child := os.fork():
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    before = len(recorder.rows)
    asyncio.run(asyncio.sleep(0))
    os._exit(len(recorder.rows) - before)
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, timeout=60, check=False)
    assert run.returncode == 0


def test_it_says_whose_error_nobody_asked_for(tmp_path: Path) -> None:
    program = """
import asyncio
async def fails():
    raise ValueError
async def forever():
    await asyncio.get_running_loop().create_future()
async def main():
    asked = asyncio.create_task(fails(), name="asked")
    asyncio.create_task(fails(), name="never")
    asyncio.create_task(forever(), name="lost")
    await asyncio.sleep(0)
    try:
        await asked
    except ValueError:
        pass
asyncio.run(main())
"""
    program = program.replace("await asked", "import gc; gc.collect(); await asked")
    _, lines = record(tmp_path, program)
    assert {names(lines)[number] for (number,) in of_kind(lines, "lost")} == {"never", "lost"}


def test_it_says_how_many_items_a_queue_has(tmp_path: Path) -> None:
    program = """
import asyncio
async def main():
    jobs = asyncio.PriorityQueue()
    for job in range(30):
        jobs.put_nowait(job)
        await asyncio.sleep(0.005)
asyncio.run(main())
"""
    _, lines = record(tmp_path, program)
    ((number, _, place, kind, most),) = of_kind(lines, "queue")
    assert (chains(lines)[place], kind, most) == ([("main", 4)], "PriorityQueue", 0)
    sizes = [size for queue, _, size in of_kind(lines, "size") if queue == number]
    assert sizes == sorted(sizes)
    assert sizes[-1] == 30
