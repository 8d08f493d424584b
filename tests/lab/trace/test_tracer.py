from __future__ import annotations

import asyncio
import contextlib
import gc
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.loop.installed import installed
from lab.loop.waiting import Deadlock
from lab.trace.data import BLOCKING, READY, RUNNING, WAITING, Trace
from lab.trace.tracer import Tracer
from tests.lab.loop.test_random_programs import TREES, Program, Tree
from tests.lab.trace.tracing import check, stretches, task, trace_of, waits

TURNS = """
async def worker(name):
    for i in range(2):
        print(name, i)
        await asyncio.sleep(0)

async def main():
    a = asyncio.create_task(worker("a"), name="a")
    b = asyncio.create_task(worker("b"), name="b")
    await a
    await b
"""


def test_two_tasks_take_turns() -> None:
    trace = trace_of(TURNS)
    check(trace)
    order = [trace.tasks[s.task - 1].label for s in trace.stretches if s.state == RUNNING]
    assert order == ["main", "a", "b", "a", "b", "a", "b", "main"]
    assert [(line.text, line.task, line.line) for line in trace.prints] == [
        ("a 0", 2, 3),
        ("b 0", 3, 3),
        ("a 1", 2, 3),
        ("b 1", 3, 3),
    ]


def test_a_task_has_a_creator_a_line_and_an_end() -> None:
    trace = trace_of(TURNS)
    a = task(trace, "a")
    assert (a.creator, a.line, a.coroutine, a.outcome) == (1, 7, "worker", "returned")
    assert task(trace, "main").creator is None


def test_the_same_program_gives_the_same_bytes() -> None:
    first = trace_of(TURNS)
    asyncio.run(asyncio.sleep(0))  # the next default task name is another one now
    assert trace_of(TURNS).to_json() == first.to_json()
    assert "somewhere/" not in first.to_json()
    assert "0x" not in first.to_json()


def test_names_that_asyncio_gives_are_counted_from_1() -> None:
    trace = trace_of(
        """
        async def main():
            await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))
        """
    )
    assert [t.name for t in trace.tasks] == ["Task-1", "Task-2", "Task-3"]


WAITS = {
    "await asyncio.sleep(0.5)": "sleep 0.5 s",
    "await asyncio.Queue().get()": "Queue.get",
    "q = asyncio.Queue(1); await q.put(1); await q.put(2)": "Queue.put",
    "q = asyncio.Queue(); await q.put(1); await q.join()": "Queue.join",
    "l = asyncio.Lock(); await l.acquire(); await l.acquire()": "Lock l, held by it",
    "await asyncio.Semaphore(0).acquire()": "Semaphore",
    "await asyncio.Event().wait()": "Event",
    "c = asyncio.Condition(); await c.acquire(); await c.wait()": "Condition c",
    "await asyncio.Barrier(2).wait()": "Barrier",
    "await asyncio.create_task(asyncio.sleep(1), name='b')": "task 'b'",
    "await asyncio.create_task(asyncio.sleep(1))": "Task-3 (sleep)",
    "await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))": "gather of 2",
    "await asyncio.wait([asyncio.create_task(asyncio.sleep(1))])": "wait",
    "await asyncio.get_running_loop().create_future()": "a future",
    "await asyncio.to_thread(time.sleep, 1)": "to_thread time.sleep",
    "await answer()": "StreamReader.readline",
    "for c in asyncio.as_completed([asyncio.sleep(1)]): await c": "as_completed",
}


@pytest.mark.parametrize("code", WAITS)
def test_what_a_wait_is_for(code: str) -> None:
    trace = trace_of(
        f"""
        async def it():
            {code}

        async def answer():
            reader, writer = await asyncio.open_connection("localhost", 80)
            try:
                await reader.readline()
            finally:
                writer.close()

        async def serve(reader, writer):
            await asyncio.sleep(1)
            writer.close()

        async def main():
            async with await asyncio.start_server(serve, "localhost", 80):
                task = asyncio.create_task(it(), name="it")
                await asyncio.wait([task], timeout=5)
                task.cancel()
                await asyncio.wait([task])
        """
    )
    check(trace)
    assert waits(trace, "it")[-1] == WAITS[code]


def test_the_exit_of_a_task_group_is_a_wait() -> None:
    trace = trace_of(
        """
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(1))
        """
    )
    assert waits(trace, "main") == ["TaskGroup exit"]


