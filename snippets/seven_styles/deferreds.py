# /// script
# dependencies = ["twisted"]
# [tool.lab]
# clock = { use = "own", reason = "Twisted's reactor is a loop of its own" }
# browser = { runs = false, reason = "Twisted's reactor needs a network, and a page has none" }
# recorder = { use = "twisted", reason = "the tracer hears of asyncio's tasks only" }
# ///
"""With Twisted: an answer is an object that takes the callbacks."""

from twisted.internet import defer, task


def check(reactor, page, seconds):
    print(f"{page}: asked")
    answer = task.deferLater(reactor, seconds)
    answer.addCallback(show, page)
    answer.addErrback(clean_up, page)
    return answer


def show(_, page):
    if page == "mail":
        raise ConnectionError(f"{page} is down")
    print(f"{page}: 200")


def clean_up(failure, page):
    if failure.check(defer.CancelledError):
        print(f"{page}: stopped")
    return failure


def stop_the_rest(failure, checks, reactor, start):
    failure.trap(defer.FirstError)
    for answer in checks:
        answer.cancel()
    error = failure.value.subFailure.value
    print(f"{error}, after {reactor.seconds() - start:.1f} s")


def main(reactor):
    pages = [("news", 0.1), ("mail", 0.2), ("map", 1.0)]
    start = reactor.seconds()
    checks = [check(reactor, *page) for page in pages]
    answers = defer.gatherResults(checks, consumeErrors=True)
    return answers.addErrback(stop_the_rest, checks, reactor, start)


task.react(main)
