"""Record what the tasks of an asyncio program do: one file to copy, for Python 3.11 and newer.

    python labtrace.py program.py [its arguments]    # writes program.labtrace
    with labtrace.record("run.labtrace"): ...        # around asyncio.run(), or in a running loop

The file holds names, lines and times, no values. "Your program" of Async Python Lab draws it.
A task is resumed by a callback that it hands to `loop.call_soon`: each loop gets one of ours.
"""
import asyncio, functools, gc, json, operator, os, sys, sysconfig, threading, time, types, weakref
from typing import Any
LOOK, LONG = 0.05, 100_000  # seconds between two looks; microseconds of a step that blocks
RESUMES = {"", "wakeup", "task_wakeup", "__step", "__wakeup"}  # names of tasks' own callbacks
HOOKS = ((asyncio.BaseEventLoop, "__init__"), (asyncio.Runner, "_lazy_init"),
         (asyncio.events, "new_event_loop"), (asyncio, "new_event_loop"))  # where a loop is made
OUTERMOST = "record.watch.<locals>.step", "BaseEventLoop._run_once"  # what is outside is no cause
LIBRARIES = "<frozen", os.path.dirname(os.__file__), sysconfig.get_path("purelib"), __file__
INNER = {types.CoroutineType: operator.attrgetter("cr_frame", "cr_await"),
         types.AsyncGeneratorType: operator.attrgetter("ag_frame", "ag_await")}
@functools.cache
def short(file: str) -> tuple[str, bool]:
    """Shorten the name of a file, and tell whether it is a library's."""
    library, parts = file.startswith(LIBRARIES), file.replace(os.sep, "/").split("/")
    return "/".join(parts[-2 if library else -1 :]), library
def awaits(coro: Any) -> Any:
    """Follow a chain of awaits: the frames, outermost first."""
    while coro is not None:
        if look := INNER.get(type(coro)):
            frame, coro = look(coro)
            yield frame
        else:  # `async for` and others put an object in between, which hides what it awaits
            coro = next((held for held in gc.get_referents(coro) if type(held) in INNER), None)
def calls(frame: Any) -> Any:
    """Follow the calls in a step: the frames, innermost first."""
    while frame:
        yield frame
        frame = None if frame.f_code.co_qualname in OUTERMOST else frame.f_back
