"""Ask a child to stop; kill it if it takes more than 0.5 seconds."""

import asyncio

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "How long does `stop` wait for a child that never ends by itself?",
    "Put a limit of 0.5 seconds around the wait. What should happen when the time is up?",
    "On `TimeoutError`, call `child.kill()`, and wait once more: a child that was killed takes a"
    " moment to end.",
)


def both_end(attempt: Attempt) -> None:
    """Both children are asked to stop, and end."""
    lines = attempt.run().lines
    if lines.count("please stop") < 2:
        wrong("Ask both children to stop.")
    if lines.count("it has ended") != 2:
        wrong('Two lines should say "it has ended".')


def polite_ones_are_not_killed(attempt: Attempt) -> None:
    """A child that stops in time isn't killed."""
    run = attempt.call("With a child that takes 0.4 s", lambda program: _stop(program, 0.4))
    if "killed" in run.lines:
        wrong("A child that would have ended by itself is killed.")
    run = attempt.call("With a child that takes 0.1 s", lambda program: _stop(program, 0.1))
    if run.seconds > 0.11:
        wrong(f"A child ended after 0.1 s, but `stop` waits for it until {run.seconds:.1f} s.")


def what_has_ended_is_left_alone(attempt: Attempt) -> None:
    """A child that has ended isn't killed later."""
    run = attempt.call("With a child that takes 0.1 s", _stop_and_go_on)
    if "killed" in run.lines:
        at = run.printed("killed")
        wrong(f"A child that has ended after 0.1 s is killed after {at:.1f} s.")


def others_are_killed(attempt: Attempt) -> None:
    """A child that doesn't stop is killed after 0.5 seconds."""
    run = attempt.call("With a child that takes 9 s", lambda program: _stop(program, 9))
    if "killed" not in run.lines:
        wrong(f"A child that takes 9 s isn't killed, and `stop` takes {run.seconds:.1f} s.")
    if not 0.49 < (at := run.printed("killed")) < 0.51:
        wrong(f"A child that takes 9 s is killed after {at:.1f} s.")


def it_waits_for_the_end(attempt: Attempt) -> None:
    """A killed child has ended when `stop` returns."""
    run = attempt.call("With a child that dies slowly", _dies_slowly)
    if not run.result:
        wrong("`stop` returns before a child that takes a moment to die has ended.")


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """If its task is cancelled, `stop` raises CancelledError."""
    if not attempt.call("When its task is cancelled", _cancel, fails=True).result:
        wrong("When its task is cancelled, `stop` doesn't raise CancelledError.")


async def _stop(program: Program, needs: float) -> None:
    await program.stop(program.Child(needs))


async def _stop_and_go_on(program: Program) -> None:
    await _stop(program, 0.1)
    await asyncio.sleep(2)


async def _dies_slowly(program: Program) -> bool:
    child = program.Child(9)
    child.kill = lambda: asyncio.get_running_loop().call_later(0.1, child.over.set)
    await program.stop(child)
    return bool(child.over.is_set())


async def _cancel(program: Program) -> bool:
    return await ends_as_cancelled(program.stop(program.Child(0.4)))
