from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.runtime import Runtime


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    worker = Runtime()
    yield worker
    worker.stop()
