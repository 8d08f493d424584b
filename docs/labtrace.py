"""Record what the tasks of an asyncio program do: one file to copy, for Python 3.11 and newer.

    python labtrace.py program.py [its arguments]    # writes program.labtrace
    with labtrace.record("run.labtrace"): ...        # around asyncio.run(), or in a running loop

The file holds names, lines and times, no values. "Your program" of Async Python Lab draws it.
A task is resumed by a callback that it hands to `loop.call_soon`: each loop gets one of ours.
"""
import asyncio, functools, gc, itertools, json, os, sys, sysconfig, threading, time, types, weakref
from typing import Any
LOOK, LONG, clock = 0.05, 100_000, time.perf_counter_ns  # seconds between looks; a step that blocks, in µs
RESUMES = {"", "wakeup", "task_wakeup", "__step", "__wakeup"}  # names of tasks' own callbacks
HOOKS = ((asyncio.BaseEventLoop, "__init__"), (asyncio.Runner, "_lazy_init"), (asyncio.events, "new_event_loop"),
         (asyncio, "new_event_loop"), (asyncio.Queue, "__init__"), (asyncio.BaseEventLoop, "call_exception_handler"))
OUTERMOST = {"record.watch.<locals>.step", "BaseEventLoop._run_once"}  # what is outside is no cause
LIBRARIES = "<frozen", os.path.dirname(os.__file__), sysconfig.get_path("purelib"), __file__
INNER = COROUTINE, GENERATOR = types.CoroutineType, types.AsyncGeneratorType
Resume: Any = type("Resume", (functools.partial,), {"__slots__": "__self__"})  # it says whose it is
@functools.cache
def short(file: str) -> tuple[str, bool]:  # the end of a file's name, and whether it is a library's
    here, library = file.removeprefix(os.getcwd() + os.sep), file.startswith(LIBRARIES)
    return "/".join(here.replace(os.sep, "/").split("/")[-2 if library or here == file else 0 :]), library
def calls(frame: Any) -> Any:  # the frames in a step, innermost first
    while frame and frame.f_code.co_qualname not in OUTERMOST: frame = (yield frame) or frame.f_back
