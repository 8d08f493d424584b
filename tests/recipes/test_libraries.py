"""What the recipes say of libraries: what they do that ours don't, and what they don't."""

from __future__ import annotations

import asyncio
import inspect
import os
import re
import signal
import threading
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import aiofiles
import anyio
import janus
import pytest
import reactivex.operators
import stamina
import tqdm
import tqdm.asyncio
from aiohttp import TCPConnector
from aiojobs import Scheduler
from aiolimiter import AsyncLimiter
from aiostream import stream
from async_lru import alru_cache
from prompt_toolkit import PromptSession
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import OpenedState

from lab.snippets.snippet import Snippet
from tests.claims.claim import duration, each_factory, run
from tests.recipes.recipe import all_recipes, load, main_of
from tests.recipes.test_attacks import MANY, fail, sleep_and_return


async def starts(limiter: AsyncLimiter, number: int, after: float = 0) -> list[float]:
    """When so many calls start under a limiter, in seconds."""
    loop = asyncio.get_running_loop()
    start, times = loop.time(), []

    async def one() -> None:
        async with limiter:
            times.append(round(loop.time() - start - after, 3))

    await asyncio.sleep(after)
    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(one())
    return times


@each_factory
def test_aiolimiter_spaces_calls_or_lets_a_burst_through(*, eager: bool) -> None:
    assert run(starts(AsyncLimiter(1, 0.2), 4), eager=eager) == [0, 0.2, 0.4, 0.6]
    burst = run(starts(AsyncLimiter(5, 1), 20, after=60), eager=eager)
    assert burst[:5] == [0] * 5
    assert sum(time < 1 for time in burst) == 9
    assert sum(time <= 1 for time in burst) == 10
    assert burst[-1] == 3
    assert run(starts(AsyncLimiter(1, 0.1), 0), eager=eager) == []
    assert run(starts(AsyncLimiter(1, 0.1), MANY), eager=eager)[-1] == pytest.approx(99.9)


def test_aiolimiter_loses_no_turn_of_a_cancelled_task() -> None:
    async def main() -> None:
        rate = AsyncLimiter(1, 0.1)
        await rate.acquire()
        waiting = [asyncio.create_task(rate.acquire()) for _ in range(10)]
        await asyncio.sleep(0.05)
        for task in waiting[:-1]:
            task.cancel()
        await waiting[-1]

    assert run(duration(main())) == 0.1


def test_aiolimiter_for_each_host_replaces_the_locks() -> None:
    recipe = load("recipes/per_host")
    rates: defaultdict[str, Any] = defaultdict(lambda: AsyncLimiter(1, 0.2))
    times: dict[str, list[float]] = {"a": [], "b": []}

    async def ask(hosts: Any, host: str) -> None:  # noqa: ANN401 - the program's
        async with hosts.slots[host], rates[host]:
            times[host].append(round(asyncio.get_running_loop().time(), 3))

    async def main() -> None:
        hosts = recipe.Hosts(at_once=2, per_minute=300)
        await asyncio.gather(*(ask(hosts, host) for host in "aaab"))

    run(main())
    assert times == {"a": [0, 0.2, 0.4], "b": [0]}


def test_a_call_of_aiolimiter_may_count_for_more() -> None:
    async def main() -> None:
        rate = AsyncLimiter(5, 1)
        await rate.acquire(3)
        await rate.acquire(3)

    assert run(duration(main())) == 0.2


