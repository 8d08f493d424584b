"""What `docs/learn/shutting-down.md` claims."""

from __future__ import annotations

import asyncio
import io
import logging
import signal
import subprocess
import sys
import threading
from asyncio.selector_events import BaseSelectorEventLoop
from contextlib import redirect_stdout, suppress
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientConnectorError, ClientSession, web

import lab
from tests.claims.claim import claim, duration, run
from tests.recipes.recipe import load

SERVICE = """
import asyncio, signal
from asyncio.selector_events import BaseSelectorEventLoop

async def main():
    stop = asyncio.Event()
    if {handles}:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, stop.set)
    print("serving", flush=True)
    try:
        await asyncio.wait_for(stop.wait(), 60)
    finally:
        print("cleaned up")

with asyncio.Runner(loop_factory={loop}) as runner:
    runner.run(main())
"""


def stopped(number: signal.Signals, *, handles: bool, loop: str = "None") -> tuple[str, int]:
    """What a service in a process of its own says after a signal, and its exit status."""
    code = SERVICE.format(handles=handles, loop=loop)
    command = [sys.executable, "-c", code]
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdout=pipe, stderr=quiet, text=True) as service:
        assert service.stdout is not None
        service.stdout.readline()
        service.send_signal(number)
        return service.communicate()[0].strip(), service.returncode


@claim("`asyncio.run` handles only SIGINT. On SIGTERM no `finally` runs, unless you add a handler.")
@claim("No `except` and no `finally` runs.")
def test_only_sigint_is_handled() -> None:
    assert stopped(signal.SIGINT, handles=False) == ("cleaned up", -signal.SIGINT)
    assert stopped(signal.SIGTERM, handles=False) == ("", -signal.SIGTERM)
    assert stopped(signal.SIGTERM, handles=True) == ("cleaned up", 0)


@claim("Ctrl-C cancels the main task there too, because `asyncio.run` uses `signal.signal`.")
def test_ctrl_c_needs_no_handlers_of_the_loop() -> None:
    """The wake-up that the proactor asks for is asyncio's own pipe on Unix: imitated here."""
    seen: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(0.01, signal.raise_signal, signal.SIGINT)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    with (
        pytest.raises(KeyboardInterrupt),
        asyncio.Runner(loop_factory=BaseSelectorEventLoop) as runner,
    ):
        runner.run(main())
    assert seen == ["cancelled"]


@claim("Let the handler set an event, and let `main` decide what to stop, and in which order.")
@claim(
    "Only the event changes when the signal arrives. No task is interrupted in the middle of its"
    " work"
)
def test_the_event_interrupts_no_task() -> None:
    stopped: list[str] = []

    async def work(name: str) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            stopped.append(name)

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, stop.set)
        tasks = {name: asyncio.create_task(work(name)) for name in "abc"}
        loop.call_later(1, signal.raise_signal, signal.SIGTERM)
        await stop.wait()
        await asyncio.sleep(5)
        assert stopped == []
        for name in "bca":
            tasks[name].cancel()
            await asyncio.wait([tasks[name]])

    run(main())
    assert stopped == ["b", "c", "a"]


@claim("`add_signal_handler` refuses a coroutine function. It works only in the main thread.")
def test_what_add_signal_handler_refuses() -> None:
    raised: list[type[Exception]] = []

    async def handler() -> None: ...

    async def add(callback: object) -> None:
        loop = asyncio.get_running_loop()
        try:
            loop.add_signal_handler(signal.SIGTERM, callback)  # type: ignore[arg-type]  # on purpose
        except Exception as error:
            raised.append(type(error))

    asyncio.run(add(handler))
    thread = threading.Thread(target=lambda: asyncio.run(add(print)))
    thread.start()
    thread.join()
    assert raised in ([TypeError, ValueError], [TypeError, RuntimeError])


@claim(
    "Once you handle SIGINT yourself, `asyncio.run` no longer cancels the main task when Ctrl-C"
    " is pressed."
)
@claim("Remove the handler on the first signal, so the second one works as usual.")
@claim(
    "A second Ctrl-C does not skip every clean-up. The `finally` blocks of cancelled tasks still"
    " run"
)
@pytest.mark.parametrize("removes", [False, True])
def test_a_second_ctrl_c(removes: bool) -> None:
    said: list[str] = []

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def on_ctrl_c() -> None:
            stop.set()
            if removes:
                loop.remove_signal_handler(signal.SIGINT)

        loop.add_signal_handler(signal.SIGINT, on_ctrl_c)
        for seconds in (1, 2):
            loop.call_later(seconds, signal.raise_signal, signal.SIGINT)
        await stop.wait()
        said.append("asked")
        try:
            await asyncio.sleep(60)
            said.append("cleaned up")
        finally:
            await asyncio.sleep(0)
            said.append("finally")

    if removes:
        with pytest.raises(KeyboardInterrupt):
            run(main())
        assert said == ["asked", "finally"]
    else:
        run(main())
        assert said == ["asked", "cleaned up", "finally"]


