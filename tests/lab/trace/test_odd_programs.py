"""Odd programs do the same, whether they are traced or not; and whatever the observer does."""

from __future__ import annotations

import asyncio
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.loop.clock import VirtualClock
from lab.programs.recorded import Recorded, run_recorded
from lab.programs.transcript import stream_text
from lab.trace.data import Trace
from lab.trace.tracer import Tracer

PRELUDE = """
import asyncio, concurrent.futures, contextlib, contextvars, decimal, fractions, functools, gc
import io, signal, sys, threading, time, types, warnings
"""

ODD = {
    "a builtin method in a thread": """
        print(await asyncio.to_thread("abc".upper))
    """,
    "a method of a context variable in a thread": """
        number = contextvars.ContextVar("number", default=3)
        print(await asyncio.to_thread(number.get))
    """,
    "a partial in a thread": """
        print(await asyncio.to_thread(functools.partial(int, "7")))
    """,
    "a callable object in a thread, which lies about its name": """
        class Call:
            __module__ = 7
            __qualname__ = None
            def __getattr__(self, name): raise ZeroDivisionError(name)
            def __call__(self): return "called"
        print(await asyncio.to_thread(Call()))
    """,
    "a class in a thread": """
        print(await asyncio.to_thread(dict))
    """,
    "a method of a type in a thread": """
        print(await asyncio.to_thread(str.upper, "abc"), await asyncio.to_thread([1].__len__))
    """,
    "sleeping for a fraction, a decimal and a bool": """
        await asyncio.sleep(fractions.Fraction(1, 2))
        await asyncio.sleep(True)
        print(asyncio.get_running_loop().time() > 1)
    """,
    "an exception that can't be shown": """
        class Odd(Exception):
            def __str__(self): raise ZeroDivisionError
            __repr__ = __str__
        async def fail(): raise Odd
        task = asyncio.create_task(fail())
        with contextlib.suppress(Odd):
            await task
        print(task.done())
    """,
    "results that can't be shown": """
        class Odd:
            def __repr__(self): raise ZeroDivisionError
            def __eq__(self, other): raise ZeroDivisionError
            def __hash__(self): raise ZeroDivisionError
            def __bool__(self): raise ZeroDivisionError
            def __len__(self): raise ZeroDivisionError
        class List(list):
            def __repr__(self): raise ZeroDivisionError
            def __iter__(self): raise ZeroDivisionError
        class Named(tuple):
            def __repr__(self): return 5
        async def give(value):
            await asyncio.sleep(1)
            return value
        values = [Odd(), List([1]), Named([1]), 10**5000, "x" * 10**6, [[[]]]]
        await asyncio.gather(*[give(value) for value in values])
        print("given")
    """,
    "objects that lie about their class": """
        class Lie:
            __class__ = types.CoroutineType
            def __await__(self):
                yield from asyncio.sleep(1).__await__()
                return "awaited"
        class Raise:
            @property
            def __class__(self): raise ZeroDivisionError
            def __await__(self): return iter([None, None])
        print(await Lie())
        print(await Raise())
        async def outer(value): return await value
        print(await asyncio.gather(outer(Lie()), outer(Raise())))
    """,
    "an awaitable whose iterator is its own": """
        class Twice:
            def __init__(self): self.turns = 0
            def __await__(self): return self
            def __iter__(self): return self
            def __next__(self):
                self.turns += 1
                if self.turns > 2: raise StopIteration("twice")
                return None
            def __getattr__(self, name): print("asked for", name); raise ZeroDivisionError
        print(await Twice())
        async def outer(): return await Twice()
        print(await asyncio.create_task(outer()))
    """,
    "a future of its own": """
        class Own:
            _asyncio_future_blocking = False
            def __init__(self): self.calls = []
            def get_loop(self): return asyncio.get_running_loop()
            def add_done_callback(self, call, context=None):
                asyncio.get_running_loop().call_later(1, call, self)
            def result(self): return 5
            def __await__(self):
                self._asyncio_future_blocking = True
                yield self
                return 6
            def __getattr__(self, name): print("asked for", name); raise ZeroDivisionError
        async def outer(): return await Own()
        print(await asyncio.create_task(outer()))
    """,
    "a generator that is a coroutine": """
        @types.coroutine
        def old():
            yield
            return (yield from asyncio.sleep(1, "old"))
        print(await old())
        async def outer(): return await old()
        print(await asyncio.create_task(outer()))
    """,
    "a coroutine of another make": """
        import collections.abc
        class Made(collections.abc.Coroutine):
            def __init__(self): self.inner = asyncio.sleep(1, "made")
            def send(self, value): return self.inner.send(value)
            def throw(self, *error): return self.inner.throw(*error)
            def close(self): return self.inner.close()
            def __await__(self): return self.inner.__await__()
            __qualname__ = 5
            cr_code = "none"
            cr_frame = 7
            @property
            def gi_code(self): raise ZeroDivisionError
        print(await asyncio.create_task(Made()))
        print(await Made())
    """,
    "a coroutine without weak references": """
        import collections.abc
        class Slots(collections.abc.Coroutine):
            __slots__ = ("inner",)
            def __init__(self): self.inner = asyncio.sleep(1, "slots")
            def send(self, value): return self.inner.send(value)
            def throw(self, *error): return self.inner.throw(*error)
            def close(self): return self.inner.close()
            def __await__(self): return self.inner.__await__()
        print(await asyncio.create_task(Slots()))
    """,
    "names that are no strings": """
        class Name(str):
            def startswith(self, *_): raise ZeroDivisionError
            def __str__(self): return "of its own"
            __repr__ = __str__
        names = 5, None, (), Name("n")
        tasks = [asyncio.create_task(asyncio.sleep(1), name=name) for name in names]
        print([type(task.get_name()).__name__ for task in tasks])
        tasks[0].set_name({})
        await asyncio.gather(*tasks)
        print(tasks[0].get_name())
    """,
    "a task class of its own": """
        class Own(asyncio.Task):
            def get_name(self): raise ZeroDivisionError
            def get_coro(self): raise ZeroDivisionError
            def __getattr__(self, name): print("asked for", name); raise AttributeError(name)
            def cancel(self, *args): print("cancel"); return super().cancel(*args)
        async def wait(): await asyncio.sleep(5)
        loop = asyncio.get_running_loop()
        loop.set_task_factory(lambda loop, coro, **options: Own(coro, loop=loop))
        task = Own(wait(), loop=loop)
        await asyncio.sleep(1)
        task.cancel()
        print(await asyncio.gather(task, return_exceptions=True))
    """,
    "a task factory that returns something else": """
        loop = asyncio.get_running_loop()
        def make(loop, coro, **options):
            coro.close()
            future = loop.create_future()
            future.set_result("something else")
            return future
        loop.set_task_factory(make)
        print(await loop.create_task(asyncio.sleep(1)))
        loop.set_task_factory(None)
    """,
    "a task factory that fails": """
        loop = asyncio.get_running_loop()
        def make(loop, coro, **options):
            coro.close()
            raise ZeroDivisionError("factory")
        loop.set_task_factory(make)
        with contextlib.suppress(ZeroDivisionError):
            loop.create_task(asyncio.sleep(1))
        loop.set_task_factory(None)
        print(await loop.create_task(asyncio.sleep(1, "made")))
    """,
    "callbacks of any kind": """
        class Owner:
            def __getattr__(self, name): print("asked for", name); raise ZeroDivisionError(name)
            def method(self): print("method")
            def __call__(self): print("object")
        class Mine:
            creation = "2020"
            __self__ = 5
            __name__ = None
            def __step(self): print("step")
            def __call__(self): print("mine")
            def step(self): self.__step()
        loop, owner, mine = asyncio.get_running_loop(), Owner(), Mine()
        for callback in (owner.method, owner, mine, mine.step, mine._Mine__step,
                         functools.partial(print, "partial"), types.MethodType(print, "bound"),
                         types.MethodType(owner, "x").__func__, "text".upper, dict):
            loop.call_soon(callback)
            loop.call_later(1, callback)
        await asyncio.sleep(2)
    """,
    "a handle that is cancelled while it runs": """
        loop = asyncio.get_running_loop()
        handles = []
        def call(): handles[0].cancel(); print("called")
        handles.append(loop.call_soon(call))
        await asyncio.sleep(1)
    """,
    "a library's function with well-known names": """
        code = '''
        async def sleep(seconds): await asyncio.sleep(seconds)
        async def to_thread(call): return await asyncio.to_thread(call)
        class ClientSession:
            async def _request(self, verb): await sleep(1)
        class TaskGroup:
            async def __aenter__(self): self.task = asyncio.create_task(sleep(9))
            async def __aexit__(self, *_): self.task.cancel()
            def _on_task_done(self, task): task.cancel()
        '''
        import textwrap
        names = {"asyncio": asyncio}
        exec(compile(textwrap.dedent(code), "/site-packages/other.py", "exec"), names)
        await names["sleep"](1)
        print(await names["to_thread"](lambda: 5))
        await names["ClientSession"]()._request("GET")
        async with names["TaskGroup"](): pass
        task = asyncio.create_task(asyncio.sleep(1))
        names["TaskGroup"]()._on_task_done(task)
        await asyncio.sleep(1)
        print(task.cancelled())
    """,
    "other streams": """
        before = sys.stdout
        sys.stdout = io.StringIO()
        print("kept")
        text, sys.stdout = sys.stdout.getvalue(), before
        print(text, end="")
        with contextlib.redirect_stdout(sys.stderr): print("to stderr")
        class Text(str):
            def splitlines(self, *_): raise ZeroDivisionError
            def endswith(self, *_): raise ZeroDivisionError
            def __add__(self, other): raise ZeroDivisionError
        sys.stdout.write(Text("a line of its own\\n"))
        print(Text("a\\nb"), end=Text(""))
        print()
        for wrong in (b"bytes", None, 5):
            try: sys.stdout.write(wrong)
            except TypeError as error: print(error)
        sys.stdout.writelines(["a", "b\\n"])
    """,
    "half a character": r"""
        try: print("\ud800")
        except UnicodeEncodeError as error: print(error.reason)
        print("\ud800", file=sys.stderr)
    """,
    "a trace function": """
        lines = []
        def trace(frame, event, argument):
            if frame.f_code.co_filename == __file__: lines.append(frame.f_code.co_name)
        sys.settrace(trace)
        sys.setprofile(trace)
        async def traced(): await asyncio.sleep(1)
        await traced()
        sys.settrace(None); sys.setprofile(None)
        print(lines)
    """,
    "a look at who refers to what": """
        async def wait(): await asyncio.sleep(1)
        coro = wait()
        task = asyncio.create_task(coro)
        await asyncio.sleep(.5)
        kinds = {type(one).__module__ for one in gc.get_referrers(task, coro)}
        print([kind for kind in kinds if kind.startswith("lab.")])
        print(sys.getrefcount(coro) < 5)
        await task
    """,
    "printing when something is no more": """
        class Last:
            def __del__(self): print("deleted"); print("again", end="")
        async def hold():
            last = Last()
            last.me = last
            await asyncio.sleep(1)
        for _ in range(3): await hold()
        gc.collect()
        at_the_end = Last()
        globals()["last"] = Last()
    """,
    "printing in a signal handler": """
        signal.signal(signal.SIGUSR1, lambda *_: print("signal"))
        signal.raise_signal(signal.SIGUSR1)
        await asyncio.sleep(1)
        signal.raise_signal(signal.SIGUSR1)
    """,
    "many threads that print": """
        def work(number):
            for _ in range(50): sys.stderr.write(f"{number}\\n")
        async with asyncio.TaskGroup() as group:
            for number in range(3): group.create_task(asyncio.to_thread(work, number))
        print("worked")
    """,
    "what makes locks and queues, looked at": """
        import inspect
        for kind in asyncio.Lock, asyncio.Queue, asyncio.Semaphore, asyncio.TaskGroup:
            print(inspect.signature(kind), kind.__init__.__qualname__, kind.__init__.__module__)
            print(inspect.getsource(kind.__init__)[:60], kind)
        for kind, number in (asyncio.Semaphore, -1), (asyncio.Lock, 1), (asyncio.Barrier, 0):
            try: kind(number)
            except Exception: traceback.print_exc()
    """,
    "locks and queues that lie": """
        class Lock(asyncio.Event):
            def __getattribute__(self, name): print(name); return super().__getattribute__(name)
            def __eq__(self, other): print("compared"); return True
            __hash__ = None
        class Item:
            def __repr__(self): print("shown"); return "item"
            def __lt__(self, other): print("ordered"); return True
            def __len__(self): print("counted"); return 0
            def __bool__(self): print("asked"); return False
        class Pile(asyncio.Queue):
            def _init(self, maxsize): self.pile = []
            def _put(self, item): self.pile.append(item)
            def _get(self): return self.pile.pop()
            def qsize(self): print("how many"); return len(self.pile)
        class Strange(asyncio.Lock):
            @property
            def _locked(self): print("locked?"); return self.__dict__.get("is", False)
            @_locked.setter
            def _locked(self, value): self.__dict__["is"] = value
        class Unmade(asyncio.Barrier):
            def __init__(self): pass
        lock, queue, pile, strange = Lock(), asyncio.PriorityQueue(), Pile(), Strange()
        unmade = Unmade()
        for item in Item(), Item(): queue.put_nowait(item); pile.put_nowait(item)
        async with strange: await asyncio.sleep(0.1)
        lock.set()
        await lock.wait()
        print(type(await queue.get()), type(await pile.get()))
        await asyncio.sleep(0)
    """,
    "locks and queues that nothing keeps": """
        import gc, weakref
        for kind in asyncio.Lock, asyncio.Queue, asyncio.Event, asyncio.TaskGroup:
            made = kind()
            weakref.finalize(made, print, "gone", kind.__name__)
            await asyncio.sleep(0.1)
            del made
        future = asyncio.get_running_loop().create_future()
        weakref.finalize(future, print, "gone future")
        future.set_exception(ValueError("not asked for"))
        await asyncio.sleep(0.1)
        del future
        await asyncio.sleep(0.1)
        queue, item = asyncio.Queue(), Exception("item")
        weakref.finalize(queue, print, "queue is gone")
        queue.put_nowait({1: item})
        await asyncio.sleep(0.1)
        queue.get_nowait()
        print(sys.getrefcount(item))
    """,
    "callbacks that are cancelled, or lie": """
        class Call:
            __name__ = 7
            def __call__(self): print("called")
            def __getattribute__(self, name): print(name); raise AttributeError(name)
            def __eq__(self, other): print("compared"); return True
            __hash__ = None
        loop = asyncio.get_running_loop()
        handles = [loop.call_soon(Call()) for _ in range(3)] + [loop.call_later(1, Call())]
        handles.append(loop.call_at(loop.time() + 1, functools.partial(Call())))
        handles.append(loop.call_later(2, print))
        for handle in handles[1::2]: handle.cancel(); handle.cancel()
        print(type(handles[0]), handles[1], handles[4]._scheduled, handles[5]._scheduled)
        await asyncio.sleep(3)
        print(handles[4]._scheduled)
        for handle in handles: handle.cancel()
    """,
    "recursion to the limit": """
        def deep(number):
            print(end="")
            return deep(number + 1)
        async def wide(number):
            asyncio.get_running_loop().call_soon(int)
            asyncio.get_running_loop().create_future()
            return await wide(number + 1)
        usual = sys.getrecursionlimit()
        sys.setrecursionlimit(400)  # each print is traced through all levels: few are enough
        try:
            for _ in range(3):
                try: deep(0)
                except RecursionError: print("too deep")
                try: await wide(0)
                except RecursionError: print("too wide")
        finally:
            sys.setrecursionlimit(usual)
        await asyncio.sleep(1)
    """,
    "a loop within no loop": """
        other = asyncio.new_event_loop()
        coro = asyncio.sleep(1)
        task = other.create_task(coro)
        task.cancel()
        other.call_soon(print, "never")
        other.close()
        task._log_destroy_pending = False
        try: other.call_soon(print)
        except RuntimeError as error: print(error)
        del task, other
        coro.close()
        gc.collect()
    """,
    "current tasks that are none": """
        loop, me = asyncio.get_running_loop(), asyncio.current_task()
        class NoTask: pass
        asyncio.tasks._leave_task(loop, me)
        asyncio.tasks._enter_task(loop, NoTask())
        print("no task")
        loop.create_future()
        asyncio.tasks._leave_task(loop, asyncio.current_task())
        asyncio.tasks._enter_task(loop, me)
        print("a task")
    """,
    "an asynchronous generator left open": """
        async def count():
            try:
                yield 1
            finally:
                await asyncio.sleep(1)
                print("closed")
        async for number in count():
            print(number)
            break
    """,
    "an exit in a task": """
        async def leave():
            await asyncio.sleep(1)
            print("leaves")
            sys.exit(7)
        await asyncio.create_task(leave())
    """,
    "a code object of its own": """
        async def plain(): await asyncio.sleep(1)
        code = plain.__code__
        odd = types.FunctionType(code.replace(co_name="", co_qualname="", co_filename="",
                                              co_linetable=b""), globals())
        await odd()
        print(await asyncio.gather(odd()))
    """,
}  # fmt: skip


