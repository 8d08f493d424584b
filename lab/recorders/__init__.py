"""Records what the tasks of other systems do: Twisted, gevent, Stackless' tasklets and Trio.

The tracer (`lab.trace.tracer`) hears of asyncio's tasks only. Each of these systems has hooks of
its own, or calls that can be wrapped. What they tell becomes a trace like any other, and the same
code draws it.

Their loops go by the machine's clock. So `make update` records a run and keeps it beside the
program as `idea.trace`, and `make test` compares it with a new run. Building the site needs none of
these systems.
"""
