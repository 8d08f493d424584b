"""Exercises: hidden checks that look at what a learner's program does, and at its trace.

An exercise is a folder `exercises/<topic>/<name>/`. An `Attempt` runs a learner's answer, as it is
or with other values, and records it; the checks in the folder's `checks.py` ask the `Run` what
happened, and end in `wrong(...)` where that is not the goal. What a `checks.py` may use is here.
"""

from lab.exercises.attempt import Attempt
from lab.exercises.program import Program, ends_as_cancelled
from lab.exercises.run import Call, Run
from lab.exercises.verdict import Wrong, wrong

__all__ = ["Attempt", "Call", "Program", "Run", "Wrong", "ends_as_cancelled", "wrong"]
