# /// script
# dependencies = ["viztracer"]
# [tool.lab]
# clock = { use = "own", reason = "VizTracer measures real time" }
# dev_mode = { on = false, reason = "Python 3.11 crashes in development mode with VizTracer 1.1" }
# browser = { runs = false, reason = "VizTracer needs its own C extension" }
# ///
"""VizTracer records each call, so you see which one took the time."""

import asyncio
import json
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from viztracer import VizTracer


def thumbnail():
    time.sleep(0.3)  # stands in for computing


async def answer(name):
    await asyncio.sleep(0.1)  # stands in for a request
    if name == "Bo":
        thumbnail()


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ("Ada", "Bo", "Cy"):
            group.create_task(answer(name))


with TemporaryDirectory() as folder:
    file = Path(folder, "result.json")
    with VizTracer(output_file=str(file), verbose=0, log_async=True):
        asyncio.run(main())
    events = json.loads(file.read_text())["traceEvents"]

longest = Counter()
for event in events:
    if event["ph"] == "X" and __file__ in event["name"]:
        function = event["name"].partition(" ")[0]
        longest[function] = max(longest[function], event["dur"] / 1e6)
for function in ("answer", "thumbnail"):
    print(f"{function}: {longest[function]:.1f} s without a break")
