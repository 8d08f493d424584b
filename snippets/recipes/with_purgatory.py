# /// script
# dependencies = ["purgatory"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry purgatory" }
# ///
"""With purgatory: after two failures, refuse calls for a second."""

import asyncio

from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import OpenedState


async def main():
    async def fetch():  # plays a server that is down
        raise TimeoutError("no answer")

    breakers = AsyncCircuitBreakerFactory(
        default_threshold=2, default_ttl=1
    )
    for _ in range(6):
        try:
            async with await breakers.get_breaker("the mill"):
                await fetch()
        except OpenedState:
            print("not asked")
        except OSError as error:
            print(error)
        await asyncio.sleep(0.4)


asyncio.run(main())
