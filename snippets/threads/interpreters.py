# /// script
# requires-python = ">=3.14"
# [tool.lab]
# clock = { use = "own", reason = "threads keep to no clock of the lab" }
# browser = { runs = false, reason = "there are no threads in the page" }
# dev_mode = { on = false, reason = "it reports how long an interpreter takes to start" }
# ///
"""Interpreters share a process, but neither globals nor locks."""

import asyncio
import os
import threading
from concurrent.futures import InterpreterPoolExecutor

settings = {"language": "en"}


def language():
    return settings["language"], os.getpid()


async def main():
    loop = asyncio.get_running_loop()
    settings["language"] = "de"
    with InterpreterPoolExecutor(2) as pool:
        seen, pid = await loop.run_in_executor(pool, language)
        print(f"it sees {seen!r}; our process: {pid == os.getpid()}")
        try:
            await loop.run_in_executor(pool, print, threading.Lock())
        except Exception as error:
            print(type(error).__name__)


if __name__ == "__main__":
    asyncio.run(main())
