# /// script
# [tool.lab]
# clock = { use = "own", reason = "the service is another process" }
# browser = { runs = false, reason = "the service is another process, and a page has none" }
# ///
"""asyncio.run cleans up on SIGINT. On SIGTERM the process just ends."""

import signal
import subprocess
import sys

SERVICE = """
import asyncio

async def main():
    print("serving", flush=True)
    try:
        await asyncio.sleep(60)
    finally:
        print("cleaning up")

asyncio.run(main())
"""

for number in [signal.SIGINT, signal.SIGTERM]:
    service = subprocess.Popen(
        [sys.executable, "-c", SERVICE],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # KeyboardInterrupt's traceback
        text=True,
    )
    print(number.name, service.stdout.readline(), end="")
    service.send_signal(number)
    rest = service.communicate()[0].strip()
    print(number.name, rest or "nothing more")
