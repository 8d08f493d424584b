"""Many threads that are suspended at once, where the browser can suspend WebAssembly (JSPI).

Python's garbage collector looks at their frames: https://github.com/pyodide/pyodide/issues/6464.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lab.programs.recorded import Recorded
from lab.snippets.expected import problems
from lab.snippets.snippet import Snippet
from tests.browser.runtime import Runtime

pytestmark = pytest.mark.browser

TWENTY_AT_ONCE = """\
import asyncio, time
async def main():
    await asyncio.gather(*[asyncio.to_thread(time.sleep, 0.1) for _ in range(20)])
    print("all have slept")
asyncio.run(main())
"""

NESTED = """\
import asyncio, gc, time
def inner(number):
    time.sleep(0.01 * number)
    gc.collect(1)  # as Python does by itself now and then
    return number
def outer(number):
    async def all_inner():
        return await asyncio.gather(*[asyncio.to_thread(inner, n) for n in range(number)])
    return sum(asyncio.run(all_inner()))
async def main():
    print(await asyncio.gather(*[asyncio.to_thread(outer, n) for n in range(6)]))
asyncio.run(main())
"""

BELOW_C = """\
import gc, sys, threading, time
class Nested:  # Python calls `__getattr__` from C, so each level has an entry frame
    def __getattr__(self, name):
        depth = int(name[1:])
        if not depth:
            time.sleep(0.1)
            return 0
        try:
            raise ValueError
        except ValueError:
            return getattr(self, f"_{depth - 1}") + 1
depths = []
def work(depth):
    depths.append(getattr(Nested(), f"_{depth}"))
threads = [threading.Thread(target=work, args=(depth,)) for depth in range(0, 60, 3)]
for thread in threads: thread.start()
gc.collect(1)
assert sys._current_frames()
for thread in threads: thread.join()
gc.collect(1)
print(sorted(depths))
"""

PROGRAMS = {
    "twenty at once": TWENTY_AT_ONCE,
    "threads that start threads": NESTED,
    "frames below C": BELOW_C,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_many_suspended_threads_do_as_threads_do(name: str, suspending: Runtime) -> None:
    source = PROGRAMS[name]
    native = subprocess.run(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, text=True, check=True
    )
    for _ in range(2):  # by the same worker
        result = suspending.run(source)
        assert (result.text(), result.text("stderr")) == (native.stdout, "")
        assert result.done["reusable"]


def test_ten_at_once_take_as_long_as_its_page_says(suspending: Runtime) -> None:
    path = Path("snippets/blocking/throughput.py")
    for _ in range(2):  # by the same worker
        result = suspending.run(path.read_text("utf-8"))
        run = Recorded(tuple(result.pieces), result.done["status"])
        assert problems(Snippet.read(path), run) == []
        assert result.done["reusable"]
