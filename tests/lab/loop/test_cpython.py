"""CPython's own tests of asyncio, on the lab's loop."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

# Where it puts a mock in the selector's place, nothing is left that could move a virtual clock, but
# for asking it the time half a million times.
ON_THE_WALL_CLOCK = {"test_pep492", "test_runners"}

MODULES = [
    "test_taskgroups",
    "test_timeouts",
    "test_locks",
    "test_queues",
    "test_waitfor",
    "test_pep492",
    "test_tasks",
    "test_futures",
    "test_runners",
    "test_streams",
    "test_context",
    "test_threads",
    "test_buffered_proto",
]
if sys.version_info >= (3, 12):
    MODULES.append("test_eager_task_factory")
if sys.version_info >= (3, 14):
    MODULES += ["test_graph", "test_free_threading"]

REAL_SERVER = "its server runs in another thread, on a real socket"
REAL_CLIENT = "its client is a real socket, which blocks"
PIPE = "reads a pipe of the operating system"
UNIX = "needs Unix sockets"
PURE = "puts asyncio's tasks in pure Python in place of those in C, which the lab's loop makes"

# Whatever is not listed here has to pass; whatever is listed has to fail.
EXCEPTIONS = {
    "test_streams.StreamTests.test_async_writer_api": REAL_SERVER,
    "test_streams.StreamTests.test_async_writer_api_exception_after_close": REAL_SERVER,
    "test_streams.StreamTests.test_drain_raises": REAL_SERVER,
    "test_streams.StreamTests.test_eof_feed_when_closing_writer": REAL_SERVER,
    "test_streams.StreamTests.test_loop_is_closed_resource_warnings": REAL_SERVER,
    "test_streams.StreamTests.test_open_connection": REAL_SERVER,
    "test_streams.StreamTests.test_open_connection_error": REAL_SERVER,
    "test_streams.StreamTests.test_open_connection_no_loop_ssl": REAL_SERVER,
    "test_streams.StreamTests.test_open_unix_connection": UNIX,
    "test_streams.StreamTests.test_open_unix_connection_error": UNIX,
    "test_streams.StreamTests.test_open_unix_connection_no_loop_ssl": UNIX,
    "test_streams.StreamTests.test_read_all_from_pipe_reader": PIPE,
    "test_streams.StreamTests.test_start_unix_server": UNIX,
    "test_streams.StreamTests.test_unclosed_resource_warnings": REAL_SERVER,
    "test_streams.StreamTests.test_unclosed_server_resource_warnings": REAL_CLIENT,
    "test_streams.StreamTests.test_wait_closed_on_close": REAL_SERVER,
    "test_streams.StreamTests.test_wait_closed_on_close_with_unread_data": REAL_SERVER,
}

if sys.version_info >= (3, 14):
    EXCEPTIONS |= {
        f"test_graph.TestCallStackPy.{name}": PURE
        for name in (
            "test_call_graph_finished_task",
            "test_capture_call_graph_generator_keeps_caller_frames",
            "test_stack_as_completed",
            "test_stack_as_completed_timeout",
            "test_stack_async_gen",
            "test_stack_future",
            "test_stack_gather",
            "test_stack_gather_survivor",
            "test_stack_shield",
            "test_stack_task",
            "test_stack_tgroup",
            "test_stack_timeout",
            "test_stack_wait",
            "test_stack_wait_for_non_positive_timeout",
        )
    }
    EXCEPTIONS |= {
        f"test_free_threading.{case}.test_all_tasks_from_other_thread_includes_eager_tasks": PURE
        for case in ("TestPyFreeThreading", "TestEagerPyFreeThreading")
    }


def test_this_python_has_cpythons_tests() -> None:
    assert importlib.util.find_spec("test.test_asyncio"), (
        "this Python comes without the package `test`, which holds CPython's tests: use one built "
        "from source or by pyenv, uv or actions/setup-python (Debian: libpython3-testsuite)"
    )


@pytest.mark.parametrize("module", MODULES)
def test_cpython_passes(module: str) -> None:
    clock = "wall" if module in ON_THE_WALL_CLOCK else "virtual"
    process = subprocess.run(
        [sys.executable, "-m", "tests.lab.loop.cpython", module, clock],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,  # it computes for ten seconds; a busy machine takes its time
    )
    assert process.returncode == 0, process.stderr
    result = json.loads(process.stdout)
    ran = set(_short(result["ran"]))
    failed = dict(zip(_short(result["failed"]), result["failed"].values(), strict=True))
    unexpected = {name: trace for name, trace in failed.items() if name not in EXCEPTIONS}
    assert not unexpected, "\n".join(unexpected.values())
    assert ran & EXCEPTIONS.keys() == failed.keys(), (
        "some exception passes: strike it from the list"
    )
    assert result["loops"] > 0, "the tests ran on another loop"
    assert len(ran) > 0


def test_the_first_six_have_no_exceptions() -> None:
    assert not [name for name in EXCEPTIONS if name.partition(".")[0] in MODULES[:6]]


def _short(names: list[str] | dict[str, str]) -> Iterator[str]:
    return (name.removeprefix("test.test_asyncio.") for name in names)
