"""Programs with threads: with real ones under the virtual clock, and with the page's stand-in."""

from __future__ import annotations

import _thread
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import lab
from lab.loop import stand_in
from lab.loop.stand_in import StandIn
from lab.programs.execution import execute
from lab.programs.transcript import Recorder, render

PRELUDE = """
import asyncio, concurrent.futures, contextvars, functools, queue, sys, threading, time
from concurrent.futures import ThreadPoolExecutor

START = time.perf_counter()

def say(*words):
    print(f"{time.perf_counter() - START:.2f}", *words)

def work(name, seconds):
    say(name, "begins")
    time.sleep(seconds)
    say(name, "ends")
    return name

async def ticks(number, seconds):
    for n in range(number):
        await asyncio.sleep(seconds)
        say("tick", n)

"""

SAME = {
    "a queue that isn't made for threads": """
async def main():
    items = asyncio.Queue()
    def put():
        time.sleep(0.2)
        items.put_nowait("item")
        say("put")
    asyncio.get_running_loop().call_later(0.1, threading.Thread(target=put).start)
    say(await asyncio.wait_for(items.get(), 1))
asyncio.run(main())
""",
    "an event that isn't made for threads": """
async def main():
    event = asyncio.Event()
    def set_later():
        time.sleep(0.25)
        event.set()
    asyncio.get_running_loop().call_soon(threading.Thread(target=set_later).start)
    other = asyncio.create_task(ticks(4, 0.1))
    await event.wait()
    say("set")
    await other
asyncio.run(main())
""",
    "a task that a thread makes": """
async def main():
    loop = asyncio.get_running_loop()
    made = []
    def make():
        time.sleep(0.2)
        made.append(loop.create_task(ticks(1, 0.1)))
        say("made", asyncio.run(asyncio.sleep(0.1, "in the thread")))
    await asyncio.gather(asyncio.to_thread(make), asyncio.sleep(0.25))
    await made[0]
asyncio.run(main())
""",
    "to_thread beside a task": """
async def main():
    print(await asyncio.gather(asyncio.to_thread(work, "thread", 0.45), ticks(6, 0.1)))
asyncio.run(main())
""",
    "several threads": """
async def main():
    delays = {"a": 0.3, "b": 0.1, "c": 0.2, "d": 0.1}
    print(await asyncio.gather(*[asyncio.to_thread(work, *item) for item in delays.items()]))
asyncio.run(main())
""",
    "a thread goes first at one instant": """
async def main():
    await asyncio.gather(ticks(2, 0.1), asyncio.to_thread(work, "thread", 0.1))
asyncio.run(main())
""",
    "several steps": """
def steps():
    for n in range(4):
        time.sleep(0.07)
        say("step", n)
async def main():
    await asyncio.gather(asyncio.to_thread(steps), ticks(4, 0.1))
asyncio.run(main())
""",
    "dates and times of day": """
import datetime as d
from datetime import datetime
def clock(name):
    for _ in range(2):
        time.sleep(1.25)
        moment = datetime.now()
        print(name, moment.time(), d.datetime.utcnow().microsecond, time.strftime("%H:%M:%S"))
        print(time.localtime().tm_sec, time.gmtime().tm_sec, time.ctime()[11:19], d.date.today())
async def main():
    clock("before")
    await asyncio.gather(asyncio.to_thread(clock, "thread"), ticks(3, 1))
    clock("after")
asyncio.run(main())
""",
    "run_in_executor": """
async def main():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, work, "thread", 0.2))
    print(await loop.run_in_executor(None, functools.partial(work, "again", seconds=0.1)))
asyncio.run(main())
""",
    "two workers and five jobs": """
async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = [loop.run_in_executor(pool, work, str(n), 0.1 + n / 10) for n in range(5)]
        await asyncio.gather(ticks(12, 0.1), *jobs)
asyncio.run(main())
""",
    "an exception": """
def fail():
    time.sleep(0.1)
    raise ValueError("no")
async def main():
    try:
        await asyncio.to_thread(fail)
    except ValueError as error:
        say(repr(error))
asyncio.run(main())
""",
    "an exception that ends the program": """
def fail():
    time.sleep(0.1)
    raise ValueError("no")
async def main():
    await asyncio.to_thread(fail)
try:
    asyncio.run(main())
except ValueError as error:
    frames = error.__traceback__
    while frames.tb_next:
        frames = frames.tb_next
    say(frames.tb_frame.f_code.co_name)
""",
    "a timeout": """
async def main():
    try:
        async with asyncio.timeout(0.2):
            await asyncio.to_thread(work, "thread", 0.5)
    except TimeoutError:
        say("timed out")
asyncio.run(main())
say("over")
""",
    "a cancelled task": """
async def main():
    task = asyncio.create_task(asyncio.to_thread(work, "thread", 0.3))
    await asyncio.sleep(0.1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        say("cancelled")
    await asyncio.sleep(0.1)
    say("main is over")
asyncio.run(main())
say("the loop is closed")
""",
    "context variables": """
var = contextvars.ContextVar("var", default="nothing")
def look():
    value = var.get()
    var.set(f"{value} and the thread's")
    return value
async def main():
    loop = asyncio.get_running_loop()
    var.set("main's")
    print(await asyncio.to_thread(look), "|", await asyncio.to_thread(look))
    with ThreadPoolExecutor(1) as pool:
        print(await loop.run_in_executor(pool, look), "|", await loop.run_in_executor(pool, look))
    print(var.get())
asyncio.run(main())
""",
    "names of threads": """
def name():
    return threading.current_thread().name
async def main():
    print(name(), await asyncio.to_thread(name), await asyncio.to_thread(name))
    print(threading.current_thread() is threading.main_thread())
    with ThreadPoolExecutor(2, thread_name_prefix="mine") as pool:
        print(list(pool.map(lambda n: (time.sleep(0.1), name())[1], range(4))))
asyncio.run(main())
thread = threading.Thread(target=lambda: print(name()), name="own")
thread.start()
thread.join()
""",
    "identities": """
def ident():
    return threading.get_ident(), threading.current_thread().ident
here = ident()
async def main():
    there = await asyncio.to_thread(ident)
    print(there[0] == there[1], there != here, ident() == here)
asyncio.run(main())
""",
    "no loop runs in a thread": """
def look():
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        return str(error)
async def main():
    print(await asyncio.to_thread(look), asyncio.current_task() is not None)
asyncio.run(main())
""",
    "a pool without a loop": """
with ThreadPoolExecutor(max_workers=2) as pool:
    first, second, third = (pool.submit(work, name, 0.2) for name in "abc")
    say(first.done(), first.running(), third.running())
    say(second.result(), first.done(), third.done())
    say(third.result())
say("over")
""",
    "a pool that sleeps in the main thread": """
with ThreadPoolExecutor() as pool:
    job = pool.submit(work, "job", 0.25)
    for n in range(4):
        time.sleep(0.1)
        say("main", n, job.done())
""",
    "map": """
with ThreadPoolExecutor(2) as pool:
    for name in pool.map(work, "abcd", [0.3, 0.1, 0.25, 0.1]):
        say("got", name)
""",
    "callbacks of a future": """
def called(job):
    say("called", job.result(), threading.current_thread().name)
with ThreadPoolExecutor(2, "mine") as pool:
    job = pool.submit(work, "job", 0.2)
    job.add_done_callback(called)
    time.sleep(0.3)
    job.add_done_callback(called)
""",
    "wrap_future": """
async def main():
    with ThreadPoolExecutor() as pool:
        job = asyncio.wrap_future(pool.submit(work, "job", 0.2))
        await ticks(1, 0.1)
        say(await job)
asyncio.run(main())
""",
    "an initializer": """
local = threading.local()
def prepare(word):
    local.word = word
    say("prepared", threading.current_thread().name)
def use(n):
    time.sleep(0.1)
    return local.word, n
with ThreadPoolExecutor(2, "mine", prepare, ("hello",)) as pool:
    print(list(pool.map(use, range(4))))
print(hasattr(local, "word"))
""",
    "threads by hand": """
delays = {"a": 0.2, "b": 0.1}
threads = [threading.Thread(target=work, args=item, name=item[0]) for item in delays.items()]
for thread in threads:
    thread.start()
    say("started", thread.name, thread.is_alive())
for thread in threads:
    thread.join()
    say("joined", thread.name, thread.is_alive())
""",
    "a subclass of Thread": """
class Worker(threading.Thread):
    def run(self):
        self.result = work(self.name, 0.1)
worker = Worker(name="worker")
worker.start()
worker.join()
say(worker.result)
try:
    worker.start()
except RuntimeError as error:
    say(error)
""",
    "call_soon_threadsafe": """
async def main():
    loop, event = asyncio.get_running_loop(), asyncio.Event()
    def wake():
        time.sleep(0.25)
        loop.call_soon_threadsafe(event.set)
        say("woken")
        time.sleep(0.1)
    job = loop.run_in_executor(None, wake)
    task = asyncio.create_task(ticks(4, 0.1))
    await event.wait()
    say("event")
    await asyncio.gather(job, task)
asyncio.run(main())
""",
    "run_coroutine_threadsafe, without waiting": """
async def main():
    loop = asyncio.get_running_loop()
    def ask():
        time.sleep(0.15)
        asyncio.run_coroutine_threadsafe(ticks(1, 0.1), loop)
        say("asked")
    await asyncio.gather(asyncio.to_thread(ask), ticks(3, 0.1))
asyncio.run(main())
""",
    "a queue from a thread to another": """
items = queue.Queue()
def produce():
    for n in range(3):
        time.sleep(0.1)
        items.put(n)
def consume():
    for n in range(3):
        say("got", items.get())
        items.task_done()
async def main():
    await asyncio.gather(asyncio.to_thread(produce), asyncio.to_thread(consume), ticks(3, 0.1))
    items.join()
asyncio.run(main())
""",
    "a lock between threads": """
lock = threading.Lock()
def alone(name):
    with lock:
        work(name, 0.2)
with ThreadPoolExecutor() as pool:
    list(pool.map(alone, "abc"))
say(lock.locked())
""",
    "a semaphore between threads": """
semaphore = threading.Semaphore(2)
def some(name, seconds):
    with semaphore:
        work(name, seconds)
with ThreadPoolExecutor() as pool:
    list(pool.map(some, "abcde", [0.2, 0.3, 0.2, 0.15, 0.07]))
""",
    "a counter under a lock": """
lock, count = threading.Lock(), 0
def add():
    global count
    for _ in range(3):
        with lock:
            count += 1
        time.sleep(0.1)
with ThreadPoolExecutor() as pool:
    for _ in range(4):
        pool.submit(add)
say(count)
""",
    "a pool in a thread": """
def outer():
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, "abc", [0.1, 0.2, 0.3]))
async def main():
    print(await asyncio.gather(asyncio.to_thread(outer), ticks(5, 0.1)))
asyncio.run(main())
""",
    "futures as arguments of jobs": """
def add(*jobs):
    total = sum(job.result() for job in jobs)
    say("added")
    return total
def number(n):
    time.sleep(n / 10)
    return n
with ThreadPoolExecutor() as pool:
    jobs = [pool.submit(number, n) for n in (1, 3, 2)]
    say(pool.submit(add, *jobs).result())
""",
    "a loop in a thread": """
def other():
    asyncio.run(ticks(3, 0.07))
    return asyncio.run(nested())
async def nested():
    slept = asyncio.sleep(0.05, "slept")
    return await asyncio.gather(asyncio.to_thread(work, "nested", 0.1), slept)
async def main():
    print(await asyncio.gather(asyncio.to_thread(other), ticks(4, 0.1)))
asyncio.run(main())
""",
    "what a thread writes to stderr": """
def complain():
    time.sleep(0.1)
    print("careful", file=sys.stderr)
    time.sleep(0.1)
    print("done")
async def main():
    await asyncio.gather(asyncio.to_thread(complain), ticks(2, 0.15))
asyncio.run(main())
""",
    "the loop is blocked meanwhile": """
async def main():
    job = asyncio.create_task(asyncio.to_thread(work, "thread", 0.2))
    await asyncio.sleep(0)
    time.sleep(0.5)
    say("blocked")
    await job
    say("over")
asyncio.run(main())
""",
    "a result that is awaited by blocking": """
async def main():
    with ThreadPoolExecutor() as pool:
        task = asyncio.create_task(ticks(2, 0.1))
        await asyncio.sleep(0)
        say(pool.submit(work, "job", 0.3).result())
        await task
asyncio.run(main())
""",
    "a generator in threads": """
def rows():
    for n in range(3):
        time.sleep(0.1)
        yield n
async def main():
    source, end = rows(), object()
    while (row := await asyncio.to_thread(next, source, end)) is not end:
        say(row)
asyncio.run(main())
""",
    "a semaphore around to_thread": """
async def limited(semaphore, name):
    async with semaphore:
        return await asyncio.to_thread(work, name, 0.1)
async def main():
    semaphore = asyncio.Semaphore(2)
    print(await asyncio.gather(*[limited(semaphore, name) for name in "abcde"]))
asyncio.run(main())
""",
    "wait_for": """
async def main():
    try:
        await asyncio.wait_for(asyncio.to_thread(work, "thread", 0.3), 0.1)
    except TimeoutError:
        say("too late")
    await ticks(3, 0.15)
asyncio.run(main())
""",
    "a task group": """
def fail():
    time.sleep(0.2)
    raise LookupError("nothing there")
async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.to_thread(fail))
            group.create_task(asyncio.to_thread(work, "thread", 0.4))
            group.create_task(ticks(5, 0.1))
    except* LookupError as errors:
        say(errors.exceptions)
asyncio.run(main())
say("over")
""",
    "a function that sleeps not at all": """
async def main():
    for n in range(3):
        say(await asyncio.to_thread(pow, n, 2))
asyncio.run(main())
""",
    "more jobs than the default executor has workers": """
async def main():
    await asyncio.gather(*[asyncio.to_thread(time.sleep, 0.1) for _ in range(5)])
    say("over")
asyncio.run(main())
""",
    "as_completed and wait": """
with ThreadPoolExecutor() as pool:
    jobs = [pool.submit(work, name, delay) for name, delay in [("a", 0.3), ("b", 0.1), ("c", 0.2)]]
    for job in concurrent.futures.as_completed(jobs):
        say("completed", job.result())
    jobs = [pool.submit(work, name, delay) for name, delay in [("d", 0.3), ("e", 0.1)]]
    done, left = concurrent.futures.wait(jobs, return_when="FIRST_COMPLETED")
    say([job.result() for job in done], len(left))
    done, left = concurrent.futures.wait(jobs, timeout=0.1)
    say(len(done), len(left))
""",
    "a result that comes too late": """
with ThreadPoolExecutor() as pool:
    job = pool.submit(work, "job", 0.3)
    try:
        job.result(timeout=0.1)
    except concurrent.futures.TimeoutError as error:
        say(type(error).__name__)
    say(job.exception())
""",
    "a job is cancelled before it begins": """
with ThreadPoolExecutor(1) as pool:
    jobs = [pool.submit(work, name, 0.2) for name in "abc"]
    say([job.cancel() for job in jobs[:2]])
    say(jobs[2].result(), jobs[1].cancelled())
pool = ThreadPoolExecutor(1)
jobs = [pool.submit(work, name, 0.2) for name in "de"]
pool.shutdown(wait=False, cancel_futures=True)
say([job.cancelled() for job in jobs])
try:
    pool.submit(work, "f", 0)
except RuntimeError as error:
    say(error)
""",
    "a join that does not wait for so long": """
thread = threading.Thread(target=work, args=("a", 0.3))
thread.start()
thread.join(0.1)
say(thread.is_alive())
""",
    "a program waits for its threads": """
threading.Thread(target=work, args=("a", 0.3)).start()
say("the last line")
""",
    "a timer": """
timer = threading.Timer(0.2, work, args=("timer", 0.1))
timer.start()
other = threading.Timer(0.1, work, args=("never", 0.1))
other.start()
other.cancel()
time.sleep(0.25)
say(timer.is_alive())
timer.join()
say("over")
""",
    "a queue from a thread to the program": """
items = queue.Queue()
def produce():
    for n in range(3):
        time.sleep(0.1)
        items.put(n)
    items.put(None)
threading.Thread(target=produce).start()
while (item := items.get()) is not None:
    say(item, items.qsize())
try:
    items.get(timeout=0.5)
except queue.Empty:
    say("empty")
""",
    "an event that is taken back before a thread asks": """
stop = threading.Event()
def ask():
    time.sleep(0.5)
    say(stop.is_set())
async def main():
    job = asyncio.create_task(asyncio.to_thread(ask))
    await asyncio.sleep(0.1)
    stop.set()
    await asyncio.sleep(0.1)
    stop.clear()
    await job
asyncio.run(main())
""",
    "an event that two set": """
ready = threading.Event()
def prepare():
    time.sleep(0.5)
    ready.set()
thread = threading.Thread(target=prepare)
thread.start()
time.sleep(0.2)
ready.set()
time.sleep(0.5)
ready.clear()
say(ready.is_set())
""",
    "an event": """
ready = threading.Event()
def prepare():
    time.sleep(0.2)
    ready.set()
thread = threading.Thread(target=prepare)
thread.start()
say(ready.is_set(), ready.wait(0.1))
say(ready.wait(0.5))
async def main():
    print(await asyncio.to_thread(ready.wait), await asyncio.to_thread(ready.wait, 1))
asyncio.run(main())
""",
}

