"""Signals come and are handled as on asyncio's own loop, whatever the clock."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import lab
from lab.loop import signals
from lab.loop.slow import SlowClock
from tests.lab.loop.shutdowns import RECIPES

Main = Callable[[], Any]
Run = Callable[[Main], Any]


@contextlib.contextmanager
def on_asyncio() -> Iterator[None]:
    yield


PLACES: dict[str, Callable[[], contextlib.AbstractContextManager[object]]] = {
    "asyncio": on_asyncio,
    "virtual": lambda: lab.installed(lab.VirtualClock()),
    "wall": lambda: lab.installed(lab.WallClock()),
    "slow": lambda: lab.installed(SlowClock(2)),
    "traced": lambda: lab.installed(observer=lab.Tracer("test_signals.py", "virtual")),
}


@pytest.fixture(autouse=True)
def heard_hangups() -> Iterator[None]:
    """`nohup` has a process ignore them, and its tests with it; asyncio puts the default back."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Iterator[str]:
    """Run the test on asyncio's own loop and on the lab's; all handlers must be put back."""
    before = {sig: signal.getsignal(sig) for sig in signal.valid_signals()}
    with PLACES[request.param]():
        yield request.param
    assert {sig: signal.getsignal(sig) for sig in signal.valid_signals()} == before


def soon(send: Callable[..., object], *arguments: object) -> None:
    asyncio.get_running_loop().call_later(0.02, send, *arguments)


SENDERS: dict[str, Callable[[int], object]] = {
    "raise": signal.raise_signal,
    "kill": lambda number: os.kill(os.getpid(), number),
}


@pytest.fixture(params=SENDERS)
def send(request: pytest.FixtureRequest) -> Callable[[int], object]:
    return SENDERS[request.param]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1])
@pytest.mark.usefixtures("place")
def test_a_handler_of_the_loop_is_called(number: int, send: Callable[[int], object]) -> None:
    async def main() -> list[object]:
        stop = asyncio.Event()
        got: list[object] = []

        def handler(*arguments: object) -> None:
            got.extend(arguments)
            stop.set()

        asyncio.get_running_loop().add_signal_handler(number, handler, "stop", number)
        soon(send, number)
        await stop.wait()
        return got

    assert asyncio.run(main()) == ["stop", number]


@pytest.mark.usefixtures("place")
def test_it_is_called_in_the_same_turn_of_the_loop() -> None:
    async def main() -> list[str]:
        log: list[str] = []
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, log.append, "handled")
        signal.raise_signal(signal.SIGTERM)
        loop.call_soon(log.append, "callback")
        for turn in range(4):
            log.append(f"turn {turn}")
            await asyncio.sleep(0)
        return log

    assert asyncio.run(main()) == [
        "turn 0",
        "callback",
        "turn 1",
        "turn 2",
        "handled",
        "turn 3",
    ]


@pytest.mark.usefixtures("place")
def test_a_handler_set_with_signal_signal_is_called_at_once() -> None:
    async def main() -> list[str]:
        log: list[str] = []
        signal.signal(signal.SIGTERM, lambda number, frame: log.append("handled"))
        signal.raise_signal(signal.SIGTERM)
        log.append("raised")
        return log

    try:
        assert asyncio.run(main()) == ["handled", "raised"]
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@pytest.mark.usefixtures("place")
def test_a_signal_to_the_process_wakes_a_loop_that_waits_for_a_thread() -> None:
    async def main() -> str:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)

        def work() -> str:
            os.kill(os.getpid(), signal.SIGTERM)
            return "worked"

        job = asyncio.create_task(asyncio.to_thread(work))
        await stop.wait()
        return await job

    assert asyncio.run(main()) == "worked"


@pytest.mark.usefixtures("place")
def test_so_does_one_that_a_thread_raises() -> None:
    async def main() -> bool:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        may_raise = threading.Event()

        def work() -> None:
            may_raise.wait()
            signal.raise_signal(signal.SIGTERM)

        thread = threading.Thread(target=work)
        thread.start()
        soon(may_raise.set)
        async with asyncio.timeout(5):
            await stop.wait()
        thread.join()
        return True

    assert asyncio.run(main())


@pytest.mark.usefixtures("place")
def test_ctrl_c_cancels_the_main_task() -> None:
    log = []

    async def main() -> None:
        soon(signal.raise_signal, signal.SIGINT)
        try:
            await asyncio.sleep(10)
        finally:
            log.append("cleaned up")

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(main())
    assert log == ["cleaned up"]


@pytest.mark.usefixtures("place")
def test_removing_a_handler() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert loop.remove_signal_handler(signal.SIGTERM) is False
        loop.add_signal_handler(signal.SIGTERM, print)
        assert loop.remove_signal_handler(signal.SIGTERM) is True
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
        loop.add_signal_handler(signal.SIGINT, print)
        assert loop.remove_signal_handler(signal.SIGINT) is True
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

    asyncio.run(main())


