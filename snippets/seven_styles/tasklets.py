# /// script
# dependencies = ["greenlet"]
# [tool.lab]
# clock = { use = "own", reason = "it switches between greenlets, without asyncio" }
# browser = { runs = false, reason = "greenlet is compiled code, which a page can't load" }
# recorder = { use = "greenlet", reason = "the tracer hears of asyncio's tasks only" }
# ///
"""With Stackless's channels: tasklets share nothing, but send."""

import time

from channels import Channel, GreenletExit, kill, run, tasklet

answers, sleeping = Channel(), []


def check(page, seconds):
    print(f"{page}: asked")
    alarm = Channel()
    sleeping.append((start + seconds, alarm))
    try:
        alarm.receive()
    except GreenletExit:
        print(f"{page}: stopped")
        raise
    answers.send((page, page != "mail"))


def wake_sleepers():
    for when, alarm in sleeping:
        time.sleep(max(0, when - time.perf_counter()))
        alarm.send(None)


def collect(checks):
    page, is_up = answers.receive()
    while is_up:
        print(f"{page}: 200")
        page, is_up = answers.receive()
    for each in checks:
        kill(each)
    print(f"{page} is down, after {time.perf_counter() - start:.1f} s")


start = time.perf_counter()
pages = [("news", 0.1), ("mail", 0.2), ("map", 1.0)]
tasklet(collect, [tasklet(check, *page) for page in pages])
tasklet(wake_sleepers)
run()
