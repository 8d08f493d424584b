# /// script
# dependencies = ["greenlet"]
# [tool.lab]
# clock = { use = "own", reason = "it switches between greenlets, without asyncio" }
# browser = { runs = false, reason = "greenlet is compiled code, which a page can't load" }
# ///
"""Stackless's tasklets and channels, in a few lines on greenlet."""

from collections import deque

from greenlet import GreenletExit, getcurrent, greenlet

scheduler = getcurrent()
ready = deque()


class Channel:
    def __init__(self):
        self.receivers, self.senders = deque(), deque()

    def receive(self):
        if self.senders:
            ready.append(self.senders.popleft())
        self.receivers.append(getcurrent())
        return scheduler.switch()

    def send(self, value):
        if not self.receivers:
            self.senders.append(getcurrent())
            scheduler.switch()
        ready.append(getcurrent())
        self.receivers.popleft().switch(value)


def tasklet(function, *arguments):
    ready.append(greenlet(lambda: function(*arguments)))
    return ready[-1]


def kill(tasklet):
    ready.appendleft(getcurrent())
    tasklet.throw(GreenletExit)


def run():
    while ready:
        ready.popleft().switch()
