"""Which tests in a browser run in the same process, if there are several."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it has no types

ANYWHERE = {
    "test_every_page",
    "test_light",
    "test_output",
    "test_page",
    "test_share",
    "test_storage",
    "test_whole_pages",
}
"""Modules whose tests share the site and its Chromium with all others of their process."""


class Distribution(LoadScopeScheduling):  # type: ignore[misc]  # its base has no types
    """Keeps the tests of a module together that share a worker or an engine; others go anywhere.

    Two WebKits at once are too much for two processors. Modules with many tests come first, single
    tests last, so that no processor has to wait for another.

    This is here since pytest-xdist 3.8 gets no group from its mark `xdist_group` with pytest 9.2:
    https://github.com/pytest-dev/pytest-xdist/issues/1386.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, *_ = nodeid.split("::")
        return nodeid if file.rpartition("/")[2].removesuffix(".py") in ANYWHERE else file
