"""One way, measured in a process of its own: `python -m tests.benchmarks.ways.child WAY PAGE...`.

It says `ready` when all is imported, checks the pages when it reads a line, and writes what it
took as a line of JSON.
"""

from __future__ import annotations

import sys

_, way, *pages = sys.argv
FOLDER = "snippets/eight_ways"
sys.path.insert(0, FOLDER)
# gevent's patch has to come before all else that this file imports.
module = __import__(way)

import json  # noqa: E402
import resource  # noqa: E402
import time  # noqa: E402
from collections import Counter  # noqa: E402
from typing import Any  # noqa: E402


def peak() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(check_all: Any) -> dict[str, object]:  # noqa: ANN401 - a function of a snippet
    """Check the pages; how long it took, in seconds, by both clocks, and how much memory."""
    before, began, worked = peak(), time.perf_counter(), time.process_time()
    answers = check_all(pages)
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "memory": peak() - before,
        "imported": before,
        "answers": Counter(map(str, answers)),
        "in_order": answers,
    }


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(measure(module.check_all)), flush=True)
