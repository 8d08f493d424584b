# /// script
# dependencies = ["twisted"]
# [tool.lab]
# recorder = { use = "twisted", reason = "the tracer hears of asyncio's tasks only" }
# ///
"""With `inlineCallbacks`: a generator waits at each `yield`."""

from twisted.internet import defer, task


@defer.inlineCallbacks
def check(clock, page, seconds):
    print(f"{page}: asked")
    try:
        yield task.deferLater(clock, seconds)
    except defer.CancelledError:
        print(f"{page}: stopped")
        raise
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


@defer.inlineCallbacks
def main(clock):
    pages = [("news", 0.1), ("mail", 0.2), ("map", 1.0)]
    checks = [check(clock, *page) for page in pages]
    try:
        yield defer.gatherResults(checks, consumeErrors=True)
    except defer.FirstError as error:
        for answer in checks:
            answer.cancel()
        reason = error.subFailure.value
        print(f"{reason}, after {clock.seconds():.1f} s")


clock = task.Clock()
main(clock)
clock.pump([0.1, 0.1, 0.8])
