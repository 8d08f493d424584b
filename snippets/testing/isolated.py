# /// script
# [tool.lab]
# masks = ["took"]
# ///
"""A test case that runs coroutines: `IsolatedAsyncioTestCase`."""

import asyncio
import unittest


async def greet(name):
    await asyncio.sleep(1)  # stands in for a request
    return f"Hello, {name}!"


class TestGreet(unittest.IsolatedAsyncioTestCase):
    async def test_greet(self):
        self.assertEqual(await greet("Ada"), "Hello, Ada!")

    async def test_two_at_once(self):
        async with asyncio.timeout(1.9):
            await asyncio.gather(greet("Ada"), greet("Bo"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
