"""Make `run` return what its tasks returned, in the order given."""

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Where does a coroutine's result arrive when you drive it by hand?",
    "StopIteration has it as its `value`. Note that Bob is done first, but was passed second.",
    "Store each result in a dictionary, with its task as the key. At the end, look"
    " the results up in the order in which the tasks were passed.",
)

OTHERS = (("e", 2), ("d", 0), ("f", 1))


def results_are_returned(attempt: Attempt) -> None:
    """Both results are returned."""
    attempt.run()
    returned = attempt.call("With Ada and Bob", _ada_and_bob).result
    for result in ("Ada has made 3 steps", "Bob has made 1 steps"):
        if not isinstance(returned, list | tuple) or result not in returned:
            wrong(f"What run returned doesn't contain {result!r}.")


def in_the_order_given(attempt: Attempt) -> None:
    """They are a list or a tuple, in the order in which the tasks were given."""
    returned = attempt.call("With three other tasks", _three_others).result
    if returned != [f"{name} has made {steps} steps" for name, steps in OTHERS]:
        wrong("When the tasks end in a different order, the list isn't in the order given.")


def they_take_turns(attempt: Attempt) -> None:
    """The tasks still take turns."""
    if attempt.call("With two who walk", _two_walk).lines != [
        "Cleo 1",
        "Dora 1",
        "Cleo 2",
        "Dora 2",
    ]:
        wrong("The tasks no longer take turns.")


def _ada_and_bob(program: Program) -> object:
    return program.run(program.count("Ada", 3), program.count("Bob", 1))


def _three_others(program: Program) -> list[object]:
    return list(program.run(*[program.count(name, steps) for name, steps in OTHERS]))


def _two_walk(program: Program) -> None:
    async def walk(name: str) -> None:
        for step in (1, 2):
            print(name, step)
            await program.give_turn()

    program.run(walk("Cleo"), walk("Dora"))
