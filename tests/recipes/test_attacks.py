"""Each recipe with no items, with a thousand, and with errors in all that it calls."""

from __future__ import annotations

import asyncio
import functools
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.client_exceptions import ClientResponseError
from aiohttp.test_utils import TestServer

import lab
from tests.claims.claim import duration, each_factory, run
from tests.recipes.recipe import load

MANY = 1000


async def fail(*_: object) -> None:
    """What a call does that fails."""
    raise OSError("failed")


async def sleep_and_return(value: Any, seconds: float = 0.1) -> Any:  # noqa: ANN401 - any value
    """What a call does that answers."""
    await asyncio.sleep(seconds)
    return value


def test_threads_answer_in_order_and_an_error_is_raised() -> None:
    recipe = load("why_async/pool_of_threads")
    assert recipe.fetch_all([]) == []
    recipe.PAGES.update({f"/{number}": 0 for number in range(MANY)})
    assert recipe.fetch_all(f"/{n}" for n in range(MANY)) == [f"the page /{n}" for n in range(MANY)]
    with pytest.raises(KeyError):
        recipe.fetch_all(["/1", "/unknown", "/2"])


def test_measuring_lets_errors_pass(capsys: pytest.CaptureFixture[str]) -> None:
    recipe = load("why_async/waits_or_works")
    with lab.installed(), pytest.raises(OSError, match="failed"), recipe.measured("it"):
        raise OSError("failed")
    assert capsys.readouterr().out.startswith("it: 0.0 s")


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_trying_again_ends_with_the_last_error(attempts: int) -> None:
    recipe = load("coroutines/try_again")
    calls = []

    async def call(number: int) -> None:
        calls.append(number)
        raise ConnectionError(len(calls))

    with pytest.raises(ConnectionError) as error:
        run(recipe.try_again(call, 7, attempts=attempts))
    assert calls == [7] * attempts
    assert error.value.args == (attempts,)


def test_trying_again_doubles_the_pause_and_takes_other_errors_seriously() -> None:
    recipe = load("coroutines/try_again")
    calls = []

    async def mistake() -> None:
        calls.append(1)
        raise TypeError

    async def tried() -> None:
        with suppress(OSError):
            await recipe.try_again(fail, attempts=4, pause=0.1)

    assert run(duration(tried())) == 0.7
    with pytest.raises(TypeError):
        run(recipe.try_again(mistake))
    assert calls == [1]


def test_a_long_computation_lets_others_run() -> None:
    recipe = load("event_loop/by_time")

    def numbers() -> Iterable[int]:
        for number in range(MANY):
            time.sleep(0.001)
            yield number

    async def main() -> int:
        turns = 0

        async def other() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        task = asyncio.create_task(other())
        assert await recipe.add_up([]) == 0
        assert await recipe.add_up(numbers()) == sum(n * n for n in range(MANY))
        task.cancel()
        return turns

    assert 80 < run(main()) < 110


def test_the_watcher_hears_of_blocks_and_of_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    recipe = load("event_loop/watch_the_loop")

    async def main(block: float) -> None:
        watcher = asyncio.create_task(recipe.watch_the_loop())
        await asyncio.sleep(0.25)
        time.sleep(block)  # noqa: ASYNC251 - what the watcher has to notice
        await asyncio.sleep(0.25)
        watcher.cancel()

    run(main(0))
    assert capsys.readouterr().out == ""
    run(main(1))
    assert capsys.readouterr().out.startswith("something blocked the loop")


@pytest.mark.parametrize("number", [0, 1, 2 * MANY])
def test_all_pages_are_fetched_however_many(number: int) -> None:
    recipe = load("chaining/fetch_pages")

    async def main() -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", recipe.page)
        paths = [f"/{n}" for n in range(number)]
        async with TestServer(app) as server:
            texts = await recipe.fetch_all(server.make_url("/"), paths)
        assert texts == {path: f"This is {path}." for path in paths}

    run(main())


