# /// script
# requires-python = ">=3.14"
# ///
"""Python 3.14 and 3.15 warn about what Python 3.16 will remove."""

import asyncio
import inspect
import warnings

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")

    class MyPolicy(asyncio.DefaultEventLoopPolicy):
        pass

    policy = asyncio.get_event_loop_policy()
    asyncio.set_event_loop_policy(policy)
    asyncio.iscoroutinefunction(asyncio.sleep)
    inspect.iscoroutinefunction(asyncio.sleep)  # stays

for warning in said:
    print(warning.message)
