# /// script
# dependencies = ["pytest"]
# [tool.lab]
# masks = ["took"]
# exit = { status = 1, reason = "the failure is the lesson" }
# run = { with = "pytest -q -rN", reason = "pytest needs a process of its own" }
# ///
"""pytest alone doesn't run `async def` tests."""


async def greet(name):
    return f"Hello, {name}!"


async def test_greet():
    assert await greet("Ada") == "Goodbye!"
