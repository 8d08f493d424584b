from __future__ import annotations

import io
import logging

from lab.programs.fresh import as_in_a_new_process


def test_what_a_program_sets_of_loggers_is_gone_after_it() -> None:
    known, stream = logging.getLogger("lab.tests.known"), io.StringIO()
    kept = logging.NullHandler()
    known.addHandler(kept)
    with as_in_a_new_process():
        for name in ("lab.tests.known", "lab.tests.new"):
            logger = logging.getLogger(name)
            logger.addHandler(logging.StreamHandler(stream))
            logger.setLevel(logging.DEBUG)
            logger.propagate = False
            logger.addFilter(lambda record: True)
        logging.disable()
    assert known.handlers == [kept]
    new = logging.getLogger("lab.tests.new")
    assert new.handlers == []
    assert new.filters == []
    assert (new.level, new.propagate, logging.root.manager.disable) == (0, True, 0)
    known.removeHandler(kept)