def test_a_missing_page_and_a_silent_server_end_fetching() -> None:
    recipe = load("chaining/fetch_pages")

    async def page(request: web.Request) -> web.Response:
        if request.path == "/silent":
            await asyncio.sleep(3600)
        if request.path == "/missing":
            raise web.HTTPNotFound
        return web.Response(text="here")

    async def main(paths: list[str]) -> BaseExceptionGroup:
        app = web.Application()
        app.router.add_get("/{path:.*}", page)
        async with TestServer(app) as server:
            with pytest.raises(BaseExceptionGroup) as raised:
                await recipe.fetch_all(server.make_url("/"), paths)
        return raised.value

    assert run(main(["/", "/missing", "/silent"])).subgroup(ClientResponseError)
    assert run(main(["/", "/silent"])).subgroup(TimeoutError)


def test_fetching_may_be_cancelled_at_any_time() -> None:
    recipe = load("chaining/fetch_pages")

    async def page(request: web.Request) -> web.Response:
        await asyncio.sleep(0.01)
        return web.Response(text=request.path)

    async def main(after: int) -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", page)
        async with TestServer(app) as server:
            task = asyncio.create_task(recipe.fetch_all(server.make_url("/"), ["/a", "/b"]))
            for _ in range(after):
                await asyncio.sleep(0.001)
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled() or len(task.result()) == 2

    for after in range(16):
        run(main(after))


def test_blocking_calls_fail_in_order_and_leave_nothing_queued() -> None:
    recipe = load("chaining/blocking_calls")
    begun = []

    def look_up(name: str) -> str:
        begun.append(name)
        if name == "0":
            raise OSError("failed")
        time.sleep(0.1)
        return name

    recipe.look_up_all.__globals__["look_up"] = look_up
    assert run(recipe.look_up_all([])) == []
    assert run(recipe.look_up_all(map(str, range(1, 50)))) == [str(n) for n in range(1, 50)]
    begun.clear()
    with pytest.raises(OSError, match="failed"):
        run(recipe.look_up_all(map(str, range(MANY))))
    assert len(begun) < 50  # those that were running


@each_factory
def test_background_tasks_are_kept_reported_and_ended(
    capsys: pytest.CaptureFixture[str], *, eager: bool
) -> None:
    recipe = load("tasks/background")

    async def main() -> None:
        background = recipe.Background()
        await background.finish(1)  # nothing to do
        done: list[int] = []

        async def work(number: int) -> None:
            await asyncio.sleep(0.1)
            if number == 0:
                gc.collect()  # a task that isn't kept would vanish
            done.append(number)

        for number in range(MANY):
            background.start(work(number))
        background.start(fail())
        await background.finish(1)
        assert sorted(done) == list(range(MANY))
        background.start(sleep_and_return(1, 60))
        assert await duration(background.finish(1)) == 1
        assert not background.tasks

    run(main(), eager=eager)
    assert capsys.readouterr().out == "a task failed: failed\n"


def test_finishing_cancels_what_was_started_in_the_meantime() -> None:
    recipe = load("tasks/background")
    done: list[str] = []

    async def main() -> None:
        background = recipe.Background()

        async def second() -> None:
            await asyncio.sleep(0.1)
            done.append("second")

        async def first() -> None:
            await asyncio.sleep(0.1)
            background.start(second())
            done.append("first")

        background.start(first())
        await background.finish(1)
        assert not background.tasks

    assert run(duration(main())) == 0.1
    assert done == ["first"]


def test_finishing_may_be_cancelled_and_still_ends_the_tasks() -> None:
    recipe = load("tasks/background")

    async def main() -> None:
        background = recipe.Background()
        background.start(sleep_and_return(1, 60))
        with suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await background.finish(30)
        assert not background.tasks

    assert run(duration(main())) == 0.1


def test_regular_times_do_not_drift_and_leave_out_what_is_missed() -> None:
    recipe = load("tasks/every")

    async def main(takes: list[float]) -> list[float]:
        loop = asyncio.get_running_loop()
        start, times = loop.time(), []
        left = iter(takes)

        async def action() -> None:
            times.append(round(loop.time() - start, 3))
            await asyncio.sleep(next(left))

        with suppress(RuntimeError):  # StopIteration: the list is at its end
            await recipe.every(1, action)
        return times

    assert run(main([0.3] * 5)) == [0, 1, 2, 3, 4, 5]
    assert run(main([0.3, 3.5, 0, 0])) == [0, 1, 4.5, 5.5, 6.5]
    with pytest.raises(OSError, match="failed"):
        run(recipe.every(1, fail))


