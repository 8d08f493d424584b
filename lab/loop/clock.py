"""Clocks for the lab's event loop: one that jumps, and the one on the wall."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import math
import operator
import sys
import time
from collections.abc import Iterator
from types import CodeType, FrameType

from lab.loop.dates import following_dates
from lab.loop.following import following
from lab.loop.in_force import TIME, in_force, real_nanoseconds, real_time
from lab.loop.processor import computing_time, counts_computing
from lab.loop.threads import Threads
from lab.loop.wakeups import Wakeups

_real_sleep = time.sleep
_real_time = time.monotonic

# Python counts time in nanoseconds, in 63 bits.
_LONGEST_SLEEP = 2**63 / 1e9

# Since Python 3.15 `time.sleep` takes a `Fraction`, too: all that `float` can be made from.
_TAKES_ANY_NUMBER = sys.version_info >= (3, 15)

# The longest that a loop of asyncio's own waits without looking, in seconds.
_LONGEST_WAIT = 24 * 3600

_MANY_LOOKS = 100_000
_MANY_TURNS = 1_000_000
_MANY_TIMERS = 100


class Clock:
    """What the event loop asks of a clock.

    Attributes:
        jumps: Whether it never waits, as a virtual clock does.
        factor: How many real seconds a second takes, if it doesn't jump.
    """

    jumps = False
    factor = 1.0

    threads: Threads

    def time(self) -> float:
        """Return the seconds since some start; never goes back."""
        raise NotImplementedError

    def sleep(self, seconds: float) -> None:
        """Block the calling thread: what `time.sleep` does while the clock is installed."""
        raise NotImplementedError

    def after(self, now: float, seconds: float) -> float:
        """Return the time at which a wait of `seconds` is over that begins `now`."""
        return now + seconds

    def when_to_call(self, when: float) -> float:
        """Return when to call what is asked for at the time `when`."""
        return when

    def resolution(self) -> float:
        """Return how much before its time a timer may be due."""
        return 1e-9

    def wait(self, wakeups: Wakeups, deadline: float | None, limit: float = math.inf) -> bool:
        """Wait for a wake-up, at most until `deadline`.

        Args:
            wakeups: Who wakes the loop sets their flag.
            deadline: A time of this clock; `None` if no timer is set.
            limit: How long to wait without a timer for a thread that is at work, in real seconds.

        Returns:
            False if there is no timer, and no thread that could wake the loop.
        """
        raise NotImplementedError

    def look(self, name: str, caller: FrameType) -> float:
        """Return what a function of the module `time` says while this clock is in force.

        Args:
            name: `monotonic`, `perf_counter` or `time`.
            caller: Who asks.
        """
        return real_time(name)

    def look_ns(self, name: str, caller: FrameType) -> int:
        """Return what `time.monotonic_ns`, say, does; the arguments are those of `look`."""
        return real_nanoseconds(name)

    def since_1970(self) -> float:
        """Return the time by which dates are told: it is no look at the clock."""
        return real_time("time")

    def computed(self) -> float | None:
        """Return how long this thread has computed, in seconds of this clock; None if unknown."""
        return None

    def instant(self) -> float:
        """Return the time, to a thread that is about to wait."""
        return self.time()

    def jump(self, deadline: float) -> None:
        """Let time go by at once, if this clock can."""

    def go_by(self, seconds: float) -> None:
        """Follow the real clock, if this one doesn't by itself."""

    def let_threads_run(self) -> None:
        """Give threads that were just started their turn, where the clock has a say in it."""
        self.threads.let_others_run()

    def wait_for_threads(self, wakeups: Wakeups, deadline: float, limit: float = math.inf) -> bool:
        """Let a loop wait; return False if nothing can wake it."""
        wait = self.threads.new_wait(self.threads.adopt(), deadline, is_loop=True)
        wakeups.listener = functools.partial(self.threads.wake, wait)
        try:
            if wakeups.flag:
                wait.is_woken = True
            return self.threads.pause(wait, limit) or not wait.is_hopeless
        finally:
            wakeups.listener = None

    def turn(self) -> None:
        """Do what is due in threads that this clock stands in for, while the loop is busy."""

    def installed(self) -> contextlib.AbstractContextManager[None]:
        """Let the functions of the module `time` follow this clock inside the block."""
        raise NotImplementedError


