"""A plugin of pytest: ends the thread in which anyio waits for real sockets, after each test.

anyio keeps it for the next test. But that has a clock of its own, which doesn't wait for threads
that are older than itself.
"""

from __future__ import annotations

import pytest
from anyio._core import _asyncio_selector_thread


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """End the thread, if there is one."""
    if _asyncio_selector_thread._selector is not None:
        _asyncio_selector_thread._selector._stop()