class Down:
    """A call that counts how often it is made, and fails."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = errors or (OSError("down"),)
        self.calls = 0

    async def __call__(self) -> None:
        self.calls += 1
        raise self.errors[min(self.calls, len(self.errors)) - 1]


def test_stamina_retries_what_it_is_told_and_raises_the_last_error() -> None:
    for call, calls in [
        (Down(), 3),
        (Down(OSError("down"), TypeError("mistake")), 2),
        (Down(asyncio.CancelledError()), 1),  # type: ignore[arg-type]
    ]:
        retrying = stamina.AsyncRetryingCaller(attempts=3).on(OSError)
        with pytest.raises((OSError, TypeError, asyncio.CancelledError)) as error:
            run(retrying(call))
        assert call.calls == calls
        assert error.value is call.errors[-1]


def test_staminas_defaults_and_its_log(caplog: pytest.LogCaptureFixture) -> None:
    defaults = inspect.signature(stamina.retry).parameters
    assert (defaults["attempts"].default, defaults["timeout"].default) == (10, 45.0)
    stamina.instrumentation.set_on_retry_hooks(None)
    with pytest.raises(OSError, match="down"):
        run(stamina.AsyncRetryingCaller(attempts=2).on(OSError)(Down()))
    assert [record.name for record in caplog.records] == ["stamina"]


def test_staminas_jitter_is_added_and_its_pauses_can_be_switched_off() -> None:
    pauses: list[float] = []
    stamina.instrumentation.set_on_retry_hooks([lambda retry: pauses.append(retry.wait_for)])
    try:
        retrying = stamina.AsyncRetryingCaller(
            attempts=MANY, timeout=None, wait_initial=1, wait_jitter=1, wait_max=5
        ).on(OSError)
        with pytest.raises(OSError, match="down"):
            run(retrying(Down()))
        with stamina.set_testing(True, attempts=3), pytest.raises(OSError, match="down"):
            assert run(duration(retrying(Down()))) == 0
    finally:
        stamina.instrumentation.set_on_retry_hooks(None)
    first, second, *others = pauses[: MANY - 1]
    assert 1 <= first < 2 <= second < 3
    assert others[2:] == pytest.approx([5] * (MANY - 5))


def test_staminas_timeout_is_looked_at_when_an_attempt_has_failed() -> None:
    retrying = stamina.AsyncRetryingCaller(attempts=None, timeout=3).on(OSError)

    async def main() -> None:
        with pytest.raises(OSError, match="down"):
            await retrying(Down())

    assert 3 <= run(duration(main())) < 3 + 5  # it interrupts no pause, either
    assert run(duration(retrying(asyncio.sleep, 60))) == 60


@each_factory
def test_async_lru_asks_once_keeps_no_error_and_forgets(*, eager: bool) -> None:
    asked: list[str] = []

    @alru_cache(maxsize=100, ttl=1)  # type: ignore[untyped-decorator]  # its types aren't read
    async def fetch(key: str) -> str:
        asked.append(key)
        await asyncio.sleep(0.1)
        if key == "bad":
            raise OSError("failed")
        return key

    async def main() -> None:
        first = asyncio.create_task(fetch("a"))
        others = [asyncio.create_task(fetch("a")) for _ in range(MANY)]
        await asyncio.sleep(0.05)
        first.cancel()
        assert set(await asyncio.gather(*others)) == {"a"}
        assert await duration(fetch("a")) == 0
        assert asked == ["a"]
        await asyncio.sleep(1)
        await fetch("a")
        assert asked.count("a") == 2
        for _ in range(2):
            with pytest.raises(OSError, match="failed"):
                await fetch("bad")
        assert asked.count("bad") == 2
        await asyncio.gather(*(fetch(str(number)) for number in range(MANY)))
        assert fetch.cache_info().currsize == 100
        assert fetch.cache_info().hits == MANY + 1

    run(main(), eager=eager)


@each_factory
def test_async_lru_cancels_a_request_that_no_task_wants(*, eager: bool) -> None:
    ended: list[str] = []

    @alru_cache  # type: ignore[untyped-decorator]  # its types aren't read
    async def fetch() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("cancelled")

    async def main() -> None:
        waiting = [asyncio.create_task(fetch()) for _ in range(3)]
        await asyncio.sleep(0.1)
        for task in waiting:
            assert not ended
            task.cancel()
            await asyncio.wait([task])
        await asyncio.sleep(0)
        assert ended == ["cancelled"]

    run(main(), eager=eager)


async def guarded(breakers: AsyncCircuitBreakerFactory, call: Any) -> str:  # noqa: ANN401 - any
    """What a caller gets through a breaker of purgatory."""
    try:
        async with await breakers.get_breaker("the mill"):
            return str(await call())
    except OpenedState:
        return "not asked"
    except OSError:
        return "down"


def test_purgatory_lets_every_caller_try_after_the_pause() -> None:
    async def main() -> None:
        changes: list[str] = []
        breakers = AsyncCircuitBreakerFactory(default_threshold=3, default_ttl=10)
        breakers.add_listener(lambda _, kind, __: changes.append(kind))

        async def all_ask(number: int, call: Any) -> Counter[str]:  # noqa: ANN401 - any
            calls = [guarded(breakers, call) for _ in range(number)]
            return Counter(await asyncio.gather(*calls))

        async def slowly_down() -> None:
            await asyncio.sleep(1)
            raise OSError

        for _ in range(3):
            assert await all_ask(1, slowly_down) == {"down": 1}
        assert await all_ask(MANY, slowly_down) == {"not asked": MANY}
        await asyncio.sleep(11)
        assert await all_ask(MANY, slowly_down) == {"down": MANY}
        assert await all_ask(1, slowly_down) == {"not asked": 1}
        await asyncio.sleep(11)
        assert await all_ask(1, lambda: sleep_and_return("up")) == {"up": 1}
        assert changes.count("state_changed") >= 3

    run(main())


def test_purgatory_counts_a_cancellation_unless_told_not_to() -> None:
    async def main(exclude: list[Any]) -> str:
        breakers = AsyncCircuitBreakerFactory(default_threshold=2, exclude=exclude)
        for _ in range(2):
            with suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await guarded(breakers, lambda: sleep_and_return("late", 60))
        return await guarded(breakers, lambda: sleep_and_return("up"))

    assert run(main([])) == "not asked"
    assert run(main([asyncio.CancelledError])) == "up"


@pytest.mark.parametrize("number", [0, 1, MANY])
def test_tqdm_counts_each_item_once(number: int, tmp_path: Path) -> None:
    recipe = load("recipes/with_tqdm")
    with (tmp_path / "drawn").open("w") as drawn:
        found = run(recipe.for_each(map(str, range(number)), recipe.download, file=drawn))
    assert len(found) == number
    assert (f"{number}/{number}" if number else "0it") in (tmp_path / "drawn").read_text()


def test_tqdm_gather_lets_the_others_go_on(tmp_path: Path) -> None:
    done: list[str] = []

    async def other() -> None:
        await asyncio.sleep(1)
        done.append("other")

    async def main(gather: Any) -> None:  # noqa: ANN401 - a function
        with suppress(OSError, ExceptionGroup):
            await gather()
        await asyncio.sleep(2)

    recipe = load("recipes/with_tqdm")
    with (tmp_path / "drawn").open("w") as drawn:
        run(main(lambda: tqdm.asyncio.tqdm.gather(fail(), other(), file=drawn)))
        assert done == ["other"]
        run(main(lambda: recipe.for_each([fail, other], lambda call: call(), file=drawn)))
    assert done == ["other"]
    assert inspect.signature(tqdm.tqdm.__init__).parameters["mininterval"].default == 0.1


async def pieces(number: int, error: Exception | None = None) -> AsyncIterator[bytes]:
    """A body in pieces, and perhaps an error at its end."""
    for _ in range(number):
        await asyncio.sleep(0.001)
        yield b"piece"
    if error:
        raise error


def test_aiofiles_saves_the_whole_or_leaves_the_old_file(tmp_path: Path) -> None:
    recipe = load("recipes/with_aiofiles")
    path = tmp_path / "a.txt"
    for number in (0, 1, MANY):
        run(recipe.save(pieces(number), path))
        assert path.read_bytes() == b"piece" * number
    with pytest.raises(OSError, match="failed"):
        run(recipe.save(pieces(3, OSError("failed")), path))
    assert path.read_bytes() == b"piece" * MANY
    assert list(tmp_path.iterdir()) == [path]


def test_aiofiles_leaves_a_file_open_if_cancelled_while_it_opens(tmp_path: Path) -> None:
    """A strict expectation: if this fails, the recipe's page can say so."""
    path = tmp_path / "a.txt"
    opened: list[Any] = []

    def slowly(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - what `open` takes
        time.sleep(0.1)
        opened.append(open(*arguments, **options))  # noqa: PTH123, SIM115 - aiofiles calls it
        return opened[-1]

    async def main() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.05), aiofiles.open(path, "wb"):
                pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aiofiles.threadpool.sync_open", slowly)
        run(main())
    [file] = opened
    assert not file.closed
    file.close()


