"""Polls."""

import asyncio


async def is_done(turn):
    await asyncio.sleep(0.02)
    return turn == 14


async def main():
    turn = 0
    while not await is_done(turn):
        turn += 1
        await asyncio.sleep(0.005)


asyncio.run(main())