def test_what_follows_a_task_comes_only_if_it_succeeded() -> None:
    recipe = load("tasks/when_done")
    recipe.fetch_and_store.__globals__["fetch"] = fail
    stored = []

    async def store(text: str) -> None:
        stored.append(text)

    recipe.fetch_and_store.__globals__["store"] = store
    with pytest.raises(OSError, match="failed"):
        run(recipe.fetch_and_store())
    assert not stored


def shops_of(recipe: Any, ask: Callable[[str], Any]) -> Any:  # noqa: ANN401 - the program
    """Let a recipe ask in another way."""
    recipe.ask_all.__globals__["ask"] = ask
    return recipe


def test_each_result_comes_with_its_address() -> None:
    recipe = load("many_at_once/with_addresses")
    seen: dict[str, object] = {}
    run(recipe.ask_all([], seen.__setitem__))
    assert seen == {}

    async def ask(shop: str) -> str:
        if int(shop) % 2:
            raise OSError(shop)
        await asyncio.sleep(int(shop) / 100)
        return shop

    shops = [str(number) for number in range(MANY)]
    run(shops_of(recipe, ask).ask_all(shops, seen.__setitem__))
    assert sorted(seen) == sorted(shops)
    assert all(str(answer) == shop for shop, answer in seen.items())

    def refuse(*_: object) -> None:
        raise ValueError("report")

    with pytest.raises(ExceptionGroup) as raised:
        run(recipe.ask_all(shops, refuse))
    assert raised.value.subgroup(ValueError)


def test_errors_are_kept_apart_and_a_cancellation_is_no_error() -> None:
    recipe = load("many_at_once/errors_apart")
    assert run(recipe.ask_all([])) == ({}, {})
    answers, errors = run(recipe.ask_all(str(number) for number in range(MANY)))
    assert (len(answers), errors) == (MANY, {})
    answers, errors = run(shops_of(recipe, fail).ask_all(["a", "b"]))
    assert (answers, sorted(errors)) == ({}, ["a", "b"])

    async def cancelled(_: str) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        run(shops_of(recipe, cancelled).ask_all(["a"]))


@each_factory
def test_the_first_good_answer_wins(*, eager: bool) -> None:
    recipe = load("structured_concurrency/first_good")
    ended: list[int] = []

    async def loser(number: int) -> None:
        try:
            await asyncio.sleep(10)
        finally:
            ended.append(number)
            if number % 2:
                raise ValueError("clean-up")

    async def many() -> object:
        losers = [loser(number) for number in range(MANY)]
        loop = asyncio.get_running_loop()
        start = loop.time()
        answer = await recipe.first_good([fail(), *losers, sleep_and_return("good", 0.2)])
        assert loop.time() - start < 1  # it didn't wait for the losers
        return answer

    assert run(many(), eager=eager) == "good"
    assert len(ended) == MANY
    for none in ([], [fail(), fail()]):
        with pytest.raises(ExceptionGroup) as raised:
            run(recipe.first_good(none), eager=eager)
        assert len(raised.value.exceptions) == max(1, len(none))


def test_one_may_fail_but_a_cancellation_passes() -> None:
    recipe = load("structured_concurrency/one_may_fail")
    assert run(recipe.or_else("default", fail)) == "default"
    assert run(recipe.or_else("default", sleep_and_return, "good")) == "good"

    async def main() -> None:
        async with asyncio.timeout(0.05):
            await recipe.or_else("default", sleep_and_return, "good")

    with pytest.raises(TimeoutError):
        run(main())

    async def the_block_fails_first() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(recipe.or_else("default", fail))
            raise LookupError

    with pytest.raises(ExceptionGroup):
        run(the_block_fails_first())
    gc.collect()  # Python would complain of a coroutine that was never awaited


