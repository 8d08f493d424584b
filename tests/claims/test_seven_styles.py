"""What `docs/learn/seven-styles.md` claims."""

from __future__ import annotations

import re
from collections.abc import Generator
from importlib.metadata import distribution, requires
from pathlib import Path

import pytest
from twisted.internet import defer, task
from twisted.python.failure import Failure

from lab.trace.data import BLOCKING, RUNNING
from tests.claims.claim import claim
from tests.claims.styles import (
    LAST,
    LINES,
    PROGRAMS,
    changed,
    run_source,
    runs_of,
    trace_of,
)

DURATION = re.compile(r"\d\.\d s")
NEXT = Path("docs/learn/seven-styles-await.md")
FAILS = '    1 / (page != "mail")\n    answers.send((page, True))'
STOPPING_DEFERREDS = "        for answer in checks:\n            answer.cancel()\n"


@claim(
    "Each program on this page and the next one prints these six lines, and a test compares them."
)
def test_all_styles_print_the_same_lines() -> None:
    """Also that every program with the job is compared: those two are other lessons."""
    others = {"channels", "monkey_patching"}
    names = {path.stem for path in PROGRAMS.glob("*.py")} - others
    assert len(names) == 10
    page = Path("docs/learn/seven-styles.md").read_text("utf-8")
    shown = page.partition('title="What all of them print"\n')[2].partition("```")[0]
    for name in sorted(names):
        recorded = (PROGRAMS / f"{name}.out").read_text("utf-8")
        # gevent's hub writes the traceback to standard error as well.
        lines = [line for line in recorded.splitlines() if not line.startswith("2> ")]
        assert lines == shown.splitlines(), name
        assert lines == [*LINES, LAST.replace("...", "0.2")]


@claim(
    "So an error is one more callback, `failed`, and every function in between has to pass it on."
)
@claim("With callbacks, an error is one more callback. An error that you raise goes to the loop.")
@claim(
    "If you forget that, and raise the `ConnectionError` instead, the loop logs it, and your"
    " program keeps waiting for the map."
)
def test_what_a_callback_raises_goes_to_the_loop() -> None:
    raises = ("failed(ConnectionError(", "raise (ConnectionError(")
    out, err, status = run_source(changed("callbacks", raises))
    # The map answers, and is what stops the loop.
    assert out.splitlines() == [*LINES[:4], "map: 200"]
    assert "Exception in callback answered(" in err
    assert "ConnectionError: mail is down" in err
    assert status == 0


@claim("`check` never hears of it: here `stop_the_rest` prints `map: stopped`, because no code of")
def test_a_cancelled_timer_calls_nothing() -> None:
    quiet = ('        print(f"{page}: stopped")\n', "")
    out, _, _ = run_source(changed("callbacks", quiet))
    assert out.splitlines() == [*LINES[:4], LAST]


@claim("A Deferred is a list of pairs: one function for a result, one for an error.")
@claim("What one function returns is what the next one gets.")
@claim(
    "What it raises arrives as a `Failure` at the next errback, like an exception that looks for"
    " its"
    " `except`."
)
@claim(
    "A `Deferred` carries the result or the error from function to function. With"
    " `inlineCallbacks`, a generator gets it at a `yield`."
)
def test_a_deferred_passes_results_and_errors_on() -> None:
    seen: list[object] = []
    deferred: defer.Deferred[int] = defer.Deferred()

    def note(value: int) -> int:
        seen.append(value)
        return value

    def divide(_: int) -> float:
        return 1 / 0

    def handle(failure: Failure) -> str:
        seen.append(failure.check(ZeroDivisionError))
        return "handled"

    deferred.addCallback(lambda value: value + 1)
    deferred.addErrback(seen.append)  # is passed over
    deferred.addCallback(note)
    deferred.addCallback(divide)
    deferred.addCallback(seen.append)  # is passed over
    deferred.addErrback(handle)
    deferred.addCallback(seen.append)
    deferred.callback(1)
    assert seen == [2, ZeroDivisionError, "handled"]


@claim("`gatherResults` reports the first failure, and leaves the other checks alone.")
@claim("A cancelled Deferred fails with a `CancelledError`")
def test_gather_results_cancels_nothing() -> None:
    clock = task.Clock()
    late = task.deferLater(clock, 2, lambda: "late")
    reported: list[object] = []
    both = defer.gatherResults([defer.fail(LookupError()), late], consumeErrors=True)
    both.addErrback(lambda failure: reported.append(failure.check(defer.FirstError)))
    assert reported == [defer.FirstError]
    clock.advance(2)
    assert late.result == "late"
    stopped = task.deferLater(clock, 2, lambda: "never")
    stopped.cancel()
    stopped.addErrback(lambda failure: reported.append(failure.check(defer.CancelledError)))
    assert reported[1:] == [defer.CancelledError]


