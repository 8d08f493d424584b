from __future__ import annotations

import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

import lab

FUNCTIONS = (
    *("asctime", "ctime", "gmtime", "localtime", "monotonic", "monotonic_ns", "perf_counter"),
    *("perf_counter_ns", "sleep", "strftime", "time", "time_ns"),
)

# Each program prints the same with plain `python FILE`.
PROGRAMS = {
    "pool": """\
import multiprocessing

def square(number):
    return number * number

if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(square, range(4)))
        print(pool.apply_async(square, (3,)).get(timeout=60))
#> [0, 1, 4, 9]
#> 9
""",
    "executor": """\
from concurrent.futures import ProcessPoolExecutor, as_completed

if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        print(list(pool.map(abs, [-1, 2])))
        jobs = [pool.submit(pow, 2, n) for n in range(3)]
        print(sorted(job.result() for job in as_completed(jobs)))
#> [1, 2]
#> [1, 2, 4]
""",
    "callback": """\
import asyncio
import multiprocessing

async def main():
    loop = asyncio.get_running_loop()
    answer = loop.create_future()

    def tell(result):
        loop.call_soon_threadsafe(answer.set_result, result)

    with multiprocessing.Pool(1) as pool:
        pool.apply_async(pow, (2, 5), callback=tell)
        print(await answer)
        print(await asyncio.to_thread(pool.starmap, pow, [(2, 3)]))

if __name__ == "__main__":
    asyncio.run(main())
#> 32
#> [8]
""",
    "queue": """\
import multiprocessing

def hello(queue):
    queue.put("hello")

if __name__ == "__main__":
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=hello, args=(queue,))
    process.start()
    print(queue.get())
    process.join()
    print(process.exitcode)
#> hello
#> 0
""",
    "threads": """\
import time
from multiprocessing.pool import ThreadPool

if __name__ == "__main__":
    with ThreadPool(2) as pool:
        print(pool.map(abs, [-1, 2]))
#> [1, 2]
""",
    "time": """\
import multiprocessing
import time

def wait():
    time.sleep(0.2)

if __name__ == "__main__":
    began = time.monotonic()
    process = multiprocessing.Process(target=wait)
    process.start()
    process.join()
    print("it took its time:", time.monotonic() - began >= 0.2)
#> it took its time: True
""",
    "no_join": """\
import multiprocessing

def work(path):
    open(path, "w").close()

if __name__ == "__main__":
    multiprocessing.Process(target=work, args=(__file__ + ".done",)).start()
""",
}


@pytest.mark.parametrize(
    ("name", "clock"),
    [*((name, "virtual") for name in PROGRAMS), ("pool", "wall"), ("queue", "wall")],
)
def test_a_program_with_processes_prints_what_it_does_in_plain_python(
    name: str, clock: str, tmp_path: Path
) -> None:
    program = tmp_path / "idea.py"
    program.write_text(PROGRAMS[name])
    lines = PROGRAMS[name].splitlines(keepends=True)
    command = [sys.executable, "-m", "lab", "run", "--clock", clock, str(program)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.stderr, run.returncode) == ("", 0)
    assert run.stdout == "".join(line[3:] for line in lines if line.startswith("#> "))
    assert (tmp_path / "idea.py.done").exists() == (name == "no_join")


def test_a_function_that_a_clock_replaced_reaches_another_process_by_its_own_name() -> None:
    with lab.installed():
        sent = {name: pickle.dumps(getattr(time, name)) for name in FUNCTIONS}
    assert {name: pickle.loads(data) for name, data in sent.items()} == {  # noqa: S301 - our own
        name: getattr(time, name) for name in FUNCTIONS
    }
