"""How long to wait before the next attempt."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def told_to_wait(retry_after, now):
    """The seconds in a Retry-After header, or None."""
    if not retry_after:
        return None
    try:
        if retry_after.isdecimal():
            return int(retry_after)
        then = parsedate_to_datetime(retry_after)
        return max(0, (then - now).total_seconds())
    except (TypeError, ValueError, OverflowError):  # it makes no sense
        return None


def pause(attempt, retry_after, now, first=0.5, longest=30):
    """Seconds before attempt number `attempt` + 1, counted from 0."""
    told = told_to_wait(retry_after, now)
    if told is not None:
        return told
    return random.uniform(0, min(longest, first * 2**attempt))


now = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
print(pause(0, "7", now))
#> 7
print(pause(0, "Fri, 27 Nov 2026 12:01:30 GMT", now))
#> 90.0
print(all(pause(9, None, now) <= 30 for _ in range(1000)))
#> True