class record:  # used like a function
    """Record what happens in the `with` block, to a file of at most `limit` megabytes."""
    def __init__(self, path: str, *, limit: int = 50) -> None:
        self.path, self.room, self.over = path, limit * 1_000_000, False
        self.zero, self.count = time.perf_counter_ns(), 0
        self.tasks: Any = weakref.WeakKeyDictionary()  # their numbers, and requests to cancel
        self.chains: dict[Any, int] = {(): 0}
        self.codes: list[Any] = []  # kept, since their ids are in `chains`
        self.loops: dict[Any, Any] = {}  # of each: its method, ours, and what runs in it
        self.lines = [json.dumps({"format": "labtrace 1", "program": short(sys.argv[0])[0]})]
    def __enter__(self) -> None:
        self.writer = threading.Thread(target=self.look, daemon=True)
        self.writer.start()
        self.hooked = [(holder, name, getattr(holder, name)) for holder, name in HOOKS]
        for holder, name, original in self.hooked: setattr(holder, name, self.hook(original))
        self.watch(asyncio._get_running_loop())
    def __exit__(self, *error: object) -> None:
        for holder, name, original in self.hooked: setattr(holder, name, original)
        for loop, (original, ours, _) in self.loops.items():
            if loop.call_soon == ours: loop.call_soon = original
        self.stop()
        self.writer.join()
    def hook(self, original: Any) -> Any:
        return lambda *args, **more: self.watch(original(*args, **more), *args)
    def stop(self, error: Exception | None = None) -> None:
        self.note("over", self.now(), f"the recorder failed: {type(error).__name__}" if error else "")
        self.over = True
    def now(self) -> int: return (time.perf_counter_ns() - self.zero) // 1000
    def note(self, *columns: Any) -> None: self.lines.append(json.dumps(columns))
    def chain(self, frames: list[Any]) -> int:
        """Return the number of a chain of calls; note a new one."""
        key = tuple([(id(frame.f_code), frame.f_lasti) for frame in frames])
        if key not in self.chains:
            self.chains[key] = len(self.chains)
            self.codes += (codes := [frame.f_code for frame in frames])
            places = [(code.co_qualname, *short(code.co_filename)) for code in codes]
            self.note("chain", self.chains[key], places, [frame.f_lineno for frame in frames])
        return self.chains[key]
    def number(self, task: Any, by: int) -> int:
        """Return the number of a task; note that it is new, or cancelled."""
        (number, cancels), coro = self.tasks.get(task, (0, 0)), task.get_coro()
        if number and task.cancelling() <= cancels: return int(number)
        own = next(([f] for f in calls(sys._getframe(1)) if not short(f.f_code.co_filename)[1]), [])
        if not number and getattr(coro, "cr_suspended", False): by, own = 0, []  # unseen
        where = self.now(), by, self.chain(own)
        if number: self.note("cancel", number, *where)
        else:
            number = self.count = self.count + 1
            self.note("task", number, *where, task.get_name(), getattr(coro, "__qualname__", type(coro).__name__))
        self.tasks[task] = number, task.cancelling()
        return int(number)
    def stopped(self, task: Any, number: int, start: int, woken: int, by: int) -> None:
        """Note a step: where it stopped and what the task waits for, or how it ended."""
        end, waiter, chain = self.now(), task._fut_waiter, -1
        if task.done():
            name = json.dumps(type(task._exception).__name__)[1:-1]  # it may be any text
            waits = "cancelled" if task.cancelled() else f"raised {name}" if task._exception else "returned"
            self.note("name", number, task.get_name())  # the last: it may have been given one
        else:
            chain = self.chain(list(awaits(task.get_coro())))
            waits = "" if waiter is None else type(waiter).__name__
            if isinstance(waiter, asyncio.Task): waits = f"task {self.number(waiter, number)}"
        self.lines.append(f'["step",{number},{start},{end},{woken},{by},{chain},"{waits}"]')
    def watch(self, made: Any, owner: Any = None, *_: Any) -> Any:  # follow the tasks of a loop
        loop = made or getattr(owner, "_loop", owner)
        if loop in (None, *self.loops) or self.over: return made
        original, running = loop.call_soon, [0, 0, 0]
        def step(task: Any, number: int, woken: int, by: int, callback: Any, *args: Any) -> None:
            running[:] = number, self.now(), threading.get_ident()
            try: callback(*args)
            finally:
                try: self.stopped(task, number, running[1], woken, by)
                except Exception as error: self.stop(error)
                running[0] = 0
        def call_soon(callback: Any, *args: Any, context: Any = None) -> Any:
            task, name = getattr(callback, "__self__", None), getattr(callback, "__name__", "")
            if isinstance(task, asyncio.Task) and name in RESUMES and not self.over and self.writer.is_alive():
                try:
                    number = self.number(task, by := running[0])
                    callback = functools.partial(step, task, number, self.now(), by, callback)
                    callback.__self__ = task  # for the loop's debug mode, and for another recorder
                except Exception as error: self.stop(error)
            return original(callback, *args, context=context)
        loop.call_soon = call_soon
        self.loops[loop] = original, call_soon, running
        return made
    def look(self) -> None:  # write the lines now and then, and note where a long step is
        try:
            with open(self.path, "w", buffering=1, encoding="utf-8") as file:
                while self.room >= 0:
                    over, lines = self.over, self.lines[:]
                    del self.lines[: len(lines)]
                    self.room -= file.write("\n".join([*lines, ""]))
                    if over: return
                    time.sleep(LOOK)
                    for *_, (number, start, thread) in [*self.loops.values()]:
                        if number and self.now() - start > LONG:
                            chain = self.chain([*calls(sys._current_frames()[thread])][::-1])
                            self.note("stuck", number, start, self.now(), chain)
                file.write(json.dumps(["over", self.now(), "the file reached its limit"]) + "\n")
        except Exception as error:  # a disk is full, for example
            print(f"labtrace stopped recording: {error}", file=sys.stderr)
        self.over = True
if __name__ == "__main__":
    del sys.argv[0]
    path = os.path.abspath(sys.argv[0] if sys.argv else sys.exit("Usage: labtrace.py program.py"))
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__file__, sys.path[0] = path, os.path.dirname(path)
    try:
        with open(path, "rb") as source, record(f"{os.path.splitext(path)[0]}.labtrace"):
            exec(compile(source.read(), path, "exec", dont_inherit=True), main.__dict__)
    except BaseException as error:  # our line isn't part of the program's traceback
        error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
        raise