CHAIN = """
async def fetch():
    await asyncio.sleep(0.4)

async def check_status():
    await fetch()
    await asyncio.sleep(0.2)

async def main():
    await check_status()
    await check_status()
"""


def test_the_chain_of_awaits_with_lines() -> None:
    trace = trace_of(CHAIN)
    check(trace)
    chains = [s.chain for s in trace.stretches if s.state == RUNNING]
    assert [(f.function, f.line) for f in chains[0]] == [
        ("main", 9),
        ("check_status", 5),
        ("fetch", 2),
        ("sleep", None),
    ]
    assert [f.function for f in chains[1]] == ["main", "check_status", "sleep"]


def test_a_call_that_goes_on_keeps_its_number_and_the_next_call_has_another() -> None:
    chains = [s.chain for s in trace_of(CHAIN).stretches if s.state == RUNNING]
    first, still, second = (chain[1] for chain in chains[:3])
    assert first.call == still.call != second.call
    assert chains[0][0].call == chains[3][0].call


def test_a_chain_goes_through_async_generators_and_awaitable_objects() -> None:
    trace = trace_of(
        """
        async def numbers():
            await asyncio.sleep(1)
            yield 1

        class Request:
            def __await__(self):
                return self.answer().__await__()
            async def answer(self):
                async for _ in numbers():
                    pass

        async def main():
            await Request()
        """
    )
    chain = next(s.chain for s in trace.stretches)
    assert [f.function for f in chain] == ["main", "Request.answer", "numbers", "sleep"]


HOG = """
def crunch():
    time.sleep(0.5)

async def hog():
    await asyncio.sleep(0.3)
    crunch()

async def ticker():
    for _ in range(4):
        await asyncio.sleep(0.2)

async def main():
    await asyncio.gather(ticker(), hog())
"""


def test_time_sleep_blocks_and_the_chain_says_where() -> None:
    trace = trace_of(HOG)
    check(trace)
    (block,) = stretches(trace, "hog", BLOCKING)
    assert (block.start.time, block.end.time, block.what) == (0.3, 0.8, "time.sleep")
    assert [(f.function, f.line) for f in block.chain] == [("hog", 6), ("crunch", 2)]


def test_a_task_whose_time_comes_while_the_loop_is_blocked_is_ready_since_then() -> None:
    trace = trace_of(HOG)
    (ready,) = [s for s in stretches(trace, "ticker", READY) if s.what != "start"]
    assert (ready.start.time, ready.end.time) == (0.4, 0.8)


def test_on_the_wall_clock_a_long_step_blocks() -> None:
    trace = trace_of(
        """
        async def main():
            end = time.thread_time() + 0.1
            while time.thread_time() < end:  # a busy machine gives it little time
                pass
            await asyncio.sleep(0)
        """,
        clock="wall",
    )
    check(trace)
    (block,) = stretches(trace, "main", BLOCKING)
    assert block.what == "computing"
    assert block.end.time - block.start.time >= 0.1


def test_who_wakes_whom() -> None:
    trace = trace_of(
        """
        async def getter(queue):
            await queue.get()

        async def main():
            queue = asyncio.Queue()
            task = asyncio.create_task(getter(queue))
            await asyncio.sleep(1)
            queue.put_nowait(1)
            await asyncio.sleep(1)
        """
    )
    woken = stretches(trace, "getter", READY)[-1]
    assert (woken.what, woken.by, woken.start.time) == ("Queue.get", 1, 1.0)
    assert stretches(trace, "main", READY) == []  # woken by timers, and nothing else ran


def cancels(source: str) -> list[tuple[str, str | None, str, int | None]]:
    trace = trace_of(source)
    check(trace)
    return [
        (
            trace.tasks[c.task - 1].label,
            trace.tasks[c.by - 1].label if c.by else None,
            c.reason,
            c.line,
        )
        for c in trace.cancels
    ]


CHILD = """
async def child():
    await asyncio.sleep(9)
"""


@pytest.mark.parametrize("before", ["await asyncio.sleep(1)", "await asyncio.sleep(0)", "pass"])
def test_a_task_cancels_another_wherever_that_stands(before: str) -> None:
    program = f"""{CHILD}
async def main():
    task = asyncio.create_task(child())
    {before}
    task.cancel()
"""
    assert cancels(program) == [("child", "main", "cancel()", 7)]