@each_factory
def test_aiojobs_leaves_tasks_behind_if_cancelled_while_it_waits(*, eager: bool) -> None:
    async def main(*, closes: bool) -> int:
        background = Scheduler()
        try:
            async with asyncio.timeout(1), background:
                await background.spawn(asyncio.sleep(60))
        except TimeoutError:
            if closes:
                await background.close()
        return len(asyncio.all_tasks()) - 1

    assert run(main(closes=False), eager=eager) > 0
    assert run(main(closes=True), eager=eager) == 0


@each_factory
@pytest.mark.parametrize(("job", "waits"), [(5, 5), (600, 60)])
def test_aiojobs_waits_up_to_a_minute_if_cancelled_in_its_block(
    job: float, waits: float, *, eager: bool
) -> None:
    async def main() -> tuple[float, int]:
        start = asyncio.get_running_loop().time()
        with suppress(TimeoutError):
            async with asyncio.timeout(1), Scheduler() as background:
                await background.spawn(asyncio.sleep(job + 1))
                await asyncio.sleep(3600)
        took = asyncio.get_running_loop().time() - start
        return round(took - 1), len(asyncio.all_tasks()) - 1

    assert run(main(), eager=eager) == (waits, 0)


@each_factory
@pytest.mark.parametrize("at_once", [1, 3, MANY])
def test_aiostream_never_runs_more_than_n(at_once: int, *, eager: bool) -> None:
    recipe = load("sharing/with_aiostream")
    running = most = 0

    async def action(item: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.1)
        running -= 1
        return item * 2

    assert run(recipe.for_each([], action, at_once), eager=eager) == {}
    results = run(recipe.for_each(range(MANY), action, at_once), eager=eager)
    assert results == {number: number * 2 for number in range(MANY)}
    assert most == at_once
    with pytest.raises(OSError, match="failed"):
        run(recipe.for_each(range(MANY), fail, at_once), eager=eager)


