"""Close the chat after 0.3 seconds of silence, and not before."""

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "When do the 0.3 seconds begin now: at the last message, or at the very start?",
    "A block's deadline can be moved while it runs: `async with asyncio.timeout(0.3) as limit`.",
    "`limit.reschedule(when)` takes a time on the loop's clock:"
    " `asyncio.get_running_loop().time()` is now.",
)


def all_messages_are_shown(attempt: Attempt) -> None:
    """All three messages are shown."""
    lines = attempt.run().lines
    for number in (1, 2, 3):
        if f"message {number}" not in lines:
            wrong(f"Message {number} came 0.2 seconds after the one before, but isn't shown.")


def silence_closes_the_chat(attempt: Attempt) -> None:
    """The chat is closed 0.3 seconds after the last message."""
    run = attempt.run()
    closed = run.printed("closed")
    if not 0.899 < closed < 0.901:
        wrong(f"The last message came after 0.6 s, but the chat is closed after {closed:.1f} s.")


def a_longer_chat_stays_open(attempt: Attempt) -> None:
    """A chat that lasts longer stays open longer."""
    run = attempt.call("With eight messages", lambda program: program.chat([0.25] * 8 + [9]))
    if "message 8" not in run.lines:
        wrong("With eight messages, 0.25 seconds apart, the chat is closed too early.")
    if not 2.299 < run.printed("closed") < 2.301:
        wrong("With eight messages, 0.25 seconds apart, it is not closed 0.3 seconds after them.")


def a_short_chat_is_closed(attempt: Attempt) -> None:
    """A silence in the middle closes it as well."""
    run = attempt.call(
        "With a silence in the middle", lambda program: program.chat([0.1, 0.5, 0.1])
    )
    if "message 2" in run.lines:
        wrong("A message that comes after 0.5 seconds of silence is still shown.")


def a_chat_may_end_by_itself(attempt: Attempt) -> None:
    """A chat without a silence ends on its own."""
    run = attempt.call("With a chat that ends by itself", lambda program: program.chat([0.1, 0.2]))
    if "message 2" not in run.lines:
        wrong("With a chat that ends by itself, not all messages are shown.")


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """If its task is cancelled, it raises CancelledError."""
    if not attempt.call("When its task is cancelled", _cancel, fails=True).result:
        wrong("When its task is cancelled, `chat` doesn't raise CancelledError.")


async def _cancel(program: Program) -> bool:
    return await ends_as_cancelled(program.chat([0.2]))
