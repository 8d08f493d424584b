# /// script
# [tool.lab]
# browser = { runs = false, reason = "a browser does not tell when its processor works" }
# ///
"""Measure whether a part of a program waits or works."""

import contextlib
import time


@contextlib.contextmanager
def measured(what):
    began = time.perf_counter()
    worked = time.process_time()
    try:
        yield
    finally:
        took = time.perf_counter() - began
        worked = time.process_time() - worked
        print(f"{what}: {took:.1f} s, of which {worked:.1f} s worked")


with measured("downloads"):
    time.sleep(0.3)  # a server takes its time
