"""What is worth a look in a recording is told, and what only looks like it isn't.

Each program in `findings/` has one fault of the folder's kind, in `told`, or looks like it has.
What `labtrace.py` recorded of it is beside it: a busy machine would add faults. What only the lab
records, who holds what and how many items are done, is in the programs below.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.test_your_program import own
from tests.lab.trace.tracing import trace_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("outside_of_a_loop")]

FOLDER = Path(__file__).parent / "findings"
CHAPTERS = {
    "blocked": "learn/blocking-code/",
    "forgotten": "learn/tasks/",
    "held_lock": "learn/sharing/",
    "one_by_one": "learn/many-at-once/",
    "queue": "learn/queues/",
    "swallowed": "learn/cancellation/",
}
MOST_OF_EACH = 3


def test_each_fault_is_told_and_nothing_else() -> None:
    programs = sorted(FOLDER.glob("*/*/*.py"))
    assert len(programs) == len(CHAPTERS) * 2 * MOST_OF_EACH
    found = {}
    for program, read in zip(
        programs, own(*[one.with_suffix(".labtrace") for one in programs]), strict=True
    ):
        kind, told, _ = program.relative_to(FOLDER).parts
        pages = [page for _, page in read["findings"]]
        if pages != [CHAPTERS[kind]] * (told == "told"):
            found[program.name] = read["findings"]
    assert found == {}


KEPT = """
    async def use(thing, name):
        await thing.acquire()
        await asyncio.sleep(0)
        if name != "Bob":
            thing.release()

    async def main():
        thing = {thing}
        names = "Ada", "Bob", "Eve"
        tasks = [asyncio.create_task(use(thing, name), name=name) for name in names]
        await asyncio.wait(tasks, timeout=1)
"""
HANDED_ON = """
    async def take(thing):
        await thing.acquire()

    async def main():
        thing = {thing}
        tasks = [asyncio.create_task(take(thing)) for _ in range(4)]
        for _ in range(3):
            await asyncio.sleep(0.1)
            thing.release()
        await asyncio.wait(tasks)
"""
JOINED = """
    async def work(jobs):
        while True:
            seconds = await jobs.get()
            await asyncio.sleep(seconds)
            {done}

    async def main():
        jobs = asyncio.Queue()
        worker = asyncio.create_task(work(jobs), name="worker")
        for _ in range(2):
            jobs.put_nowait({seconds})
        try:
            async with asyncio.timeout(1):
                await jobs.join()
        except TimeoutError:
            pass
"""
RECORDED = {
    "a lock": (
        KEPT.format(thing="asyncio.Lock()"),
        "`Bob` ended and still holds the lock, for which others wait in vain. `async with`"
        " releases it however its block is left.",
    ),
    "a semaphore": (
        KEPT.format(thing="asyncio.Semaphore(1)"),
        "`Bob` ended and still holds a place in the semaphore, for which others wait in vain."
        " `async with` releases it however its block is left.",
    ),
    "a lock that others release": (HANDED_ON.format(thing="asyncio.Lock()"), None),
    "a semaphore that others release": (HANDED_ON.format(thing="asyncio.Semaphore(1)"), None),
    "a semaphore that others release, too seldom": (
        HANDED_ON.format(thing="asyncio.Semaphore(2)")
        .replace("range(4)", "range(9)")
        .replace("wait(tasks)", "wait(tasks, timeout=1)"),
        None,
    ),
    "a lock that nobody waits for": (
        KEPT.format(thing="asyncio.Lock()").replace(', "Eve"', ""),
        None,
    ),
    "items not marked": (
        JOINED.format(done="pass", seconds=0.1),
        "`main` waited in vain for the `join` of the queue: it is empty, but 2 items taken out of"
        " it were never marked with `task_done`.",
    ),
    "items marked": (JOINED.format(done="jobs.task_done()", seconds=0.1), None),
    "an item that takes long": (JOINED.format(done="jobs.task_done()", seconds=0.9), None),
}


def test_what_is_kept_or_not_marked_is_told_and_nothing_else(tmp_path: Path) -> None:
    files = []
    for name, (program, _) in RECORDED.items():
        file = tmp_path / f"{name}.json"
        file.write_text(trace_of(program).to_json(), "utf-8")
        files.append(file)
    found = {
        name: [says for says, _ in read["findings"]]
        for name, read in zip(RECORDED, own(*files), strict=True)
    }
    assert found == {name: [says] if says else [] for name, (_, says) in RECORDED.items()}