def test_cancel_called_by_a_timer() -> None:
    program = f"""{CHILD}
async def main():
    task = asyncio.create_task(child())
    asyncio.get_running_loop().call_later(1, task.cancel)
    await asyncio.wait([task])
"""
    assert cancels(program) == [("child", None, "cancel()", None)]


def test_a_timeout_cancels() -> None:
    program = f"""{CHILD}
async def main():
    try:
        async with asyncio.timeout(1):
            await child()
    except TimeoutError:
        pass
"""
    assert cancels(program) == [("main", None, "timeout", None)]


def test_a_timeout_is_that_of_the_task_that_waits() -> None:
    program = """
        async def child():
            await asyncio.sleep(5)

        async def main():
            try:
                async with asyncio.timeout(1):
                    await asyncio.gather(child())
            except TimeoutError:
                pass
    """
    assert cancels(program) == [
        ("main", None, "timeout", None),
        ("child", "main", "timeout", None),
    ]


def test_a_task_group_cancels_because_a_sibling_failed() -> None:
    program = f"""{CHILD}
async def bad():
    await asyncio.sleep(1)
    1 / 0

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child())
            group.create_task(bad())
    except* ZeroDivisionError:
        pass
"""
    assert cancels(program) == [
        ("child", "bad", "TaskGroup", None),
        ("main", "bad", "TaskGroup's block", None),
    ]


def test_a_task_group_cancels_because_its_block_failed() -> None:
    program = f"""{CHILD}
async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child())
            await asyncio.sleep(1)
            1 / 0
    except* ZeroDivisionError:
        pass
"""
    assert cancels(program) == [("child", "main", "TaskGroup", None)]


def test_cancelling_a_gather_cancels_what_it_gathers() -> None:
    program = f"""{CHILD}
async def both():
    await asyncio.gather(child())

async def main():
    task = asyncio.create_task(both())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
"""
    assert cancels(program) == [
        ("both", "main", "cancel()", 10),
        ("child", "main", "cancel()", 10),
    ]


def test_asyncio_run_cancels_what_is_left() -> None:
    program = f"""{CHILD}
async def main():
    task = asyncio.create_task(child())
    await asyncio.sleep(1)
"""
    assert cancels(program) == [("child", None, "asyncio.run", None)]


def test_cancelling_a_task_that_is_over_is_nothing() -> None:
    program = """
async def main():
    task = asyncio.create_task(asyncio.sleep(0))
    await task
    task.cancel()
"""
    assert cancels(program) == []


def test_how_tasks_end() -> None:
    trace = trace_of(
        """
        async def gives():
            return {"a": object()}

        async def fails():
            raise ValueError(f"not <this> {object()}")

        async def ends():
            asyncio.current_task().cancel()
            await asyncio.sleep(1)

        async def main():
            await asyncio.gather(gives(), fails(), ends(), return_exceptions=True)
            return 3
        """
    )
    check(trace)
    assert [(t.label, t.outcome, t.detail) for t in trace.tasks] == [
        ("main", "returned", "3"),
        ("gives", "returned", "a dict"),
        ("fails", "raised", "ValueError: not <this> <object object>"),
        ("ends", "cancelled", ""),
    ]
    assert stretches(trace, "fails", RUNNING)[-1].chain[0].line == 5


def test_exceptions_that_nobody_asks_for_are_still_reported(
    caplog: pytest.LogCaptureFixture,
) -> None:
    trace = trace_of(
        """
        import gc

        async def bad():
            1 / 0

        async def main():
            asyncio.create_task(bad())
            await asyncio.sleep(1)
            gc.collect()
        """
    )
    check(trace)
    assert caplog.messages[0].startswith("Task exception was never retrieved")


def test_a_task_that_nobody_holds_is_lost_where_it_is_thrown_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    trace = trace_of(
        """
        import gc

        async def lost():
            await asyncio.get_running_loop().create_future()

        async def main():
            asyncio.create_task(lost())
            await asyncio.sleep(1)
            gc.collect()
            await asyncio.sleep(1)
        """
    )
    check(trace)
    assert caplog.messages[0].startswith("Task was destroyed but it is pending!")
    assert task(trace, "lost").outcome == "lost"
    assert stretches(trace, "lost")[-1].state == WAITING
    assert stretches(trace, "lost")[-1].end == task(trace, "lost").ended
    assert task(trace, "lost").ended == (2, 1.0, 0)


