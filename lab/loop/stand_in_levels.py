"""What the stand-in's locks and queues are made of: a number that changes with time.

How many may enter a lock, and how many items are in a queue, has a history: who comes later, but at
an earlier time, finds what there was then.
"""

from __future__ import annotations

import bisect
import math
import operator
from collections.abc import Callable
from typing import TypeVar

from lab.loop import stand_in
from lab.loop.stand_in_flows import Finding, instant

_Answer = TypeVar("_Answer")


def at_least_one(value: int) -> bool:
    """Tell whether one may enter, or there is one."""
    return value >= 1


class Level:
    """A number that changes with time, such as how many more may enter.

    What a thread that runs ahead finds there is noted as a `Finding`: a change that comes later,
    but at an earlier time, may prove it wrong.

    Args:
        value: Its first value.
        adds: Whether a change is added to it; or else takes its place.
    """

    def __init__(self, value: int, *, adds: bool = True) -> None:
        self._before = value
        self._changes: list[tuple[float, int]] = []  # sorted by time
        self._adds = adds
        self._findings: list[Finding] = []

    def at(self, when: float) -> int:
        """Return its value at a time, after all that happened at that instant."""
        value = self._before
        for time, change in self._changes:
            if instant(time) > instant(when):
                break
            value = value + change if self._adds else change
        return value

    def now(self) -> int:
        """Return its value at the time of the flow that asks."""
        return self.at(stand_in.current.time())

    def look(self, what: str, answer: Callable[[int], _Answer]) -> _Answer:
        """Return what follows from its value, to a program that may look until that changes."""
        clock = stand_in.current
        clock.glance()
        self._note(what, clock.time(), answer)
        return answer(self.now())

    def _note(
        self, what: str, since: float, answer: Callable[[int], object], *, takes: bool = False
    ) -> None:
        clock = stand_in.current
        if not clock.runs_ahead:
            return
        thread, until, value = clock.flow.thread, instant(clock.time()), self.now()
        decided = 0
        if not self._adds:
            times = [instant(time) for time, _ in self._changes]
            decided = max([time for time in times if time <= until], default=0)
        finding = Finding(
            what, thread, until, instant(since), value, decided, answer, answer(value), takes
        )
        if finding not in self._findings[-1:]:  # which may be looked for over and over
            self._findings.append(finding)
            clock.note(finding)

    def change(self, change: int) -> None:
        """Change it from now on."""
        clock = stand_in.current
        now = clock.time()
        if not clock.runs_ahead:
            clock.settle()
            self._findings = [it for it in self._findings if it.until > instant(now)]
        place = bisect.bisect_right(self._changes, now, key=operator.itemgetter(0))
        if place and self._changes[place - 1][0] == now:
            place -= 1
            before = self._changes.pop(place)[1]
            total = before + change if self._adds else change
        else:
            total = change
        if total or not self._adds:
            self._changes.insert(place, (now, total))
        for finding in self._findings:
            self._tell(finding, instant(now), change)
        if not clock.runs_ahead:  # no flow will ask any more what it was before
            while self._changes and self._changes[0][0] <= now:
                change = self._changes.pop(0)[1]
                self._before = self._before + change if self._adds else change

    def _tell(self, finding: Finding, now: int, change: int) -> None:
        """Tell a finding of a change before it: at one instant, a thread goes first."""
        if not finding.decided <= now < finding.until:
            return
        if self._adds:
            finding.value += change
        else:
            finding.value, finding.decided = change, now
        if finding.since <= now and at_least_one(self.at(now / 1e9)):
            finding.is_wrong = True  # it would have waited no longer

    def _known(self) -> float | None:
        """Return from when on it is at least 1, as far as is known."""
        now = stand_in.current.time()
        times = [now, *(time for time, _ in self._changes if time > now)]
        return next((time for time in times if at_least_one(self.at(time))), None)

    def reach_one(self, timeout: float | None, what: str, *, takes: bool = False) -> bool:
        """Wait until it is at least 1; return False if the timeout came first."""
        clock = stand_in.current
        began = clock.time()
        if not at_least_one(self.now()):
            self._note(what, began, at_least_one)
        is_reached = clock.wait_for(self._known, timeout, what)
        self._note(what, began, at_least_one, takes=takes)
        return is_reached

    def take_one(self, timeout: float | None, what: str) -> bool:
        """Wait as `reach_one` does, and take one; who waits first is served first."""
        clock = stand_in.current
        now, known = clock.time(), self._known()
        ends = min(
            math.inf if known is None else known,
            math.inf if timeout is None else now + timeout,
        )
        for finding in self._findings:
            waited = finding.takes and instant(now) < finding.since < finding.until
            if waited and finding.until <= ends * 1e9:
                finding.is_wrong = True
        is_taken = self.reach_one(timeout, what, takes=True)
        if is_taken:
            self.change(-1)
        return is_taken