REFUSED = {
    "a coroutine's result": """
async def main():
    loop = asyncio.get_running_loop()
    def ask():
        try:
            asyncio.run_coroutine_threadsafe(ticks(1, 0.1), loop).result()
        except RuntimeError as error:
            say("refused:", error)
    await asyncio.to_thread(ask)
    await ticks(2, 0.1)
asyncio.run(main())
say("over")
""",
    "an empty queue": """
async def main():
    await asyncio.to_thread(queue.Queue().get)
try:
    asyncio.run(main())
except RuntimeError as error:
    say("refused:", error)
""",
    "an event that is not set": """
async def main():
    event = threading.Event()
    job = asyncio.create_task(asyncio.to_thread(event.wait, 1))
    await asyncio.sleep(0.1)
    event.set()
    try:
        await job
    except RuntimeError as error:
        say("refused:", error)
asyncio.run(main())
""",
    "an event that is no longer set": """
async def main():
    event = threading.Event()
    event.set()
    def ask():
        time.sleep(0.2)
        return event.is_set()
    job = asyncio.create_task(asyncio.to_thread(ask))
    await asyncio.sleep(0.1)
    event.clear()
    try:
        say(await job)
    except RuntimeError as error:
        say("refused:", error)
asyncio.run(main())
""",
    "the first of two items": """
items = queue.Queue()
items.put(1)
items.put(2)
def take():
    time.sleep(0.2)
    return items.get()
async def main():
    job = asyncio.create_task(asyncio.to_thread(take))
    await asyncio.sleep(0.1)
    say("got", items.get())
    try:
        say(await job)
    except RuntimeError as error:
        say("refused:", error)
asyncio.run(main())
""",
    "who came first to a lock": """
lock = threading.Lock()
def hold():
    with lock:
        time.sleep(1)
def come(seconds):
    time.sleep(seconds)
    with lock:
        say("has it")
async def main():
    asyncio.get_running_loop().call_later(0.1, jobs.append, asyncio.create_task(late()))
    done = await asyncio.gather(
        asyncio.to_thread(hold), asyncio.to_thread(come, 0.5), return_exceptions=True
    )
    say("refused:", *done)
    await asyncio.gather(*jobs)
async def late():
    await asyncio.sleep(0.2)
    with lock:
        say("came first")
jobs = []
asyncio.run(main())
""",
    "a lock that a task holds": """
async def main():
    with (lock := threading.Lock()):
        try:
            await asyncio.to_thread(lock.acquire)
        except RuntimeError as error:
            say("refused:", error)
asyncio.run(main())
""",
    "a condition": """
condition = threading.Condition()
def wait():
    with condition:
        condition.wait()
async def main():
    try:
        await asyncio.to_thread(wait)
    except RuntimeError as error:
        say("refused:", error)
asyncio.run(main())
""",
    "a barrier": """
barrier = threading.Barrier(2)
async def main():
    done = await asyncio.gather(
        asyncio.to_thread(barrier.wait), asyncio.to_thread(barrier.wait), return_exceptions=True
    )
    say("refused:", done[0])
asyncio.run(main())
""",
    "turns at a lock": """
lock = threading.Lock()
def turns():
    for _ in range(2):
        with lock:
            time.sleep(0.1)
        time.sleep(0.1)
def once():
    with lock:
        time.sleep(0.15)
async def main():
    time.sleep(0.05)
    jobs = asyncio.to_thread(turns), asyncio.to_thread(once)
    say("refused:", *await asyncio.gather(*jobs, return_exceptions=True))
asyncio.run(main())
""",
}


