"""Cancel work at every point where it can wait, and check each time."""

import asyncio


async def at_every_point(make, check):
    turns = 0
    while True:
        task = asyncio.create_task(make())
        for _ in range(turns):
            await asyncio.sleep(0)
        in_time = task.cancel()  # False: it had ended by itself
        await asyncio.wait([task])
        check()
        if not in_time:
            task.result()  # raises its error
            return turns
        turns += 1


async def test_lend():
    shelf, reader = ["Emma"], []

    async def lend():
        shelf[:], reader[:] = ["Emma"], []
        await asyncio.sleep(0)  # stands in for a note in the catalogue
        await asyncio.sleep(0)  # stands in for a mail to the reader
        reader.append(shelf.pop())

    def nothing_is_lost():
        assert sorted(shelf + reader) == ["Emma"]

    turns = await at_every_point(lend, nothing_is_lost)
    print("cancelled after 0 to", turns, "turns: nothing is lost")
    #> cancelled after 0 to 3 turns: nothing is lost


asyncio.run(test_lend())