def test_all_errors_are_listed_at_any_depth() -> None:
    leaves = load("structured_concurrency/plain_errors").leaves
    error: Exception = OSError("deep")
    for _ in range(100):
        error = ExceptionGroup("group", [error, ValueError()])
    assert len(leaves(error)) == 101
    assert len(leaves(OSError())) == 1
    assert len(leaves(BaseExceptionGroup("group", [KeyboardInterrupt()]))) == 1


def test_limits_for_each_and_for_all() -> None:
    recipe = load("timeouts/each_and_all")
    assert run(recipe.ask_all([], each=1, together=1)) == {}
    recipe.SERVERS.update({str(number): number / 100 for number in range(MANY)})
    many = [str(number) for number in range(MANY)]
    assert len(run(recipe.ask_all(many, each=5.001, together=60))) == 501
    assert len(run(recipe.ask_all(many, each=5.001, together=1.001))) == 101
    with pytest.raises(ExceptionGroup) as raised:
        run(recipe.ask_all(["unknown"], each=1, together=1))
    assert raised.value.subgroup(KeyError)


def test_a_deadline_that_is_over_asks_nothing() -> None:
    recipe = load("timeouts/what_is_left")
    asked = []
    recipe.ask_by.__globals__["ask"] = lambda question, timeout: asked.append(timeout)

    async def main(left: float) -> None:
        await recipe.ask_by(asyncio.get_running_loop().time() + left, "who")

    run(main(0.5))
    for left in (0, -1):
        with pytest.raises(TimeoutError):
            run(main(left))
    assert [round(seconds, 3) for seconds in asked] == [0.5]


@each_factory
def test_clean_up_is_limited_and_hides_nothing(*, eager: bool) -> None:
    recipe = load("cancellation/good_bye")

    async def main(clean_up: Any) -> None:  # noqa: ANN401 - a coroutine
        try:
            raise LookupError
        finally:
            await recipe.within(0.2, clean_up)

    for clean_up in (fail(), sleep_and_return(1, 60), sleep_and_return(1, 0)):
        with pytest.raises(LookupError):
            run(main(clean_up), eager=eager)

    async def twice() -> None:
        async with asyncio.timeout(0.1):
            await recipe.within(60, sleep_and_return(1, 60))

    with pytest.raises(TimeoutError):
        run(twice(), eager=eager)


@each_factory
def test_a_second_press_of_a_stop_button_does_not_end_the_clean_up(*, eager: bool) -> None:
    recipe = load("cancellation/stop_button")
    seen: list[str] = []

    async def clean_up_takes_a_while() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.3)
            seen.append("cleaned up")

    async def main() -> None:
        download = recipe.Download()
        download.run = clean_up_takes_a_while
        for _ in range(2):  # a download that was started again can be stopped, too
            download.start()
            await asyncio.sleep(0.1)
            first = asyncio.create_task(download.stop())
            await asyncio.sleep(0.1)
            assert await duration(asyncio.gather(first, download.stop())) == 0.2

    run(main(), eager=eager)
    assert seen == ["cleaned up"] * 2


@each_factory
def test_a_stop_button_may_be_pressed_at_any_time(*, eager: bool) -> None:
    recipe = load("cancellation/stop_button")

    async def main() -> None:
        download = recipe.Download()
        await download.stop()
        await download.stop()
        download.start()
        task = download.task
        download.start()
        assert download.task is task  # one at a time
        await asyncio.sleep(0.25)
        await asyncio.gather(download.stop(), download.stop())
        await download.stop()
        assert task.cancelled()
        download.start()  # again
        await download.stop()
        download.run = fail
        download.start()
        await asyncio.sleep(0.1)
        with pytest.raises(OSError, match="failed"):
            await download.stop()

    run(main(), eager=eager)


def test_a_job_that_is_put_back_is_done_once_and_counted_once() -> None:
    recipe = load("cancellation/put_back")
    done: list[int] = []

    async def work(job: int) -> None:
        await asyncio.sleep(0.1)
        done.append(job)

    recipe.worker.__globals__["work"] = work

    async def main(rounds: int) -> None:
        done.clear()
        queue: asyncio.Queue[int] = asyncio.Queue()
        for job in range(5):
            queue.put_nowait(job)
        task = asyncio.create_task(recipe.worker(queue))
        for _ in range(rounds):
            await asyncio.sleep(0.025)
        task.cancel()
        await asyncio.wait([task])
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            second = group.create_task(recipe.worker(queue))
            await queue.join()
            second.cancel()
        assert sorted(done) == list(range(5))

    for rounds in range(25):
        run(main(rounds))