WAITING = {
    "a daemon that works on a queue": """
jobs = queue.Queue()
def worker():
    while True:
        job = jobs.get()
        say("working on", job)
        time.sleep(0.1)
        say("finished", job)
        jobs.task_done()
threading.Thread(target=worker, daemon=True).start()
for job in range(3):
    jobs.put(job)
say("all requests sent")
jobs.join()
say("all work completed")
""",
    "workers that end at a sentinel": """
jobs, results = queue.Queue(maxsize=2), []
def worker(name):
    while (job := jobs.get()) is not None:
        time.sleep(0.1)
        results.append((name, job))
threads = [threading.Thread(target=worker, args=(name,)) for name in "ab"]
for thread in threads: thread.start()
for job in range(5): jobs.put(job)
say("all are in")
for _ in threads: jobs.put(None)
for thread in threads: thread.join()
say(sorted(job for _, job in results))
""",
    "a flag that stops a thread": """
running = True
def poll():
    while running:
        say("polls")
        time.sleep(0.1)
    say("stops")
thread = threading.Thread(target=poll)
thread.start()
time.sleep(0.25)
running = False
thread.join()
say("over")
""",
    "an event that stops a thread": """
stop = threading.Event()
def beat():
    while not stop.wait(0.1):
        say("beat")
thread = threading.Thread(target=beat)
thread.start()
time.sleep(0.35)
stop.set()
thread.join()
say("over")
""",
    "a condition to produce and consume": """
condition, items = threading.Condition(), []
def consume():
    for _ in range(3):
        with condition:
            condition.wait_for(lambda: items)
            say("got", items.pop())
thread = threading.Thread(target=consume)
thread.start()
for n in range(3):
    time.sleep(0.1)
    with condition:
        items.append(n)
        condition.notify()
thread.join()
""",
    "a barrier for three": """
barrier = threading.Barrier(3)
def run(name, seconds):
    time.sleep(seconds)
    barrier.wait()
    say("past")
threads = [threading.Thread(target=run, args=(name, name / 10)) for name in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
""",
    "a listener for log records": """
import logging, logging.handlers
records = queue.Queue()
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(threadName)s %(message)s"))
listener = logging.handlers.QueueListener(records, handler)
logger = logging.getLogger("app")
logger.addHandler(logging.handlers.QueueHandler(records))
logger.setLevel("INFO")
listener.start()
logger.info("one")
logger.info("two")
listener.stop()
say("over")
""",
    "a loop in a thread": """
loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever, daemon=True)
thread.start()
async def answer(n):
    await asyncio.sleep(0.1)
    return n
futures = [asyncio.run_coroutine_threadsafe(answer(n), loop) for n in range(3)]
say([future.result() for future in futures])
say(asyncio.run_coroutine_threadsafe(answer(4), loop).result(timeout=5))
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
""",
    "a loop in a thread beside one in the program": """
def serve(loop):
    asyncio.set_event_loop(loop)
    loop.run_forever()
    loop.close()
    say("closed")
async def there():
    await ticks(2, 0.1)
    return threading.current_thread().name
async def main():
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=serve, args=(loop,), name="other")
    thread.start()
    job = asyncio.wrap_future(asyncio.run_coroutine_threadsafe(there(), loop))
    await ticks(3, 0.07)
    say(await job)
    loop.call_soon_threadsafe(loop.stop)
    await asyncio.to_thread(thread.join)
asyncio.run(main())
""",
    "a result that another thread sets": """
future = concurrent.futures.Future()
def ask():
    say("got", future.result())
thread = threading.Thread(target=ask)
thread.start()
time.sleep(0.1)
future.set_result(42)
thread.join()
""",
    "a timer that repeats": """
class Repeat(threading.Timer):
    def run(self):
        while not self.finished.wait(self.interval):
            self.function()
timer = Repeat(0.1, lambda: say("tick"))
timer.start()
time.sleep(0.35)
timer.cancel()
timer.join()
say("over")
""",
    "a chat of two threads": """
ping, pong = queue.SimpleQueue(), queue.SimpleQueue()
def answer():
    while (word := ping.get()) != "end":
        time.sleep(0.1)
        pong.put(word.upper())
thread = threading.Thread(target=answer)
thread.start()
for word in ("one", "two"):
    ping.put(word)
    say(pong.get())
ping.put("end")
thread.join()
""",
    "a queue asked a few times": """
items = queue.Queue()
def poll():
    for _ in range(4):
        try:
            say("got", items.get_nowait())
        except queue.Empty:
            time.sleep(0.1)
thread = threading.Thread(target=poll)
thread.start()
time.sleep(0.25)
items.put("item")
thread.join()
""",
    "a flag asked a few times": """
stop = threading.Event()
def poll():
    for n in range(5):
        if stop.is_set():
            break
        time.sleep(0.1)
    say("asked", n)
thread = threading.Thread(target=poll)
thread.start()
time.sleep(0.25)
stop.set()
thread.join()
""",
    "two locks in two orders": """
first, second = threading.Lock(), threading.Lock()
def take(one, other, seconds):
    with one:
        time.sleep(0.1)
        say(other.acquire(timeout=seconds))
threads = [
    threading.Thread(target=take, args=(first, second, 0.3)),
    threading.Thread(target=take, args=(second, first, 0.5)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
""",
    "context variables of a suspended thread": """
var = contextvars.ContextVar("var", default="none")
go = threading.Event()
def body():
    var.set("thread's")
    try:
        raise ValueError
    except ValueError:
        go.wait()
        say(var.get(), type(sys.exception()).__name__, threading.current_thread().name)
async def main():
    var.set("main's")
    thread = threading.Thread(target=body, name="own")
    thread.start()
    await asyncio.sleep(0.1)
    go.set()
    await asyncio.sleep(0.1)
    say(var.get(), asyncio.current_task() is not None, threading.current_thread().name)
asyncio.run(main())
""",
}


