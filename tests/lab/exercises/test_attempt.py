"""How a learner's program is run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab.exercises import Attempt, Program, Wrong
from lab.exercises.checks import check
from tests.support import warnings_as_in_a_new_process

TWO_FAIL = """\
import asyncio


async def fail():
    raise ValueError("no")


async def main():
    one = asyncio.create_task(fail())
    other = asyncio.create_task(fail())
    await one


asyncio.run(main())
"""


def test_a_failed_run_tells_of_all_its_tasks_and_leaves_none(tmp_path: Path) -> None:
    with warnings_as_in_a_new_process("default"):
        run = Attempt(TWO_FAIL, tmp_path / "two_fail.py").run(fails=True)
    assert run.error == "ValueError"
    assert "Task exception was never retrieved" in run.errors


def test_what_is_shown_is_the_program_itself_not_what_a_check_made_of_it(tmp_path: Path) -> None:
    program = "def greet(name):\n    print('hello', name)\n\n\ngreet('Ada')\n"
    checks = (
        '"""Greet."""\n\n\ndef others(attempt):\n    """Others are greeted."""\n'
        "    run = attempt.call('With Bob', lambda program: program.greet('Bob'))\n"
        "    assert run.lines == ['hello Bob']\n"
    )
    report = check(program, checks, tmp_path / "greet.py")
    assert report.passed
    assert report.run is not None
    assert report.run.lines == ["hello Ada"]


COUNTS = """\
import asyncio
SECONDS = 0.1
seen = []

async def wait(name):
    seen.append(name)
    await asyncio.sleep(SECONDS)
    print(name, len(seen))

def start():
    asyncio.run(wait("main"))

start()
print("over")
"""


@pytest.fixture
def attempt(tmp_path: Path) -> Iterator[Attempt]:
    with warnings_as_in_a_new_process("default"):
        yield Attempt(COUNTS, tmp_path / "counts.py")


def test_a_call_finds_the_values_as_the_program_wrote_them(attempt: Attempt) -> None:
    for _ in range(2):
        run = attempt.call("Called", lambda program: program.wait("check"))
        assert run.lines == ["check 1"]
        assert run.seconds == pytest.approx(0.1)
        assert [task.coroutine for task in run.trace.tasks] == ["wait"]


def test_only_what_is_shown_tells_what_changed(attempt: Attempt) -> None:
    """Reading that takes a quarter of the time of a check."""
    assert attempt.run().trace.changes
    others = attempt.run_with("Slower", SECONDS=0.2)
    assert others.trace.tasks
    assert not others.trace.changes


KEEPS = """\
import asyncio
import functools
import logging
import sys
import threading
from datetime import datetime
from sys import stdout
from time import monotonic, sleep, strftime

logging.basicConfig(stream=sys.stdout, format="logged %(message)s")
say = functools.partial(print, file=sys.stdout)


def pause():
    sleep(0.3)
    say("slept")


async def go():
    began, day, clock = monotonic(), datetime.now(), strftime("%S")
    await asyncio.to_thread(pause)
    sleep(1.7)
    stdout.write(f"{monotonic() - began:.1f} {(datetime.now() - day).seconds} ")
    stdout.write(f"{int(strftime('%S')) - int(clock)}\\n")
    logging.warning("it")


