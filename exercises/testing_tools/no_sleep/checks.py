"""Test the mailbox without guessing how long a delivery takes."""

import asyncio

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "Which object knows when a delivery is over?",
    "The mailbox keeps the task of each delivery. What does awaiting a task do?",
    "`await asyncio.gather(*mailbox.tasks)` waits exactly as long as they take.",
)


def it_passes(attempt: Attempt) -> None:
    """The test passes as soon as the mails are delivered."""
    _passes_in_time(attempt.run(), 0.3)


def slow_deliveries_pass(attempt: Attempt) -> None:
    """It passes if a delivery takes 3 seconds."""
    _passes_in_time(attempt.run_with("With deliveries of 3 seconds", SECONDS=3), 3)


def quick_deliveries_pass(attempt: Attempt) -> None:
    """It passes at once if a delivery takes hardly any time."""
    _passes_in_time(attempt.run_with("With deliveries of 0.01 seconds", SECONDS=0.01), 0.01)


def it_waits_for_each(attempt: Attempt) -> None:
    """It waits for each delivery, not only for the first one."""
    # A test that needs a method of its own mailbox fails here with another error.
    run = attempt.run_with("With a slow second mail", fails=True, Mailbox=_SlowSecond)
    if run.error == "AssertionError":
        wrong("Your test fails if the second delivery takes longer than the first.")


def it_still_tests(attempt: Attempt) -> None:
    """It fails if a mail is lost."""
    run = attempt.run_with("With a mailbox that loses a mail", fails=True, Mailbox=_Losing)
    if not run.error:
        wrong("Your test passes for a mailbox that loses the second mail.")


class _SlowSecond:
    def __init__(self) -> None:
        self.sent: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    def send(self, text: str) -> asyncio.Task[None]:
        self.tasks.append(asyncio.create_task(self.deliver(text, len(self.tasks))))
        return self.tasks[-1]

    async def deliver(self, text: str, sent_before: int) -> None:
        await asyncio.sleep(0.3 * (1 + sent_before))
        self.sent.append(text)


class _Losing(_SlowSecond):
    async def deliver(self, text: str, sent_before: int) -> None:
        await asyncio.sleep(0.3)
        if sent_before == 0:
            self.sent.append(text)


def _passes_in_time(run: Run, seconds: float) -> None:
    passed = run.printed("passed")
    if passed < seconds - 0.001:
        wrong(f"The test ends after {passed:.1f} s. Leave the mailbox as slow as it is.")
    main, *deliveries = run.trace.tasks
    ends = [task.ended.time for task in deliveries if task.ended]
    if passed > (delivered := max(ends, default=seconds)) + 0.001:
        wrong(f"The test ends {passed - delivered:.2f} s after the last delivery.")
