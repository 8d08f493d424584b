# /// script
# dependencies = ["stamina"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry stamina" }
# ///
"""With stamina: try again after random pauses that grow."""

import asyncio
import random

import stamina
from stamina.instrumentation import set_on_retry_hooks

answers = [OSError("busy"), OSError("still busy"), "news"]


@stamina.retry(
    on=OSError,
    attempts=5,
    timeout=30,
    wait_initial=0.1,
    wait_jitter=0.2,
)
async def fetch():  # plays the server
    await asyncio.sleep(0.1)
    answer = answers.pop(0)
    if isinstance(answer, OSError):
        raise answer
    return answer


def report(retry):
    print(f"{retry.caused_by}; again in {retry.wait_for:.1f} s")
    #> busy; again in 0.2 s
    #> still busy; again in 0.2 s


async def main():
    random.seed(7)  # only here: the page shows the same each time
    set_on_retry_hooks([report])  # otherwise it writes to the log
    print(await fetch())
    #> news


asyncio.run(main())
