"""Random programs do the same on the lab's loop and on asyncio's with a clock of ten lines.

`RANDOM_PROGRAMS=2000` in the environment tries as many.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import itertools
import os
import random
import selectors
from collections.abc import Callable, Iterator
from typing import Any, TypeVarTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import lab
from lab.loop.tasks import OrderedTask

Arguments = TypeVarTuple("Arguments")
Tree = tuple[Any, ...]  # the kind of a step, then what it consists of
Children = list[tuple[Tree, str]]  # the steps within one, with their names

# Two timers are due at the same time or at least so far apart, in seconds.
UNIT = 0.005
LONGEST = 60 * UNIT

# How long bytes may take from socket to socket of this machine, in real seconds.
PATIENCE = 5.0

PROGRAMS = int(os.environ.get("RANDOM_PROGRAMS", "100"))

# Of two sockets that are ready, `select` names either first: it walks a set. epoll and kqueue name
# the one that was ready first, as the lab does.
KEEPS_ORDER = not issubclass(selectors.DefaultSelector, selectors.SelectSelector)

KINDS = ["sleep", "sleep", "switch", "put", "get", "fail", "thread", *["talk"] * KEEPS_ORDER]
SHARING = [
    "set",
    "wait_set",
    "notify",
    "wait_notified",
    "meet",
    "future",
    "call_soon",
    "call_later",
]
KINDS += SHARING
LEAVES = st.sampled_from([(kind,) for kind in KINDS])


def _inner(children: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.tuples(st.sampled_from(["sequence", "gather", "group"]), several),
        st.tuples(
            st.sampled_from(["timeout", "lock", "semaphore", "cancel"]),
            children.map(lambda c: (c,)),
        ),
    )


TREES = st.recursive(LEAVES, _inner, max_leaves=12).map(lambda tree: ("group", (tree,)))


class Failure(Exception):  # noqa: N818 - it is what it says
    pass


class Program:
    """Runs a tree of steps, each in the manner that its kind says, and logs what happens when."""

    def __init__(self, tree: Tree, seed: int) -> None:
        self.tree = tree
        self.seed = seed
        self.log: list[str] = []
        self.timers: list[float] = []
        self.talking = 0
        self.holders: dict[str, list[Any]] = {"a_lock": [], "a_semaphore": []}

    async def main(self) -> None:
        self.queue: asyncio.Queue[str] = asyncio.Queue(2)
        self.a_lock = asyncio.Lock()
        self.a_semaphore = asyncio.Semaphore(2)
        self.an_event = asyncio.Event()
        self.a_condition = asyncio.Condition()
        self.a_barrier = asyncio.Barrier(2)
        async with await asyncio.start_server(self.echo, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            await self.step(self.tree, "0")

    async def echo(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = await reader.readline()
        self.log.append(f"server heard {line!r}")
        writer.write(line)
        writer.close()

    def some_time(self, name: str) -> float:
        """Choose how long a step of this name waits: the same at each run of the program."""
        chosen = random.Random(f"{self.seed} {name}").randint(1, 12) * UNIT  # noqa: S311 - no secret
        self.timers.append(asyncio.get_running_loop().time() + chosen)
        return chosen

    async def step(self, tree: Tree, name: str) -> None:
        kind, children = tree[0], [*tree[1]] if len(tree) > 1 else []
        self.log.append(f"{kind} {name} begins")
        try:
            await getattr(self, kind)(name, [(c, f"{name}.{n}") for n, c in enumerate(children)])
        except BaseException as error:
            self.log.append(f"{kind} {name} ends by {type(error).__name__}")
            raise
        self.log.append(f"{kind} {name} ends")

    async def sleep(self, name: str, _: Children) -> None:
        await asyncio.sleep(self.some_time(name))

    async def switch(self, *_: object) -> None:
        await asyncio.sleep(0)

    async def thread(self, name: str, _: Children) -> None:
        self.log.append(await asyncio.to_thread(str.upper, name))

    async def talk(self, name: str, _: Children) -> None:
        self.talking += 1
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write(f"{name}\n".encode())
                self.log.append(f"{name} heard {await reader.read()!r}")
            finally:
                writer.close()
        finally:
            self.talking -= 1

    async def fail(self, name: str, _: Children) -> None:
        raise Failure(name)

    async def put(self, name: str, _: Children) -> None:
        await self.within(name, lambda: self.queue.put(name))

    async def get(self, name: str, _: Children) -> None:
        await self.within(name, self.queue.get)

    async def within(self, name: str, act: Callable[[], Any]) -> bool:
        try:
            async with asyncio.timeout(self.some_time(name)):
                self.log.append(f"{name} got {await act()}")
        except TimeoutError:
            self.log.append(f"{name} gave up")
            return False
        return True

    async def sequence(self, _: str, children: Children) -> None:
        for child in children:
            await self.step(*child)

    async def gather(self, name: str, children: Children) -> None:
        steps = [self.step(*child) for child in children]
        results = await asyncio.gather(*steps, return_exceptions=True)
        self.log.append(f"{name} gathered {[type(result).__name__ for result in results]}")

    async def group(self, name: str, children: Children) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for child in children:
                    group.create_task(self.step(*child))
        except* Failure as failures:
            self.log.append(f"{name} failed by {len(failures.exceptions)}")

    async def timeout(self, name: str, children: Children) -> None:
        await self.within(name, lambda: self.step(*children[0]))

    async def lock(self, name: str, children: Children) -> None:
        if await self.within(name, self.a_lock.acquire):
            with self.holding("a_lock"):
                await self.step(*children[0])

    @contextlib.contextmanager
    def holding(self, name: str) -> Iterator[None]:
        task = asyncio.current_task()
        self.holders[name].append(task)
        try:
            yield
        finally:
            self.holders[name].remove(task)
            getattr(self, name).release()

    async def semaphore(self, name: str, children: Children) -> None:
        if await self.within(name, self.a_semaphore.acquire):
            with self.holding("a_semaphore"):
                await self.step(*children[0])

    async def set(self, name: str, _: Children) -> None:
        self.an_event.set()
        await asyncio.sleep(self.some_time(name))
        self.an_event.clear()

    async def wait_set(self, name: str, _: Children) -> None:
        await self.within(name, self.an_event.wait)

    async def notify(self, *_: object) -> None:
        async with self.a_condition:
            self.a_condition.notify()
            await asyncio.sleep(0)

    async def wait_notified(self, name: str, _: Children) -> None:
        async with self.a_condition:
            await self.within(name, self.a_condition.wait)

    async def meet(self, name: str, _: Children) -> None:
        await self.within(name, self.a_barrier.wait)

    async def future(self, name: str, _: Children) -> None:
        loop = asyncio.get_running_loop()
        a_future = loop.create_future()

        def end() -> None:
            if not a_future.done():
                a_future.set_result(name)

        loop.call_later(self.some_time(name), end)
        self.log.append(f"{name} has {await a_future}")

    async def call_soon(self, name: str, _: Children) -> None:
        loop = asyncio.get_running_loop()
        handles = [loop.call_soon(self.log.append, f"{name} {number}") for number in range(3)]
        handles[1].cancel()
        await asyncio.sleep(0)

    async def call_later(self, name: str, _: Children) -> None:
        loop = asyncio.get_running_loop()
        timers = [
            loop.call_later(self.some_time(f"{name}.{number}"), self.log.append, f"{name} {number}")
            for number in range(2)
        ]
        await asyncio.sleep(self.some_time(name))
        timers[0].cancel()

    async def cancel(self, name: str, children: Children) -> None:
        task = asyncio.create_task(self.step(*children[0]))
        try:
            await asyncio.sleep(self.some_time(name))
        finally:
            self.log.append(f"{name} cancels: {task.cancel()}")
            results = await asyncio.gather(task, return_exceptions=True)
            self.log.append(f"{name} awaited {type(results[0]).__name__}")


class InOneThread(concurrent.futures.ThreadPoolExecutor):
    """Runs each job at once, as the lab's clock lets it; a real thread may end at any time."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        job: concurrent.futures.Future[Any] = concurrent.futures.Future()
        job.set_result(fn(*args, **options))
        return job


