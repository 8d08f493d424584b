"""Finish the copy when asked to stop, and keep the limit of 0.4 s."""

import asyncio

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "The timeout fires after 0.4 seconds. Why doesn't it raise a `TimeoutError`?",
    "Two requests to cancel have been counted: yours, which was swallowed, and the timeout's.",
    "Where you swallow your request, take it back with `asyncio.current_task().uncancel()`.",
)


def the_copy_is_finished(attempt: Attempt) -> None:
    """The files are copied, even though the backup is asked to stop."""
    copied = attempt.run().lines.count("files copied")
    if copied != 1:
        wrong(f"The files are copied {copied} times." if copied else "The files are never copied.")


def the_report_times_out(attempt: Attempt) -> None:
    """The report times out, and the backup ends normally."""
    run = attempt.run()
    if "no report: timed out" not in run.lines:
        wrong("The report hangs, and no line says that it timed out.")
    if run.seconds > 0.45:
        wrong(f"The limit is 0.4 s, but the whole program takes {run.seconds:.1f} s.")
    if "backup cancelled: False" not in run.lines:
        wrong("The backup finished its work, but its task ends as cancelled.")


def timeouts_of_the_caller_work(attempt: Attempt) -> None:
    """A timeout around the call of `backup` still works."""
    run = attempt.call("With a caller that goes on", _call_and_go_on, fails=True)
    if run.result != "TimeoutError":
        wrong("A timeout around the call of `backup` no longer raises a TimeoutError.")


def nobody_asked(attempt: Attempt) -> None:
    """If no one asks it to stop, it does the same."""
    lines = attempt.call("If no one asks it to stop", lambda program: program.backup()).lines
    if lines != ["files copied", "no report: timed out"]:
        wrong(f"If no one asks it to stop, it prints {lines}.")


def a_second_request_counts(attempt: Attempt) -> None:
    """If it is asked to stop again, during the report, it stops."""
    if not attempt.call("Asked to stop twice", _stop_twice, fails=True).result:
        wrong("If it is asked to stop again, during the report, it continues.")


async def _call_and_go_on(program: Program) -> str:
    async def caller() -> str:
        try:
            async with asyncio.timeout(1):
                await program.backup()
                await asyncio.sleep(5)
        except TimeoutError:
            return "TimeoutError"
        return ""

    task = asyncio.create_task(caller())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    return "cancelled" if task.cancelled() else task.result()


async def _stop_twice(program: Program) -> bool:
    async def stopped_once() -> None:
        me = asyncio.current_task()
        if me is not None:
            asyncio.get_running_loop().call_later(0.1, me.cancel)
        await program.backup()

    return await ends_as_cancelled(stopped_once(), after=0.3)
