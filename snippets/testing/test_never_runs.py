# /// script
# dependencies = ["pytest"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q --disable-warnings", reason = "pytest needs a process of its own" }
# ///
"""A green test that never ran."""

import unittest


async def greet(name):
    return f"Hello, {name}!"


class TestGreet(unittest.TestCase):
    async def test_greet(self):
        self.assertEqual(await greet("Ada"), "Goodbye!")
