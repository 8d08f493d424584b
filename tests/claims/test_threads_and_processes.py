"""What `docs/learn/threads-and-processes.md` claims."""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import aclosing, suppress
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

import pytest

from tests.claims.claim import claim, duration, each_factory, run
from tests.recipes.recipe import load

SPAWN = multiprocessing.get_context("spawn")
WORK = 60_000
HAS_GIL = getattr(sys, "_is_gil_enabled", lambda: True)()
needs_gil = pytest.mark.skipif(not HAS_GIL, reason="this Python has no GIL")


def compute(number: int = WORK) -> int:
    """Work for the interpreter."""
    return sum(i * i for i in range(number))


def processor_seconds(number: int) -> float:
    """How much of its processor's time a piece of work takes, as that says itself."""
    start = time.process_time()
    compute(number)
    return time.process_time() - start


def whose(_: int) -> int:
    return os.getpid()


def fail(number: int) -> int:
    return 1 // number


class LosingError(Exception):
    def __init__(self, text: str, number: int) -> None:
        super().__init__(text)
        self.number = number


class KeepingError(Exception):
    def __init__(self, text: str, number: int) -> None:
        super().__init__(text, number)


def raise_error(kind: type[Exception]) -> None:
    raise kind("no", 1)


def die() -> None:
    os.kill(os.getpid(), 9)


@needs_gil
@claim("Tasks and threads for waiting, processes for computing.")
@claim("So threads help with waiting, but not with computing.")
@claim("In a normal Python, only one thread of an interpreter runs Python code at a time.")
def test_threads_wait_at_the_same_time_and_compute_in_turns() -> None:
    async def waits() -> float:
        return await duration(asyncio.to_thread(time.sleep, 0.3))

    async def three_wait() -> float:
        return await duration(asyncio.gather(*[asyncio.to_thread(time.sleep, 0.3) for _ in "abc"]))

    assert run(waits()) == run(three_wait()) == 0.3

    # However many processors there are, threads together compute no longer than the time there is.
    times: list[float] = []

    def compute_long() -> None:
        compute(20 * WORK)
        times.append(time.thread_time())

    threads = [threading.Thread(target=compute_long) for _ in range(4)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(times) < 1.4 * (time.perf_counter() - start)


@claim("The results come from processes other than this one, and the loop was free the whole time.")
def test_a_process_computes_elsewhere() -> None:
    async def main() -> tuple[float, float, set[int]]:
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
            await loop.run_in_executor(pool, compute, 1)  # it has started
            start = time.process_time()
            there = await loop.run_in_executor(pool, processor_seconds, 50 * WORK)
            here = time.process_time() - start
            return here, there, {await loop.run_in_executor(pool, whose, 0)}

    here, there, processes = asyncio.run(main())
    assert here < there / 2
    assert os.getpid() not in processes


@claim("the loop was asleep until its next timer, and nothing woke it")
@claim("Without the timer, the loop would sleep forever.")
@claim("It lets the loop call a function in its own thread, and wakes it")
@each_factory
def test_only_call_soon_threadsafe_wakes_the_loop(*, eager: bool) -> None:
    async def main(*, safe: bool, timer: float) -> float:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[int] = asyncio.Queue()
        threads = []

        def put(item: int) -> None:
            threads.append(threading.current_thread())
            queue.put_nowait(item)

        def measure() -> None:
            time.sleep(0.2)
            if safe:
                loop.call_soon_threadsafe(put, 20)
            else:
                put(20)
            time.sleep(500)

        threading.Thread(target=measure, daemon=True).start()
        loop.call_later(timer, int)
        seconds = await duration(queue.get())
        assert (threads[0] is threading.main_thread()) == safe
        return seconds

    assert run(main(safe=True, timer=100), eager=eager) == 0.2
    assert run(main(safe=False, timer=1), eager=eager) == 1
    assert run(main(safe=False, timer=100), eager=eager) == 100


@claim(
    "From another thread, call only `loop.call_soon_threadsafe` and"
    " `asyncio.run_coroutine_threadsafe`."
)
@claim("Debug mode notices when a thread wakes a task, starts one or sets a timer")
@claim("A `put_nowait` that no task waits for goes unnoticed.")
def test_debug_mode_refuses_other_calls_from_a_thread() -> None:
    async def nothing() -> str:
        return "done"

    async def main() -> list[str]:
        loop = asyncio.get_running_loop()
        loop.set_debug(enabled=True)
        task = asyncio.create_task(asyncio.sleep(0.5))
        future = loop.create_future()
        waiting = asyncio.ensure_future(future)
        waiting.add_done_callback(lambda _: None)
        started = nothing()
        refused = []

        def from_a_thread() -> None:
            calls: dict[str, Callable[[], object]] = {
                "call_soon": lambda: loop.call_soon(int),
                "call_later": lambda: loop.call_later(1, int),
                "create_task": lambda: loop.create_task(started),
                "set_result": lambda: future.set_result(1),
                "put_nowait": lambda: asyncio.Queue[int]().put_nowait(1),
                "set": asyncio.Event().set,
                "call_soon_threadsafe": lambda: loop.call_soon_threadsafe(int),
                "run_coroutine_threadsafe": lambda: asyncio.run_coroutine_threadsafe(
                    nothing(), loop
                ).result(5),
            }
            for name, call in calls.items():
                try:
                    call()
                except RuntimeError as error:
                    assert "Non-thread-safe operation" in str(error)  # noqa: PT017 - in a thread
                    refused.append(name)

        await asyncio.to_thread(from_a_thread)
        await task
        started.close()
        return refused

    assert run(main()) == ["call_soon", "call_later", "create_task", "set_result"]


@claim("the thread, which has no running loop of its own")
@claim("This is a concurrent.futures.Future, not asyncio's: `result` blocks the thread.")
@claim(
    "When the timeout of `result` runs out, the task keeps running, so cancel the future if you no"
    " longer want the answer."
)
def test_a_thread_gives_up_and_the_task_goes_on() -> None:
    async def main(*, cancel: bool) -> list[str]:
        loop = asyncio.get_running_loop()
        seen = []

        async def fetch() -> None:
            try:
                await asyncio.sleep(0.5)
                seen.append("fetched")
            except asyncio.CancelledError:
                seen.append("cancelled")
                raise

        def ask() -> None:
            with pytest.raises(RuntimeError, match="no running event loop"):
                asyncio.get_running_loop()
            call = asyncio.run_coroutine_threadsafe(fetch(), loop)
            with pytest.raises(TimeoutError):
                call.result(timeout=0.2)
            if cancel:
                call.cancel()

        await asyncio.to_thread(ask)
        await asyncio.sleep(1)
        return seen

    assert run(main(cancel=False)) == ["fetched"]
    assert run(main(cancel=True)) == ["cancelled"]


@claim(
    "If all threads of the pool wait for such coroutines, none is left, and they wait forever."
    " Give the"
    " threads that wait a separate pool."
)
@pytest.mark.parametrize("own_pool", [False, True])
def test_threads_that_wait_for_a_thread(*, own_pool: bool) -> None:
    async def main() -> bool:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))

        def wait_for_a_thread() -> bool:
            call = asyncio.run_coroutine_threadsafe(asyncio.to_thread(int), loop)
            waits = not concurrent.futures.wait([call], timeout=0.2 if not own_pool else 60).done
            call.cancel()
            return waits

        with ThreadPoolExecutor(1) as own:
            return await loop.run_in_executor(own if own_pool else None, wait_for_a_thread)

    assert asyncio.run(main()) != own_pool


