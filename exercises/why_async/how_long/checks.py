"""Predict how long the program takes, before you run it."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Which of the four downloads begin at the same time? Which have to wait until others are done?",
    "At the end of an `async with` block, main waits until everything that began in it is over.",
    "The first block takes as long as its longest download. So does the second, after it.",
)


def program_is_the_same(attempt: Attempt) -> None:
    """The program takes as long as before."""
    if round(attempt.run().seconds, 2) != 0.5:
        wrong("The program itself no longer takes the same time. Change only the prediction.")


def prediction_is_right(attempt: Attempt) -> None:
    """The prediction is right."""
    line = next((line for line in attempt.run().lines if line.startswith("predicted ")), "")
    predicted = line.removeprefix("predicted ").partition(",")[0]
    if predicted == "0.5 s":
        return
    if predicted == "0.8 s":
        wrong("0.8 s is all four waits added up. Which of them happen at the same time?")
    if predicted == "0.3 s":
        wrong("0.3 s is the longest wait. Do all four begin at the same time?")
    if not predicted:
        wrong("No line begins with 'predicted'. Change only the number.")
    wrong(f"It is not {predicted}. Draw each wait as a line. Where does it begin and end?")
