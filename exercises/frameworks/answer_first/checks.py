"""Answer at once, and lose no mail when the server stops."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Who should wait for the mail: the client, or the server when it stops?",
    "Create a task for `send_mail`, and keep it in `mails`.",
    "In `shut_down`, wait for all tasks in `mails`. Note that `asyncio.wait` needs at least one.",
)


def the_answer_comes_at_once(attempt: Attempt) -> None:
    """The client gets its answer at once."""
    took = attempt.run().printed("thanks, Ann")
    if took > 0.01:
        wrong(f"Ann gets her answer after {took:.1f} s.")


def no_mail_is_lost(attempt: Attempt) -> None:
    """By the time the server has stopped, both mails have been sent."""
    run = attempt.run()
    if "server: stopped" not in run.lines:
        wrong("The server never says that it has stopped.")
    before = run.lines[: run.lines.index("server: stopped")]
    sent = sum(line in before for line in ("mail to Ann", "mail to Ben"))
    lengths = attempt.call("With mails of different lengths", _different, send_mail=_send).result
    if sent != 2:
        wrong(f"The server has stopped, but {sent} of 2 mails were sent.")
    if lengths != 2:
        wrong(
            f"With mails of different lengths, {lengths} of 2 were sent when the server has"
            " stopped."
        )


def they_go_at_the_same_time(attempt: Attempt) -> None:
    """The mails go out at the same time."""
    run = attempt.run()
    between = run.printed("mail to Ben") - run.printed("mail to Ann")
    if between > 0.01:
        wrong(f"The mails go out one after the other, {between:.1f} s apart.")


def without_a_mail(attempt: Attempt) -> None:
    """A server without orders also stops."""
    attempt.call("Without an order", _nothing)


_sent: list[str] = []


async def _send(to: str) -> None:
    await asyncio.sleep(0.1 if to == "Ann" else 2)
    _sent.append(to)


async def _different(program: Program) -> int:
    _sent.clear()
    await program.order("Ann")
    await program.order("Ben")
    await program.shut_down()
    return len(_sent)


async def _nothing(program: Program) -> None:
    await program.shut_down()
