"""What `docs/learn/sharing.md` claims."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from weakref import WeakValueDictionary

import pytest

from lab import Deadlock
from tests.claims.claim import claim, duration, each_factory, run
from tests.recipes.recipe import load


async def deposits(deposit: Callable[[dict[str, int]], Awaitable[None]]) -> int:
    """The balance after two deposits of ten, made by two tasks at the same time."""
    account = {"balance": 100}
    async with asyncio.TaskGroup() as group:
        group.create_task(_awaited(deposit(account)))
        group.create_task(_awaited(deposit(account)))
    return account["balance"]


async def _awaited(work: Awaitable[None]) -> None:
    await work


async def wait_in_between(account: dict[str, int]) -> None:
    balance = account["balance"]
    await asyncio.sleep(0.1)
    account["balance"] = balance + 10


async def wait_before(account: dict[str, int]) -> None:
    await asyncio.sleep(0.1)
    account["balance"] += 10


@claim(
    "A race needs a place to wait between reading and writing: `await`, `async for`, `async with`,"
    " or the `yield` of an async generator. Without one, no other task that already exists gets a turn in between."
)
@each_factory
def test_a_race_needs_an_await_in_between(*, eager: bool) -> None:
    assert run(deposits(wait_in_between), eager=eager) == 110
    assert run(deposits(wait_before), eager=eager) == 120

    async def pauses() -> AsyncIterator[int]:
        await asyncio.sleep(0.1)
        yield 10

    async def async_for(account: dict[str, int]) -> None:
        balance = account["balance"]
        async for amount in pauses():
            balance += amount
        account["balance"] = balance

    assert run(deposits(async_for), eager=eager) == 110

    async def adds_ten(account: dict[str, int]) -> AsyncIterator[None]:
        balance = account["balance"]
        yield
        account["balance"] = balance + 10

    async def loops_over_it(account: dict[str, int]) -> None:
        async for _ in adds_ten(account):
            await asyncio.sleep(0.1)

    assert run(deposits(loops_over_it), eager=eager) == 110


@claim(
    "There is one exception. If you start an eager task between reading and writing, it"
    " can run there."
)
@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
@pytest.mark.parametrize(("eager", "balance"), [(False, 130), (True, 120)])
def test_only_an_eager_task_comes_in_between(*, eager: bool, balance: int) -> None:
    async def main() -> int:
        account = {"balance": 100}

        async def deposit() -> None:
            account["balance"] += 10

        before = account["balance"]
        task = asyncio.create_task(deposit())
        account["balance"] = before + 20
        await task
        return account["balance"]

    assert run(main(), eager=eager) == balance


@claim(
    "If a task has to wait between reading and writing, every task that uses the value"
    " must take the same lock."
)
@claim(
    "Also, every function that changes the balance has to take the lock. If one of them"
    " doesn't, the lock doesn't help."
)
@each_factory
def test_a_lock_helps_if_all_take_the_same(*, eager: bool) -> None:
    async def main(*, same: bool) -> int:
        lock = asyncio.Lock()

        async def locked(account: dict[str, int]) -> None:
            async with lock if same else asyncio.Lock():
                await wait_in_between(account)

        return await deposits(locked)

    assert run(main(same=True), eager=eager) == 120
    assert run(main(same=False), eager=eager) == 110

    async def one_without() -> int:
        account = {"balance": 100}
        lock = asyncio.Lock()

        async def locked() -> None:
            async with lock:
                await wait_in_between(account)

        async with asyncio.TaskGroup() as group:
            group.create_task(locked())
            group.create_task(wait_in_between(account))
        return account["balance"]

    assert run(one_without(), eager=eager) == 110


@claim(
    "`async with lock` waits until the lock is free, takes it, and releases it at the end"
    " of the block, even if the block ends in an error. The waiting tasks get it in the"
    " order in which they asked, as the bars labelled `Lock` show."
)
@each_factory
def test_a_lock_is_released_and_fair(*, eager: bool) -> None:
    order = []

    async def hold(lock: asyncio.Lock, name: int) -> None:
        async with lock:
            order.append(name)
            await asyncio.sleep(0.1)
            raise OSError

    async def main() -> bool:
        lock = asyncio.Lock()
        tasks = [asyncio.create_task(hold(lock, name)) for name in range(5)]
        tasks[2].cancel()  # one in the middle gives up
        await asyncio.wait(tasks)
        return lock.locked()

    assert run(main(), eager=eager) is False
    assert order == [0, 1, 3, 4]


@claim("If you need several locks, take them in the same order everywhere.")
@claim(
    "A task that holds a later lock then never asks for an earlier one, so there can't be a ring."
)
@each_factory
def test_one_order_of_locks_has_no_deadlock(*, eager: bool) -> None:
    async def hold(*locks: asyncio.Lock) -> None:
        async with locks[0]:
            await asyncio.sleep(0.1)
            async with locks[1]:
                pass

    async def main(*, ordered: bool) -> None:
        first, second, third = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        last = (first, third) if ordered else (third, first)
        async with asyncio.TaskGroup() as group:
            group.create_task(hold(first, second))
            group.create_task(hold(second, third))
            group.create_task(hold(*last))

    run(main(ordered=True), eager=eager)
    with pytest.raises(Deadlock):
        run(main(ordered=False), eager=eager)


@claim(
    "Once a task has waited for a lock, the lock belongs to that loop. When in doubt, make it in"
    " `main`."
)
@claim(
    "Events, conditions, semaphores and queues behave the same way. So does a queue's"
    " `join`, which may belong to a different loop from `get` and `put`."
)
def test_waiting_binds_to_a_loop() -> None:
    shared: list[tuple[object, Callable[[], Awaitable[object]]]] = []
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    semaphore, queue = asyncio.Semaphore(0), asyncio.Queue[int]()

    async def take_lock() -> None:
        async with lock:
            await lock.acquire()

    async def wait_for_change() -> None:
        async with condition:
            await condition.wait()

    shared = [
        (lock, take_lock),
        (event, event.wait),
        (condition, wait_for_change),
        (semaphore, semaphore.acquire),
        (queue, queue.get),
    ]

    async def give_up(wait: Callable[[], Awaitable[object]]) -> None:
        async with asyncio.timeout(0.1):
            await wait()

    queue.put_nowait(1)
    with pytest.raises(TimeoutError):
        run(give_up(queue.join))
    queue.get_nowait()

    for _, wait in shared:  # the first wait for the queue's `get`, in another loop, is allowed
        with pytest.raises(TimeoutError):
            run(give_up(wait))
        if lock.locked():
            lock.release()
        with pytest.raises(RuntimeError, match="is bound to a different event loop"):
            run(give_up(take_lock_twice(lock) if wait is take_lock else wait))
    with pytest.raises(RuntimeError, match="is bound to a different event loop"):
        run(give_up(queue.join))


def take_lock_twice(lock: asyncio.Lock) -> Callable[[], Awaitable[object]]:
    """Make a lock's taker wait for it."""

    async def take() -> None:
        await lock.acquire()
        await lock.acquire()

    return take


