"""Save each order, even if its client leaves and the app stops."""

import asyncio

from lab.exercises import Attempt, Program, Run, wrong

HINTS = (
    "`TestServer` cancels a handler when its client leaves. What is the handler waiting for then?",
    "Create a task for `save`, and wait for it with `asyncio.shield`. If the handler"
    " is cancelled, what will wait for the task?",
    "In the handler, catch the CancelledError, `await asyncio.wait([task])`, and then"
    " `raise`. Or keep the tasks in a set, and wait for them in a function that you"
    " append to `app.on_cleanup`.",
)


def the_order_is_saved(attempt: Attempt) -> None:
    """The order is saved, even though the client is gone."""
    run = attempt.run()
    lines = run.lines
    if "the client is gone" not in lines:
        wrong(
            "The client has its answer before the order is saved, so it doesn't give up: answer"
            " once the order is saved."
        )
    if lines.count("saved tea") > 1:
        wrong("The tea is saved twice.")
    if "saved tea" not in lines:
        wrong(f"The tea is never saved: {_why_not(run)}.")
    late = run.seconds - run.printed("saved tea")
    if late > 0.02:
        wrong(
            f"The app stops {late:.2f} s after its last order: wait for the task, not a fixed time."
        )


def it_is_saved_before_the_app_ends(attempt: Attempt) -> None:
    """When the app has stopped, nothing is left to save."""
    run = attempt.call("With two orders", _two_orders)
    saved = [line for line in run.lines if line.startswith("saved")]
    if saved != ["saved one", "saved two"]:
        wrong(f"With two orders, {len(saved)} of them are saved when the app has stopped.")


def the_answer_comes_after_it(attempt: Attempt) -> None:
    """A client that stays gets its answer when the order is saved."""
    result = attempt.call("With a client that stays", _stays).result
    if result != (201, True):
        wrong("A client that stays doesn't get a 201 once the order is saved.")


def _why_not(run: Run) -> str:
    if run.left_running:
        return "its task isn't done when the app has stopped, because nothing waits for it"
    cancelled = {task.number for task in run.trace.tasks if task.outcome == "cancelled"}
    if any(task.number in cancelled and task.creator in cancelled for task in run.trace.tasks):
        return "its task was cancelled along with the handler that awaits it"
    return "its handler was cancelled when the client left"


async def _two_orders(program: Program) -> None:
    from aiohttp import ClientSession, ClientTimeout
    from aiohttp.test_utils import TestServer

    limit = ClientTimeout(total=0.05)
    async with TestServer(program.make_app()) as server, ClientSession() as session:

        async def order(name: str) -> None:
            try:
                await session.post(server.make_url("/"), data=name, timeout=limit)
            except TimeoutError:
                pass

        await order("one")
        await order("two")


async def _stays(program: Program) -> tuple[int, bool]:
    from aiohttp import ClientSession
    from aiohttp.test_utils import TestServer

    loop = asyncio.get_running_loop()
    start = loop.time()
    async with TestServer(program.make_app()) as server, ClientSession() as session:
        async with session.post(server.make_url("/"), data="tea") as resp:
            return resp.status, loop.time() - start > 0.09
