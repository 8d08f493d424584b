# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# clock = { use = "own", reason = "the program that hangs is another process" }
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""A connection that isn't closed keeps its thread, and the program."""

import subprocess
import sys

PROGRAM = """
import asyncio
import aiosqlite

connections = []

async def main():
    db = await aiosqlite.connect(":memory:")
    await db.execute("SELECT 1")
    connections.append(db)

asyncio.run(main())
print("the last line", flush=True)
"""

program = subprocess.Popen(
    [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True
)
print(program.stdout.readline().strip())
try:
    print("exit status", program.wait(timeout=1))
except subprocess.TimeoutExpired:
    print("it doesn't end")
    program.kill()
program.communicate()