@claim("A small change: delete the two lines with `for` and `cancel`.")
@claim(
    "The error line comes as before, and then the map answers, although its answer is no longer"
    " needed."
)
@claim("None of them stops the rest when one part fails: the program has to.")
@pytest.mark.parametrize(
    ("name", "stopping"),
    [
        ("inline_callbacks", STOPPING_DEFERREDS),
        ("deferreds", "    for answer in checks:\n        answer.cancel()\n"),
        ("greenlets", "    gevent.killall(checks)\n"),
        ("tasklets", "    for each in checks:\n        kill(each)\n"),
        ("callbacks", '        timer.cancel()\n        print(f"{page}: stopped")\n'),
    ],
)
def test_nothing_stops_the_rest_by_itself(name: str, stopping: str) -> None:
    keep_going = {
        "callbacks": [(f"{stopping}", "        pass\n"), (' s")\n    loop.stop()', ' s")')],
        "greenlets": [(stopping, ""), (' s")\n', ' s")\n    gevent.wait()\n')],
        "deferreds": [
            (stopping, ""),
            ("return answers.", "answers."),
            ("\n\ntask.react", "    return defer.DeferredList(checks)\n\n\ntask.react"),
        ],
        # `collect` has to go on receiving, or the map waits at the channel.
        "tasklets": [(stopping, ""), (':.1f} s")\n', ':.1f} s")\n    print("map", answers.receive())\n')],
    }  # fmt: skip
    out, _, _ = run_source(changed(name, *keep_going.get(name, [(stopping, "")])))
    *before, error, last = out.splitlines()
    assert before == LINES[:4]
    assert error == LAST
    assert last in {"map: 200", "map ('map', True)"}


@claim(
    "Each `yield` gives up a Deferred and gets its result back, and a failure is raised right there"
)
def test_inline_callbacks_raise_at_the_yield() -> None:
    seen: list[object] = []

    @defer.inlineCallbacks
    def main():  # type: ignore[no-untyped-def]  # noqa: ANN202 - as its users write it
        seen.append((yield defer.succeed(1)))
        try:
            yield defer.fail(LookupError("no"))
        except LookupError as error:
            seen.append(str(error))

    main()
    assert seen == [1, "no"]


@claim("`Deferred.fromCoroutine` runs a coroutine that awaits Deferreds.")
def test_twisted_runs_coroutines() -> None:
    clock, seen = task.Clock(), list[str]()

    async def check() -> str:
        try:
            await task.deferLater(clock, 1, lambda: 1 / 0)
        except ZeroDivisionError:
            seen.append("raised at the await")
        return "done"

    defer.Deferred.fromCoroutine(check()).addCallback(seen.append)
    clock.advance(1)
    assert seen == ["raised at the await", "done"]


@claim(
    "It also keeps the exception in the greenlet, and `joinall` raises it again, but only because"
    " of"
)
@claim("Without it, `joinall` waits for all three and raises nothing.")
def test_joinall_raises_only_if_it_is_asked_to() -> None:
    ask = ("checks, raise_error=True", "checks")
    tell = ("checks, raise_error=True)", "checks)\n    print(checks[1].exception)")
    assert run_source(changed("greenlets", ask))[0].splitlines() == [*LINES[:4], "map: 200"]
    assert run_source(changed("greenlets", tell))[0].splitlines()[-1] == "mail is down"


@claim("`killall` raises `GreenletExit` in each greenlet where it waits, so `check` can")
@claim("It isn't an `Exception`, so an ordinary `except Exception` lets it pass.")
@claim("asyncio's `CancelledError` follows that example today.")
def test_what_stops_a_greenlet_is_no_exception() -> None:
    catch = ("except gevent.GreenletExit:", "except Exception:")
    assert LINES[4] not in run_source(changed("greenlets", catch))[0]
    source = (
        "import asyncio, gevent\n"
        "for kind in gevent.GreenletExit, asyncio.CancelledError:\n"
        "    print(issubclass(kind, BaseException), issubclass(kind, Exception))\n"
    )
    assert run_source(source)[0] == "True False\nTrue False\n"


@claim("gevent replaces those functions in Python's own library, before anything else is imported.")
@claim(
    "A module that did `from time import sleep` before the patch keeps the old function, and blocks"
    " everything."
)
@claim(
    "gevent's greenlets switch inside calls that look plain, and monkey patching makes other"
    " libraries do so."
)
def test_what_was_imported_before_the_patch_blocks() -> None:
    source = """
{before}
from gevent import monkey
monkey.patch_all()
{after}
import gevent
turns = []
def work(name):
    turns.append(name)
    sleep(0.05)
    turns.append(name)
gevent.joinall([gevent.spawn(work, "a"), gevent.spawn(work, "b")])
print("".join(turns))
"""
    late, early = "from time import sleep", ""
    assert run_source(source.format(before=early, after=late))[0] == "abab\n"
    assert run_source(source.format(before=late, after=early))[0] == "aabb\n"


