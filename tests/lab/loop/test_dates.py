from __future__ import annotations

import asyncio
import datetime
import pickle
import subprocess
import sys
import time

import pytest

import lab
from lab.loop.slow import SlowClock

_real = datetime.datetime


def test_the_first_example_of_asyncio_s_documentation_advances() -> None:
    said = []

    async def say_after(delay: float, what: str) -> None:
        await asyncio.sleep(delay)
        said.append((what, time.strftime("%X")))

    async def main() -> None:
        await say_after(1, "hello")
        await say_after(2, "world")

    with lab.installed():
        start = time.mktime(time.localtime())
        asyncio.run(main())
        hello, world = (time.strftime("%X", time.localtime(start + s)) for s in (1, 3))
    assert said == [("hello", hello), ("world", world)]


def test_display_date_ends_and_counts_seconds() -> None:
    shown = []

    async def display_date() -> None:
        loop = asyncio.get_running_loop()
        end_time = loop.time() + 5.0
        while True:
            shown.append(datetime.datetime.now())
            if (loop.time() + 1.0) >= end_time:
                break
            await asyncio.sleep(1)

    with lab.installed():
        asyncio.run(display_date())
    seconds = [(when - shown[0]).total_seconds() for when in shown]
    assert seconds == list(range(len(shown)))
    assert len(shown) in (4, 5)


def test_all_that_tells_the_date_agrees() -> None:
    with lab.installed():
        time.sleep(90_061.25)
        utc = datetime.datetime(2026, 1, 2, 1, 1, 1, 250_000)
        assert datetime.datetime.now(datetime.UTC) == utc.replace(tzinfo=datetime.UTC)
        assert datetime.datetime.utcnow() == utc
        local = datetime.datetime.now()
        assert local == datetime.datetime.today() == datetime.datetime.fromtimestamp(time.time())
        assert datetime.date.today() == local.date()
        assert time.gmtime()[:6] == (2026, 1, 2, 1, 1, 1)
        assert time.localtime()[:6] == local.timetuple()[:6]
        assert time.ctime() == time.asctime() == local.ctime()
        assert time.strftime("%Y-%m-%d %H:%M:%S") == str(local)[:19]


def test_an_explicit_time_is_left_alone() -> None:
    with lab.installed():
        assert time.gmtime(0)[:3] == (1970, 1, 1)
        assert time.strftime("%Y", time.gmtime(0)) == "1970"
        assert time.asctime(time.gmtime(0)) == "Thu Jan  1 00:00:00 1970"
        assert time.ctime(0) == time.asctime(time.localtime(0))


def test_the_classes_behave_as_python_s() -> None:
    with lab.installed():
        renamed, date = datetime.datetime, datetime.date

        now = renamed.now()
        assert renamed is datetime.datetime is type(now)
        assert repr(now) == f"datetime.datetime({now.year}, {now.month}, {now.day}, {now.hour}, 0)"
        assert repr(renamed) == "<class 'datetime.datetime'>"
        assert (renamed.__name__, renamed.__qualname__) == ("datetime", "datetime")
        assert isinstance(now, date)
        assert isinstance(_real(2020, 1, 1), renamed)
        assert not isinstance(date(2020, 1, 1), renamed)
        assert issubclass(_real, renamed)
        assert issubclass(renamed, date)
        assert now > _real(2020, 1, 1)
        assert pickle.loads(pickle.dumps(now)) == now  # noqa: S301 - our own
        assert renamed.strptime("2026", "%Y") == renamed(2026, 1, 1)

        class Own(datetime.datetime):
            pass

        assert type(Own.now()) is Own
        assert isinstance(Own.now(), renamed)
        assert not isinstance(now, Own)
    assert datetime.datetime is _real
    assert isinstance(now, _real)
    assert pickle.loads(pickle.dumps(now)) == now  # noqa: S301 - our own


def test_dates_follow_the_slow_clock() -> None:
    with SlowClock(1000).installed():
        before = datetime.datetime.now()
        assert abs(before.timestamp() - time.time()) < 1
        assert time.localtime()[:3] == before.timetuple()[:3]


def test_a_program_that_imports_datetime_late_gets_the_same() -> None:
    source = """
import sys, lab
assert "datetime" not in sys.modules, "then this tests nothing"
with lab.installed():
    from datetime import datetime
    print(datetime.utcnow(), sys.modules["datetime"].__spec__.name)
import datetime
print(datetime.datetime.utcnow().year == 2026 and str(datetime.datetime.utcnow())[5:10] == "01-01")
"""
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", source], capture_output=True, text=True, check=False
    )
    if "then this tests nothing" in process.stderr:
        pytest.skip(reason="something of Python's own imports it here")
    assert process.stdout == "2026-01-01 00:00:00 datetime\nFalse\n", process.stderr
