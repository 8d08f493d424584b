"""The lab on the command line, run as a reader does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lab.__main__ import main
from lab.trace.data import Trace

TRACE = b"""{
 "format": "lab-trace 1", "program": "hello.py", "clock": "virtual",
 "tasks": [
  {"number": 1, "name": "Task-1", "coroutine": "main", "creator": null, "line": null,
   "created": [0, 0.0, 0], "ended": [1, 0.5, 0], "outcome": "returned", "detail": "3"}],
 "stretches": [
  {"task": 1, "state": "running", "start": [0, 0.0, 0], "end": [1, 0.5, 0], "chain": [],
   "what": "", "by": null}],
 "prints": [], "cancels": [], "end": [1, 0.5, 0], "note": ""}"""


def lab(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lab", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )


def test_run_gives_the_programs_own_output_and_status(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import sys\nprint(sys.argv[1:])\nprint('careful', file=sys.stderr)\nsys.exit(3)\n"
    )
    result = lab("run", "--transcript", "out.txt", "program.py", "--all", "1", cwd=tmp_path)
    assert result.stdout == "['--all', '1']\n"
    assert result.stderr == "careful\n"
    assert result.returncode == 3
    assert (tmp_path / "out.txt").read_text("utf-8") == "['--all', '1']\n2> careful\n"


def test_run_shows_an_error_without_frames_of_the_lab(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("1 / 0\n")
    result = lab("run", "program.py", cwd=tmp_path)
    assert result.returncode == 1
    assert "ZeroDivisionError" in result.stderr
    assert "lab" not in result.stderr.replace(str(tmp_path), "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("clock", [[], ["--clock", "virtual"], ["--trace", "t.json"]])
def test_run_ends_after_ctrl_c_as_python_does(tmp_path: Path, clock: list[str]) -> None:
    (tmp_path / "program.py").write_text("raise KeyboardInterrupt\n")
    assert lab("run", *clock, "program.py", cwd=tmp_path).returncode == -signal.SIGINT
    (tmp_path / "program.py").write_text("raise SystemExit(130)\n")
    assert lab("run", *clock, "program.py", cwd=tmp_path).returncode == 130


def test_run_of_a_missing_file_says_so(tmp_path: Path) -> None:
    result = lab("run", "nothing.py", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr == "nothing.py: there is no such file\n"


def test_new_makes_a_snippet_that_passes_and_a_page_that_names_it(tmp_path: Path) -> None:
    result = lab("new", "first_steps/hello", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "docs/learn/first-steps.md" in result.stdout
    assert lab("update", cwd=tmp_path).returncode == 0
    program = (tmp_path / "snippets/first_steps/hello.py").read_text("utf-8")
    assert '    print("hello")\n    #> hello\n' in program
    page = (tmp_path / "docs/learn/first-steps.md").read_text("utf-8")
    assert "```snippet\nfirst_steps/hello.py\n```\n" in page


@pytest.mark.parametrize("name", ["hello", "first/Steps", "../up/hello", "a/b/c"])
def test_new_refuses_a_bad_name(tmp_path: Path, name: str) -> None:
    result = lab("new", name, cwd=tmp_path)
    assert result.returncode == 2
    assert "NAME=topic/idea" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("tasks/evry", "no snippet is named tasks/evry; did you mean tasks/every?"),
        ("nothing", "no snippet is named nothing: write topic/idea"),
        ("tasks", "tasks is a topic: name its snippets, such as tasks/idea"),
        ("learn/tasks", "learn/tasks has no output to write down: only snippets do. `make test"),
        ("tasks/lose_no_log", "tasks/lose_no_log has no output to write down: only snippets do."),
    ],
)
def test_update_of_what_is_no_snippet_says_what_to_do(
    name: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["update", name]) == 2
    assert capsys.readouterr().err.startswith(told)


def test_new_says_what_it_cannot_write(tmp_path: Path) -> None:
    tmp_path.joinpath("snippets").write_text("a file, where a folder is to be")
    result = lab("new", "first/hello", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr == "snippets/first can't be written: Not a directory\n"


def test_new_leaves_what_is_there(tmp_path: Path) -> None:
    lab("new", "first/hello", cwd=tmp_path)
    program = tmp_path / "snippets/first/hello.py"
    program.write_text("mine")
    assert lab("new", "first/hello", cwd=tmp_path).returncode == 2
    assert program.read_text() == "mine"


TICKS = """
import asyncio, sys, time

