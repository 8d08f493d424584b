from __future__ import annotations

import contextvars
import decimal
import logging
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import lab
from lab.programs.execution import INTERRUPTED, describe, execute
from lab.programs.fresh import as_in_a_new_process
from lab.programs.transcript import Recorder
from lab.trace.tracer import Tracer


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return tmp_path / "idea.py"


def test_the_path_is_put_back(program: Path) -> None:
    program.write_text(
        "import sys\nsys.path.insert(0, 'a')\nsys.path = ['b']\nsys.path.append('c')"
    )
    path, before = sys.path, [*sys.path]
    assert execute(program) == 0
    assert sys.path is path
    assert sys.path == before


def test_exit_functions_are_called_at_the_programs_end(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.write_text(
        "import atexit\n"
        "def bye(name): print('bye', name, here)\n"
        "here = 'still here'\n"
        "atexit.register(bye, name='Ada')\n"
        "atexit.register(lambda: 1 / 0)\n"
        "@atexit.register\n"
        "def first(): print('first')\n"
        "@atexit.register\n"
        "def not_called(): print('never')\n"
        "atexit.unregister(not_called)\n"
        "raise SystemExit('ended')\n"
    )
    assert execute(program) == 1
    output = capsys.readouterr()
    assert output.out == "first\nbye Ada still here\n"
    assert output.err.startswith("ended\nException ignored in atexit callback <function <lambda>")
    assert output.err.endswith("ZeroDivisionError: division by zero\n")


def test_exit_functions_are_those_of_a_forked_process_too(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # What `multiprocessing` does in one, since Python 3.13.
    program.write_text(
        "import atexit\n"
        "atexit.register(print, 'never')\n"
        "atexit._clear()\n"
        "atexit.register(print, 'once')\n"
        "atexit._run_exitfuncs()\n"
    )
    assert execute(program) == 0
    assert capsys.readouterr().out == "once\n"


def test_context_variables_are_the_programs_own(program: Path) -> None:
    program.write_text(
        "import contextvars, decimal\n"
        "assert not [*contextvars.copy_context()]\n"
        "decimal.getcontext().prec = 5\n"
    )
    contextvars.ContextVar[int]("outer").set(1)
    precision = decimal.getcontext().prec
    assert execute(program) == 0
    assert decimal.getcontext().prec == precision


def test_an_error_is_described_with_the_lines_of_a_groups_members() -> None:
    source = (
        "def fail(error):\n"
        "    raise error\n"
        "def caught(error):\n"
        "    try:\n"
        "        fail(error)\n"
        "    except Exception as error:\n"
        "        return error\n"
        "inner = ExceptionGroup('inner', [caught(KeyError()), ValueError('never raised')])\n"
        "try:\n"
        "    raise inner\n"
        "except ExceptionGroup:\n"
        "    pass\n"
        "raise ExceptionGroup('outer', [inner])\n"
    )
    with pytest.raises(ExceptionGroup) as raised:
        exec(compile(source, "idea.py", "exec"), {})  # noqa: S102 - to have its lines
    assert describe(raised.value, "idea.py") == {
        "type": "ExceptionGroup",
        "message": "outer (1 sub-exception)",
        "line": 13,
        "lines": [2, 10, 13],
    }


def test_a_program_starts_as_in_a_new_process() -> None:
    for _ in range(2):
        with as_in_a_new_process():
            logging.basicConfig(level=logging.DEBUG)
            assert threading.Thread().name == "Thread-1"
            random.seed(1)
    root = logging.root
    with as_in_a_new_process():
        one = random.random()  # noqa: S311 - any number
        assert root.handlers == []
    with as_in_a_new_process():
        assert random.random() != one  # noqa: S311 - any number


def test_the_end_of_a_program_leaves_finalizers_of_this_process_alive(tmp_path: Path) -> None:
    # Only the first `weakref.finalize` of a process registers what a program must not take along.
    code = (
        "import weakref\nfrom pathlib import Path\nfrom lab.programs.execution import execute\n"
        "execute(Path('program.py'))\n"
        "class Thing: pass\n"
        "thing = Thing()\nweakref.finalize(thing, print, 'finalized')\ndel thing\n"
    )
    (tmp_path / "program.py").write_text(
        "import weakref\nclass Mine: pass\nmine = Mine()\nweakref.finalize(mine, print, 'mine')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "mine\nfinalized\n"


def test_a_program_has_the_names_that_python_gives_it(program: Path) -> None:
    shown = "print([(name, type(value).__name__) for name, value in [*globals().items()]])\n"
    program.write_text(
        shown + "import sys\n"
        "from pathlib import Path\n"
        "print(__builtins__, __spec__, __file__, __loader__.path, sys.argv, Path(sys.path[0]))\n"
        "print(globals().get('__annotations__', 'none'))\n"
        "def here(): pass\n"
        "print(here.__code__.co_filename)\n"
    )
    relative = Path(os.path.relpath(program))
    plain = subprocess.run(
        [sys.executable, relative], capture_output=True, text=True, check=True
    ).stdout
    with Recorder() as recorder:
        assert execute(relative) == 0
    assert "".join(piece.text for piece in recorder.pieces) == plain


def test_the_exception_that_a_task_holds_shows_no_frames_of_ours(
    program: Path, caplog: pytest.LogCaptureFixture
) -> None:
    program.write_text(
        "import asyncio, sys\n"
        "async def child():\n"
        "    sys.exit(3)\n"
        "async def main():\n"
        "    task = asyncio.create_task(child())\n"
        "    await asyncio.sleep(1)\n"
        "asyncio.run(main())\n"
    )
    for observer in (None, Tracer("idea.py")):
        with lab.installed(observer=observer):
            assert execute(program) == 3
        assert "Task exception was never retrieved" in caplog.text
        assert caplog.text.endswith("SystemExit: 3\n")
        assert str(Path(lab.__file__).parent) not in caplog.text
        caplog.clear()


def test_a_program_that_ctrl_c_ends_has_the_status_of_that(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.write_text("raise KeyboardInterrupt\n")
    assert execute(program) == INTERRUPTED
    assert capsys.readouterr().err.endswith("KeyboardInterrupt\n")


def test_a_warning_at_the_end_has_the_place_that_python_gives_it(program: Path) -> None:
    program.write_text("async def greet(): ...\ngreeting = greet()\n")
    plain = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    words = "coroutine 'greet' was never awaited"
    with pytest.warns(RuntimeWarning, match=words) as caught:
        assert execute(program) == 0
    assert plain.stderr == f"{caught[0].filename}:{caught[0].lineno}: RuntimeWarning: {words}\n"


HOOKS = """\
import atexit, sys, threading

def ended(kind, error, trace):
    print("ended:", kind.__name__, error, trace.tb_frame.f_code.co_name)
    END

def ignored(args):
    print("ignored:", args.exc_type.__name__)

sys.excepthook = ended
sys.unraisablehook = ignored
threading.excepthook = lambda args: print("thread:", args.exc_type.__name__)

class Bad:
    def __del__(self):
        1 / 0

Bad()
thread = threading.Thread(target=[].pop)
thread.start()
thread.join()
atexit.register({}.popitem)
last = Bad()
raise ValueError("bad")
"""


@pytest.mark.parametrize("end", ["pass", "sys.exit(7)", "error()", "del sys.excepthook"])
def test_what_a_program_does_about_uncaught_exceptions_is_done(
    program: Path, end: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HOOKS.replace("END", end)
    program.write_text(text.replace("sys.excepthook = ended", end) if "del" in end else text)
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    plain = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, check=False
    )
    assert execute(program) == plain.returncode
    output = capsys.readouterr()
    assert output.out == plain.stdout
    assert output.err == plain.stderr
    assert "ignored: ZeroDivisionError" in output.out
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


FORGOTTEN = """\
import asyncio

async def work():
    pass

async def main():
    asyncio.run(work())

kept = work()
asyncio.run(main())
"""


def test_what_is_forgotten_until_the_end_is_told_as_by_a_process_that_ends(program: Path) -> None:
    program.write_text(FORGOTTEN)
    commands = [[str(program)], ["-m", "lab", "run", str(program)]]
    plain, ours = (
        subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
        for command in commands
    )
    assert "was never awaited" in plain.stderr
    assert ours.stderr == plain.stderr


PENDING = """\
import asyncio

async def work():
    try:
        await asyncio.sleep(5)
    finally:
        print("is closed")

loop = asyncio.new_event_loop()
kept = loop.create_task(work())
loop.run_until_complete(asyncio.sleep(0.01))
loop.close()
"""


def test_a_task_that_is_pending_at_the_end_is_told_as_by_a_process_that_ends(
    program: Path,
) -> None:
    program.write_text(PENDING)
    commands = [[str(program)], ["-m", "lab", "run", "--clock", "virtual", str(program)]]
    plain, ours = (
        subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
        for command in commands
    )
    assert "coro=<work() running at" in plain.stderr
    assert (ours.stdout, ours.stderr) == (plain.stdout, plain.stderr)