@claim("`send` waits until another tasklet receives, and `receive` waits until another one sends.")
def test_both_ends_of_a_channel_wait() -> None:
    program = (
        "from channels import *\n"
        "chat = Channel()\n"
        "def sender():\n"
        "    print('sending'); chat.send('hello'); print('sent')\n"
        "def receiver():\n"
        "    print('receiving'); print(chat.receive())\n"
    )
    sender, receiver = "tasklet(sender)\n", "tasklet(receiver)\n"
    out, _, _ = run_source(program + sender + "run()\nprint('later')\n" + receiver + "run()\n")
    assert out.split() == ["sending", "later", "receiving", "hello", "sent"]
    out, _, _ = run_source(program + receiver + "run()\nprint('later')\n" + sender + "run()\n")
    assert out.split() == ["receiving", "later", "sending", "hello", "sent"]


@claim("An exception that a tasklet doesn't catch doesn't go to `collect`.")
@claim("It comes out of `run()`, and ends the program.")
@claim("Tasklets talk through channels. An exception that one doesn't catch ends `run()`.")
@claim("`kill` raises `GreenletExit` where a tasklet waits, as in gevent.")
def test_an_uncaught_exception_comes_out_of_run() -> None:
    raises = ('    answers.send((page, page != "mail"))', FAILS)
    catches = (
        "\nrun()\n",
        "\ntry:\n    run()\nexcept ZeroDivisionError:\n    print('out of run')\n",
    )
    out, _, _ = run_source(changed("tasklets", raises, catches))
    assert out.splitlines() == [*LINES[:4], "out of run"]


@claim("greenlet, the library below gevent, calls itself a spin-off of Stackless.")
def test_greenlet_says_where_it_comes_from() -> None:
    assert any(need.startswith("greenlet") for need in requires("gevent") or [])
    assert "spin-off of `Stackless`" in " ".join(
        (distribution("greenlet").read_text("METADATA") or "").split()
    )


def test_the_pages_compare_the_same_styles() -> None:
    table = NEXT.read_text("utf-8").partition("## Side by side")[2].partition("\n\nRead")[0]
    assert len(re.findall(r"^\| (?!Style|---)", table, re.MULTILINE)) == 9
    assert not DURATION.search(table)


@claim(
    "Until its result is there, nothing of it has begun: a Deferred is a place for an answer, not"
    " code that has stopped in the middle."
)
@claim(
    "After that the loop calls a function at 0.1 and at 0.2 seconds, and in between there is no"
    " task"
    " that could be waiting."
)
def test_nothing_of_a_deferred_runs_before_its_result() -> None:
    assert list(runs_of(trace_of("deferreds"), "check").values()) == [[0.1], [0.2, 0.2], [0.2]]
    callbacks = trace_of("callbacks")
    assert not callbacks.tasks
    assert [stretch.start.time for stretch in callbacks.stretches] == [0, 0.1, 0.2]

    ran: list[str] = []
    answer: defer.Deferred[str] = defer.Deferred()
    answer.addCallback(ran.append)
    assert not ran
    answer.callback("answer")
    assert ran == ["answer"]


@claim(
    "calling `check` runs it at once, up to its first `yield`, so `main` is interrupted three"
    " times."
)
def test_a_generator_of_inline_callbacks_starts_at_once() -> None:
    ran: list[str] = []

    def check() -> Generator[defer.Deferred[None], None, None]:
        ran.append("begun")
        yield defer.Deferred()
        ran.append("never")

    defer.inlineCallbacks(check)()
    assert ran == ["begun"]
    trace = trace_of("inline_callbacks")
    assert all(steps[0] == 0 for steps in runs_of(trace, "check").values())
    assert runs_of(trace, "main")[1].count(0) == 4


@claim("it's woken each time one of the three ends.")
def test_the_main_greenlet_is_woken_by_each_end() -> None:
    trace = trace_of("greenlets")
    ends = sorted(task.ended for task in trace.tasks if task.ended and task.coroutine == "check")
    steps = [
        stretch.start
        for stretch in trace.stretches
        if stretch.state == RUNNING and stretch.task == 1
    ][1:]
    assert len(ends) == len(steps) == 3
    assert all(end <= step for end, step in zip(ends, steps, strict=True))


@claim("while one tasklet sleeps like that, no other can run.")
@claim("so the program ends only after a second.")
def test_a_tasklet_that_sleeps_blocks_the_others() -> None:
    trace = trace_of("tasklets")
    assert trace.end.time == 1
    slept = [stretch for stretch in trace.stretches if stretch.state == BLOCKING]
    assert {trace.tasks[stretch.task - 1].coroutine for stretch in slept} == {"wake_sleepers"}
    for stretch in slept:
        others = [other for other in trace.stretches if other.state == RUNNING]
        assert all(not stretch.start < other.start < stretch.end for other in others)


@claim("`send` puts the sender at the back of the queue, and `kill` comes before its next turn.")
def test_a_tasklet_is_killed_before_it_is_over() -> None:
    sends = '    answers.send((page, page != "mail"))'
    source = changed("tasklets", (sends, f'{sends}\n    print(page, "is over")'))
    assert run_source(source)[0].splitlines() == [*LINES, LAST]
    lives = changed(
        "tasklets", (sends, f'{sends}\n    print(page, "is over")'), ("kill(each)", "pass")
    )
    assert "news is over" in run_source(lives)[0]
