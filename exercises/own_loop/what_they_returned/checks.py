"""Let `run` return what its tasks returned, in the order given."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Where does a coroutine's result arrive, when you drive it by hand?",
    "StopIteration has it as its `value`. Bob is done first, but was given second.",
    "Keep each result in a dictionary, by its task. At the end, look them up in the order given.",
)

STEPS = """
async def walk(name):
    for step in (1, 2):
        print(name, step)
        await give_turn()

run(walk("Cleo"), walk("Dora"))
"""


def results_are_returned(attempt: Attempt) -> None:
    """Both results are returned."""
    lines = attempt.run().lines
    for result in ("Ada has made 3 steps", "Bob has made 1 steps"):
        if not lines or result not in lines[-1]:
            wrong(f"What run returned does not hold {result!r}.")


def in_the_order_given(attempt: Attempt) -> None:
    """They are a list, in the order in which the tasks were given."""
    run = attempt.run_with('print(list(run(count("c", 2), count("d", 0), count("e", 1))))')
    wanted = [f"{name} has made {steps} steps" for name, steps in (("c", 2), ("d", 0), ("e", 1))]
    if run.lines != [str(wanted)]:
        wrong("With tasks that end in another order, the list is not in the order given.")


def they_take_turns(attempt: Attempt) -> None:
    """The tasks still take turns."""
    if attempt.run_with(STEPS).lines != ["Cleo 1", "Dora 1", "Cleo 2", "Dora 2"]:
        wrong("The tasks no longer take turns.")
