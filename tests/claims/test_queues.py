"""What `docs/learn/queues.md` claims."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.claims.claim import claim, duration, each_factory, rounds, run
from tests.recipes.recipe import load

Jobs = asyncio.Queue[int]
OLDER = sys.version_info < (3, 13)
needs_shutdown = pytest.mark.skipif(OLDER, reason="Queue.shutdown came with Python 3.13")


async def hangs(work: Awaitable[object]) -> bool:
    """Whether something is still waiting after a long time."""
    try:
        async with asyncio.timeout(1000):
            await work
    except TimeoutError:
        return True
    return False


def filled(jobs: int, maxsize: int = 0) -> Jobs:
    """A queue with jobs."""
    queue = Jobs(maxsize)
    for job in range(jobs):
        queue.put_nowait(job)
    return queue


async def work(queue: Jobs, done: list[int], seconds: float = 0.1) -> None:
    """Do jobs until you are cancelled."""
    while True:
        job = await queue.get()
        try:
            await asyncio.sleep(seconds)
            done.append(job)
        finally:
            queue.task_done()


@claim("`get` waits for an item, and `put` waits for room. Without a limit, `put` never waits.")
@claim("If the queue is empty, `get` waits until a task puts an item in")
@claim("This is a plain method, which never waits, and raises an error if the queue is full.")
@each_factory
def test_get_waits_for_an_item_and_put_for_room(*, eager: bool) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        queue = Jobs()
        loop.call_later(0.2, queue.put_nowait, 1)
        assert await duration(queue.get()) == 0.2
        for job in range(10_000):
            assert await rounds(queue.put(job)) == 0
        assert queue.qsize() == 10_000

        full = filled(2, maxsize=2)
        with pytest.raises(asyncio.QueueFull):
            full.put_nowait(3)
        loop.call_later(0.2, full.get_nowait)
        assert await duration(full.put(3)) == 0.2
        assert full.qsize() == 2
        assert await hangs(full.put(4))
        assert full.qsize() == 2  # what was not put in is not in it
        assert await hangs(Jobs().get())

    run(main(), eager=eager)


@claim("get returns the item that has been in the queue longest.")
@each_factory
def test_first_in_first_out(*, eager: bool) -> None:
    async def main() -> None:
        queue = Jobs(maxsize=3)

        async def produce() -> None:
            for job in range(10):
                await queue.put(job)

        producer = asyncio.create_task(produce())
        assert [await queue.get() for _ in range(10)] == list(range(10))
        await producer

    run(main(), eager=eager)


@claim("Limit the queue of a fast producer. Otherwise, it can grow until memory runs out.")
@claim(
    "Now `put` waits while the queue is full, so the producer slows down to the pace of"
    " the consumer."
)
@claim("The queue has room for everything, so put has nothing to wait for")
@each_factory
def test_a_limit_slows_the_producer_down(*, eager: bool) -> None:
    async def main(maxsize: int) -> tuple[int, float]:
        queue = Jobs(maxsize)
        done: list[int] = []
        longest = 0

        async def produce() -> None:
            nonlocal longest
            for job in range(100):
                await queue.put(job)
                longest = max(longest, queue.qsize())

        consumer = asyncio.create_task(work(queue, done))
        took = await duration(produce())
        await queue.join()
        consumer.cancel()
        assert len(done) == 100
        return longest, took

    assert run(main(0), eager=eager)[1] == 0
    assert run(main(0), eager=eager)[0] >= 99
    longest, took = run(main(2), eager=eager)
    assert longest == 2
    assert 9.5 < took < 10  # 100 items, 0.1 seconds each


@claim("Each item goes to one worker. There are never more jobs in progress than workers.")
@claim(
    "Each item goes to one of them, so each job is done once, and there are never more jobs in"
    " progress than workers."
)
@claim("a free worker always takes the next job")
@each_factory
def test_each_item_goes_to_one_worker(*, eager: bool) -> None:
    seed = random.Random(1)  # noqa: S311 - no secrets here

    async def main(workers: int, jobs: int) -> None:
        queue = Jobs()
        done: list[int] = []
        in_progress: set[int] = set()

        async def worker() -> None:
            while True:
                job = await queue.get()
                in_progress.add(job)
                assert len(in_progress) <= workers
                await asyncio.sleep(seed.random())
                in_progress.remove(job)
                done.append(job)
                queue.task_done()

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(worker()) for _ in range(workers)]
            for job in range(jobs):
                queue.put_nowait(job)
                if seed.random() < 0.5:
                    await asyncio.sleep(seed.random() / 2)
            await queue.join()
            for task in tasks:
                task.cancel()
        assert sorted(done) == list(range(jobs))

    for _ in range(10):
        run(main(seed.randrange(1, 5), seed.randrange(20)), eager=eager)

    async def a_worker_is_cancelled_as_its_item_comes() -> None:
        queue = Jobs()
        first, second = asyncio.create_task(queue.get()), asyncio.create_task(queue.get())
        await asyncio.sleep(0)
        queue.put_nowait(1)
        first.cancel()
        assert await second == 1  # the item is not lost
        assert first.cancelled()

    run(a_worker_is_cancelled_as_its_item_comes(), eager=eager)


@claim("Call `task_done` in a `finally`, and use `join` to wait until all items are done.")
@claim("Otherwise, `join` waits forever.")
@claim(
    "It isn't enough that the queue is empty, because the workers may still be busy with"
    " the last jobs."
)
@claim("join waits until there has been a `task_done` for every item that was put in.")
@each_factory
def test_task_done_belongs_in_a_finally(*, eager: bool) -> None:
    async def careless(queue: Jobs) -> None:
        while True:
            job = await queue.get()
            with suppress(OSError):
                await asyncio.sleep(0.1)
                if job == 1:
                    raise OSError
                queue.task_done()

    async def careful(queue: Jobs) -> None:
        while True:
            job = await queue.get()
            try:
                await asyncio.sleep(0.1)
                if job == 1:
                    raise OSError
            except OSError:
                pass
            finally:
                queue.task_done()

    async def joins(worker: Callable[[Jobs], Awaitable[None]]) -> bool:
        async def working() -> None:
            await worker(queue)

        queue = filled(4)
        tasks = [asyncio.create_task(working()) for _ in range(2)]
        hung = await hangs(queue.join())
        assert queue.empty()
        for task in tasks:
            task.cancel()
        return not hung

    async def busy_with_the_last() -> None:
        queue, done = filled(1), list[int]()
        worker = asyncio.create_task(work(queue, done))
        await asyncio.sleep(0.05)
        assert queue.empty()
        assert not done
        await queue.join()
        assert done == [0]
        worker.cancel()

    assert not run(joins(careless), eager=eager)
    assert run(joins(careful), eager=eager)
    run(busy_with_the_last(), eager=eager)


@claim(
    "Otherwise, `join` returns as soon as there happens to be no unfinished item, even"
    " before the first one."
)
@each_factory
def test_join_knows_nothing_of_producers(*, eager: bool) -> None:
    async def main() -> None:
        queue, done = Jobs(), list[int]()

        async def produce() -> None:
            for job in range(3):
                await asyncio.sleep(1)
                await queue.put(job)

        worker = asyncio.create_task(work(queue, done))
        producer = asyncio.create_task(produce())
        assert await duration(queue.join()) == 0  # before the first one
        await asyncio.sleep(1.05)
        assert await duration(queue.join()) == 0.05  # between two
        await producer
        await queue.join()
        assert done == [0, 1, 2]
        worker.cancel()

    run(main(), eager=eager)


@claim(
    "To end workers, send each a sentinel, cancel them after `join`, or, since Python"
    " 3.13, call `shutdown`."
)
@claim("one for each worker, or one that each puts back")
@claim("`task_done` after each job")
@each_factory
def test_two_ways_to_end_the_workers(*, eager: bool) -> None:
    assert hasattr(asyncio.Queue, "shutdown") == (sys.version_info >= (3, 13))

    async def with_sentinels(number: int, *, put_back: bool = False) -> tuple[int, list[int]]:
        queue: asyncio.Queue[int | None] = asyncio.Queue()
        done: list[int] = []

        async def worker() -> None:
            while (job := await queue.get()) is not None:
                await asyncio.sleep(0.1)
                done.append(job)
            if put_back:
                queue.put_nowait(None)

        workers = [asyncio.create_task(worker()) for _ in range(3)]
        for job in [*range(5), *[None] * number]:
            queue.put_nowait(job)
        await asyncio.wait(workers, timeout=100)
        ended = sum(worker.done() for worker in workers)
        for worker_task in workers:
            worker_task.cancel()
        return ended, done

    async def cancelled(*, too_early: bool) -> list[int]:
        queue, done = filled(5), list[int]()
        workers = [asyncio.create_task(work(queue, done)) for _ in range(3)]
        await (asyncio.sleep(0.15) if too_early else queue.join())
        for worker in workers:
            worker.cancel()
        await asyncio.wait(workers)
        assert all(worker.cancelled() for worker in workers)
        return sorted(done)

    assert run(with_sentinels(3), eager=eager) == (3, [0, 1, 2, 3, 4])
    assert run(with_sentinels(1), eager=eager) == (1, [0, 1, 2, 3, 4])
    assert run(with_sentinels(1, put_back=True), eager=eager) == (3, [0, 1, 2, 3, 4])
    assert run(cancelled(too_early=False), eager=eager) == [0, 1, 2, 3, 4]
    assert run(cancelled(too_early=True), eager=eager) == [0, 1, 2]


@claim(
    "After shutdown, `put` fails at once. `get` still returns what is in the queue. After"
    " the last item, it raises QueueShutDown in each worker."
)
@claim("You don't have to cancel the workers or know how many there are.")
@needs_shutdown
@each_factory
def test_a_closed_queue(*, eager: bool) -> None:
    async def main() -> None:
        queue: Any = filled(5, maxsize=5)
        shut_down = asyncio.QueueShutDown  # type: ignore[attr-defined]
        done: list[int] = []

        async def worker() -> None:
            with pytest.raises(shut_down):
                await work(queue, done)

        waiting = asyncio.create_task(queue.put(5))  # it waits for room
        await asyncio.sleep(0)
        queue.shutdown()
        with pytest.raises(shut_down):
            queue.put_nowait(6)
        with pytest.raises(shut_down):
            await queue.put(6)
        with pytest.raises(shut_down):
            await waiting
        workers = [asyncio.create_task(worker()) for _ in range(3)]
        await asyncio.wait(workers)
        assert not any(worker.cancelled() or worker.exception() for worker in workers)
        assert done == [0, 1, 2, 3, 4]

        empty: Any = Jobs()
        waiting = asyncio.create_task(empty.get())
        await asyncio.sleep(0)
        empty.shutdown()
        with pytest.raises(shut_down):  # one that waits already hears of it, too
            await waiting

    run(main(), eager=eager)


@claim(
    "The error ends Bob's task. The group then cancels Ada, who is in the middle of the"
    " washing, and `main`, which waits in `join`."
)
@claim("it also has to be called for a job that failed")
@claim("an error that `work` doesn't expect ends the whole group, and `join` with it")
@each_factory
def test_a_worker_that_fails_ends_the_group(*, eager: bool) -> None:
    async def fail(queue: Jobs) -> None:
        await queue.get()
        try:
            await asyncio.sleep(0.05)
            raise OSError
        finally:
            queue.task_done()

    async def main() -> None:
        queue, done = filled(4), list[int]()
        joined = False
        with pytest.raises(ExceptionGroup) as errors:
            async with asyncio.TaskGroup() as group:
                ada = group.create_task(work(queue, done))
                group.create_task(fail(queue))
                await queue.join()
                joined = True
        assert [type(error) for error in errors.value.exceptions] == [OSError]
        assert ada.cancelled()
        assert not joined
        assert not done
        assert queue.qsize() == 2
        assert queue._unfinished_tasks == 2  # type: ignore[attr-defined] # though no job was done

    run(main(), eager=eager)


@claim("It returns the smallest item first, no matter when it was put in.")
@claim("This works until two items have the same number.")
@claim("the item is in the queue even though the comparison failed")
@claim("It also keeps items with the same priority in the order in which they were put in.")
def test_the_most_urgent_first() -> None:
    seed = random.Random(1)  # noqa: S311 - no secrets here
    urgent: asyncio.PriorityQueue[Any] = asyncio.PriorityQueue()
    jobs = [(seed.randrange(3), number, {"job": number}) for number in range(100)]
    for job in jobs:
        urgent.put_nowait(job)
    taken = [urgent.get_nowait() for _ in jobs]
    assert taken == sorted(jobs, key=lambda job: job[0])  # a stable sort: in the order they came
    for without_a_number in [(2, {"job": "a"}), (1, {"job": "b"}), (3, {"job": "c"})]:
        urgent.put_nowait(without_a_number)
    assert urgent.get_nowait() == (1, {"job": "b"})
    with pytest.raises(TypeError, match="'<' not supported between instances of 'dict' and 'dict'"):
        urgent.put_nowait((2, {"job": "d"}))
    assert urgent.qsize() == 3


@claim("the messages are processed one after the other")
@claim("you can't set the result of a future that is done")
@claim(
    "If the bank failed, its group would also stop the customers, which would otherwise"
    " wait forever for an answer."
)
@claim("the customer may have been cancelled by then")
@each_factory
def test_a_task_that_owns_an_account(*, eager: bool) -> None:
    Message = tuple[int, "asyncio.Future[int]"]  # noqa: N806 - a type

    async def owner(inbox: asyncio.Queue[Message], *, check: bool, fail_at: int) -> None:
        balance = 100
        while True:
            amount, answer = await inbox.get()
            await asyncio.sleep(0.1)
            if amount == fail_at:
                raise LookupError
            balance += amount
            if not check or not answer.done():
                answer.set_result(balance)

    async def deposit(inbox: asyncio.Queue[Message], amount: int) -> int:
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        await inbox.put((amount, answer))
        return await answer

    async def main(*, check: bool = True, fail_at: int = 0, impatient: bool = False) -> list[int]:
        inbox: asyncio.Queue[Message] = asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            bank = group.create_task(owner(inbox, check=check, fail_at=fail_at))
            async with asyncio.TaskGroup() as customers:
                tasks = [customers.create_task(deposit(inbox, amount)) for amount in [10, 20, 30]]
                if impatient:
                    await asyncio.sleep(0.15)
                    tasks[1].cancel()
            bank.cancel()
        return [task.result() for task in tasks if not task.cancelled()]

    assert run(main(), eager=eager) == [110, 130, 160]
    assert run(main(impatient=True), eager=eager) == [110, 160]
    for failing in [main(check=False, impatient=True), main(fail_at=20)]:
        with pytest.raises(ExceptionGroup) as errors:
            run(failing, eager=eager)
        [error] = errors.value.exceptions  # the customers are only cancelled
        assert isinstance(error, (asyncio.InvalidStateError, LookupError))


@claim("So `join` returns only when every page has been visited and no link is left.")
@claim("The queue is sometimes empty while a worker is still reading a page.")
@claim("This queue must not have a `maxsize`.")
@each_factory
def test_workers_that_find_new_jobs(*, eager: bool) -> None:
    async def main(maxsize: int) -> tuple[bool, int, int]:
        queue = Jobs(maxsize)
        visited: list[int] = []
        times_empty = 0

        async def visit() -> None:
            nonlocal times_empty
            while True:
                page = await queue.get()
                times_empty += queue.empty()
                await asyncio.sleep(0.1)
                visited.append(page)
                for link in [2 * page, 2 * page + 1]:
                    if link < 32:
                        await queue.put(link)
                queue.task_done()

        queue.put_nowait(1)
        workers = [asyncio.create_task(visit()) for _ in range(2)]
        hung = await hangs(queue.join())
        for worker in workers:
            worker.cancel()
        return hung, len(visited), times_empty

    hung, visited, times_empty = run(main(0), eager=eager)
    assert (hung, visited) == (False, 31)
    assert times_empty > 1
    hung, visited, _ = run(main(1), eager=eager)
    assert hung
    assert visited < 31


@claim("its worker ends and doesn't report the job. If that happens to all workers,")
@claim("`join` waits forever.")
@pytest.mark.parametrize(("cancelled", "expected"), [(2, {}), (3, "join waits")])
def test_a_job_that_raises_cancelled_error_ends_its_worker(
    cancelled: int, expected: object
) -> None:
    recipe = load("queues/failing_jobs")

    async def chore(job: int) -> None:
        await asyncio.sleep(0.1)
        if job < cancelled:
            raise asyncio.CancelledError

    async def main() -> object:
        try:
            async with asyncio.timeout(1000):
                return await recipe.do_all(range(6), chore, workers=3)
        except TimeoutError:
            return "join waits"

    assert run(main()) == expected
