# /// script
# [tool.lab]
# clock = { use = "own", reason = "the service is another process" }
# browser = { runs = false, reason = "the service is another process, and a page has none" }
# ///
"""A shell in between keeps SIGTERM to itself."""

import subprocess
import sys

SERVICE = """
import asyncio, signal

async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    print("serving", flush=True)
    try:
        async with asyncio.timeout(1):
            await stop.wait()
        print("SIGTERM has come")
    except TimeoutError:
        print("nothing has come")

asyncio.run(main())
"""

for line in ['"$0" -c "$1"; exit', 'exec "$0" -c "$1"']:
    shell = subprocess.Popen(
        ["sh", "-c", line, sys.executable, SERVICE],
        stdout=subprocess.PIPE,
        text=True,
    )
    print(line, shell.stdout.readline(), sep="\n", end="")
    shell.terminate()
    print(shell.communicate()[0].strip())