@claim("Never wait for the loop in the loop's own thread: `result()` there never returns.")
@claim("The loop can't run `fetch_price` while its thread waits for the answer.")
@each_factory
def test_the_loop_cannot_answer_its_own_thread(*, eager: bool) -> None:
    async def main() -> list[str]:
        seen: list[str] = []

        async def fetch() -> str:
            seen.append("begun")
            return "answer"

        call = asyncio.run_coroutine_threadsafe(fetch(), asyncio.get_running_loop())
        with pytest.raises(TimeoutError):
            call.result(timeout=1000)
        return list(seen)

    assert run(main(), eager=eager) == []


@claim("At the end, `asyncio.run` cancels what is left and closes the loop as usual.")
def test_a_background_loop_ends_as_usual() -> None:
    names: dict[str, Any] = {"__name__": "background_loop", "print": lambda *_: None}
    exec(Path("snippets/threads/background_loop.py").read_text("utf-8"), names)  # noqa: S102 - our own
    seen = []

    async def long() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            seen.append("cancelled")

    before = threading.active_count()
    with names["BackgroundLoop"]() as background:
        assert background.start(names["fetch_price"]("tea")).result(5) == 3
        left = background.start(long())
        background.start(names["fetch_price"]("rolls")).result(5)
    assert seen == ["cancelled"]
    assert left.cancelled()
    assert background._loop.is_closed()
    assert threading.active_count() == before


