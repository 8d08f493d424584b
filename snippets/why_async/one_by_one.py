"""Three downloads, each started when the previous one is over."""

import time


def report(text):
    print(f"{time.perf_counter() - start:.1f} s  {text}")


def download(name, seconds):
    report(f"{name}: asked")
    time.sleep(seconds)  # a server takes its time
    report(f"{name}: here")


start = time.perf_counter()
download("news", 0.3)
download("mail", 0.1)
download("weather", 0.2)
report("all here")
