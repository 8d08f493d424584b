# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""Some of these let a cancellation through, and some swallow it."""

import asyncio


async def except_exception():
    try:
        await asyncio.sleep(1)
    except Exception:
        print("this line is not reached")


async def except_and_raise():
    try:
        await asyncio.sleep(1)
    except BaseException:
        print("clean-up, then the same exception")
        raise


async def return_in_finally():
    try:
        await asyncio.sleep(1)
    finally:
        return "nothing happened"


async def cancelled(work):
    task = asyncio.create_task(work())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    print(f"{work.__name__}: cancelled is {task.cancelled()}")


async def main():
    await cancelled(except_exception)
    await cancelled(except_and_raise)
    await cancelled(return_in_finally)


asyncio.run(main())