@claim("they can switch anywhere, even in the middle of a line")
@claim("All three read 0, and all three wrote 1.")
@claim("let only the loop's thread change what many use")
def test_threads_lose_updates_and_tasks_between_awaits_do_not() -> None:
    async def main(how: str) -> int:
        seats = 0
        lock = threading.Lock()

        def book() -> None:
            nonlocal seats
            taken = seats
            time.sleep(0.1)
            seats = taken + 1

        def one_after_a_pause() -> int:
            time.sleep(0.1)
            return 1

        def book_in_one_line() -> None:
            nonlocal seats
            seats += one_after_a_pause()

        def book_alone() -> None:
            with lock:
                book()

        async def book_in_the_loop() -> None:
            nonlocal seats
            await asyncio.to_thread(time.sleep, 0.1)
            seats += 1

        calls: dict[str, Callable[[], Any]] = {
            "threads": lambda: asyncio.to_thread(book),
            "line": lambda: asyncio.to_thread(book_in_one_line),
            "lock": lambda: asyncio.to_thread(book_alone),
            "loop": book_in_the_loop,
        }
        await asyncio.gather(*[calls[how]() for _ in range(3)])
        return seats

    assert [run(main(how)) for how in ("threads", "line", "lock", "loop")] == [1, 1, 3, 3]


@claim(
    "`threading.Lock` is for threads, `asyncio.Lock` for tasks. Never hold a thread's lock across"
    " an"
    " `await`."
)
@claim("And a thread's lock, held across an `await`, stops everything")
@each_factory
def test_which_lock_is_for_what(*, eager: bool) -> None:
    async def across_an_await() -> list[str]:
        lock = threading.Lock()
        seen = []

        async def save(name: str) -> None:
            if not lock.acquire(timeout=100):
                seen.append(f"{name} in vain")
                return
            await asyncio.sleep(0.1)
            lock.release()
            seen.append(name)

        await asyncio.gather(save("Ada"), save("Bob"))
        return seen

    assert run(across_an_await(), eager=eager) == ["Bob in vain", "Ada"]

    async def in_two_threads() -> int:
        """Two loops share an asyncio.Lock: it fails, or nothing tells the other that it is free."""
        lock = asyncio.Lock()
        failed = 0

        async def hold() -> None:
            nonlocal failed
            try:
                async with asyncio.timeout(5), lock:
                    await asyncio.sleep(0.1)
            except (RuntimeError, TimeoutError):
                failed += 1

        await asyncio.gather(hold(), asyncio.to_thread(lambda: asyncio.run(hold())))
        return failed

    assert run(in_two_threads(), eager=eager) == 1


def nested() -> Callable[[], None]:
    def inner() -> None:
        pass

    return inner


@claim("A process gets copies: only what can be pickled, and functions from the top of a module.")
@claim("A function is sent as its name, and the other process imports it.")
@claim("Anything that belongs to this process stays here: thread locks, files, tasks.")
@claim("asyncio's locks and queues arrive as useless copies, or can't be sent.")
def test_what_can_be_sent() -> None:
    numbers = [1, 2, 3]
    there = pickle.loads(pickle.dumps(numbers))  # noqa: S301 - our own
    assert there == numbers
    assert there is not numbers
    assert len(pickle.dumps(compute)) < 100
    assert b"compute" in pickle.dumps(compute)
    assert pickle.loads(pickle.dumps(compute)) is compute  # noqa: S301 - our own

    async def main() -> None:
        with Path(os.devnull).open() as file:
            task = asyncio.create_task(asyncio.sleep(0))
            coroutine = asyncio.sleep(0)
            for thing in (threading.Lock(), file, task, coroutine, nested(), lambda: 1):
                # A pool's pickler, which sends more than the plain one: sockets, for example.
                with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
                    ForkingPickler.dumps(thing)
            coroutine.close()
            await task
            waited_for = asyncio.Queue[int]()
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(waited_for.get(), 0.01)
            with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
                ForkingPickler.dumps(waited_for)  # it refers to its loop
        pickle.dumps(asyncio.sleep)
        queue, lock = pickle.loads(pickle.dumps((asyncio.Queue[int](), asyncio.Lock())))  # noqa: S301 - our own
        queue.put_nowait(1)
        async with lock:
            assert queue.qsize() == 1

        here = asyncio.Queue[int]()
        pickle.loads(pickle.dumps(here)).put_nowait(1)  # noqa: S301 - our own
        assert here.empty()

    run(main())


