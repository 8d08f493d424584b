"""The recipes for calls: with no calls, a thousand, errors, and cancelled at each turn."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.claims.claim import duration, each_factory, run, says
from tests.recipes.recipe import load
from tests.recipes.test_attacks import MANY, fail, sleep_and_return


@each_factory
def test_a_rate_is_kept_and_a_cancelled_turn_is_not_lost(*, eager: bool) -> None:
    recipe = load("recipes/rate_limit")

    async def main() -> list[float]:
        loop = asyncio.get_running_loop()
        rate, times, start = recipe.Rate(calls=10, seconds=1), [], loop.time()

        async def one() -> None:
            await rate.turn()
            times.append(round(loop.time() - start, 3))

        tasks = [asyncio.create_task(one()) for _ in range(MANY)]
        loop.call_later(0.05, lambda: [task.cancel() for task in tasks[1:-3]])
        await asyncio.wait(tasks)
        await asyncio.sleep(10)  # what nobody asked for isn't saved up
        await asyncio.gather(one(), one())
        return times

    times = run(main(), eager=eager)
    assert times[:4] == [0, 0.1, 0.2, 0.3]
    assert times[5] - times[4] == pytest.approx(0.1)


@pytest.mark.parametrize("number", [0, 1, MANY])
def test_a_rate_spaces_all_calls(number: int) -> None:
    recipe = load("recipes/rate_limit")

    async def main() -> None:
        rate = recipe.Rate(calls=10, seconds=1)
        async with asyncio.TaskGroup() as group:
            for _ in range(number):
                group.create_task(rate.turn())

    assert run(duration(main())) == pytest.approx(max(0, number - 1) / 10)


def test_each_host_has_its_own_limits() -> None:
    recipe = load("recipes/per_host")
    running: Counter[str] = Counter()
    most: Counter[str] = Counter()
    starts: dict[str, list[float]] = {"a": [], "b": []}

    async def ask(hosts: Any, host: str, *, fails: bool) -> None:  # noqa: ANN401 - the program's
        async with hosts.slot(host):
            starts[host].append(asyncio.get_running_loop().time())
            running[host] += 1
            most[host] = max(most[host], running[host])
            try:
                await asyncio.sleep(0.5)
                if fails:
                    await fail()
            finally:
                running[host] -= 1

    async def main() -> None:
        hosts = recipe.Hosts(at_once=3, per_minute=600)
        asks = [ask(hosts, host, fails=n % 7 == 0) for n in range(50) for host in "ab"]
        await asyncio.gather(*asks, return_exceptions=True)

    run(main())
    assert most == {"a": 3, "b": 3}
    for times in starts.values():
        assert len(times) == 50
        assert all(later - earlier > 0.099 for earlier, later in itertools.pairwise(times))


@pytest.mark.parametrize("number", [0, 1, MANY])
def test_many_hosts_wait_for_none_but_their_own_turn(number: int) -> None:
    recipe = load("recipes/per_host")

    async def main() -> None:
        hosts = recipe.Hosts(at_once=1, per_minute=60)

        async def ask(host: int) -> None:
            async with hosts.slot(host):
                await asyncio.sleep(0.1)

        async with asyncio.TaskGroup() as group:
            for host in range(number):
                group.create_task(ask(host))

    assert run(duration(main())) == (0.1 if number else 0)


def test_a_fetch_that_is_cancelled_or_raises_at_once_is_not_kept() -> None:
    recipe = load("recipes/cache")
    asked: list[str] = []

    async def cancelled(key: str) -> None:
        asked.append(key)
        raise asyncio.CancelledError

    def at_once(key: str) -> None:
        asked.append(key)
        raise OSError("failed")

    async def main() -> None:
        for fetch, error in [(cancelled, asyncio.CancelledError), (at_once, OSError)]:
            cache = recipe.Cache(fetch, seconds=1)
            for _ in range(2):
                with pytest.raises(error):
                    await cache.get("a")
                await asyncio.sleep(0)
            assert not cache.tasks

    run(main())
    assert asked == ["a"] * 4


def test_a_pool_survives_many_refusals_and_is_empty_if_nobody_asks() -> None:
    recipe = load("recipes/pool")

    async def main() -> None:
        unused = recipe.Pool(fail, 1)
        unused.close()
        pool = recipe.Pool(fail, 1)
        for _ in range(MANY):
            with pytest.raises(OSError, match="failed"):
                async with pool.connection():
                    pass
        assert pool.slots._value == 1

    run(main())


@pytest.mark.parametrize("attempts", [0, 1])
def test_a_call_is_made_at_least_once(attempts: int) -> None:
    recipe = load("recipes/retry")
    assert run(recipe.retry(lambda: sleep_and_return("news"), attempts=attempts)) == "news"


def test_a_cancelled_wait_for_a_host_gives_its_slot_back() -> None:
    recipe = load("recipes/per_host")

    async def main() -> None:
        hosts = recipe.Hosts(at_once=1, per_minute=60)

        async def ask() -> None:
            async with hosts.slot("a"):
                pass

        await ask()
        for _ in range(5):
            with suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await ask()
        await ask()

    assert run(duration(main())) == 1


@pytest.mark.parametrize("attempts", [1, 2, 6])
def test_pauses_are_random_limited_and_the_last_error_is_raised(attempts: int) -> None:
    recipe = load("recipes/retry")
    pauses: list[float] = []
    calls: list[int] = []

    def uniform(low: float, high: float) -> float:
        assert low == 0
        pauses.append(high)
        return high

    async def call() -> None:
        calls.append(1)
        raise ConnectionError(len(calls))

    recipe.retry.__globals__["random"] = type("Random", (), {"uniform": staticmethod(uniform)})
    with pytest.raises(ConnectionError) as error:
        run(recipe.retry(call, attempts=attempts, pause=1, longest=5))
    assert error.value.args == (attempts,)
    assert pauses == [1, 2, 4, 5, 5][: attempts - 1]


def test_retrying_ends_at_the_deadline_and_at_other_errors() -> None:
    recipe = load("recipes/retry")

    async def tried(call: Any) -> None:  # noqa: ANN401 - any function
        with pytest.raises(TimeoutError):
            await recipe.retry(call, attempts=MANY, within=3)

    assert run(duration(tried(fail))) == 3
    assert run(duration(tried(lambda: sleep_and_return(1, 60)))) == 3

    async def mistake() -> None:
        raise TypeError

    with pytest.raises(TypeError):
        run(recipe.retry(mistake))


def test_retrying_ends_at_the_deadline_even_if_the_call_fails_to_clean_up() -> None:
    says(
        Path("docs/recipes/calls.md"),
        "If the call's clean-up fails at the deadline or when you are cancelled, you get that",
    )
    recipe = load("recipes/retry")

    async def call() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            raise OSError("while closing")

    async def main() -> float:
        async def retry() -> None:
            with pytest.raises(OSError, match="while closing"):
                await recipe.retry(call, attempts=5, within=1)

        return await duration(retry())

    assert run(main()) == 1


@each_factory
def test_a_hedged_request_asks_only_when_needed(*, eager: bool) -> None:
    recipe = load("recipes/hedged")
    asked: list[str] = []
    ended: list[str] = []

    def call(name: str, seconds: float, error: Exception | None = None) -> Any:  # noqa: ANN401
        async def ask() -> str:
            asked.append(name)
            try:
                await asyncio.sleep(seconds)
            finally:
                ended.append(name)
            if error:
                raise error
            return name

        return ask

    async def main(*calls: Any) -> tuple[str, str, float]:  # noqa: ANN401 - functions
        asked.clear()
        ended.clear()
        start = asyncio.get_running_loop().time()
        answer = await recipe.hedged(calls, after=0.2)
        assert sorted(asked) == sorted(ended)  # nothing goes on
        return answer, "".join(asked), round(asyncio.get_running_loop().time() - start, 3)

    a, b, c = call("a", 0.1), call("b", 1), call("c", 0.5)
    down = call("d", 0.1, OSError("down"))
    assert run(main(a, b), eager=eager) == ("a", "a", 0.1)
    assert run(main(b, c, a), eager=eager) == ("a", "bca", 0.5)
    assert run(main(down, c), eager=eager) == ("c", "dc", 0.6)
    assert run(main(b, down), eager=eager) == ("b", "bd", 1)
    assert run(main(*[b] * MANY), eager=eager)[2] == 1
    for calls in ([], [down, down], [down] * MANY):
        with pytest.raises(ExceptionGroup) as raised:
            run(main(*calls), eager=eager)
        assert len(raised.value.exceptions) == max(1, len(calls))


def test_a_breaker_opens_tries_one_and_closes() -> None:
    recipe = load("recipes/circuit_breaker")
    asked: list[float] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        breaker = recipe.Breaker(failures=3, pause=10)
        up = False

        async def ask() -> str:
            asked.append(loop.time())
            await asyncio.sleep(1)
            if not up:
                raise OSError("down")
            return "up"

        async def all_ask(number: int) -> Counter[str]:
            calls = [breaker.call(ask) for _ in range(number)]
            return Counter(map(str, await asyncio.gather(*calls, return_exceptions=True)))

        for _ in range(3):
            assert await all_ask(1) == {"down": 1}
        assert await all_ask(MANY) == {"not asked": MANY}
        assert len(asked) == 3
        await asyncio.sleep(10)
        assert await all_ask(MANY) == {"not asked": MANY - 1, "down": 1}
        assert await all_ask(MANY) == {"not asked": MANY}
        await asyncio.sleep(10)
        with suppress(TimeoutError):  # the one that tries is cancelled
            async with asyncio.timeout(0.5):
                await breaker.call(ask)
        up = True
        assert await all_ask(2) == {"not asked": 2}
        await asyncio.sleep(10)
        assert await all_ask(2) == {"not asked": 1, "up": 1}
        assert await all_ask(MANY) == {"up": MANY}

    run(main())


def test_a_breaker_lets_one_more_try_after_each_pause() -> None:
    recipe = load("recipes/circuit_breaker")
    asked: list[float] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        breaker = recipe.Breaker(failures=1, pause=1)

        async def ask(seconds: float) -> None:
            asked.append(round(loop.time() - start, 6))
            await asyncio.sleep(seconds)
            raise OSError("down")

        start = loop.time()
        with suppress(OSError):
            await breaker.call(lambda: ask(0))
        calls = []
        for _ in range(34):
            await asyncio.sleep(0.1)
            calls.append(asyncio.create_task(breaker.call(lambda: ask(9))))
        await asyncio.gather(*calls, return_exceptions=True)

    run(main())
    assert asked == pytest.approx([0, 1, 2, 3], abs=0.2)


def test_who_asks_a_breaker_without_a_pause_blocks_the_loop() -> None:
    says(Path("docs/recipes/calls.md"), "blocks the loop, and no other task gets a turn.")
    recipe = load("recipes/circuit_breaker")
    turns: list[str] = []

    async def down() -> None:
        raise OSError("down")

    async def other() -> None:
        turns.append("other")

    async def main() -> None:
        breaker = recipe.Breaker(failures=1, pause=1)
        with suppress(OSError):
            await breaker.call(down)
        task = asyncio.create_task(other())
        for _ in range(MANY):
            with suppress(OSError):
                await breaker.call(down)
        assert turns == []
        await task

    run(main())
    assert turns == ["other"]


def test_a_breaker_counts_no_mistakes() -> None:
    recipe = load("recipes/circuit_breaker")

    async def mistake() -> None:
        raise TypeError

    async def main() -> None:
        breaker = recipe.Breaker(failures=1, pause=10)
        for _ in range(3):
            with pytest.raises(TypeError):
                await breaker.call(mistake)

    run(main())


def test_an_answer_to_an_old_call_closes_a_breaker() -> None:
    recipe = load("recipes/circuit_breaker")

    async def main() -> None:
        breaker = recipe.Breaker(failures=1, pause=10)
        old = asyncio.create_task(breaker.call(lambda: sleep_and_return("old")))
        await asyncio.sleep(0)
        for error in ("broken", "not asked"):
            with pytest.raises(OSError, match=error):
                await breaker.call(broken)
        assert await old == "old"
        with pytest.raises(OSError, match="broken"):
            await breaker.call(broken)

    async def broken() -> None:
        raise OSError("broken")

    run(main())


def test_a_call_that_is_cancelled_ends_a_hedged_request() -> None:
    recipe = load("recipes/hedged")

    async def cancelled() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        run(recipe.hedged([cancelled, lambda: sleep_and_return("late")], after=0.2))


class Unusual(BaseException):
    """An error that is no `Exception`."""


def test_an_unusual_error_of_a_hedged_request_is_kept() -> None:
    recipe = load("recipes/hedged")

    async def unusual() -> None:
        raise Unusual

    with pytest.raises(BaseExceptionGroup) as raised:
        run(recipe.hedged([unusual, unusual], after=0.2))
    assert [type(error) for error in raised.value.exceptions] == [Unusual, Unusual]


def test_a_hedged_request_waits_for_the_clean_up_of_the_losers() -> None:
    recipe = load("recipes/hedged")

    async def loser() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(3)

    calls = [loser, lambda: sleep_and_return("won", 1)]
    assert run(duration(recipe.hedged(calls, after=0))) == 4


def test_another_error_in_the_try_of_a_breaker_takes_another_pause() -> None:
    recipe = load("recipes/circuit_breaker")

    async def main() -> None:
        breaker = recipe.Breaker(failures=1, pause=10)
        for error, pause in [(OSError, 11), (TypeError, 5)]:

            async def fails(error: type[Exception] = error) -> None:
                raise error

            with pytest.raises(error):
                await breaker.call(fails)
            await asyncio.sleep(pause)
        with pytest.raises(ConnectionRefusedError, match="not asked"):
            await breaker.call(lambda: sleep_and_return("up"))
        await asyncio.sleep(6)
        assert await breaker.call(lambda: sleep_and_return("up")) == "up"

    run(main())


def test_nothing_in_a_cache_expires_once_its_loop_has_ended() -> None:
    recipe = load("recipes/cache")
    cache = recipe.Cache(sleep_and_return, seconds=1)
    run(cache.get("/"))
    run(asyncio.sleep(10))
    assert list(cache.tasks) == ["/"]


def test_a_timeout_in_its_block_is_not_heard_of_by_a_pool() -> None:
    recipe = load("recipes/pool")

    async def connect() -> Connection:
        return Connection()

    async def main(*, inside: bool) -> bool:
        pool = recipe.Pool(connect, most=1)
        around = asyncio.timeout(None if inside else 1)
        within = asyncio.timeout(1 if inside else None)
        with suppress(TimeoutError):
            async with around, pool.connection() as connection:
                with suppress(TimeoutError):
                    async with within:
                        await asyncio.sleep(60)
        async with pool.connection() as another:
            return another is connection

    assert run(main(inside=True))
    assert not run(main(inside=False))


@each_factory
def test_a_cache_asks_once_and_forgets_in_time(*, eager: bool) -> None:
    recipe = load("recipes/cache")
    asked: list[str] = []

    async def fetch(key: str) -> str:
        asked.append(key)
        await asyncio.sleep(0.1)
        if key == "bad":
            raise OSError("failed")
        return key

    async def main() -> None:
        cache = recipe.Cache(fetch, seconds=1)
        first = asyncio.create_task(cache.get("a"))
        others = [asyncio.create_task(cache.get("a")) for _ in range(MANY)]
        await asyncio.sleep(0.05)
        first.cancel()
        assert set(await asyncio.gather(*others)) == {"a"}
        assert await duration(cache.get("a")) == 0
        assert asked == ["a"]
        await asyncio.gather(*(cache.get(str(number)) for number in range(MANY)))
        await asyncio.sleep(2)
        assert not cache.tasks
        await cache.get("a")
        assert asked.count("a") == 2
        for _ in range(2):
            found = await asyncio.gather(*[cache.get("bad")] * 1, return_exceptions=True)
            assert [str(error) for error in found] == ["failed"]
            await asyncio.sleep(0)
        assert asked.count("bad") == 2

    run(main(), eager=eager)


class Connection:
    """A connection that knows whether it is open."""

    def __init__(self) -> None:
        self.is_open = True

    def close(self) -> None:
        assert self.is_open
        self.is_open = False


def test_a_pool_lends_only_good_connections_and_closes_all() -> None:
    recipe = load("recipes/pool")
    made: list[Connection] = []
    lent: set[Connection] = set()

    async def connect() -> Connection:
        await asyncio.sleep(0.1)
        if len(made) == 2:
            made.append(Connection())
            made.pop().close()
            raise OSError("refused")
        made.append(Connection())
        return made[-1]

    async def use(pool: Any, number: int) -> None:  # noqa: ANN401 - the program's
        async with pool.connection() as connection:
            assert connection.is_open
            assert connection not in lent
            lent.add(connection)
            assert len(lent) <= 2
            try:
                await asyncio.sleep(0.1)
            finally:
                lent.remove(connection)
            if number == 7:
                await fail()

    async def main() -> None:
        pool = recipe.Pool(connect, 2)
        tasks = [asyncio.create_task(use(pool, number)) for number in range(MANY)]
        asyncio.get_running_loop().call_later(0.3, tasks[2].cancel)
        await asyncio.wait(tasks)
        assert len(pool.idle) == sum(connection.is_open for connection in made) <= 2
        pool.close()
        pool.close()
        assert not any(connection.is_open for connection in made)

    run(main())
