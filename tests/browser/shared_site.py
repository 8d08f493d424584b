"""One built site for all tests in a browser, in however many processes they run."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import served

PLACE = pytest.StashKey[tuple[Path, str]]()
"""The folder for the site, and the address at which it is served."""


class SharedSite:
    """Serves the folder of the site from pytest's first process, which outlives all others."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        given = getattr(session.config, "workerinput", {}).get("site")
        if given:
            session.config.stash[PLACE] = Path(given[0]), given[1]
            return
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory())) / "site"
        session.config.stash[PLACE] = folder, self._stack.enter_context(served(folder))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:  # noqa: ANN401 - pytest-xdist has no types
        """Tell a process of pytest-xdist where the site is."""
        folder, address = node.config.stash[PLACE]
        node.workerinput["site"] = str(folder), address

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_auto_num_workers(self, config: pytest.Config) -> int | None:
        """Tests in a browser wait for most of their time: let there be two for each processor."""
        alone = config.getoption("markexpr") in {"browser", "weekly"}
        return 2 * len(os.sched_getaffinity(0)) if alone else None

    def pytest_unconfigure(self) -> None:
        self._stack.close()
