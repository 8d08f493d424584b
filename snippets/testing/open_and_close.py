# /// script
# [tool.lab]
# masks = ["took"]
# ///
"""Open what a test needs, and close it whatever happens."""

import asyncio
import unittest


async def answer(reader, writer):
    line = await reader.readline()
    writer.write(line.upper())
    writer.close()
    await writer.wait_closed()


class TestShout(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        start = asyncio.start_server(answer, "127.0.0.1", 0)
        server = await self.enterAsyncContext(await start)
        self.address = server.sockets[0].getsockname()

    async def test_shout(self):
        reader, writer = await asyncio.open_connection(*self.address)
        self.addAsyncCleanup(writer.wait_closed)
        self.addCleanup(writer.close)
        writer.write(b"hello\n")
        self.assertEqual(await reader.readline(), b"HELLO\n")


if __name__ == "__main__":
    unittest.main()