@pytest.mark.usefixtures("place")
def test_what_can_t_be_handled_is_refused_in_asyncio_s_words() -> None:
    async def coroutine() -> None: ...

    async def main() -> list[str]:
        loop: Any = asyncio.get_running_loop()
        said = []
        for sig, callback in [
            (signal.SIGTERM, coroutine),
            ("SIGTERM", print),
            (1000, print),
            (signal.SIGKILL, print),
        ]:
            with pytest.raises((TypeError, ValueError, RuntimeError)) as caught:
                loop.add_signal_handler(sig, callback)
            said.append(f"{caught.type.__name__}: {caught.value}")

        def elsewhere() -> None:
            with pytest.raises(RuntimeError) as caught:
                loop.add_signal_handler(signal.SIGTERM, print)
            said.append(str(caught.value))

        await asyncio.to_thread(elsewhere)
        return said

    assert asyncio.run(main()) == [
        "TypeError: coroutines cannot be used with add_signal_handler()",
        "TypeError: sig must be an int, not 'SIGTERM'",
        "ValueError: invalid signal number 1000",
        "RuntimeError: sig 9 cannot be caught",
        "set_wakeup_fd only works in main thread of the main interpreter",
    ]


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_for_a_shutdown(
    recipe: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, expected = RECIPES[recipe]
    program = compile(source, "recipe.py", "exec")
    with signals.put_back(), contextlib.suppress(SystemExit):
        exec(program, {"__name__": "__main__"})  # noqa: S102 - it is our own
    assert capsys.readouterr().out == expected


def test_aiohttp_s_run_app_ends_at_a_sigterm(place: str) -> None:
    from aiohttp import web

    def serving(text: str) -> None:
        log.append(text)
        soon(signal.raise_signal, signal.SIGTERM)

    async def on_cleanup(app: web.Application) -> None:
        log.append("cleanup")

    log: list[str] = []
    app = web.Application()
    app.on_cleanup.append(on_cleanup)
    loop = asyncio.new_event_loop()
    web.run_app(app, host="127.0.0.1", port=18_431, print=serving, loop=loop)
    assert log[1:] == ["cleanup"]
    assert log[0].startswith("======== Running on http://127.0.0.1:18431 ========")


def test_a_program_leaves_no_handler_behind() -> None:
    before = {sig: signal.getsignal(sig) for sig in signal.valid_signals()}
    with lab.installed():
        signal.signal(signal.SIGTERM, print)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        loop = asyncio.new_event_loop()
        loop.add_signal_handler(signal.SIGUSR1, print)
        # and is never closed, as that of a program that ended early
    assert {sig: signal.getsignal(sig) for sig in signal.valid_signals()} == before
    loop.close()


@contextlib.contextmanager
def wakeup_pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    before = signal.set_wakeup_fd(-1)
    try:
        yield reader, writer
    finally:
        signal.set_wakeup_fd(before)
        os.close(reader)
        os.close(writer)


@pytest.mark.usefixtures("place")
def test_signals_are_written_to_the_wakeup_fd_until_the_loop_takes_its_place() -> None:
    async def main() -> int:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, int)
        loop.remove_signal_handler(signal.SIGUSR1)
        return signal.set_wakeup_fd(-1)

    with wakeup_pipe() as (reader, writer):
        signal.signal(signal.SIGUSR1, lambda *_: None)
        signal.set_wakeup_fd(writer)
        signal.raise_signal(signal.SIGUSR1)
        assert os.read(reader, 1) == bytes([signal.SIGUSR1])
        assert asyncio.run(main()) == -1


def test_a_program_leaves_no_wakeup_fd_behind() -> None:
    with wakeup_pipe() as (_, writer):
        with lab.installed():
            signal.set_wakeup_fd(writer)
        assert signal.set_wakeup_fd(-1) == -1


def test_a_program_in_virtual_time_that_waits_for_a_signal_is_told() -> None:
    async def main() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await stop.wait()

    with lab.installed(), pytest.raises(lab.Deadlock, match=r"nothing outside sends SIGTERM here"):
        asyncio.run(main())


WAITS = """
import asyncio, signal, lab

async def main():
    stop = asyncio.Event()
    {handle}
    print("waiting", flush=True)
    await stop.wait()
    print("stopped")

with lab.installed(lab.WallClock()):
    asyncio.run(main())
"""


@pytest.mark.parametrize(
    "handle",
    [
        "asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)",
        "loop = asyncio.get_running_loop();"
        "signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(stop.set))",
    ],
)
def test_in_real_time_a_program_waits_for_a_signal_from_outside(handle: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WAITS.format(handle=handle)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=30)[0] == "stopped\n"
    assert process.returncode == 0


def test_without_a_handler_a_sigterm_ends_the_program() -> None:
    source = WAITS.format(
        handle="asyncio.get_running_loop().call_later(.1, signal.raise_signal, 15)"
    )
    process = subprocess.run([sys.executable, "-c", source], check=False, capture_output=True)
    assert process.returncode == -signal.SIGTERM


def test_where_no_signal_can_come_waiting_for_one_is_a_deadlock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(signals, "can_come_from_outside", False)

    async def main() -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, print)
        await asyncio.Event().wait()

    with lab.installed(lab.WallClock()), pytest.raises(lab.Deadlock, match="SIGTERM"):
        asyncio.run(main())


@pytest.mark.parametrize("make_clock", [lab.VirtualClock, SlowClock])
def test_an_alarm_is_refused_where_time_is_not_real(make_clock: Callable[[], lab.Clock]) -> None:
    with lab.installed(make_clock()):
        for set_alarm in (
            lambda: signal.alarm(1),
            lambda: signal.setitimer(signal.ITIMER_REAL, 1),
        ):
            with pytest.raises(NotImplementedError, match=r"counts real seconds.*call_later"):
                set_alarm()
        signal.alarm(0)


def test_an_alarm_of_the_program_goes_off_in_real_time() -> None:
    async def main() -> list[int]:
        rang: list[int] = []
        signal.signal(signal.SIGALRM, lambda number, frame: rang.append(number))
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        while not rang:
            signal.sigtimedwait([], 0.001)
        return rang

    with lab.installed(lab.WallClock()):
        assert asyncio.run(main()) == [signal.SIGALRM]