async def tick():
    for number in range(3):
        print("tick", number)
        await asyncio.sleep(100)

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(tick(), name="ticker")
    print("late", file=sys.stderr)

asyncio.run(main())
sys.exit(7)
"""


def test_run_traces_and_draws_by_the_virtual_clock(tmp_path: Path) -> None:
    (tmp_path / "ticks.py").write_text(TICKS)
    options = ["--trace", "t.json", "--timeline", "t.svg", "--transcript", "t.out"]
    result = lab("run", *options, "ticks.py", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (7, "late\n")
    assert result.stdout == "tick 0\ntick 1\ntick 2\n"
    assert (tmp_path / "t.out").read_text("utf-8").endswith("2> late\n")
    trace = Trace.from_json((tmp_path / "t.json").read_text("utf-8"))
    assert (trace.program, trace.clock, trace.end.time) == ("ticks.py", "virtual", 300.0)
    assert [line.line for line in trace.prints] == [6, 6, 6, 12]
    svg = (tmp_path / "t.svg").read_text("utf-8")
    assert "ticker" in svg
    drawn = lab("draw", "t.json", "-o", "again.svg", cwd=tmp_path)
    assert (drawn.returncode, drawn.stdout, drawn.stderr) == (0, "", "")
    assert (tmp_path / "again.svg").read_text("utf-8").strip() == svg.strip()


def test_a_trace_is_the_same_bytes_in_each_process_and_folder(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ticks.py").write_text(TICKS)
        lab("run", "--trace", "t.json", "ticks.py", cwd=tmp_path / folder)
    assert (tmp_path / "a/t.json").read_bytes() == (tmp_path / "b/t.json").read_bytes()


def test_run_by_the_wall_clock(tmp_path: Path) -> None:
    (tmp_path / "ticks.py").write_text(TICKS.replace("100", "0.05"))
    result = lab("run", "--clock", "wall", "--trace", "t.json", "ticks.py", cwd=tmp_path)
    assert result.returncode == 7
    trace = Trace.from_json((tmp_path / "t.json").read_text("utf-8"))
    assert trace.clock == "wall"
    assert 0.15 <= trace.end.time < 30


def test_a_program_that_fails_is_traced_as_well(tmp_path: Path) -> None:
    (tmp_path / "hangs.py").write_text("import asyncio\nasyncio.run(asyncio.Event().wait())\n")
    result = lab("run", "--trace", "t.json", "hangs.py", cwd=tmp_path)
    assert result.returncode == 1
    assert "deadlock" in result.stderr
    assert "Deadlock" in Trace.from_json((tmp_path / "t.json").read_text("utf-8")).note


def test_run_into_a_folder_that_is_not_there_says_so_before_it_runs(tmp_path: Path) -> None:
    (tmp_path / "ticks.py").write_text(TICKS)
    result = lab("run", "--trace", "no/t.json", "ticks.py", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"{Path('no/t.json')}: there is no such folder to write to\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "t.json: No such file or directory\n"),
        (b"", "t.json: not a trace: not JSON: "),
        (b"{}", "t.json: not a trace: "),
        (b"\x89PNG\xff\xfe\x00", "t.json: not a trace: not text in UTF-8\n"),
        (b"[" * 100_000, "t.json: not a trace: not JSON: "),
        (TRACE.replace(b"lab-trace 1", b"lab-trace 7"), "t.json: not a trace: the key 'format'"),
        (TRACE[: len(TRACE) // 2], "t.json: not a trace: not JSON: "),
        (TRACE.replace(b'"number": 1', b'"number": "one"'), "t.json: not a whole trace: tasks[0]"),
        (TRACE.replace(b'"prints"', b'"print"'), "t.json: not a whole trace: prints is missing\n"),
        (TRACE.replace(b"0.5", b"-Infinity"), "t.json: this trace can't be drawn ("),
        (TRACE.replace(b'"end": [', b'"end": [NaN, '), "t.json: not a whole trace: "),
    ],
)
def test_draw_says_what_is_wrong(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "t.json").write_bytes(content)
    result = lab("draw", "t.json", cwd=tmp_path)
    assert result.stderr.startswith(message)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1


def test_a_line_like_one_of_standard_error_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import os\nprint('2> x')\nprint('more')\nos.mkdir('d'); os.chdir('d')\n"
    )
    result = lab("run", "--transcript", "out.txt", "--trace", "t.json", "program.py", cwd=tmp_path)
    assert result.stdout == "2> x\nmore\n"
    assert result.stderr.startswith(
        "out.txt: it could not be written: a line that starts with '2> '"
    )
    assert result.stderr.count("\n") == 1
    assert result.returncode == 2
    assert not (tmp_path / "out.txt").exists()
    assert Trace.from_json((tmp_path / "t.json").read_text("utf-8")).prints[0].text == "2> x"


def test_files_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("print('done')\n")
    (tmp_path / "folder").mkdir()
    result = lab("run", "--timeline", "folder", "program.py", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "done\n")
    assert result.stderr == "folder: it could not be written: Is a directory\n"


def test_check_says_of_each_check_whether_an_answer_passes(tmp_path: Path) -> None:
    folder = tmp_path / "exercises/topic/hello"
    folder.mkdir(parents=True)
    for name in ("starter.py", "solution.py"):
        (folder / name).write_text('"""Say hello."""\n')
    (folder / "checks.py").write_text(
        '"""Say hello."""\n\nfrom lab.exercises import Attempt, wrong\n\n'
        'HINTS = ("Print it.",)\n\n\n'
        "def it_runs(attempt: Attempt) -> None:\n    attempt.run()\n\n\n"
        "def hello(attempt: Attempt) -> None:\n"
        '    if attempt.run().lines != ["hello"]:\n        wrong("It does not say hello.")\n'
    )
    (tmp_path / "good.py").write_text("print('hello')\n")
    (tmp_path / "bad.py").write_text("print('bye')\n")
    good = lab("check", "topic/hello", "good.py", cwd=tmp_path)
    assert (good.returncode, good.stdout) == (0, "yes it_runs\nyes hello\n")
    bad = lab("check", "topic/hello", "bad.py", cwd=tmp_path)
    assert (bad.returncode, bad.stdout) == (1, "yes it_runs\nNO  hello: It does not say hello.\n")
    missing = lab("check", "topic/helo", "good.py", cwd=tmp_path)
    assert missing.returncode == 2
    assert "exercises/topic/helo/starter.py:1: an exercise has this file" in missing.stderr


def test_draw_writes_a_page_with_a_table(tmp_path: Path) -> None:
    (tmp_path / "ticks.py").write_text(TICKS)
    lab("run", "--trace", "t.json", "ticks.py", cwd=tmp_path)
    assert lab("draw", "t.json", "-o", "t.html", cwd=tmp_path).returncode == 0
    page = (tmp_path / "t.html").read_text("utf-8")
    assert page.count("<svg") == 2
    assert '<table class="lab-steps">' in page


def test_steps_tells_a_run_and_fails_as_the_program_does(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import asyncio, sys\n"
        "async def main(): await asyncio.sleep(0.5); sys.exit('no luck')\n"
        "asyncio.run(main())\n"
    )
    told = lab("steps", "program.py", cwd=tmp_path)
    assert (told.returncode, told.stderr) == (1, "no luck\n")
    assert "timers: at 0.5 s: sleep 0.5 s of main" in told.stdout
    (tmp_path / "t.json").write_bytes(TRACE)
    told = lab("steps", "t.json", cwd=tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    assert "This trace does not say what was ready" in told.stdout


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("absent.py", "absent.py: there is no such file\n"),
        ("t.json", "t.json: not a trace: the key"),
    ],
)
def test_steps_says_what_is_wrong(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "t.json").write_text("{}")
    told = lab("steps", name, cwd=tmp_path)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(message)


@pytest.mark.parametrize(
    "command", [["--help"], ["run", "--help"], ["draw", "--help"], ["steps", "--help"]]
)
def test_help(tmp_path: Path, command: list[str]) -> None:
    result = lab(*command, cwd=tmp_path)
    assert result.returncode == 0
    assert "usage: python -m lab" in result.stdout