def test_tasks_look_the_same_when_traced() -> None:
    trace = trace_of(
        """
        async def main():
            task = asyncio.current_task()
            print(type(task), repr(task)[:19])
        """
    )
    assert trace.prints[0].text == "<class '_asyncio.Task'> <Task pending name="


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
@pytest.mark.parametrize("rest", ["pass", "await asyncio.sleep(1)"])
def test_an_eager_task_runs_inside_the_step_of_its_creator(rest: str) -> None:
    trace = trace_of(
        f"""
        async def child():
            print("child")
            {rest}

        async def main():
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            task = asyncio.create_task(child())
            print("main")
            await task
        """
    )
    check(trace)
    order = [trace.tasks[s.task - 1].label for s in trace.stretches if s.state == RUNNING]
    assert order[:3] == ["main", "child", "main"]
    assert [(p.text, p.task) for p in trace.prints] == [("child", 2), ("main", 1)]
    assert task(trace, "child").creator == 1


def test_prints_outside_of_tasks_belong_to_none() -> None:
    trace = trace_of(
        """
        print("before")
        async def main():
            asyncio.get_running_loop().call_later(1, print, "callback")
            await asyncio.sleep(2)
        """
    )
    check(trace)
    assert [(p.text, p.task, p.at.time) for p in trace.prints] == [
        ("before", None, 0.0),
        ("callback", None, 1.0),
    ]


def test_a_line_printed_in_parts_is_one_line() -> None:
    trace = trace_of(
        """
        async def main():
            print("a", end=" ")
            await asyncio.sleep(1)
            print("b\\nc")
        """
    )
    assert [(p.text, p.at.time) for p in trace.prints] == [("a b", 0.0), ("c", 1.0)]


PRINTED_AND_SHOWN = {
    r"\x1b[1;31mred\x1b[0m and \x1b]0;title\x07plain\x07": "red and plain",
    r"\r  0%\r\x1b[32m 50%\x1b[0m\r100%": "100%",
    r"downloading\rdone": "doneloading",
    r"downloading\r\x1b[Kdone": "done",
    r"downloading\rdone\x1b[K": "done",
    r"downloading\x1b[2K\rdone": "done",
    r"Windows\r": "Windows",
    r"a\tb \u00e9": "a\tb \u00e9",
}


@pytest.mark.parametrize("printed", PRINTED_AND_SHOWN)
def test_a_printed_line_is_what_a_terminal_shows_in_the_end(printed: str) -> None:
    trace = trace_of(f'async def main():\n    print("{printed}")\n')
    assert [line.text for line in trace.prints] == [PRINTED_AND_SHOWN[printed]]


def test_what_a_thread_prints_belongs_to_no_task() -> None:
    trace = trace_of(
        """
        async def main():
            await asyncio.to_thread(print, "thread")
            print("task")
        """
    )
    check(trace)
    assert [(p.text, p.task) for p in trace.prints] == [("thread", None), ("task", 1)]


def test_two_runs_in_one_program() -> None:
    trace = trace_of(
        """
        async def one():
            await asyncio.sleep(1)

        asyncio.run(one())
        asyncio.run(one())
        """
    )
    check(trace)
    assert [(t.name, t.created.time, t.ended and t.ended.time) for t in trace.tasks] == [
        ("Task-1", 0.0, 1.0),
        ("Task-2", 1.0, 2.0),
    ] or [t.outcome for t in trace.tasks] == ["returned", "returned"]


@pytest.mark.parametrize("limit", [2, 3, 4, 5, 6, 7, 10, 50])
def test_a_trace_that_is_cut_says_so_and_is_whole(limit: int) -> None:
    trace = trace_of(TURNS.replace("range(2)", "range(50)"), limit=limit)
    check(trace)
    assert trace.note.startswith("Cut:")
    assert len([s for s in trace.stretches if s.state == RUNNING]) <= limit
    assert any(t.outcome == "unfinished" for t in trace.tasks)


def test_a_deadlock_is_noted() -> None:
    tracer = Tracer()
    with installed(observer=tracer), pytest.raises(Deadlock):
        asyncio.run(asyncio.Event().wait())
    trace = tracer.trace()
    check(trace)
    assert trace.note.startswith("Deadlock")


