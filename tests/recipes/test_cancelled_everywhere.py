"""Each recipe is cancelled at each of its turns: nothing is left behind, and nothing swallowed."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import io
import sys
from pathlib import Path
from typing import Any

import pytest

from lab.loop.event_loop import EventLoop
from lab.loop.installed import installed
from lab.loop.observer import Observer
from lab.snippets.snippet import Snippet
from tests.claims.claim import each_factory
from tests.recipes.recipe import all_recipes, main_of

LONG = 1000  # seconds on the virtual clock: what hasn't ended by then, hangs
AIOSQLITE = "cancelled while it connects, aiosqlite leaves a thread: see test_databases.py"
NOT_ATTACKED = {
    "snippets/chat/chat_server.py": "its client, which is there to show it, isn't closed",
    "snippets/chat/proxy.py": "the handlers of a server belong to no group",
    "snippets/streams/ask_once.py": "the handlers of a server belong to no group",
    "snippets/streams/json_lines.py": "the handlers of a server belong to no group",
    "snippets/chaining/fetch_pages.py": "aiohttp leaves its test server open; see test_attacks",
    "snippets/recipes/with_aiohttp.py": "aiohttp leaves its test server open; see test_attacks",
    "snippets/recipes/with_aiofiles.py": "aiofiles leaves a file open: see test_libraries.py",
    "snippets/where_async_belongs/plain_door.py": "its loop runs only during a call",
    "snippets/threads/as_they_are_done.py": "its processes keep to no clock of the lab",
    "snippets/subprocesses/run.py": "its child keeps to no clock: see test_subprocesses.py",
    "snippets/subprocesses/both_pipes.py": "its child keeps to no clock of the lab",
    "snippets/subprocesses/some_at_once.py": "its children keep to no clock of the lab",
    "snippets/why_async/pool_of_threads.py": "it has no coroutine",
    "snippets/databases/one_writer.py": AIOSQLITE,
    "snippets/databases/transaction_with_a_limit.py": AIOSQLITE,
    "snippets/testing/open_and_close.py": "unittest runs its coroutines",
    "snippets/testing_tools/in_many_orders.py": "it makes its loops itself",
    "snippets/frameworks/loop_in_a_thread.py": "its loop is in a thread",
    "snippets/frameworks/with_anyio.py": "its loop is in a thread",
    "snippets/subprocesses/with_anyio.py": "its child keeps to no clock: see test_libraries.py",
    "snippets/why_async/waits_or_works.py": "it has no coroutine",
}
GOES_ON = {
    "snippets/seeing_inside/waits.py": "two tasks that wait for each other are what it looks at",
    "snippets/recipes/cache.py": "a request goes on for others who may want it",
    "snippets/recipes/save_to_disk.py": "a thread can't be stopped",
    "snippets/sharing/one_request.py": "a request goes on for others who may want it",
    "snippets/timeouts/what_is_left.py": "a thread can't be stopped",
    "snippets/chaining/blocking_calls.py": "a thread can't be stopped",
    "snippets/blocking/stop_the_thread.py": "the step that is running is finished",
    "snippets/blocking/to_the_end.py": "a thread can't be stopped",
    "snippets/blocking/read_lines.py": "a thread can't be stopped",
}
"""What is still at work after `main` has been cancelled, as the chapter says."""
CATCHES_ERRORS = "snippets/structured_concurrency/plain_errors.py"
"""Its group fails while it is cancelled, and then the errors count: see `raised_again.py`."""


class Cancels(Observer):
    """Cancels a task after so many callbacks of the loop."""

    def __init__(self, after: int) -> None:
        self.task: asyncio.Task[Any] | None = None
        self.asked = False
        self._left = after

    def handle_finished(self, loop: EventLoop, handle: asyncio.Handle) -> None:
        self._left -= 1
        if self._left == 0 and self.task is not None:
            self.asked = self.task.cancel()


def attack(path: Path, after: int, *, eager: bool) -> list[str] | None:
    """Cancel a program after some callbacks: what went wrong; None if it was done by then."""
    _, main = main_of(path)
    assert main is not None
    cancels = Cancels(after)
    wrong: list[str] = []

    async def run_and_look() -> bool:
        cancels.task = asyncio.get_running_loop().create_task(main)
        ended, _ = await asyncio.wait([cancels.task], timeout=LONG)
        left = asyncio.all_tasks() - {asyncio.current_task(), cancels.task}
        if left and path.as_posix() not in GOES_ON:
            wrong.append(f"left behind: {[task.get_coro() for task in left]}")
        return bool(ended)

    with (
        contextlib.redirect_stdout(io.StringIO()),
        installed(observer=cancels),
        asyncio.Runner() as runner,
    ):
        loop = runner.get_loop()
        if eager:
            loop.set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined]
        loop.set_exception_handler(lambda _, context: wrong.append(context["message"]))
        ended = runner.run(run_and_look())
    gc.collect()
    task = cancels.task
    assert task is not None
    if not cancels.asked and after > 1:
        return None
    if not ended:
        wrong.append("it never ends")
    elif cancels.asked and not task.cancelled() and path.as_posix() != CATCHES_ERRORS:
        wrong.append(f"it isn't cancelled, but ends with {task.exception()!r}")
    return wrong


def attacked() -> list[Any]:
    """The recipes that run by the clock of the lab."""
    found = []
    for recipe in all_recipes():
        snippet = Snippet.read(recipe.path)
        if recipe.path.as_posix() in NOT_ATTACKED or not snippet.metadata.runs_here:
            continue
        found.append(pytest.param(recipe.path, id=f"{recipe.path.parent.name}/{recipe.path.stem}"))
    return found


@pytest.mark.parametrize("path", attacked())
@each_factory
def test_a_recipe_may_be_cancelled_at_each_turn(path: Path, *, eager: bool) -> None:
    if eager and path.as_posix() == CATCHES_ERRORS and sys.version_info < (3, 13):
        pytest.skip(reason="a group that fails at once drops the next coroutine: cpython#115957")
    found = {}
    after = 1
    gc.freeze()  # each attack collects garbage: what is there already need not be looked through
    try:
        while (wrong := attack(path, after, eager=eager)) is not None:
            if wrong:
                found[after] = wrong
            after += 1
    finally:
        gc.unfreeze()
    assert not found