class WallClock(Clock):
    """The real clock: waiting takes as long as it says."""

    def __init__(self) -> None:
        self.threads = Threads(self, take_turns=False)

    time = staticmethod(time.monotonic)

    def computed(self) -> float | None:
        """Return how long this thread has computed: less than went by, if others computed too."""
        return computing_time() / self.factor if counts_computing else None

    def sleep(self, seconds: float) -> None:
        """Block the calling thread for `seconds`."""
        seconds = checked(seconds)
        began = self.time()
        with self.threads.asleep():
            _real_sleep(seconds * self.factor)
        self.threads.current()  # the program may have ended meanwhile, and its threads with it
        tell_blocked(self.time() - began)  # a machine with other work to do sleeps for longer

    def wait(self, wakeups: Wakeups, deadline: float | None, limit: float = math.inf) -> bool:
        """Wait for a wake-up, at most until `deadline`."""
        if deadline is not None:
            seconds = min((deadline - self.time()) * self.factor, _LONGEST_WAIT)
            # As the standard loop on Linux: epoll counts in whole milliseconds, upwards.
            wakeups.wait(math.ceil(seconds * 1000) / 1000)
            return True
        return self.wait_for_threads(wakeups, math.inf, limit)

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Let `time.sleep` tell the observer what it blocks; all else stays as it is."""
        with (
            in_force(self),
            replaced(time, sleep=TIME["sleep"]),
            following(self.threads, time.monotonic),
        ):
            yield


class VirtualClock(Clock):
    """A clock that stops while Python runs, and jumps to the next deadline.

    It makes no one wait: `asyncio.sleep(3600)` and `time.sleep(3600)` return at once, an hour
    later by this clock. So a run takes no time, and gives the same times whenever it is run.

    Threads keep to it too, also where they wait with a timeout: `lab/loop/threads.py` says how. One
    runs at a time, and in the same order in each run. A thread that was just started, or given a
    job, runs before its starter goes on; at the same instant, a thread goes before the loop.

    What a thread computes takes no time, unless it goes on for longer than `patience`: then the
    clock follows the real one, from deadline to deadline, until the thread is done. The same holds
    for a thread that waits for something outside, such as a real socket.

    Args:
        start: What `time()`, `time.monotonic()` and `time.perf_counter()` say first, in seconds.
        epoch: What `time.time()` says first, in seconds since 1970: by default the first
            moment of 2026, UTC.
        patience: How long time stops for a thread at work, in real seconds.
    """

    jumps = True

    def __init__(
        self, start: float = 0.0, epoch: float = 1_767_225_600.0, patience: float = 1.0
    ) -> None:
        self.threads = Threads(self, take_turns=True, patience=patience)
        self._now = start
        self._epoch = epoch - start
        # What `time.time()` said last, and when.
        self._shown, self._shown_at = epoch, start
        # How often the loop and the program, by place, looked at the clock since it last moved.
        self._turns = 0
        self._timers_for_now = 0
        self._looks: dict[tuple[CodeType, int], int] = {}

    def instant(self) -> float:
        """Return the time, to a thread that is about to wait."""
        self.threads.keep_up()
        return self._now

    def time(self) -> float:
        """Return the virtual seconds, for the loop."""
        if self.threads.followed is not None:
            self.threads.keep_up()
        self._turns += 1
        if self._turns > _MANY_TURNS:
            self._creep()
        return self._now

    def _look(self, caller: FrameType) -> float:
        if caller.f_code is asyncio.BaseEventLoop.time.__code__:
            return _real_time()  # a loop of asyncio's own, which also waits in real time
        self.threads.keep_up()
        # A program may wait by looking at the clock over and over. So after very many looks from
        # one place at one instant, each further look from there takes a millisecond.
        place = caller.f_code, caller.f_lasti
        looks = self._looks[place] = self._looks.get(place, 0) + 1
        if looks > _MANY_LOOKS:
            self._creep()
        return self._now

    def _creep(self) -> None:
        self._now = round(self._now + 0.001, 9)

    def after(self, now: float, seconds: float) -> float:
        """Return a time at least `seconds` after `now`, however the two are subtracted.

        It is in whole nanoseconds, so that 0.1 and 0.3 seconds make 0.4, unless the difference of
        such floats comes out too small: 1.2 - 0.9 is less than 0.3.
        """
        exact = now + seconds
        try:
            # In most cases the nearest nanosecond will do: each timer is made here.
            time = int(exact * 1e9 + 0.5) / 1e9
            if time >= exact and time - now >= seconds:
                return time
        except (OverflowError, ValueError):  # no end, or no number
            pass
        time = _whole_nanoseconds(exact)
        while time - now < seconds:
            time = math.nextafter(time, math.inf)
        return time

    def when_to_call(self, when: float) -> float:
        """Return `when`, or a nanosecond later if very many timers were asked for at this instant.

        A real clock has moved on when a callback looks at it. A rate limiter whose sum of floats
        is a hair too large at the time that it computed asks to be called at that time again, and
        would do so for ever if time stood still.
        """
        if when == self._now:
            self._timers_for_now += 1
            if self._timers_for_now > _MANY_TIMERS:
                return when + 1e-9
        return when

    def resolution(self) -> float:
        """Return so little that no timer is due before the clock shows its time."""
        return math.ulp(self._now)

    def sleep(self, seconds: float) -> None:
        """Let `seconds` go by; if the loop's thread calls this, no callback runs meanwhile."""
        seconds = checked(seconds)
        deadline = self.after(self.instant(), seconds)
        member = self.threads.current()
        if not self.threads.are_there():
            self.jump(deadline)
        elif member is None:
            _real_sleep(seconds)  # a thread that doesn't belong to the program
        else:
            self.threads.pause(self.threads.new_wait(member, deadline))
        tell_blocked(seconds)

    def wait(self, wakeups: Wakeups, deadline: float | None, limit: float = math.inf) -> bool:
        """Wait for a wake-up, at most until `deadline`."""
        deadline = math.inf if deadline is None else deadline
        if self.threads.are_there():
            return self.wait_for_threads(wakeups, deadline, limit)
        if not wakeups.flag and deadline == math.inf:
            return False
        if not wakeups.flag:
            self.jump(deadline)
        return True

    def jump(self, deadline: float) -> None:
        """Set the clock to `deadline`."""
        if deadline > self._now:
            self._now = _whole_nanoseconds(deadline)
            self._turns = self._timers_for_now = 0
            self._looks.clear()

    def go_by(self, seconds: float) -> None:
        """Let as many seconds go by as did by the real clock."""
        self.jump(self._now + seconds)

    def look(self, name: str, caller: FrameType) -> float:
        """Return what a function of the module `time` says; many looks move the clock."""
        now = self._look(caller)
        return self._shown_since_1970(now) if name == "time" else now

    def look_ns(self, name: str, caller: FrameType) -> int:
        """Return the same in nanoseconds."""
        now = round(self._look(caller) * 1e9)
        return round(self._epoch * 1e9) + now if name == "time" else now

    def since_1970(self) -> float:
        """Return the time by which dates are told."""
        return self._epoch + self._now

    def _shown_since_1970(self, now: float) -> float:
        """Return what `time.time()` says.

        So far from 1970 two floats differ by 0.00000024 seconds or more. So that between two looks
        no less time goes by than in truth, the result is rounded upwards where necessary.
        """
        time = max(self._epoch + now, self._shown)
        while time - self._shown < now - self._shown_at:
            time = math.nextafter(time, math.inf)
        self._shown, self._shown_at = time, now
        return time

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Let `time.sleep`, `monotonic`, `perf_counter`, `time`, their twins and dates follow."""
        with (
            in_force(self),
            following(self.threads, TIME["monotonic"]),
            following_dates(),
            replaced(time, **TIME),
        ):
            yield


def checked(seconds: float) -> float:
    """Return how long to sleep, or raise what `time.sleep` raises."""
    kind = type(seconds)
    if not issubclass(kind, float):
        if hasattr(kind, "__index__"):
            seconds = operator.index(seconds)
        elif _TAKES_ANY_NUMBER and hasattr(kind, "__float__"):
            seconds = float(seconds)
        else:
            _real_sleep(seconds)  # refuses it in the words of this Python
    if not 0 <= seconds < _LONGEST_SLEEP:
        _real_sleep(seconds)  # says what is wrong before it would sleep
    return float(seconds)


def _whole_nanoseconds(time: float) -> float:
    """Round the time to nanoseconds: to the nearest if that is not below, else upwards."""
    rounded = int(time * 1e9 + 0.5) / 1e9 if time < _LONGEST_SLEEP else time
    if rounded >= time:
        return rounded
    # Less than a tenth of a nanosecond below comes from the arithmetic of floats.
    return time if time - rounded < 1e-10 else rounded + 1e-9


def tell_blocked(seconds: float) -> None:
    """Tell the observer of the running loop, if any, that it was blocked just now."""
    loop = asyncio._get_running_loop()
    guard = getattr(loop, "guard", None)
    if guard is not None:
        guard.tell("blocked", loop, seconds)


@contextlib.contextmanager
def replaced(owner: object, **replacements: object) -> Iterator[None]:
    """Give `owner` other attributes inside the block."""
    before = {name: getattr(owner, name) for name in replacements}
    try:
        for name, replacement in replacements.items():
            setattr(owner, name, replacement)
        yield
    finally:
        for name, original in before.items():
            setattr(owner, name, original)
