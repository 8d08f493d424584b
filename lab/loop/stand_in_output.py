"""What threads print, shown when the program gets to that time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from lab.loop.stand_in_flows import instant, outside_of_loop

if TYPE_CHECKING:
    from lab.loop.stand_in import StandIn


class Stream:
    """A text stream that shows what a thread writes when the program gets to that time."""

    def __init__(self, stand_in: StandIn, before: TextIO) -> None:
        self._stand_in, self._before = stand_in, before

    def write(self, text: str) -> int:
        """Show a text, at the time of the thread that writes it."""
        stand_in = self._stand_in
        thread, now = stand_in.flow.thread, stand_in.time()
        if thread is None or not stand_in.runs_ahead:
            return self._before.write(text)
        show = partial(self._show, text)
        if instant(now) <= instant(stand_in.inner.time()):
            show()
        else:
            stand_in.at(now, show, flow=stand_in.main, daemon=thread.daemon)
        return len(text)

    def _show(self, text: str) -> None:
        with outside_of_loop():
            self._before.write(text)

    def writelines(self, lines: Any) -> None:  # noqa: ANN401 - strings
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - `flush` and more
        return getattr(self._before, name)
