"""Run a coroutine on the lab's loop and on asyncio's own."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from lab.loop.installed import installed

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def run_standard(main: Coroutine[Any, Any, Any]) -> object:
    """Run on asyncio's own loop, with sockets of the operating system, in real time."""
    return asyncio.run(main)


def run_lab(main: Coroutine[Any, Any, Any]) -> object:
    """Run on the lab's loop, in memory and in virtual time."""
    with installed():
        return asyncio.run(main)


@pytest.fixture(params=[run_lab, run_standard], ids=["lab", "standard"])
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """Each test that takes this runs twice. Nothing may be left unclosed behind it."""
    gc.freeze()  # what is there already need not be looked through
    yield request.param
    gc.collect()
    gc.unfreeze()