FRESH = """
import asyncio, multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor

settings = {"language": "en"}
def language(): return settings["language"]

def main():
    settings["language"] = "de"
    context = multiprocessing.get_context(sys.argv[1])
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        print(pool.submit(language).result())

"""


@claim(
    'Start your program under `if __name__ == "__main__":`, and pass what a function needs as'
    " arguments."
)
@claim("`fork` copies this process as it is, with your change.")
@claim("The other two start a fresh one that imports your file again.")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has only spawn")
def test_what_a_new_process_knows(tmp_path: Path) -> None:
    def said(method: str, start: str) -> str:
        file = tmp_path / "program.py"
        file.write_text(FRESH + start, "utf-8")
        command = [sys.executable, "-W", "ignore", str(file), method]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return result.stdout.strip() or result.stderr

    guarded = 'if __name__ == "__main__":\n    main()\n'
    assert said("fork", guarded) == "de"
    assert said("forkserver", guarded) == said("spawn", guarded) == "en"
    assert said("fork", "main()\n") == "de"
    for method in ("forkserver", "spawn"):
        # The pool is then broken; where a fork server of Python 3.14 ends, its connection is, too.
        assert "An attempt has been made to start a new process" in said(method, "main()\n")


INTERPRETERS = """
import threading
from concurrent.futures import InterpreterPoolExecutor
from concurrent.interpreters import NotShareableError
print("imported")
changed = False
class Odd:
    def __getstate__(self):
        print("pickled")
        return {}
def of_odd(odd):
    return changed
def main():
    global changed
    changed = True
    with InterpreterPoolExecutor(1) as pool:
        print(pool.submit(of_odd, Odd()).result())
        try:
            pool.submit(print, threading.Lock()).result()
        except NotShareableError:
            print("refused")
if __name__ == "__main__":
    main()
"""


@claim(
    "Each interpreter imports your file again and has its own globals, as a fresh process would."
    " Arguments are copied to it, mostly by pickling, so a lock can't get there."
)
@pytest.mark.skipif(sys.version_info < (3, 14), reason="interpreters came with Python 3.14")
def test_what_an_interpreter_knows(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(INTERPRETERS, "utf-8")
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split()) == ["False", "imported", "imported", "pickled", "refused"]


@claim("Their calls fail, and you need a new pool.")
@pytest.mark.skipif(sys.version_info < (3, 14), reason="kill_workers came with Python 3.14")
def test_a_pool_whose_workers_were_killed() -> None:
    with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
        assert pool.submit(fail, 1).result() == 1
        call = pool.submit(time.sleep, 600)
        while not call.running():
            time.sleep(0.01)
        pool.kill_workers()  # type: ignore[attr-defined]  # mypy checks for Python 3.11
        with pytest.raises(BrokenProcessPool):
            call.result()
        with pytest.raises((BrokenProcessPool, RuntimeError)):
            pool.submit(fail, 1)


@claim("An exception travels back and is raised at your `await`.")
@claim("All its calls fail, and you need a new pool.")
def test_errors_and_deaths_of_workers() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
            with pytest.raises(ZeroDivisionError):
                await loop.run_in_executor(pool, fail, 0)
            assert await loop.run_in_executor(pool, fail, 1) == 1
            with pytest.raises(BrokenProcessPool):
                await loop.run_in_executor(pool, die)
            for _ in range(2):
                with pytest.raises(BrokenProcessPool):
                    await loop.run_in_executor(pool, fail, 1)

    asyncio.run(main())


@claim(
    "It is pickled too, so it has to survive that: an exception of your own whose `__init__`"
    " takes two"
    " arguments, and passes on only one with `super()`, breaks the pool."
)
def test_an_error_that_cannot_be_unpickled_breaks_the_pool() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
            with pytest.raises(KeepingError):
                await loop.run_in_executor(pool, raise_error, KeepingError)
            for _ in range(2):
                with pytest.raises(BrokenProcessPool):
                    await loop.run_in_executor(pool, raise_error, LosingError)

    asyncio.run(main())


@claim("As with threads, a call that is running can't be cancelled. Closing the pool waits for it.")
def test_a_running_call_is_not_cancelled(tmp_path: Path) -> None:
    done = tmp_path / "done"

    async def main() -> None:
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
            await loop.run_in_executor(pool, fail, 1)  # it has started
            with suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    await loop.run_in_executor(pool, functools.partial(note_later, done))
            assert not done.exists()
        assert done.exists()

    asyncio.run(main())