def both(program: str, folder: Path, tracer: Tracer) -> None:
    """Run a program without and with a tracer, and require that it does the same."""
    path = folder / "program.py"
    path.write_text(program, "utf-8")
    plain = run_recorded(path, clock=VirtualClock())
    traced = run_recorded(path, clock=VirtualClock(), tracer=tracer)
    for stream in ("stdout", "stderr"):
        assert _text(traced, stream) == _text(plain, stream)
    assert traced.status == plain.status


def _text(recorded: Recorded, stream: str) -> str:
    # Both runs are in one process, in which asyncio goes on counting tasks.
    return re.sub(r"Task-\d+", "Task", stream_text(recorded.pieces, stream))


def whole(*bodies: str) -> str:
    """Make a program of what its coroutines do, one after the other."""
    program = PRELUDE
    for number, body in enumerate(bodies):
        lines = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
        program += f"async def main_{number}():\n{lines}\n"
    awaits = "".join(f"    await main_{number}()\n" for number in range(len(bodies)))
    return f"{program}async def main():\n{awaits}asyncio.run(main())\n"


@pytest.mark.parametrize("name", ODD)
def test_odd_programs(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tracer = Tracer("program.py")
    both(whole(ODD[name]), tmp_path, tracer)
    trace = tracer.trace()
    assert "failed" not in trace.note
    assert "recording stopped" not in capfd.readouterr().err
    assert Trace.from_json(trace.to_json()) == trace


HOOKS = [
    "loop_started",
    "loop_stopped",
    "task_creating",
    "task_created",
    "future_created",
    "handle_scheduled",
    "handle_started",
    "handle_finished",
    "blocked",
    "deadlocked",
    "cancelled",
    "wrote",
    "program_failed",
    "task_gone",
    "thing_made",
    "timer_set",
    "timer_due",
    "reader_ready",
    "handle_cancelled",
    "loop_closed",
]


class UnspeakableError(Exception):
    def __str__(self) -> str:
        raise ZeroDivisionError


class Failing(Tracer):
    """Fails when it hears of something for the n-th time."""

    def __init__(self, hook: str, time: int, error: type[BaseException]) -> None:
        super().__init__("program.py")
        self.times = 0
        hear = getattr(self, hook)

        def fail(*arguments: object) -> None:
            self.times += 1
            if self.times >= time:
                raise error("on purpose")
            hear(*arguments)

        setattr(self, hook, fail)


EVERYTHING = """
    async def sleep(seconds):
        await asyncio.sleep(seconds)
        print("slept")
    tasks = [asyncio.create_task(sleep(number)) for number in range(3)]
    time.sleep(.5)
    tasks[2].cancel()
    async with asyncio.Lock():
        server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        print(await reader.read())
        writer.close()
        server.close()
    await asyncio.gather(*tasks[:2])
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(sleep(9), 1)
    lost = asyncio.get_running_loop().create_future()
    asyncio.create_task(sleep(3)).add_done_callback(lambda task: print(task.done()))
    await asyncio.sleep(4)
    print("waits for ever")
    await lost
"""


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("error", [ValueError, RecursionError, MemoryError, UnspeakableError])
def test_an_observer_that_fails(
    hook: str, error: type[Exception], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tracer = Failing(hook, 1, error)
    both(whole(EVERYTHING), tmp_path, tracer)
    assert tracer.times == 1  # then it is switched off
    said = capfd.readouterr().err
    why = f"the recorder itself failed ({error.__name__}"
    if error is MemoryError:  # which is the program's doing
        why = "the program has used up the memory."
    assert said.startswith(f"The recording stopped, but not the program: {why}")
    assert said.count("\n") == 1
    assert ("Please report this" in said) == (error is not MemoryError)
    assert tracer.trace().note.startswith(f"Cut: {why}")


@settings(deadline=None, max_examples=60)
@given(
    bodies=st.lists(st.sampled_from([*ODD.values(), EVERYTHING]), min_size=1, max_size=3),
    hook=st.sampled_from(HOOKS),
    time=st.integers(1, 20),
    error=st.sampled_from([KeyError, RecursionError, MemoryError, UnspeakableError]),
)
def test_odd_programs_and_an_observer_that_fails_at_some_time(
    bodies: list[str],
    hook: str,
    time: int,
    error: type[Exception],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    both(whole(*bodies), folder, Failing(hook, time, error))


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, asyncio.CancelledError])
def test_what_is_no_failure_reaches_the_program(
    error: type[BaseException], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "program.py"
    path.write_text(whole("print('before')\nawait asyncio.sleep(1)\nprint('not this')"), "utf-8")
    recorded = run_recorded(path, clock=VirtualClock(), tracer=Failing("handle_finished", 1, error))
    assert stream_text(recorded.pieces, "stdout") == "before\n"
    assert "recording stopped" not in capfd.readouterr().err