def test_aiostream_ends_the_others_when_one_fails() -> None:
    recipe = load("sharing/with_aiostream")
    ended: list[int] = []

    async def action(item: int) -> None:
        if item == 2:
            await fail()
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(item)

    with pytest.raises(OSError, match="failed"):
        run(recipe.for_each(range(3), action, 3))
    assert sorted(ended) == [0, 1]


def test_aiostream_merges_and_closes_its_sources() -> None:
    closed: list[str] = []

    async def source(name: str, pause: float) -> AsyncIterator[str]:
        try:
            for number in range(MANY):
                await asyncio.sleep(pause)
                yield f"{name} {number}"
            await fail()
        finally:
            closed.append(name)

    async def main(most: int) -> list[str]:
        found = []
        async with stream.merge(source("a", 0.2), source("b", 0.3)).stream() as items:
            async for item in items:
                found.append(item)
                if len(found) == most:
                    break
        return found

    assert run(main(3)) == ["a 0", "b 0", "a 1"]
    assert sorted(closed) == ["a", "b"]
    with pytest.raises(OSError, match="failed"):
        run(main(3 * MANY))
    assert sorted(closed) == ["a", "a", "b", "b"]


def test_aiostream_puts_items_in_batches_by_number_only() -> None:
    async def items() -> AsyncIterator[int]:
        yield 1
        await asyncio.sleep(60)
        yield 2

    async def main() -> list[tuple[float, list[int]]]:
        loop = asyncio.get_running_loop()
        start = loop.time()
        async with stream.chunks(stream.iterate(items()), 3).stream() as batches:
            return [(round(loop.time() - start), batch) async for batch in batches]

    assert run(main()) == [(60, [1, 2])]


