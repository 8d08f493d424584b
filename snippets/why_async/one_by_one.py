"""Three downloads, one after the other: each waits for the one before."""

import time


def report(text):
    print(f"{time.perf_counter() - start:.1f} s  {text}")
    #> 0.0 s  news: asked
    #> 0.3 s  news: here
    #> 0.3 s  mail: asked
    #> 0.4 s  mail: here
    #> 0.4 s  weather: asked
    #> 0.6 s  weather: here
    #> 0.6 s  all here; the processor was busy for 0.0 s


def download(name, seconds):
    report(f"{name}: asked")
    time.sleep(seconds)  # stands for a server that takes its time
    report(f"{name}: here")


start = time.perf_counter()
busy = time.process_time()
download("news", 0.3)
download("mail", 0.1)
download("weather", 0.2)
busy = time.process_time() - busy
report(f"all here; the processor was busy for {busy:.1f} s")
