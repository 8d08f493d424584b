# /// script
# [tool.lab]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# dev_mode = { on = false, reason = "it would warn of fork, since the loop's process has threads" }
# ///
"""A forked process has your changes, but a fresh one doesn't."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

settings = {"language": "en"}


def language():
    return settings["language"]


async def ask(method):
    loop = asyncio.get_running_loop()
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        answer = await loop.run_in_executor(pool, language)
    print(f"{method}: the other process sees {answer!r}")


async def main():
    settings["language"] = "de"
    for method in ["fork", "forkserver", "spawn"]:
        await ask(method)


if __name__ == "__main__":
    asyncio.run(main())