@pytest.mark.parametrize("number", [0, 1, 100])
def test_a_pipeline_of_aiostream_stays_two_items_ahead(
    number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = load("queues/with_aiostream")
    run(recipe.run([f"line {n}" for n in range(number)]))
    assert capsys.readouterr().out.splitlines() == [f"stored LINE {n}" for n in range(number)]
    recipe.run.__globals__["fetch"] = fail_later
    with pytest.raises(OSError, match="failed"):
        run(recipe.run(["line"] * 3))


async def fail_later(_: object) -> None:
    """What a step does that fails after a moment."""
    await asyncio.sleep(0.1)
    await fail()


def test_apscheduler_does_not_drift_leaves_out_overlaps_and_survives_errors(
    caplog: pytest.LogCaptureFixture,
) -> None:
    recipe = load("tasks/with_apscheduler")

    async def main(takes: list[float]) -> list[float]:
        loop = asyncio.get_running_loop()
        start, times, left = loop.time(), [], iter(takes)

        async def action() -> None:
            times.append(round(loop.time() - start, 3))
            seconds = next(left, None)
            if seconds is None:
                raise OSError("failed")
            await asyncio.sleep(seconds)

        scheduler = recipe.AsyncIOScheduler()
        now = recipe.datetime.now()
        scheduler.add_job(action, "interval", seconds=1, next_run_time=now)
        scheduler.start()
        await asyncio.sleep(7.5)
        scheduler.shutdown()
        return times

    assert run(main([0.3] * 9)) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert not caplog.records
    assert run(main([0.3, 3.5] + [0] * 9)) == [0, 1, 5, 6, 7]
    assert "maximum number of running instances" in caplog.text
    assert run(main([])) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert caplog.text.count("OSError: failed") == 8


def test_the_end_of_apscheduler_cancels_what_is_running() -> None:
    recipe = load("tasks/with_apscheduler")
    ended: list[str] = []

    async def action() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def main() -> None:
        scheduler = recipe.AsyncIOScheduler()
        scheduler.add_job(action)
        scheduler.start()
        await asyncio.sleep(1)
        scheduler.shutdown()
        await asyncio.sleep(0.1)
        assert ended == ["cancelled"]

    run(main())


def test_the_end_of_apscheduler_lets_a_plain_job_finish() -> None:
    recipe = load("tasks/with_apscheduler")
    begun, finish, ended = threading.Event(), threading.Event(), threading.Event()

    def action() -> None:
        begun.set()
        finish.wait()
        ended.set()

    async def main() -> None:
        scheduler = recipe.AsyncIOScheduler()
        scheduler.add_job(action)
        scheduler.start()
        await asyncio.to_thread(begun.wait)
        scheduler.shutdown()
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next turn
        assert not ended.is_set()
        finish.set()
        await asyncio.to_thread(ended.wait)

    asyncio.run(main())


@each_factory
def test_aiojobs_limits_reports_waits_and_then_cancels(*, eager: bool) -> None:
    reported: list[str] = []
    running = most = 0

    async def job(seconds: float) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            await asyncio.sleep(seconds)
        finally:
            running -= 1

    def report(_: object, context: dict[str, Any]) -> None:
        reported.append(str(context["exception"]))

    async def main(seconds: float, number: int) -> None:
        async with Scheduler(exception_handler=report, wait_timeout=1) as background:
            for _ in range(number):
                await background.spawn(job(seconds))
            await background.spawn(fail())

    assert run(duration(main(0.05, 250)), eager=eager) == pytest.approx(0.15)
    assert most == 100
    assert run(duration(main(60, 2)), eager=eager) == pytest.approx(1, abs=0.2)
    assert running == 0
    assert reported == ["failed"] * 2


@each_factory
def test_with_anyio_the_first_good_answer_wins(*, eager: bool) -> None:
    recipe = load("structured_concurrency/with_anyio")
    ended: list[int] = []

    async def loser(number: int) -> None:
        try:
            await asyncio.sleep(10)
        finally:
            ended.append(number)

    async def main(calls: list[Any]) -> object:
        async with asyncio.timeout(1):
            return await recipe.first_good(calls)

    losers = [(loser, number) for number in range(MANY)]
    good = (sleep_and_return, "good", 0.2)
    assert run(main([(fail,), *losers, good]), eager=eager) == "good"
    assert len(ended) == MANY
    for none in ([], [(fail,), (fail,)]):
        with pytest.raises(ExceptionGroup) as raised:
            run(main(none), eager=eager)
        assert len(raised.value.exceptions) == max(1, len(none))


def test_with_anyio_threads_are_limited_and_waited_for() -> None:
    recipe = load("chaining/with_anyio")
    running, lock = Counter[str](), threading.Lock()

    def look_up(name: int) -> int:
        with lock:
            running["now"] += 1
            running["most"] = max(running["most"], running["now"])
        threading.Event().wait(0.001)
        with lock:
            running["now"] -= 1
        return name

    recipe.look_up_all.__globals__["look_up"] = look_up
    assert anyio.run(recipe.look_up_all, []) == []
    assert anyio.run(recipe.look_up_all, range(100)) == list(range(100))
    assert running["most"] <= 8
    assert running["now"] == 0


LIBRARY = re.compile(r"^\| `(?P<name>[\w-]+)` \| (?P<version>[\d.]+) \|", re.MULTILINE)


def test_the_table_names_each_library_in_the_version_that_was_run() -> None:
    table = dict(LIBRARY.findall(Path("docs/recipes/index.md").read_text("utf-8")))
    paths = [recipe.path for recipe in all_recipes() if recipe.path.stem.startswith("with_")]
    used = {
        needed
        for path in [*paths, Path("snippets/chat/with_prompt_toolkit.py")]
        for needed in Snippet.read(path).metadata.dependencies
    }
    assert sorted(table) == sorted(used)
    for name, version in table.items():
        assert f"{name}=={version} " in Path("requirements.txt").read_text("utf-8"), name


def test_janus_holds_a_thread_back_and_lets_it_end() -> None:
    told: list[int] = []

    def tell(queue: janus.Queue[int]) -> None:
        try:
            for number in range(MANY):
                queue.sync_q.put(number)
                told.append(number)
        except janus.SyncQueueShutDown:
            told.append(-1)

    async def main() -> None:
        queue: janus.Queue[int] = janus.Queue(maxsize=2)
        thread = threading.Thread(target=tell, args=[queue])
        thread.start()
        await asyncio.sleep(1)
        assert await queue.async_q.get() == 0
        await asyncio.sleep(1)
        assert told == [0, 1, 2]
        await queue.aclose()
        await asyncio.to_thread(thread.join)
        assert told == [0, 1, 2, -1]

    run(main())


@pytest.mark.parametrize("how", ["cancelled", "fails", "returns"])
def test_janus_ends_with_its_reader_and_with_its_library(how: str) -> None:
    names, main = main_of(Path("snippets/threads/with_janus.py"))
    ended: list[str] = []
    thermometer = names.thermometer

    def library(queue: Any) -> None:  # noqa: ANN401 - the library's
        try:
            if how == "cancelled":
                thermometer(queue)
            elif how == "fails":
                raise OSError("unplugged")
        finally:
            queue.shutdown()
            ended.append(how)

    async def main_with_it() -> None:
        names.main.__globals__["thermometer"] = library
        assert main is not None
        async with asyncio.timeout(0.15):
            await main

    error = {"cancelled": TimeoutError, "fails": OSError}
    with pytest.raises(error[how]) if how in error else nullcontext():
        run(main_with_it())
    assert ended == [how]


def test_anyio_kills_a_program_but_not_what_that_has_started(tmp_path: Path) -> None:
    path = tmp_path / "child"
    command = ["sh", "-c", f"sleep 600 & echo $! > {path}; wait"]

    async def main() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(anyio.run_process, command)
            while not (path.exists() and path.read_text().strip()):  # noqa: ASYNC110 - a process
                await anyio.sleep(0.01)
            group.cancel_scope.cancel()

    anyio.run(main)
    os.kill(int(path.read_text()), signal.SIGKILL)  # ProcessLookupError, if it were gone


def test_a_line_of_prompt_toolkit_can_be_cancelled() -> None:
    before = threading.active_count()

    async def main() -> None:
        with create_pipe_input() as keyboard:
            session = PromptSession[str](input=keyboard, output=DummyOutput())
            with suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await session.prompt_async("> ")
            assert threading.active_count() <= before
            keyboard.send_text("tea\r")
            assert await session.prompt_async("> ") == "tea"

    asyncio.run(main())


def test_aiohttp_has_a_hundred_connections_at_most() -> None:
    async def main() -> int:
        async with TCPConnector() as connector:
            return connector.limit

    assert run(main()) == 100


def test_reactivex_has_many_operators_and_lets_searches_overlap() -> None:
    names = [name for name in reactivex.operators.__all__ if name.islower()]
    assert len(names) > 100
    recipe = load("recipes/with_reactivex")
    running = most = 0

    async def main() -> None:
        nonlocal running, most
        typed = recipe.Subject()
        calm = typed.pipe(
            recipe.operators.debounce(0.3, recipe.AsyncIOScheduler(asyncio.get_running_loop()))
        )

        async def search(_: str) -> None:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(10)
            running -= 1

        async with asyncio.TaskGroup() as group:
            calm.subscribe(lambda text: group.create_task(search(text)))
            for _ in range(3):
                for number in range(MANY):
                    typed.on_next(str(number))
                await asyncio.sleep(1)

    run(main())
    assert most == 3
