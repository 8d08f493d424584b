"""The event loop: asyncio's own, with another clock and another network.

`EventLoop` is a subclass of asyncio's base loop. On a virtual clock, all waiting is skipped: time
jumps to the next timer, and everything that tells the time agrees. When nothing can wake the loop
any more, it says which tasks wait for what. Threads, signals and `time.sleep` follow the clock,
too. An observer is told what happens; the tracer is one.
"""
