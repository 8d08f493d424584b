# /// script
# [tool.lab]
# masks = ["took"]
# ///
"""What runs before and after an async test, and on which loop."""

import asyncio
import unittest


class TestShop(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        print("setUp")

    async def asyncSetUp(self):
        self.addAsyncCleanup(self.close)
        self.loop = asyncio.get_running_loop()
        print("asyncSetUp opens the shop")

    async def close(self):
        print("clean-up closes the shop")

    async def asyncTearDown(self):
        print("asyncTearDown")

    def tearDown(self):
        print("tearDown")

    async def test_one_loop(self):
        print("test")
        self.assertIs(self.loop, asyncio.get_running_loop())


if __name__ == "__main__":
    unittest.main()