"""


@pytest.mark.parametrize(
    "before", ["", "threading.Thread(target=pause).start()\n", "sleep(1)\n"], ids=repr
)
def test_what_a_program_keeps_of_time_and_streams_is_that_of_the_call(
    tmp_path: Path, before: str
) -> None:
    answer = Attempt(f"{KEEPS}{before}asyncio.run(go())\n", tmp_path / "keeps.py")
    plain = answer.run()
    called = answer.call("Called", lambda program: program.go())
    assert called.lines == plain.lines
    assert called.lines[-3:] == ["slept", "2.0 2 2", "logged it"]
    assert called.seconds == plain.seconds == 2
    assert [task.coroutine for task in called.trace.tasks] == ["go"]


def test_a_program_that_never_comes_to_its_end_before_its_call_is_ended(tmp_path: Path) -> None:
    program = (
        "import asyncio\nloop = asyncio.new_event_loop()\n\n"
        "def again():\n    loop.call_soon(again)\n\n"
        "def greet():\n    print('hello')\n\n"
        "again()\nloop.run_forever()\n"
    )
    answer = Attempt(program, tmp_path / "again.py")
    assert answer.call("Called", lambda program: program.greet()).lines == ["hello"]


def test_a_value_is_changed_before_the_program_uses_it(attempt: Attempt) -> None:
    run = attempt.run_with("With longer waits", SECONDS=3)
    assert run.lines == ["main 1", "over"]
    assert run.seconds == 3


def test_a_function_is_replaced_wherever_the_program_calls_it(attempt: Attempt) -> None:
    async def wait(name: str) -> None:
        print("replaced:", name)

    assert attempt.run_with("Replaced", wait=wait).lines == ["replaced: main", "over"]
    called = attempt.call("Replaced", lambda program: program.start(), wait=wait)
    assert called.lines == ["replaced: main"]


def test_a_name_that_a_check_uses_is_asked_for(attempt: Attempt) -> None:
    keep = "The checks use `hurry`: keep this name."
    with pytest.raises(Wrong) as told:
        attempt.run_with("In a hurry", hurry=True)
    assert str(told.value) == keep
    with pytest.raises(Wrong) as told:
        attempt.call("In a hurry", in_a_group(lambda program: program.hurry()))
    assert str(told.value) == keep
    with pytest.raises(Wrong) as told:
        attempt.run().calls("hurry")
    assert str(told.value) == keep


def in_a_group(act: Callable[[Program], object]) -> Callable[[Program], object]:
    async def scene(program: Program) -> None:
        async with asyncio.TaskGroup():
            act(program)

    return scene


def test_a_name_inside_of_a_function_is_asked_for_outside(tmp_path: Path) -> None:
    nested = Attempt("def main():\n    def wait(): pass\n    wait()\nmain()\n", tmp_path / "a.py")
    with pytest.raises(Wrong, match="keep it outside of other functions and classes"):
        nested.call("Called", lambda program: program.wait())


def test_other_arguments_than_a_check_gives_are_told(attempt: Attempt) -> None:
    async def wait(name: str, seconds: float) -> None: ...

    with pytest.raises(Wrong, match=r"call `wait` with 2 arguments: let it take them\."):
        attempt.run_with("Replaced", wait=wait)
    with pytest.raises(Wrong, match=r"call `wait` with 2 arguments: let it take them\."):
        attempt.call("Replaced", lambda program: program.start(), wait=wait)
    with pytest.raises(Wrong, match=r"call `wait` with no arguments: let it take them\."):
        attempt.call("Called", lambda program: program.wait())


def test_a_program_that_fails_by_itself_is_told_so(tmp_path: Path) -> None:
    broken = Attempt("import asyncio\nprint(asynci)\nSECONDS = 1\n", tmp_path / "broken.py")
    with pytest.raises(Wrong, match="The program ends with NameError at line 2"):
        broken.run_with("With longer waits", SECONDS=3)


def test_a_failure_says_in_which_case(attempt: Attempt) -> None:
    with pytest.raises(Wrong) as told:
        attempt.call("With a number", lambda program: program.wait(3), seen=None)
    assert str(told.value) == (
        "With a number, the program ends with AttributeError at line 6:"
        " 'NoneType' object has no attribute 'append'."
    )
    failed = attempt.call("", lambda program: program.wait(3), seen=None, fails="AttributeError")
    assert failed.error == "AttributeError"
    with pytest.raises(Wrong):
        attempt.call("", lambda program: program.wait(3), seen=None, fails="Deadlock")


def test_lines_end_where_a_terminal_ends_them(tmp_path: Path) -> None:
    program = r"print('a\x0cb\u2028c\x85d'); print('e')"
    assert Attempt(program, tmp_path / "lines.py").run().lines == ["a\x0cb\u2028c\x85d", "e"]


def test_tasks_that_the_program_cancelled_may_be_left_by_its_own_loop(tmp_path: Path) -> None:
    program = (
        "import asyncio\n"
        "async def both():\n"
        "    await asyncio.gather(asyncio.sleep(8), asyncio.sleep(9))\n"
        "async def main():\n"
        "    task = asyncio.create_task(both())\n"
        "    await asyncio.sleep(1)\n"
        "    {}\n"
        "loop = asyncio.new_event_loop()\nloop.run_until_complete(main())\nloop.close()\n"
    )
    with warnings_as_in_a_new_process("default"):
        cancelled = Attempt(program.format("task.cancel()"), tmp_path / "a.py").run()
        forgotten = Attempt(program.format("pass"), tmp_path / "b.py").run(fails=True)
    assert cancelled.errors, "asyncio.run would have waited for what takes several turns to end"
    assert forgotten.complaint == "Python complains: Task was destroyed but it is pending!."


NEVER_GIVES_THE_TURN_AWAY = """\
import asyncio


async def main():
    while True:
        pass


asyncio.run(main())
"""


def test_a_turn_without_an_end_is_told_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.exercises.attempt.PATIENCE", 0.2)
    said = complaint(tmp_path, NEVER_GIVES_THE_TURN_AWAY)
    # It is at one of the loop's two lines when it is ended.
    for line in (5, 6):
        said = said.replace(f"line {line}", "line N")
    assert said == (
        "The program, at line N, runs for more than 0.2 s without giving the turn away."
    )


def test_asking_without_waiting_is_told_as_such_also_late_in_a_program(tmp_path: Path) -> None:
    program = (
        "import asyncio\nasync def main():\n"
        "    for _ in range(1000):\n        await asyncio.sleep(0.1)\n"
        "    while True:\n        await asyncio.sleep(0)\nasyncio.run(main())\n"
    )
    assert complaint(tmp_path, program).startswith("The program asks again and again without")


def test_a_checks_own_functions_are_not_among_those_who_wait(tmp_path: Path) -> None:
    async def scene(program: Program) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(program.wait_for_ever())

    program = (
        "import asyncio\nasync def wait_for_ever():\n    await asyncio.Event().wait()\n"
        "asyncio.run(asyncio.sleep(0))\n"
    )
    attempt = Attempt(program, tmp_path / "answer.py")
    with pytest.raises(Wrong, match=r"can wake it: wait_for_ever waits for Event.*, line 3\.$"):
        attempt.call("In a group", scene)


def complaint(tmp_path: Path, program: str) -> str:
    with pytest.raises(Wrong) as told:
        Attempt(program, tmp_path / "answer.py").run()
    return str(told.value)
