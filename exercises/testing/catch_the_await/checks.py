"""Write a test that can tell `say_hello` from broken versions of it."""

from lab.exercises import Attempt, wrong

HINTS = (
    "A call of an `AsyncMock` is counted even if it's never awaited. What counts awaits?",
    "The methods with `await` in their names also take the arguments that you expect.",
    "Check each of the two mails with `assert_any_await`, and the total number of"
    " mails with `await_count`.",
)


def the_right_one_passes(attempt: Attempt) -> None:
    """The test passes for `say_hello` as it is."""
    if "passed" not in attempt.run().lines:
        wrong("The program doesn't print `passed`.")


def a_forgotten_await_fails(attempt: Attempt) -> None:
    """The test fails if the `await` is forgotten."""

    async def broken(mail, names):
        for name in names:
            mail.send(name, f"Hello, {name}!")

    _must_fail(attempt, broken, "forgets the `await`")


def the_wrong_name_fails(attempt: Attempt) -> None:
    """The test fails if the mails go to the wrong people."""

    async def broken(mail, names):
        for _ in names:
            await mail.send(names[0], f"Hello, {names[0]}!")

    _must_fail(attempt, broken, "sends everything to the first name")


def the_last_one_only_fails(attempt: Attempt) -> None:
    """The test fails if only one of the names gets mail."""

    async def broken(mail, names):
        for _ in names:
            await mail.send(names[-1], f"Hello, {names[-1]}!")

    _must_fail(attempt, broken, "sends everything to the last name")


def the_wrong_text_fails(attempt: Attempt) -> None:
    """The test fails if the text is wrong."""

    async def broken(mail, names):
        for name in names:
            await mail.send(name, f"Hello, {names[0]}!")

    _must_fail(attempt, broken, "greets everyone with the first name")


def twice_fails(attempt: Attempt) -> None:
    """The test fails if a mail is sent twice."""

    async def broken(mail, names):
        for name in [*names, *names]:
            await mail.send(name, f"Hello, {name}!")

    _must_fail(attempt, broken, "sends everything twice")


def _must_fail(attempt: Attempt, broken, what: str) -> None:
    run = attempt.run_with("With a broken version", fails=True, say_hello=broken)
    if not run.error:
        wrong(f"Your test passes for a version that {what}.")
