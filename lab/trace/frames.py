"""Find the program's own frame among those of libraries."""

from __future__ import annotations

import asyncio
from types import FrameType
from typing import TYPE_CHECKING

from lab.loop.awaits import is_library_file

if TYPE_CHECKING:
    pass


RUN_HANDLE = asyncio.Handle._run.__code__
"""What is further out than this is who called `asyncio.run`."""


def own_line(frame: FrameType | None) -> int | None:
    """Return the line of the innermost frame that is the program's own, in the step that runs."""
    frame = own_frame(frame)
    return frame.f_lineno if frame else None


def own_frame(frame: FrameType | None) -> FrameType | None:
    """Return the innermost frame that is the program's own, in the step that runs."""
    while frame is not None and is_library_file(frame.f_code.co_filename):
        # What is further out is who called `asyncio.run`.
        frame = None if frame.f_code is RUN_HANDLE else frame.f_back
    return frame