@claim(
    "Use an event to wait for something that happens once, a condition to wait until"
    " something is true, a barrier to wait for other tasks, and a semaphore to limit how"
    " many tasks do something."
)
@each_factory
def test_event_condition_barrier_semaphore(*, eager: bool) -> None:
    async def main() -> None:
        event = asyncio.Event()
        waiting = [asyncio.create_task(event.wait()) for _ in range(3)]
        await asyncio.sleep(0.1)
        event.set()
        await asyncio.wait(waiting)
        assert await duration(event.wait()) == 0  # it stays set for those who come later

        barrier = asyncio.Barrier(3)
        passed = [asyncio.create_task(barrier.wait()) for _ in range(2)]
        await asyncio.sleep(0.1)
        assert not any(task.done() for task in passed)
        await barrier.wait()
        await asyncio.wait(passed)

        semaphore = asyncio.Semaphore(2)
        inside = most = 0

        async def enter() -> None:
            nonlocal inside, most
            async with semaphore:
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.1)
                inside -= 1

        async with asyncio.TaskGroup() as group:
            for _ in range(5):
                group.create_task(enter())
        assert most == 2

        rolls = 0
        changed = asyncio.Condition()
        served = []

        async def customer(wanted: int) -> None:
            nonlocal rolls
            async with changed:
                await changed.wait_for(lambda: rolls >= wanted)
                assert rolls >= wanted  # still true when wait_for returns
                rolls -= wanted
                served.append(wanted)

        async with asyncio.TaskGroup() as group:
            group.create_task(customer(3))
            group.create_task(customer(1))
            for _ in range(4):
                await asyncio.sleep(0.1)
                async with changed:
                    rolls += 1
                    changed.notify_all()
        assert served == [1, 3]

    run(main(), eager=eager)


