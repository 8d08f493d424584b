"""Waits for a process."""

import asyncio
import subprocess
import sys
import time


async def convert():
    subprocess.run([sys.executable, "-c", "import time; time.sleep(0.3)"], check=True)


async def main():
    await asyncio.gather(convert(), asyncio.sleep(0.01))


asyncio.run(main())