def test_the_tasks_of_a_library_are_left_out_but_not_the_programs_functions_in_them() -> None:
    trace = trace_of(
        """
        from aiohttp import ClientSession, web

        async def answer(request):
            await asyncio.sleep(0.5)
            return web.Response(text="hello")

        async def main():
            app = web.Application()
            app.router.add_get("/", answer)
            runner = web.AppRunner(app)
            await runner.setup()
            site = web.TCPSite(runner, "localhost", 8080)
            await site.start()
            async with ClientSession() as session, session.get("http://localhost:8080") as r:
                print(await r.text())
            await runner.cleanup()
        """
    )
    check(trace)
    assert [t.label for t in trace.tasks] == ["main", "answer"]
    assert waits(trace, "answer") == ["sleep 0.5 s"]
    assert "ClientSession.get" in waits(trace, "main")


def run_random(tree: Tree, seed: int, limit: float) -> Trace:
    program = Program(tree, seed)
    tracer = Tracer(limit=limit)
    gc.freeze()  # what is there already need not be looked through
    # What it does is checked elsewhere.
    with installed(observer=tracer), contextlib.suppress(BaseException):
        asyncio.run(program.main())
    gc.collect()
    gc.unfreeze()
    return tracer.trace()


@settings(max_examples=60, deadline=None)
@given(TREES, st.integers(0, 1000), st.sampled_from([5, 20, 5000]))
def test_whatever_a_program_does_its_trace_is_possible(tree: Tree, seed: int, limit: float) -> None:
    trace = run_random(tree, seed, limit)
    check(trace)
    assert Trace.from_json(trace.to_json()) == trace
    assert run_random(tree, seed, limit) == trace


def test_waiting_and_running_meet() -> None:
    states = [s.state for s in stretches(trace_of(CHAIN), "main")]
    assert states == [RUNNING, WAITING] * 4 + [RUNNING]


def test_an_async_generator_that_is_closed_at_the_end_does_no_harm() -> None:
    trace = trace_of(
        """
        async def messages():
            for number in range(9):
                yield number
                await asyncio.sleep(0.1)

        async def main():
            numbers = messages()
            print(await anext(numbers), await anext(numbers))
            await asyncio.sleep(0.1)
        """
    )
    assert [task.label for task in trace.tasks] == ["main"]
    assert [line.text for line in trace.prints] == ["0 1"]
    assert task(trace, "main").outcome == "returned"


def test_a_lost_task_is_reported_as_soon_as_it_is_lost() -> None:
    async def fail() -> None:
        error = KeyError("lost")
        raise error

    async def main() -> None:
        said = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: said.append(context["message"]))
        lost = asyncio.create_task(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert lost.done()
        del lost
        assert said == ["Task exception was never retrieved"]

    with installed(observer=Tracer()):
        asyncio.run(main())


def test_the_tasks_that_a_wait_is_for_are_named() -> None:
    trace = trace_of("""
        async def work(): await asyncio.sleep(1)
        async def main():
            tasks = [asyncio.create_task(work()) for _ in range(2)]
            await asyncio.wait(tasks, timeout=0.1)
            try: await asyncio.wait_for(tasks[1], 0.1)
            except TimeoutError: pass
            await asyncio.gather(*tasks, return_exceptions=True)
            future = asyncio.get_running_loop().create_future()
            await asyncio.wait([future], timeout=0.1)
    """)
    waits = [s for s in trace.stretches if s.task == 1 and s.state == WAITING]
    found = [(wait.what.split()[0], wait.awaits) for wait in waits]
    one = ("wait_for", (3,))
    # After the timeout, it waits for the end of the task that it cancelled.
    assert found == [("wait", (2, 3)), one, *found[2:-2], ("gather", (2, 3)), ("wait", ())]
    assert set(found[2:-2]) <= {one}
    assert Trace.from_json(trace.to_json()) == trace


def test_very_many_tasks_are_not_named() -> None:
    trace = trace_of("""
        async def main():
            await asyncio.gather(*(asyncio.sleep(1) for _ in range(101)))
    """)
    (wait,) = (s for s in trace.stretches if s.task == 1 and s.state == WAITING)
    assert (wait.what, wait.awaits) == ("gather of 101", ())