LOOKS = """
done, items = threading.Event(), queue.Queue()
def work_and_tell():
    time.sleep(0.5)
    items.put("item")
    time.sleep(0.5)
    done.set()
    time.sleep(0.5)
thread = threading.Thread(target=work_and_tell)
thread.start()
while items.empty():
    pass
say("first", done.is_set(), items.get())
while not done.is_set():
    pass
say("then", thread.is_alive())
while thread.is_alive():
    pass
say("over")
with ThreadPoolExecutor() as pool:
    job = pool.submit(time.sleep, 0.5)
    other = pool.submit(lambda: sum(not done for done in iter(job.done, True)) > 0)
    while not job.done():
        pass
    say(job.result(), other.result())
"""
SEEN = """\
0.50 first False item
1.00 then True
1.50 over
2.00 None True
"""


class RealStack:
    """A stack for the stand-in, made of a real thread that runs only while it is resumed."""

    def __init__(self, function: Callable[[], object]) -> None:
        self.is_over = False
        self._function = function
        self._inside, self._outside = _thread.allocate_lock(), _thread.allocate_lock()
        self._inside.acquire()
        self._outside.acquire()
        _thread.start_new_thread(self._run, ())

    def _run(self) -> None:
        self._inside.acquire()
        try:
            self._function()
        finally:
            self.is_over = True
            self._outside.release()

    def resume(self) -> None:
        self._inside.release()
        self._outside.acquire()

    def suspend(self) -> None:
        self._outside.release()
        self._inside.acquire()


