import asyncio


async def eternity():
    await asyncio.sleep(3600)
    print("yay!")


async def main():
    try:
        await asyncio.wait_for(eternity(), timeout=0.1)
    except TimeoutError:
        print("timeout!")
    try:
        async with asyncio.timeout(0.1):
            await eternity()
    except TimeoutError:
        print("The long operation timed out, but we've handled it.")
    done, pending = await asyncio.wait(
        [asyncio.create_task(eternity()), asyncio.create_task(asyncio.sleep(0.1))],
        return_when=asyncio.FIRST_COMPLETED,
    )
    print(len(done), len(pending))


asyncio.run(main())