@claim("The limit only works if all tasks use the same semaphore.")
@each_factory
def test_a_semaphore_for_each_limits_nothing(*, eager: bool) -> None:
    async def main(*, same: bool) -> None:
        limit = asyncio.Semaphore(1)

        async def download() -> None:
            async with limit if same else asyncio.Semaphore(1):
                await asyncio.sleep(0.1)

        async with asyncio.TaskGroup() as group:
            for _ in range(3):
                group.create_task(download())

    assert run(duration(main(same=True)), eager=eager) == 0.3
    assert run(duration(main(same=False)), eager=eager) == 0.1


@claim("It opens once the number of tasks you chose are waiting, and then closes again.")
@each_factory
def test_a_barrier_closes_again(*, eager: bool) -> None:
    async def main() -> None:
        barrier = asyncio.Barrier(2)
        await asyncio.gather(barrier.wait(), barrier.wait())
        late = asyncio.create_task(barrier.wait())
        await asyncio.sleep(0.1)
        assert not late.done()
        await asyncio.gather(barrier.wait(), late)

    run(main(), eager=eager)


@claim(
    "In the opposite order, the pages at the end of a long list would time out before"
    " they are requested."
)
@each_factory
def test_a_timeout_around_a_limit_counts_the_wait(*, eager: bool) -> None:
    async def main(*, limit_first: bool) -> list[int]:
        limit = asyncio.Semaphore(2)
        asked = []

        async def ask(page: int) -> None:
            asked.append(page)
            await asyncio.sleep(0.3)

        async def check(page: int) -> None:
            with suppress(TimeoutError):
                if limit_first:
                    async with limit, asyncio.timeout(1):
                        await ask(page)
                else:
                    async with asyncio.timeout(1), limit:
                        await ask(page)

        async with asyncio.TaskGroup() as group:
            for page in range(20):
                group.create_task(check(page))
        return asked

    assert run(main(limit_first=True), eager=eager) == list(range(20))
    assert run(main(limit_first=False), eager=eager) == list(range(8))


@claim("it forgets a lock once no task holds it or waits for it.")
@each_factory
def test_a_weak_dictionary_keeps_a_lock_that_is_waited_for(*, eager: bool) -> None:
    locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
    inside = most = 0

    async def work() -> None:
        nonlocal inside, most
        async with locks.setdefault("key", asyncio.Lock()):
            inside += 1
            most = max(most, inside)
            gc.collect()
            try:
                await asyncio.sleep(0.1)
            finally:
                inside -= 1

    async def main() -> None:
        tasks = [asyncio.create_task(work()) for _ in range(5)]
        await asyncio.sleep(0.05)
        tasks[0].cancel()  # the one inside
        tasks[2].cancel()  # one that waits
        await asyncio.gather(*tasks, return_exceptions=True)
        tasks.clear()  # the traceback of one that was cancelled while it waited has the lock
        await asyncio.sleep(0)  # and the loop has the future of gather, until the next turn
        gc.collect()
        assert not locks

    run(main(), eager=eager)
    assert most == 1


@claim(
    "But an action that raises `CancelledError` only ends its worker, without an error. If"
    " all workers end like that, the other items are never done."
)
@each_factory
def test_actions_that_are_cancelled_end_the_workers(*, eager: bool) -> None:
    recipe = load("sharing/at_most")

    async def results(cancelled: int) -> object:
        async def action(item: int) -> int:
            await asyncio.sleep(0.1)
            if item < cancelled:
                raise asyncio.CancelledError
            return item

        return await recipe.for_each(range(5), action, at_once=2)

    assert run(results(0), eager=eager) == {item: item for item in range(5)}
    assert run(results(1), eager=eager) == {1: 1, 2: 2, 3: 3, 4: 4}
    assert run(results(2), eager=eager) == {}


@claim("A task that asks for a lock that it already holds waits for itself.")
@each_factory
def test_a_lock_cannot_be_taken_twice(*, eager: bool) -> None:
    async def hangs(*, release: bool) -> bool:
        lock = asyncio.Lock()
        await lock.acquire()
        if release:
            lock.release()
        try:
            async with asyncio.timeout(1000), lock:
                return False
        except TimeoutError:
            return True

    assert run(hangs(release=False), eager=eager)
    assert not run(hangs(release=True), eager=eager)
