"""What is to be done when a program has run to its end, before its names go away."""

from __future__ import annotations

from collections.abc import Callable

calls: list[Callable[[], object]] = []
"""Such as to wait for threads, as Python does at its end."""

was_refused = False
"""Whether the program ended since it was refused something that other loops can do."""
