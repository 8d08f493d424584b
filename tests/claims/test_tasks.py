"""What `docs/learn/tasks.md` claims."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import weakref
from typing import Any

import pytest

from tests.claims.claim import claim, duration, each_factory, run


async def fetch(seconds: float = 0.2) -> str:
    """Wait, as for a server."""
    await asyncio.sleep(seconds)
    return "page"


@claim(
    "Start all tasks first, then await them. A task that you await right away overlaps with nothing"
    " that you start later."
)
@each_factory
def test_tasks_overlap_when_all_are_started_first(*, eager: bool) -> None:
    async def all_first() -> None:
        tasks = [asyncio.create_task(fetch()) for _ in range(3)]
        for task in tasks:
            await task

    async def right_away() -> None:
        for _ in range(3):
            await asyncio.create_task(fetch())

    assert run(duration(all_first()), eager=eager) == 0.2
    assert run(duration(right_away()), eager=eager) == 0.6


@claim("An awaited coroutine runs in your task. A task runs separately, and `await` waits for it.")
@each_factory
def test_a_coroutine_runs_in_the_awaiting_task(*, eager: bool) -> None:
    async def runs_in() -> asyncio.Task[Any] | None:
        await asyncio.sleep(0)
        return asyncio.current_task()

    async def main() -> None:
        mine = asyncio.current_task()
        assert await runs_in() is mine
        task = asyncio.create_task(runs_in())
        assert await task is task
        assert task is not mine

    run(main(), eager=eager)


@claim("A task is pending, then done: it returned, raised, or was cancelled. It keeps its outcome.")
@each_factory
def test_a_task_keeps_its_outcome(*, eager: bool) -> None:
    async def fail() -> None:
        await asyncio.sleep(0.1)
        raise OSError

    async def main() -> None:
        returned = asyncio.create_task(fetch(0.1))
        raised = asyncio.create_task(fail())
        cancelled = asyncio.create_task(fetch(0.1))
        tasks: list[asyncio.Task[Any]] = [returned, raised, cancelled]
        assert not any(task.done() for task in tasks)
        cancelled.cancel()
        await asyncio.wait(tasks)
        for _ in range(2):  # as often as you ask
            assert all(task.done() for task in tasks)
            assert returned.result() == "page"
            assert isinstance(raised.exception(), OSError)
            assert cancelled.cancelled()

    run(main(), eager=eager)


@claim(
    "Ask each task for its outcome. Otherwise its error appears in a log at most, when the task is"
    " thrown away."
)
@each_factory
def test_an_error_that_nothing_asks_for_is_logged_late(
    *, eager: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        raise OSError("the disk is full")

    async def main(*, ask: bool) -> None:
        task = asyncio.create_task(fail())
        await asyncio.sleep(0.1)
        assert task.done()
        if ask:
            assert isinstance(task.exception(), OSError)
        assert not caplog.messages  # nothing so far
        del task
        gc.collect()

    with caplog.at_level(logging.ERROR, "asyncio"):
        run(main(ask=True), eager=eager)
        assert not caplog.messages
        run(main(ask=False), eager=eager)
        [message] = caplog.messages
        assert message.startswith("Task exception was never retrieved")


@claim(
    "Keep a reference to each task, in a set if you have many. The loop doesn't always keep one."
)
@claim("a set that doesn't keep its members alive")
@each_factory
def test_the_loop_keeps_only_some_tasks(*, eager: bool) -> None:
    async def listen(inboxes: weakref.WeakSet[asyncio.Future[str]]) -> None:
        inbox = asyncio.get_running_loop().create_future()
        inboxes.add(inbox)
        await inbox

    async def survivors(*, keep: bool) -> int:
        inboxes: weakref.WeakSet[asyncio.Future[str]] = weakref.WeakSet()
        background = {asyncio.create_task(listen(inboxes)) for _ in range(3)}
        sleeping = weakref.ref(asyncio.create_task(asyncio.sleep(0.2)))
        await asyncio.sleep(0.1)
        if not keep:
            background.clear()
        gc.collect()
        assert sleeping() is not None  # the loop's timer keeps this one
        count = len(inboxes)
        for task in background:
            task.cancel()
        return count

    logging.getLogger("asyncio").disabled = True  # "Task was destroyed but it is pending!"
    try:
        assert run(survivors(keep=True), eager=eager) == 3
        assert run(survivors(keep=False), eager=eager) == 0
    finally:
        logging.getLogger("asyncio").disabled = False


@claim(
    "While the loop is open, a task vanishes only if it waits for a future that nothing else"
    " refers to, and only when the garbage collector runs."
)
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
def test_when_a_task_vanishes(caplog: pytest.LogCaptureFixture) -> None:
    async def wait_for(future: asyncio.Future[None]) -> None:
        await future

    async def start(loop: asyncio.AbstractEventLoop) -> list[weakref.ref[asyncio.Task[Any]]]:
        waits = [asyncio.sleep(1), wait_for(kept), wait_for(loop.create_future())]
        tasks = [weakref.ref(asyncio.create_task(wait)) for wait in waits]
        await asyncio.sleep(0)
        return tasks

    def alive() -> list[bool]:
        return [task() is not None for task in tasks]

    loop = asyncio.new_event_loop()  # asyncio's own
    kept = loop.create_future()
    gc.disable()
    try:
        tasks = loop.run_until_complete(start(loop))
        assert alive() == [True, True, True]
        gc.collect()
        assert alive() == [True, True, False]
        kept.set_result(None)
        loop.run_until_complete(asyncio.sleep(0))
        tasks = [weakref.ref(loop.create_task(fetch()))]  # it never gets a turn
        assert alive() == [True]
        loop.close()
        assert alive() == [False]  # although no garbage was collected
    finally:
        gc.enable()
        gc.collect()  # the task that slept complains here, not in a later test
    assert "Task was destroyed but it is pending!" in caplog.text


@claim(
    "That can even be a task that has called `open_connection` and waits for the network"
    " in `readline`."
)
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # its connection is lost with it
@each_factory
def test_a_task_that_reads_can_vanish(*, eager: bool, caplog: pytest.LogCaptureFixture) -> None:
    async def left_after_a_collection(*, keep: bool) -> bool:
        connected, done, closed = asyncio.Event(), asyncio.Event(), asyncio.Event()
        kept: list[asyncio.StreamWriter] = []

        async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await done.wait()
            writer.close()
            await writer.wait_closed()
            closed.set()

        async def client() -> None:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            if keep:
                kept.append(writer)
            connected.set()
            await reader.readline()

        async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
            task = weakref.ref(asyncio.create_task(client()))
            await connected.wait()
            await asyncio.sleep(0.1)  # the server has the connection, too
            gc.collect()
            left = task()
            done.set()
            await closed.wait()
            for writer in kept:
                writer.close()
                await writer.wait_closed()
            return left is not None

    assert run(left_after_a_collection(keep=True), eager=eager)
    assert not caplog.messages
    assert not run(left_after_a_collection(keep=False), eager=eager)
    assert "Task was destroyed but it is pending!" in caplog.text


@claim("When `main` returns, `asyncio.run` cancels the tasks that are left over.")
@each_factory
def test_left_over_tasks_are_cancelled(*, eager: bool) -> None:
    ended = []

    async def save() -> None:
        try:
            await asyncio.sleep(10)
            ended.append("saved")
        finally:
            await asyncio.sleep(0.1)  # a clean-up that waits is waited for
            ended.append("cleaned up")

    async def main() -> asyncio.Task[None]:
        task = asyncio.create_task(save())
        await asyncio.sleep(0.1)
        return task

    task = run(main(), eager=eager)
    assert ended == ["cleaned up"]
    assert task.cancelled()


@claim(
    "If a clean-up like this starts another task, `asyncio.run` doesn't wait for that one, so"
    " the clean-up has to await it."
)
@pytest.mark.parametrize("waits", [False, True])
def test_a_task_that_a_clean_up_starts(*, waits: bool, caplog: pytest.LogCaptureFixture) -> None:
    ended: list[str] = []

    async def goodbye() -> None:
        await asyncio.sleep(0.1)
        ended.append("goodbye")

    async def left_over() -> None:
        try:
            await asyncio.sleep(1)
        finally:
            parting = asyncio.create_task(goodbye())
            if waits:
                await parting

    async def main() -> None:
        background.append(asyncio.create_task(left_over()))
        await asyncio.sleep(0.1)

    background: list[asyncio.Task[None]] = []
    run(main())
    background.clear()
    gc.collect()
    assert ended == ["goodbye"] * waits
    assert bool(caplog.messages) is not waits  # "Task was destroyed but it is pending!"


@claim("`await task` does what `result()` does, but first waits if it has to.")
def test_await_gives_what_result_gives() -> None:
    async def main() -> None:
        task = asyncio.create_task(fetch())
        assert await task == task.result() == "page"
        assert await duration(task) == 0  # it is done: nothing to wait for

    run(main())


@claim("If it was cancelled, both methods raise a CancelledError.")
def test_a_cancelled_task_raises_from_both() -> None:
    async def main() -> None:
        task = asyncio.create_task(fetch())
        task.cancel()
        await asyncio.wait([task])
        for ask in [task.result, task.exception]:
            with pytest.raises(asyncio.CancelledError):
                ask()

    run(main())


@claim(
    "The task fails after 0.1 seconds, but `main` only finds out when it awaits the task,"
    " after 0.3 seconds."
)
@each_factory
def test_main_hears_of_an_error_where_it_awaits(*, eager: bool) -> None:
    async def fail() -> None:
        await asyncio.sleep(0.1)
        raise ConnectionError

    async def main() -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()
        task = asyncio.create_task(fail())
        await asyncio.sleep(0.3)  # nothing is raised here, where it fails
        with pytest.raises(ConnectionError):
            await task
        assert round(loop.time() - start, 6) == 0.3

    run(main(), eager=eager)


@claim(
    "The class asyncio.Task has accepted `eager_start` since Python 3.12, at first only together with"
    " `loop=`."
)
@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
def test_the_class_takes_eager_start() -> None:
    async def nothing() -> None:
        pass

    async def main() -> None:
        loop = asyncio.get_running_loop()
        task = asyncio.Task(nothing(), loop=loop, eager_start=True)  # type: ignore[call-arg]
        assert task.done()
        if sys.version_info < (3, 14):  # without the loop, it fails
            coroutine = nothing()
            with pytest.raises(AttributeError):
                asyncio.Task(coroutine, eager_start=True)  # type: ignore[call-arg]
            coroutine.close()

    run(main())