@claim("Set your own deadline for the clean-up, shorter than the system's.")
@claim("It refuses an empty list with a `ValueError`.")
@claim("That limit is needed because a cancelled task may take its time.")
@claim("asyncio.wait returns when all tasks are done or the time is up, and cancels none of them.")
def test_the_deadline_holds_whatever_tasks_do() -> None:
    shut_down = load("shutting_down/deadline").shut_down

    async def stubborn() -> None:
        for _ in range(3):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                pass

    async def quick(seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def main() -> None:
        tasks = [asyncio.create_task(quick(seconds)) for seconds in (1, 2)]
        assert await duration(shut_down(tasks, 5)) == 2
        with pytest.raises(ValueError, match="empty"):
            await shut_down([], 5)
        assert not any(task.cancelled() for task in tasks)
        tasks = [asyncio.create_task(quick(60)), asyncio.create_task(stubborn())]
        await asyncio.wait(tasks, timeout=1)
        assert not any(task.cancelling() for task in tasks)
        assert await duration(shut_down(tasks, 5)) == 5 + 1
        assert tasks[0].cancelled()
        assert not tasks[1].done()
        for _ in range(3):
            tasks[1].cancel()
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    with redirect_stdout(io.StringIO()):
        run(main())


@claim("To drain a server, stop accepting first, then finish what is open, up to a limit.")
@claim("The socket that listens is closed first, so the late client is refused.")
@claim("The open request gets its answer, and only then does the server stop.")
def test_draining() -> None:
    async def page(request: web.Request) -> web.Response:
        await asyncio.sleep(float(request.query["for"]))
        return web.Response()

    async def main(seconds: float) -> tuple[int, float]:
        app = web.Application()
        app.router.add_get("/", page)
        runner = web.AppRunner(app, shutdown_timeout=3)
        await runner.setup()
        site = web.TCPSite(runner, "localhost", 0)
        await site.start()
        url = f"http://localhost:{site.port}/?for={seconds}"
        async with ClientSession() as session, ClientSession() as other:

            async def visit() -> int:
                try:
                    async with session.get(url) as resp:
                        return resp.status
                except Exception:
                    return 0

            early = asyncio.create_task(visit())
            await asyncio.sleep(1)
            stopping = asyncio.create_task(duration(runner.cleanup()))
            await asyncio.sleep(0.5)
            with pytest.raises(ClientConnectorError):
                await other.get(url)
            return await early, await stopping

    status, took = run(main(2))
    assert status == 200
    assert 1 <= took < 1.5
    status, took = run(main(600))
    assert status == 0
    assert 3 <= took <= 3 * 2 + 1


@claim(
    "A message that has arrived at the same moment is still delivered, because the code checks"
    " `getting` first."
)
def test_a_message_at_the_last_moment(capsys: pytest.CaptureFixture[str]) -> None:
    listen = load("shutting_down/two_things_to_wait_for").listen

    async def main() -> None:
        news: asyncio.Queue[str] = asyncio.Queue()
        stop = asyncio.Event()
        task = asyncio.create_task(listen(news, stop))
        await asyncio.sleep(1)
        news.put_nowait("the last one")
        stop.set()
        await task

    capsys.readouterr()
    run(main())
    assert capsys.readouterr().out.splitlines()[0] == "news: the last one"


@claim("A `get` that is left over would take the next message, which would then be lost.")
def test_a_cancelled_listener_takes_no_message() -> None:
    listen = load("shutting_down/two_things_to_wait_for").listen

    async def main(*, left_over: bool) -> int:
        news: asyncio.Queue[str] = asyncio.Queue()
        listener = listen(news, asyncio.Event())
        task = asyncio.create_task(
            asyncio.wait([asyncio.ensure_future(news.get())]) if left_over else listener
        )
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        news.put_nowait("for the next one who asks")
        await asyncio.sleep(1)
        listener.close()
        return news.qsize()

    assert run(main(left_over=True)) == 0
    assert run(main(left_over=False)) == 1


@claim("A second signal must not postpone it, so the handler removes itself.")
def test_a_second_signal_does_not_put_the_deadline_off() -> None:
    source = Path("snippets/link_checker/shuts_down.py").read_text("utf-8")
    first = "loop.call_later(0.45, signal.raise_signal, signal.SIGTERM)"
    second = "loop.call_later(0.6, signal.raise_signal, signal.SIGTERM)"
    assert first in source
    program = source.replace(first, f"{first}; {second}")
    code = f"import lab\nwith lab.installed(): exec({program!r}, {{'__name__': '__main__'}})"
    done = subprocess.run(
        [sys.executable, "-uc", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGTERM, done.stderr
    assert done.stdout.count("stopping") == 1


@claim("The `finally` removes it, too: a handler that is left behind would still take Ctrl-C.")
def test_no_handler_is_left_behind() -> None:
    """After the checks, a signal does what it does by default."""
    source = Path("snippets/link_checker/shuts_down.py").read_text("utf-8")
    early, late = "loop.call_later(0.45, ", "loop.call_later(30, "
    checks = "await check_links(session, patience=0.3)"
    assert early in source
    assert checks in source
    program = source.replace(early, late).replace(checks, f"{checks}; await asyncio.sleep(60)")
    code = f"import lab\nwith lab.installed(): exec({program!r}, {{'__name__': '__main__'}})"
    done = subprocess.run(
        [sys.executable, "-uc", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGTERM, done.stderr
    assert "stopping" not in done.stdout


@claim("`asyncio.run` waits for left-over tasks without a limit, and only logs their errors.")
@claim("`asyncio.run` returned normally, and the exit status is 0.")
def test_left_over_tasks(caplog: pytest.LogCaptureFixture) -> None:
    day = 86_400
    tasks = []

    async def slow() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(day)

    async def fails() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            raise ConnectionError("lost")

    async def main() -> float:
        tasks.extend([asyncio.create_task(slow()), asyncio.create_task(fails())])
        await asyncio.sleep(1)
        return asyncio.get_running_loop().time()

    with caplog.at_level(logging.ERROR), lab.installed() as clock:
        ended = asyncio.run(main())
        assert clock.time() - ended == pytest.approx(day)
    [record] = caplog.records
    assert "unhandled exception during asyncio.run() shutdown" in record.getMessage()


@claim("closes async generators that were left early;")
@claim("waits for the threads of `to_thread`, which can't be cancelled;")
def test_what_asyncio_run_does_last() -> None:
    did: list[str] = []
    begun = threading.Event()
    go_on = threading.Event()

    def in_a_thread() -> None:
        begun.set()
        go_on.wait(10)
        did.append("thread")

    async def numbers() -> object:
        try:
            yield 1
        finally:
            did.append("generator")
            go_on.set()

    async def left_over() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            did.append("task")

    async def main() -> asyncio.AbstractEventLoop:
        kept.append(asyncio.create_task(left_over()))
        kept.append(asyncio.create_task(asyncio.to_thread(in_a_thread)))
        generator = numbers()
        kept.append(generator)
        await anext(generator)  # type: ignore[call-overload]  # it is an async generator
        await asyncio.to_thread(begun.wait)
        return asyncio.get_running_loop()

    kept: list[object] = []
    loop = asyncio.run(main())
    assert did == ["task", "generator", "thread"]
    assert loop.is_closed()


@claim("After step 4, nothing can use that loop.")
def test_a_closed_loop_refuses_everything() -> None:
    async def main() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    loop = asyncio.run(main())
    for use in (
        lambda: loop.call_soon(print),
        lambda: loop.call_later(1, print),
        lambda: loop.call_soon_threadsafe(print),
        lambda: loop.run_in_executor(None, print),
        loop.run_forever,
    ):
        with pytest.raises(RuntimeError, match="Event loop is closed"):
            use()


@claim(
    "A cancellation and a handler of the loop both wait for a turn of the loop. A loop that never"
    " waits gets neither."
)
def test_who_never_waits_hears_nothing() -> None:
    heard: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, heard.append, "signal")
        task = asyncio.current_task()
        assert task is not None
        for _ in range(1000):
            signal.raise_signal(signal.SIGTERM)
            task.cancel()
            await asyncio.wait_for(no_wait(), None)
            assert heard == []
        with pytest.raises(asyncio.CancelledError):
            await asyncio.sleep(0)

    async def no_wait() -> None: ...

    run(main())


@claim("`add_signal_handler` raises `NotImplementedError` on loops such as those of Windows.")
@claim("`add_signal_handler` raises `NotImplementedError` in `asyncio/events.py`.")
def test_loops_without_handlers() -> None:
    """The loops for Windows inherit from these, and replace nothing about signals."""
    from asyncio.proactor_events import BaseProactorEventLoop

    inherited = asyncio.AbstractEventLoop.add_signal_handler
    for cls in (BaseSelectorEventLoop, BaseProactorEventLoop):
        assert cls.add_signal_handler is inherited
    loop = BaseSelectorEventLoop()
    try:
        with pytest.raises(NotImplementedError):
            loop.add_signal_handler(signal.SIGINT, print)
    finally:
        loop.close()


@claim("`asyncio.timeout(None)` is a limit that never fires, until `reschedule` gives it a time.")
def test_a_limit_that_begins_later() -> None:
    async def main(*, reschedules: bool) -> float:
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            async with asyncio.timeout(None) as limit:
                if reschedules:
                    loop.call_later(2, lambda: limit.reschedule(loop.time() + 3))
                await asyncio.sleep(86_400)
        except TimeoutError:
            pass
        return loop.time() - start

    assert run(main(reschedules=False)) == 86_400
    assert run(main(reschedules=True)) == 5


@claim(
    "When the event is set, the workers keep working until the queue is empty, up to the deadline."
)
@claim("The caller gets the jobs that are left and can save them for the next start.")
@pytest.mark.parametrize("stop_after", [0, 0.1, 0.5, 1, 5])
@pytest.mark.parametrize("seconds", [0, 0.3, 1, 100])
def test_no_job_is_lost(stop_after: float, seconds: float) -> None:
    work_off = load("shutting_down/finish_the_queue").work_off
    done: list[int] = []

    async def do(job: int) -> None:
        await asyncio.sleep(0.1 * (job % 4))
        done.append(job)

    async def main() -> list[int]:
        jobs: asyncio.Queue[int] = asyncio.Queue()
        for number in range(30):
            jobs.put_nowait(number)
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(stop_after, stop.set)
        took = await duration(keep(work_off(jobs, do, stop, seconds=seconds)))
        assert took <= stop_after + seconds + 0.000_001 or seconds == 100
        return left

    left: list[int] = []

    async def keep(work: object) -> None:
        left.extend(await work)  # type: ignore[misc]  # a coroutine of a program without hints

    run(main())
    assert sorted(done + left) == list(range(30))
    assert left == [] or seconds != 100


@claim("A job that swallows its cancellation counts as done, and its worker takes no other")
def test_a_job_that_swallows_its_cancellation_ends_its_worker() -> None:
    work_off = load("shutting_down/finish_the_queue").work_off

    async def stubborn(_: int) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(100)

    async def main() -> object:
        jobs: asyncio.Queue[int] = asyncio.Queue()
        for number in range(5):
            jobs.put_nowait(number)
        stop = asyncio.Event()
        stop.set()
        async with asyncio.timeout(50):
            return await work_off(jobs, stubborn, stop, workers=2, seconds=1)

    assert run(main()) == [2, 3, 4]


@claim(
    "A job that fails ends the group, and its error is raised: then you get no list, and lose the"
    " jobs"
    " that other workers had begun."
)
def test_a_job_that_fails_loses_those_that_had_begun() -> None:
    work_off = load("shutting_down/finish_the_queue").work_off
    done: list[int] = []

    async def do(job: int) -> None:
        await asyncio.sleep(job)
        if job == 1:
            raise ConnectionError
        done.append(job)

    async def main() -> list[int]:
        jobs: asyncio.Queue[int] = asyncio.Queue()
        for number in (1, 2, 3):
            jobs.put_nowait(number)
        with pytest.raises(ExceptionGroup):
            await work_off(jobs, do, asyncio.Event(), workers=2)
        return [jobs.get_nowait() for _ in range(jobs.qsize())]

    assert run(main()) == [3]
    assert done == []  # job 2 had begun: it is neither done nor in the queue


def test_a_signal_that_comes_too_late_for_the_deadline(caplog: pytest.LogCaptureFixture) -> None:
    """The loop has heard the signal, and the work ends before the loop calls the handler."""
    run_until = load("shutting_down/deadline_from_the_signal").run_until
    stops: list[bool] = []

    async def work() -> str:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0)  # the loop reads the signal after this turn
        await asyncio.sleep(0)
        return "done"

    async def main() -> str:
        on_stop = partial(stops.append, True)
        result: str = await run_until(signal.SIGINT, work(), seconds=1, on_stop=on_stop)
        await asyncio.sleep(0.1)
        return result

    assert asyncio.run(main()) == "done"
    assert not caplog.records
    assert stops == []


@claim(
    "For any program: the first signal sets the event, and the second does what a"
    " signal does by default."
)
def test_the_recipe_for_all_systems() -> None:
    stop_signals = load("shutting_down/until_stopped").stop_signals
    heard: list[bool] = []

    async def main() -> None:
        with stop_signals() as stop:
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(0.1)
            heard.append(stop.is_set())
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(60)

    for factory in (None, BaseSelectorEventLoop):
        heard.clear()
        with (
            pytest.raises(KeyboardInterrupt),
            asyncio.Runner(loop_factory=factory) as runner,
        ):
            runner.run(main())
        assert heard == [True]
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