class record:  # used like a function
    """Record what happens in the `with` block, to a file of at most `limit` megabytes."""
    def __init__(self, path: str, *, limit: int = 50) -> None:
        self.path, self.room, self.over, self.zero = path, limit * 1_000_000, False, clock()
        self.task_numbers, self.other_numbers = itertools.count(1), itertools.count(1)
        self.tasks, self.loops, self.ids, self.numbers = (dict[Any, Any]() for _ in range(4))
        self.codes, self.queues, self.steps, self.rows = (list[Any]() for _ in range(4))  # seven numbers for each step
    def __enter__(self) -> None:
        self.writer = threading.Thread(target=self.look, daemon=True)
        self.writer.start()
        if hasattr(os, "fork"): os.register_at_fork(after_in_child=lambda: setattr(self, "over", True))
        self.hooked = [(holder, name, getattr(holder, name)) for holder, name in HOOKS]
        for holder, name, original in self.hooked: setattr(holder, name, self.hook(original))
        self.watch(asyncio._get_running_loop())
    def __exit__(self, *error: object) -> None:
        gc.collect()  # tasks that are lost, or whose error nobody asked for, say so
        loops = [(loop, "call_soon", its) for loop, (its, ours, _) in self.loops.items() if loop.call_soon == ours]
        for holder, name, original in self.hooked + loops: setattr(holder, name, original)
        self.stop()
        self.writer.join()
    def hook(self, original: Any) -> Any:
        return lambda *args, **more: self.watch(original(*args, **more), *args)
    def stop(self, error: Exception | None = None, why: str = "") -> None:
        self.note("over", self.now(), f"the recorder failed: {type(error).__name__}" if error else why)
        self.over = True
    def now(self) -> int: return (clock() - self.zero) // 1000
    def note(self, *columns: Any) -> Any: self.rows.append(columns)
    def new(self, key: Any, kind: str, *columns: Any) -> Any:  # give a number to a place or a word
        self.note(kind, number := next(self.other_numbers), *columns)
        return self.numbers.setdefault(key, number)
    def place(self, frame: Any, outer: int = 0) -> Any:  # the number of a line that was called at another
        code, key = frame.f_code, (outer, id(frame.f_code), frame.f_lasti)
        if key in self.numbers: return self.numbers[key]
        self.codes.append(code)  # kept alive: no other gets its id
        return self.new(key, "place", outer, frame.f_lineno, code.co_qualname, *short(code.co_filename))
    def own(self) -> Any:  # the innermost line of the program, in what runs
        for frame in calls(sys._getframe(1)):
            if not short(frame.f_code.co_filename)[1]: return self.place(frame)
        return 0
    def meet(self, task: Any, seen: Any, by: int) -> Any:  # note that a task is new, or asked to cancel
        now, cancels, place, coro = self.now(), task.cancelling(), self.own(), task.get_coro()
        if not seen:
            seen = self.tasks[weakref.ref(task)] = types.SimpleNamespace(
                number=next(self.task_numbers), cancels=0, name=task.get_name())
            if getattr(coro, "cr_suspended", False): by = place = 0  # it began unseen
            self.note("task", seen.number, now, by, place, seen.name, getattr(coro, "__qualname__", type(coro).__name__))
        elif cancels > seen.cancels: self.note("cancel", seen.number, now, by, place)
        self.ids[id(task)], seen.cancels = seen.number, cancels
        self.zero = clock() - now * 1000  # our time isn't the program's
        return seen
    def stopped(self, task: Any, seen: Any) -> tuple[int, int]:  # where it waits (-1: it ended), for what
        place, coro, known, words = 0, task.get_coro(), self.numbers, type(waiter := task._fut_waiter).__name__
        if seen.name != (name := task.get_name()): seen.name = self.note("name", seen.number, name) or name
        if waiter is None and task.done():
            self.tasks.pop(weakref.ref(task), None)
            place, coro, words = -1, None, "cancelled" if task.cancelled() else "returned"
            if task._exception: words = f"raised {type(task._exception).__name__}"
        while coro is not None:  # follow the chain of awaits, outermost first
            if (kind := type(coro)) is COROUTINE: frame, coro = coro.cr_frame, coro.cr_await
            elif kind is GENERATOR: frame, coro = coro.ag_frame, coro.ag_await
            elif kind.__name__ in ("generator", "FutureIter"): frame, coro = None, getattr(coro, "gi_yieldfrom", None)
            else:  # `async for` and others put an object in between, which hides what it awaits
                frame, coro = None, next((one for one in gc.get_referents(coro) if isinstance(one, INNER)), None)
            if frame: place = known.get((place, id(frame.f_code), frame.f_lasti)) or self.place(frame, place)
        if not isinstance(waiter, asyncio.Task): return place, -(known.get(words) or self.new(words, "word", words))
        return place, (self.tasks.get(weakref.ref(waiter)) or self.meet(waiter, None, seen.number)).number
    def watch(self, made: Any, owner: Any = None, *more: Any) -> Any:  # follow the tasks of a loop, or a queue
        if isinstance(owner, asyncio.Queue):
            self.queues.append([weakref.ref(owner), 0])
            return self.note("queue", len(self.queues), self.now(), self.own(), type(owner).__name__, owner.maxsize)
        if more: return self.note("lost", self.ids.get(id(more[0].get("task", more[0].get("future"))), 0))
        loop = made or getattr(owner, "_loop", owner)
        if loop in (None, *self.loops) or self.over: return made
        original, running = loop.call_soon, [0, 0, 0]
        def step(task: Any, seen: Any, woken: int, by: int, callback: Any, *args: Any) -> None:
            running[:] = seen.number, (start := (clock() - self.zero) // 1000), threading.get_ident()
            try: callback(*args)
            finally:
                end, running[0] = (clock() - self.zero) // 1000, 0
                try: self.steps.extend((seen.number, start, end, woken, by, *self.stopped(task, seen)))
                except Exception as error: self.stop(error)
        def call_soon(callback: Any, *args: Any, context: Any = None) -> Any:
            task = getattr(callback, "__self__", None)
            if isinstance(task, asyncio.Task) and not self.over and getattr(callback, "__name__", "") in RESUMES:
                try:
                    seen, by = self.tasks.get(weakref.ref(task)), running[0]
                    if not seen or task.cancelling() != seen.cancels: seen = self.meet(task, seen, by)
                    callback = Resume(step, task, seen, (clock() - self.zero) // 1000, by, callback)
                    callback.__self__ = task
                except Exception as error: self.stop(error)
            return original(callback, *args, context=context)
        self.loops[loop], loop.call_soon = (original, call_soon, running), call_soon
        return made
    def look(self) -> None:  # now and then: write, and note what queues hold and where a long step is
        try:
            with open(self.path, "w", buffering=1, encoding="utf-8") as file:
                print(json.dumps({"format": "labtrace 3", "program": short(sys.argv[0])[0]}), file=file)
                while True:
                    if self.room < 0: self.stop(why="the file reached its limit")
                    over = self.over
                    for number, entry in enumerate(self.queues, 1):
                        before, entry[1] = entry[1], entry[1] if (queue := entry[0]()) is None else queue.qsize()
                        if entry[1] != before: self.note("size", number, self.now(), entry[1])
                    steps, rows = self.steps[:], self.rows[:]  # in this order: rows say what steps mean
                    del self.steps[: len(steps)], self.rows[: len(rows)]
                    self.room -= file.write(f'["rows", {json.dumps(rows)}]\n["steps", {steps}]\n')
                    if over: return
                    time.sleep(LOOK)
                    for *_, (number, start, thread) in [*self.loops.values()]:
                        if number and self.now() - start > LONG:
                            place, frames = 0, [*calls(sys._current_frames()[thread])]
                            while frames: place = self.place(frames.pop(), place)
                            self.note("stuck", number, start, self.now(), place)
        except Exception as error:  # a disk is full, for example
            print(f"labtrace stopped recording: {error}", file=sys.stderr)
        self.over = True
if __name__ == "__main__":
    path = os.path.abspath(sys.argv[0] if sys.argv.pop(0) and sys.argv else sys.exit("Usage: labtrace.py program.py"))
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__file__, sys.path[0] = path, os.path.dirname(path)
    try:
        with open(path, "rb") as source, record(f"{os.path.splitext(path)[0]}.labtrace"):
            exec(compile(source.read(), path, "exec", dont_inherit=True), main.__dict__)
    except BaseException as error:  # our line isn't part of the program's traceback
        error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
        raise
