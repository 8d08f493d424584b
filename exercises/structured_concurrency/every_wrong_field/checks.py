"""Print a line for each wrong field of the form, and nothing else."""

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "What is `error` here? Print `repr(error)`, and look at what it holds.",
    "`except*` can take several kinds of errors out of a group. You find them in `exceptions`.",
    "Use `except* (LookupError, ValueError) as errors:` and loop over `errors.exceptions`.",
)


def each_wrong_field_has_a_line(attempt: Attempt) -> None:
    """Both wrong fields are named, each on a line."""
    lines = attempt.run().lines
    for line in ("name is missing", "city is too long"):
        if line not in lines:
            wrong(f"No line says '{line}'.")


def nothing_else_is_printed(attempt: Attempt) -> None:
    """Nothing else is printed."""
    lines = attempt.run().lines
    if len(lines) != 2:
        wrong(f"Two fields are wrong, but {len(lines)} lines are printed.")


def other_forms_as_well(attempt: Attempt) -> None:
    """It also works with other forms."""
    one = attempt.call(
        "With one wrong field", lambda program: program.check_form(pet="crocodile", name="Ada")
    ).lines
    if one != ["pet is too long"]:
        wrong(f"For a form with one wrong field, it prints {one}.")
    none = attempt.call(
        "With no wrong field", lambda program: program.check_form(pet="cat", name="Ada")
    ).lines
    if none:
        wrong(f"For a form without mistakes, it prints {none}.")


def two_of_a_kind(attempt: Attempt) -> None:
    """Two fields may be wrong in the same way."""
    both = attempt.call(
        "With two fields missing", lambda program: program.check_form(pet="", name="")
    ).lines
    if sorted(both) != ["name is missing", "pet is missing"]:
        wrong(f"For a form in which pet and name are missing, it prints {both}.")


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """If its task is cancelled, it raises CancelledError."""
    if not attempt.call("When its task is cancelled", _cancel, fails=True).result:
        wrong("When its task is cancelled, `check_form` doesn't raise CancelledError.")


async def _cancel(program: Program) -> bool:
    return await ends_as_cancelled(program.check_form(name="Ada"), after=0.05)
