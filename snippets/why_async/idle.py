# /// script
# [tool.lab]
# browser = { runs = false, reason = "a browser does not tell when its processor works" }
# ///
"""While a program waits, the processor has nothing to do for it."""

import time

start = time.perf_counter()
busy = time.process_time()
time.sleep(0.6)
print(f"over after {time.perf_counter() - start:.1f} s")
print(f"at work for {time.process_time() - busy:.1f} s")
