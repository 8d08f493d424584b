# /// script
# [tool.lab]
# masks = ["took"]
# ///
"""Test a timeout without waiting for it."""

import asyncio
import unittest


async def first_line(read, limit=30):
    try:
        async with asyncio.timeout(limit):
            return await read()
    except TimeoutError:
        return "no answer"


async def never():
    await asyncio.get_running_loop().create_future()


class TestFirstLine(unittest.IsolatedAsyncioTestCase):
    async def test_no_answer(self):
        line = await first_line(never, limit=0)
        self.assertEqual(line, "no answer")

    async def test_a_failure_is_no_timeout(self):
        async def fail():
            raise ConnectionError

        with self.assertRaises(ConnectionError):
            await first_line(fail)


if __name__ == "__main__":
    unittest.main(verbosity=2)
