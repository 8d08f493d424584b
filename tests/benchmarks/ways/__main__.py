"""Measure the eight ways and draw the charts: `make bench-ways`.

What was measured is kept in `docs/assets/ways/measured.json`, with the machine and the versions;
the charts beside it are drawn from that. `--draw` draws them again, and names of programs measure
those alone: `python -m tests.benchmarks.ways with_trio`.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.benchmarks.ways.charts import DATA, draw_all

WAYS = {
    "one_by_one": "requests, one by one",
    "with_threads": "requests, threads",
    "with_gevent": "requests, gevent",
    "with_twisted": "Twisted",
    "with_streams": "asyncio, streams",
    "with_aiohttp": "asyncio, aiohttp",
    "with_uvloop": "uvloop, aiohttp",
    "with_trio": "Trio, httpx",
}
"""The ways by the file that is measured, as the charts name them."""
PACKAGES = ("requests", "gevent", "twisted", "aiohttp", "uvloop", "trio", "httpx")
SIZES = {10: 5, 100: 5, 1000: 5}
"""How many pages are checked, and how often that is measured."""
TROUBLE = ["ok"] * 70 + ["fails"] * 10 + ["stalls"] * 10 + ["resets"] * 10
INTERRUPTED_AFTER = 1.0
"""When Ctrl-C is pressed while 100 pages that stall are checked, in seconds. They may take 1 s."""
LIMIT = 300
"""How long a run may take, in seconds."""


@contextmanager
def server() -> Iterator[str]:
    """The server of the snippets, with the limits that a thousand connections need."""
    command = [sys.executable, "server.py", "serve"]
    process = subprocess.Popen(command, cwd="snippets/eight_ways", stdout=subprocess.PIPE)
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/"
    finally:
        process.kill()
        process.communicate()


def started(way: str, pages: list[str]) -> subprocess.Popen[str]:
    """A process that is ready to check pages in some way."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.ways.child", way, *pages],
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    assert child.stdout.readline() == "ready\n", child.communicate()[1]
    return child


def checked(way: str, names: list[str]) -> dict[str, Any]:
    """What it took to check some pages in some way, with the connections that the server saw."""
    with server() as site:
        child = started(way, [site + name for name in names])
        out, errors = child.communicate("go\n", timeout=LIMIT)
        if child.returncode:
            raise RuntimeError(f"{way}: {errors}")
        connections, most = map(int, urlopen(f"{site}counts").read().split())  # noqa: S310
    # The last question was ours.
    return {**json.loads(out), "connections": connections - 1, "at_once": most}


def interrupted(way: str) -> dict[str, object]:
    """What Ctrl-C does in the middle: how soon the process ends, and with which status."""
    with server() as site:
        child = started(way, [f"{site}stalls"] * 200)
        assert child.stdin
        child.stdin.write("go\n")
        child.stdin.flush()
        time.sleep(INTERRUPTED_AFTER / 2)
        pressed = time.perf_counter()
        child.send_signal(signal.SIGINT)
        try:
            _, errors = child.communicate(timeout=LIMIT)
        finally:
            child.kill()
    last = errors.strip().splitlines()[-1:] or [""]
    return {
        "seconds": time.perf_counter() - pressed,
        "status": child.returncode,
        "said": last[0].partition(":")[0],
    }


def middle(runs: list[dict[str, Any]]) -> dict[str, object]:
    """The median of each figure of several runs."""
    keys = ("seconds", "processor", "memory", "imported", "connections", "at_once")
    found: dict[str, object] = {
        key: round(statistics.median(run[key] for run in runs), 3) for key in keys
    }
    return {**found, "runs": len(runs), "answers": runs[0]["answers"]}


def lines(way: str) -> int:
    """The lines of code of a program, without blank ones and those that start it."""
    source = (Path("snippets/eight_ways") / f"{way}.py").read_text("utf-8")
    body = source.partition("# ///\n")[2].partition('"""\n')[2].partition("\n\nif __name__")[0]
    return sum(bool(line.strip()) for line in body.splitlines())


def measure(names: list[str]) -> dict[str, dict[str, Any]]:
    """Measure some ways.

    Args:
        names: Their programs.
    """
    ways: dict[str, dict[str, Any]] = {way: {"lines": lines(way), "sizes": {}} for way in names}
    for size, times in SIZES.items():
        runs: dict[str, list[dict[str, Any]]] = {way: [] for way in names}
        for turn in range(times):  # in turns, so that a slow minute of the machine hits all
            for way in names:
                if way == "one_by_one" and size >= 1000 and turn:
                    continue  # nearly two minutes each
                runs[way].append(checked(way, ["ok"] * size))
                print(size, way, round(runs[way][-1]["seconds"], 2), flush=True)
        for way in names:
            ways[way]["sizes"][str(size)] = middle(runs[way])
    for way in names:
        ways[way]["trouble"] = middle([checked(way, TROUBLE) for _ in range(3)])
        ways[way]["interrupted"] = interrupted(way)
        print("trouble", way, ways[way]["trouble"]["seconds"], ways[way]["interrupted"], flush=True)
    return ways


def about() -> dict[str, object]:
    """The machine, the versions, and how the charts name the ways."""
    return {
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "processors": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
        },
        "versions": {"Python": platform.python_version()} | {p: version(p) for p in PACKAGES},
        "names": WAYS,
    }


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(WAYS)
    if chosen != ["--draw"]:
        before = json.loads(DATA.read_text("utf-8"))["ways"] if sys.argv[1:] else {}
        ways = before | measure(chosen)
        DATA.write_text(json.dumps({**about(), "ways": ways}, indent=1) + "\n", "utf-8")
    draw_all()
