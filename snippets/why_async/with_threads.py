"""Three downloads, each in its own thread: they wait together."""

import threading
import time


def report(text):
    where = threading.current_thread().name
    print(f"{time.perf_counter() - start:.1f} s  {text} ({where})")


def download(name, seconds):
    time.sleep(seconds)  # a server takes its time
    report(f"{name}: here")


start = time.perf_counter()
waits = {"news": 0.3, "mail": 0.1, "weather": 0.2}
threads = []
for name, seconds in waits.items():
    report(f"{name}: asked")
    thread = threading.Thread(
        target=download, args=(name, seconds), name=f"thread {name}"
    )
    thread.start()
    threads.append(thread)
for thread in threads:
    thread.join()
report("all here")
