"""All snippets by the virtual clock, in one process, against each as a process in real time."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from lab.snippets.process import run_on_lab, run_process
from lab.snippets.snippet import Snippet, programs

SNIPPETS = [
    snippet
    for path in programs(Path("snippets"))
    if (snippet := Snippet.read(path)).metadata.clock == "virtual"
]


@pytest.mark.filterwarnings("ignore")  # some snippets are about warnings
@pytest.mark.parametrize("run", [run_on_lab, run_process], ids=["virtual", "processes"])
def test_suite(benchmark: BenchmarkFixture, run: object) -> None:
    benchmark.group = f"{len(SNIPPETS)} snippets"

    def run_all() -> None:
        for snippet in SNIPPETS:
            run(snippet)  # type: ignore[operator]  # either of the two

    benchmark.pedantic(run_all, rounds=1, warmup_rounds=1)  # type: ignore[no-untyped-call]  # theirs
