"""Of nested timeouts, the one that is due first fires."""

import asyncio


async def main():
    try:
        async with asyncio.timeout(0.2) as outer:
            try:
                async with asyncio.timeout(0.5) as inner:
                    await asyncio.sleep(1)
            except TimeoutError:
                print("caught between the two")
            print("after the inner block")
    except TimeoutError:
        print("caught outside both")
        #> caught outside both
    print("inner expired:", inner.expired())
    #> inner expired: False
    print("outer expired:", outer.expired())
    #> outer expired: True


asyncio.run(main())