def outcome(clock: lab.Clock, file: Path) -> tuple[int, str]:
    with Recorder() as recorder, lab.installed(clock, limit=float("inf")):
        status = execute(file)
    return status, render(recorder.pieces)


@pytest.fixture
def program(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    file = tmp_path / "program.py"
    file.write_text(PRELUDE + request.param)
    return file


@pytest.mark.parametrize("program", SAME.values(), ids=SAME, indirect=True)
def test_a_program_prints_the_same_with_real_threads_and_with_the_stand_in(program: Path) -> None:
    status, printed = outcome(StandIn(lab.VirtualClock()), program)
    assert (status, printed) == outcome(lab.VirtualClock(), program)
    assert status == 0
    assert printed


@pytest.mark.parametrize("program", REFUSED.values(), ids=REFUSED, indirect=True)
def test_what_can_not_be_modelled_is_refused_and_the_loop_closes(program: Path) -> None:
    status, printed = outcome(StandIn(lab.VirtualClock()), program)
    assert status == 0
    assert re.search(
        "refused: .* can't wait in a thread for what the program has yet to do", printed
    )
    assert "Traceback" not in printed


@pytest.fixture
def stacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_in, "new_stack", RealStack)


# Nothing ever wakes their threads.
HOPELESS = ("an empty queue", "a lock that a task holds", "a condition")
SUSPENDED = SAME | {name: REFUSED[name] for name in REFUSED if name not in HOPELESS} | WAITING


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize("program", SUSPENDED.values(), ids=SUSPENDED, indirect=True)
def test_a_program_prints_the_same_where_threads_can_be_suspended(program: Path) -> None:
    status, printed = outcome(StandIn(lab.VirtualClock()), program)
    assert (status, printed) == outcome(lab.VirtualClock(), program)
    assert status == 0


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize(
    "program", [REFUSED[name] for name in HOPELESS], ids=HOPELESS, indirect=True
)
def test_a_thread_that_nothing_can_wake_is_named_once_and_the_loop_closes(program: Path) -> None:
    status, printed = outcome(StandIn(lab.VirtualClock()), program)
    assert printed.count("deadlock: nothing can wake this program") == 1
    assert "  thread 'asyncio_0' waits for " in printed
    assert status == ("Traceback" in printed)


# Their loops are never closed.
UNCLOSED = ("a loop in a thread", "a loop in a thread beside one in the program")
CLOSED = {name: WAITING[name] for name in WAITING if name not in UNCLOSED}


@pytest.mark.parametrize("program", CLOSED.values(), ids=CLOSED, indirect=True)
def test_what_is_refused_in_a_thread_ends_the_program_with_the_advice(program: Path) -> None:
    status, printed = outcome(StandIn(lab.VirtualClock()), program)
    assert status == 1
    assert "can't wait in a thread for what the program has yet to do" in printed
    assert "deadlock:" not in printed
    assert printed.count("Traceback") == 1


@pytest.mark.parametrize("program", [LOOKS], ids=["looks"], indirect=True)
def test_a_program_may_look_over_and_over_how_far_a_thread_is(program: Path) -> None:
    assert outcome(StandIn(lab.VirtualClock()), program) == (0, SEEN)


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize("program", [LOOKS], ids=["looks"], indirect=True)
def test_it_may_look_so_where_threads_can_be_suspended(program: Path) -> None:
    assert outcome(StandIn(lab.VirtualClock()), program) == (0, SEEN)