class JumpingLoop(asyncio.SelectorEventLoop):
    """asyncio's own loop, with a clock of ten lines."""

    def __init__(self, program: Program) -> None:
        super().__init__(Jumps(self, program))
        self.now = 0.0
        self._clock_resolution = 1e-9
        # With hashes like ours, since the order in which `TaskGroup` cancels depends on them.
        numbers = itertools.count()
        self.set_task_factory(
            lambda loop, coro, **o: OrderedTask(next(numbers), coro, loop=loop, **o)
        )
        self.set_default_executor(InOneThread())

    def time(self) -> float:
        return self.now

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:  # type: ignore[override]  # noqa: ANN401
        # As if the job ended in a thread: since a later Python 3.14, asyncio looks which loop runs.
        asyncio._set_running_loop(None)
        try:
            return super().run_in_executor(executor, func, *args)
        finally:
            asyncio._set_running_loop(self)


class Jumps(selectors.DefaultSelector):
    """Waits for sockets that are ready; if none is, time jumps to the next timer."""

    def __init__(self, loop: JumpingLoop, program: Program) -> None:
        super().__init__()
        self.loop = loop
        self.program = program

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        # On a busy machine, what was sent may be on its way: talking takes none of the loop's time.
        real_timeout = PATIENCE if timeout and self.program.talking else 0
        ready = super().select(timeout if timeout is None else real_timeout)
        if not ready and timeout:
            self.loop.now = max(self.loop.now, self.loop._scheduled[0].when())  # type: ignore[attr-defined]  # private
        return ready


def run(program: Program, loop: asyncio.AbstractEventLoop) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(program.main())


def run_virtually(tree: Tree, seed: int) -> Program:
    program = Program(tree, seed)
    clock = lab.VirtualClock()
    with clock.installed():
        run(program, lab.EventLoop(clock))
    return program


def run_without_ties(tree: Tree, seed: int) -> Program:
    """Choose durations such that no two timers are due at the same time, nor too late."""
    for another in itertools.count(seed):
        program = run_virtually(tree, another)
        times = {round(time / UNIT) for time in program.timers}
        if len(times) == len(program.timers) and max(times, default=0) * UNIT <= LONGEST:
            return program
        assume(another < seed + 100)
    raise AssertionError


@settings(max_examples=PROGRAMS, deadline=None)
@given(TREES, st.integers(0, 1000))
def test_the_lab_does_what_asyncio_s_loop_does(tree: Tree, seed: int) -> None:
    ours = run_without_ties(tree, seed)
    theirs = Program(tree, ours.seed)
    run(theirs, JumpingLoop(theirs))
    assert theirs.log == ours.log


@settings(max_examples=PROGRAMS, deadline=None)
@given(TREES, st.integers(0, 1000))
def test_virtual_time_prints_the_same_each_time(tree: Tree, seed: int) -> None:
    first, second = run_virtually(tree, seed), run_virtually(tree, seed)
    assert first.log == second.log
    assert first.timers == second.timers