@each_factory
def test_a_step_is_finished_however_often_it_is_cancelled(*, eager: bool) -> None:
    recipe = load("cancellation/to_the_end")
    steps: list[str] = []

    async def step() -> str:
        await asyncio.sleep(1)
        steps.append("done")
        return "result"

    async def main(times: int) -> str:
        steps.clear()
        task = asyncio.create_task(recipe.to_the_end(step()))
        for _ in range(times):
            await asyncio.sleep(0.1)
            task.cancel()
        await asyncio.wait([task])
        assert steps == ["done"]
        return "cancelled" if task.cancelled() else str(task.result())

    assert [run(main(times), eager=eager) for times in range(6)] == ["result"] + ["cancelled"] * 5
    with pytest.raises(OSError, match="failed"):
        run(recipe.to_the_end(fail()), eager=eager)


def test_the_outcome_of_a_task_is_not_mine() -> None:
    recipe = load("cancellation/not_mine")

    async def main() -> None:
        task = asyncio.create_task(sleep_and_return("answer"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await recipe.outcome(task)
        assert await recipe.outcome(task) == "answer"
        failing = asyncio.create_task(fail())
        with pytest.raises(OSError, match="failed"):
            await recipe.outcome(failing)

    run(main())


@each_factory
@pytest.mark.parametrize("at_once", [1, 3, MANY])
def test_never_more_than_n_at_once(at_once: int, *, eager: bool) -> None:
    recipe = load("sharing/at_most")
    running = most = 0

    async def action(item: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.1)
        running -= 1
        return item * 2

    assert run(recipe.for_each([], action, at_once), eager=eager) == {}
    items = (number for number in range(MANY))
    results = run(recipe.for_each(items, action, at_once), eager=eager)
    assert results == {number: number * 2 for number in range(MANY)}
    assert most == at_once
    if eager and sys.version_info < (3, 13):
        return  # a group that fails at once drops the next coroutine: cpython#115957
    with pytest.raises(ExceptionGroup) as raised:
        run(recipe.for_each(range(MANY), fail, at_once), eager=eager)
    assert raised.value.subgroup(OSError)


@each_factory
def test_one_request_serves_all_and_its_error_is_not_kept(*, eager: bool) -> None:
    recipe = load("sharing/one_request")
    asked: list[str] = []

    async def fetch(key: str) -> str:
        asked.append(key)
        await asyncio.sleep(0.1)
        if len(asked) == 2:
            raise OSError("failed")
        return key

    async def main() -> None:
        pages = recipe.Shared(fetch)
        first = asyncio.create_task(pages.get("/"))
        others = [asyncio.create_task(pages.get("/")) for _ in range(MANY)]
        await asyncio.sleep(0.05)
        first.cancel()
        assert set(await asyncio.gather(*others)) == {"/"}
        assert asked == ["/"]
        assert not pages.tasks
        failed = await asyncio.gather(pages.get("/"), pages.get("/"), return_exceptions=True)
        assert [str(error) for error in failed] == ["failed", "failed"]
        assert await pages.get("/") == "/"

    run(main(), eager=eager)


def test_locks_are_apart_by_key_and_forgotten() -> None:
    recipe = load("sharing/lock_per_key")

    async def main() -> None:
        locks = recipe.Locks()
        names = [str(number) for number in range(MANY)]
        balance = dict.fromkeys([*names, "Ada"], 0)
        deposits = [recipe.deposit(balance, locks, name, 1) for name in [*names, *["Ada"] * 50]]
        cancelled = asyncio.create_task(recipe.deposit(balance, locks, "Ada", 1000))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_later(0.15, cancelled.cancel)
        await asyncio.gather(*deposits)
        assert balance.pop("Ada") in {50, 1050}
        assert set(balance.values()) == {1}
        assert not locks.locks

    assert run(duration(main())) <= 5.2  # those of Ada wait for one another, and for no one else


@pytest.mark.parametrize("number", [0, 1, MANY])
def test_a_pipeline_passes_all_on_and_ends(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = load("queues/pipeline")
    run(recipe.run([f"line {n}" for n in range(number)]))
    assert capsys.readouterr().out.splitlines() == [f"stored LINE {n}" for n in range(number)]


@pytest.mark.parametrize("step", ["read", "fetch", "store"])
def test_a_step_that_fails_ends_the_pipeline(step: str) -> None:
    recipe = load("queues/pipeline")
    recipe.run.__globals__[step] = fail
    with pytest.raises(ExceptionGroup) as raised:
        run(recipe.run(["line"] * MANY))
    assert raised.value.subgroup(OSError)


@each_factory
@pytest.mark.parametrize("workers", [1, 3, 10])
def test_failing_jobs_are_reported_and_the_workers_end(workers: int, *, eager: bool) -> None:
    recipe = load("queues/failing_jobs")

    async def do(job: int) -> None:
        await asyncio.sleep(0.1)
        if job % 2:
            raise OSError(job)

    assert run(recipe.do_all([], do, workers), eager=eager) == {}
    failures = run(recipe.do_all(range(MANY), do, workers), eager=eager)
    assert sorted(failures) == list(range(1, MANY, 2))
    assert sorted(run(recipe.do_all(range(7), fail, workers), eager=eager)) == list(range(7))


async def fail_to_clean_up(*_: object) -> None:
    """What a call does that waits, and fails when it is cancelled."""
    try:
        await asyncio.sleep(60)
    finally:
        raise OSError("failed")


@each_factory
def test_a_call_that_fails_to_clean_up_is_not_tried_again(*, eager: bool) -> None:
    recipe = load("recipes/retry")
    calls = []

    async def call() -> None:
        calls.append(1)
        await fail_to_clean_up()

    async def main() -> None:
        async with asyncio.timeout(1):
            await recipe.retry(call)

    with pytest.raises(OSError, match="failed"):
        run(main(), eager=eager)
    assert calls == [1]


@each_factory
def test_the_end_of_the_time_is_not_tried_again(*, eager: bool) -> None:
    recipe = load("coroutines/try_again")
    calls = []

    async def call() -> None:
        calls.append(1)
        await fail_to_clean_up()

    async def main() -> None:
        async with asyncio.timeout(1):
            await recipe.try_again(call)

    with pytest.raises(OSError, match="failed"):
        run(main(), eager=eager)
    assert calls == [1]


@each_factory
def test_workers_end_when_cancelled_even_if_their_jobs_fail_to_clean_up(*, eager: bool) -> None:
    recipe = load("queues/failing_jobs")

    async def main() -> None:
        async with asyncio.timeout(1):
            await recipe.do_all(range(9), fail_to_clean_up)

    async def ended() -> bool:
        task = asyncio.create_task(main())
        await asyncio.wait([task], timeout=1000)
        ended = task.done()
        while not task.done():
            for each in asyncio.all_tasks() - {asyncio.current_task()}:
                each.cancel()
            await asyncio.sleep(0)
        task.exception()
        return ended

    assert run(ended(), eager=eager)


def test_a_job_that_is_cancelled_elsewhere_ends_its_worker() -> None:
    recipe = load("queues/failing_jobs")
    done: list[int] = []

    async def do(job: int) -> None:
        done.append(job)
        raise asyncio.CancelledError

    async def main() -> None:
        async with asyncio.timeout(1):
            await recipe.do_all(range(5), do, workers=3)

    with pytest.raises(TimeoutError):
        run(main())
    assert done == [0, 1, 2]


@each_factory
def test_batches_lose_nothing_when_cancelled_at_any_time(*, eager: bool) -> None:
    recipe = load("queues/batches")

    async def main(after: int) -> None:
        saved: list[int] = []

        async def save(batch: list[int]) -> None:
            assert 1 <= len(batch) <= 3
            saved.extend(batch)

        async def put(queue: asyncio.Queue[int]) -> None:
            for number in range(10):
                await queue.put(number)
                await asyncio.sleep(0.03 * (number % 4))

        queue: asyncio.Queue[int] = asyncio.Queue(maxsize=2)
        putting = asyncio.create_task(put(queue))
        task = asyncio.create_task(recipe.batches(queue, 3, 0.1, save))
        for _ in range(after):
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])
        rest = asyncio.create_task(recipe.batches(queue, 3, 0.1, save))
        await putting
        await queue.put(recipe.END)
        await rest
        assert saved == list(range(10))

    for after in range(60):
        run(main(after), eager=eager)


@pytest.mark.parametrize("number", [0, 1, 3, 4, MANY])
def test_batches_of_any_number_and_an_error_in_saving(number: int) -> None:
    recipe = load("queues/batches")

    async def main(save: Callable[..., Any]) -> None:
        queue: asyncio.Queue[object] = asyncio.Queue()
        for item in range(number):
            queue.put_nowait(item)
        queue.put_nowait(recipe.END)
        await recipe.batches(queue, 3, 0.1, save)

    saved: list[int] = []

    async def save(batch: list[int]) -> None:
        saved.extend(batch)

    assert run(duration(main(save))) == 0
    assert saved == list(range(number))
    if number:
        with pytest.raises(OSError, match="failed"):
            run(main(fail))


def test_a_plain_door_closes_whatever_happens(capsys: pytest.CaptureFixture[str]) -> None:
    with lab.installed():
        recipe = load("where_async_belongs/plain_door")
        capsys.readouterr()
        with pytest.raises(OSError, match="failed"), recipe.plain_shop():
            raise OSError("failed")
        assert capsys.readouterr().out == "connected\nclosed\n"
        with pytest.raises(TypeError), recipe.plain_shop() as ask:
            ask(None)  # an error of a call
        assert capsys.readouterr().out == "connected\nclosed\n"
        recipe.Shop.open = fail
        with pytest.raises(OSError, match="failed"), recipe.plain_shop():
            pass


def test_a_core_is_plain_and_finds_each_page_once() -> None:
    recipe = load("where_async_belongs/core_asks")
    pages = recipe.Crawl("/")
    assert pages.next_page() == "/"
    assert pages.next_page() is None
    pages.found([str(number) for number in range(MANY)] * 2)
    assert sum(1 for _ in iter(pages.next_page, None)) == MANY


def test_either_kind_of_function_is_called() -> None:
    recipe = load("where_async_belongs/either_kind")

    class Greeter:
        async def __call__(self, name: str) -> str:
            return name

    for function in [recipe.waits, functools.partial(recipe.waits), Greeter(), str]:
        assert "Ada" in run(recipe.call(function, "Ada"))
    with pytest.raises(OSError, match="failed"):
        run(recipe.call(fail, "Ada"))


def test_an_object_is_made_with_its_answer() -> None:
    recipe = load("coroutines/async_object")
    assert recipe.Shop("home", {"tea": 1}).prices == {"tea": 1}  # without waiting
    recipe.Shop.ask.__func__.__globals__["fetch_prices"] = fail
    with pytest.raises(OSError, match="failed"):
        run(recipe.Shop.ask("home"))


@pytest.mark.parametrize("value", ["9" * 5000, "Fri, 27 Nov 2026 12:01:30 +" + "9" * 30, "-1", "²"])
def test_a_header_that_makes_no_sense_tells_nothing(value: str) -> None:
    recipe = load("aiohttp_client/how_long")
    assert recipe.told_to_wait(value, datetime.now(UTC)) is None


def test_a_database_is_closed_even_if_closing_is_cancelled() -> None:
    recipe = load("service/saved_first")
    free, closed = threading.Event(), threading.Event()

    async def main() -> None:
        store = await recipe.Store(":memory:").__aenter__()
        close = store._close

        def close_and_tell() -> None:
            close()
            closed.set()

        store._close = close_and_tell
        store.thread.submit(free.wait)
        leaving = asyncio.create_task(store.__aexit__())
        await asyncio.sleep(0)  # it waits for the thread
        leaving.cancel()
        await asyncio.wait([leaving])
        assert leaving.cancelled()
        free.set()
        assert await asyncio.to_thread(closed.wait, 60)

    asyncio.run(main())
