from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from lab.exercises.folder import Exercise
from tests.exercises.test_exercises import Examiner, is_broken
from tests.support import warnings_as_in_a_new_process


@pytest.fixture(scope="session")
def examiner(exercise: Exercise, tmp_path_factory: pytest.TempPathFactory) -> Examiner:
    return Examiner(exercise, tmp_path_factory.mktemp("answers"))


@pytest.fixture
def looked_at(exercise: Exercise, examiner: Examiner) -> Iterator[Examiner]:
    needed = exercise.solution.metadata.python
    if needed > sys.version_info[:2]:
        pytest.skip(reason=f"needs Python 3.{needed[1]}; `make test-browser` runs it, too")
    if is_broken(exercise.folder):
        pytest.skip(reason=f"{exercise.folder} has a mistake that another test names")
    with warnings_as_in_a_new_process("default"):
        yield examiner