def note_later(file: Path) -> None:
    time.sleep(1.5)
    file.touch()


@claim("If you are cancelled, the calls that are still in line never begin.")
@claim("The ones that are running are finished before the program ends.")
@claim(
    "So are a few more, because the pool sends its workers some calls ahead: up to one more than"
    " it has"
    " workers."
)
def test_what_a_cancelled_recipe_still_computes(tmp_path: Path) -> None:
    source = Path("snippets/threads/as_they_are_done.py").read_text("utf-8")
    own = f"""
import pathlib, time
HERE = pathlib.Path({str(tmp_path)!r})

def note(number):
    (HERE / f"{{number}} begun").touch()
    time.sleep(0.5)
    (HERE / f"{{number}} done").touch()

async def until_two_run():
    results = compute_all(note, range(20), workers=2)
    task = asyncio.ensure_future(anext(results))
    while len(list(HERE.glob("* begun"))) < 2:
        await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait([task])

if __name__ == "__main__":
    asyncio.run(until_two_run())
"""
    program = tmp_path / "program.py"
    program.write_text(source.partition('if __name__ == "__main__":')[0] + own)
    subprocess.run([sys.executable, program], check=True)
    begun, done = (len(list(tmp_path.glob(f"* {what}"))) for what in ("begun", "done"))
    assert begun == done
    assert 2 <= done <= 2 + 3


@claim("The queue has no limit, so it grows if the reader is slower than the library.")
@claim("`call_soon_threadsafe` can't wait.")
@claim(
    "If you have to slow the library down, let its thread wait for"
    " `run_coroutine_threadsafe(queue.put(item), loop).result(timeout)`."
)
def test_a_full_queue_slows_the_thread_down() -> None:
    async def main(*, waits: bool) -> int:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[int] = asyncio.Queue(2 if waits else 0)

        def library() -> None:
            for number in range(20):
                if waits:
                    asyncio.run_coroutine_threadsafe(queue.put(number), loop).result()
                else:
                    loop.call_soon_threadsafe(queue.put_nowait, number)

        most = 0
        calling = asyncio.create_task(asyncio.to_thread(library))
        for number in range(20):
            await asyncio.sleep(0.1)
            most = max(most, queue.qsize())
            assert await queue.get() == number
        await calling
        return most

    assert run(main(waits=False)) == 20
    assert run(main(waits=True)) == 2


@claim("If the library fails, so does the `async for`, after the last reading.")
@pytest.mark.parametrize("how", ["returns", "fails", "fails later"])
@each_factory
def test_readings_end_with_the_library(how: str, *, eager: bool) -> None:
    recipe = load("threads/readings")
    read = []

    def thermometer(tell: Callable[[int], None], stop: threading.Event) -> None:
        for degrees in [20, 21]:
            tell(degrees)
        if how == "fails later":
            stop.wait()
        if how != "returns":
            raise OSError("unplugged")

    async def main() -> None:
        recipe.readings.__globals__["thermometer"] = thermometer
        async with aclosing(recipe.readings()) as degrees:
            async for reading in degrees:
                read.append(reading)
                if how == "fails later" and reading == 21:
                    break

    async def in_time() -> None:
        task = asyncio.create_task(main())
        await asyncio.wait([task], timeout=100)
        assert task.done()
        await task

    with suppress(OSError) if how == "returns" else pytest.raises(OSError, match="unplugged"):
        run(in_time(), eager=eager)
    assert read == [20, 21]


@claim("Once nothing reads from the queue, it stays full.")
@claim("Without the timeout, the thread would then wait forever, and `await job` with it.")
@pytest.mark.parametrize("timeout", [None, 0.2])
def test_a_thread_that_waits_for_a_full_queue(timeout: float | None) -> None:
    async def main() -> bool:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[int] = asyncio.Queue(1)
        calls: list[Any] = []

        def library() -> None:
            for number in range(3):
                calls.append(asyncio.run_coroutine_threadsafe(queue.put(number), loop))
                with suppress(TimeoutError):
                    calls[-1].result(timeout)

        thread = threading.Thread(target=library)
        thread.start()
        await queue.get()  # and no more than that
        joined = asyncio.create_task(asyncio.to_thread(thread.join))
        await asyncio.wait([joined], timeout=1 if timeout is None else 60)
        hangs = not joined.done()
        while not joined.done():
            if not queue.empty():  # else the thread is about to end
                queue.get_nowait()
            await asyncio.wait([joined], timeout=0.1)
        return hangs

    assert asyncio.run(main()) is (timeout is None)
