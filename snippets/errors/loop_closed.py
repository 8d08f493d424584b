"""A runner closes its loop."""

import asyncio

with asyncio.Runner() as runner:
    loop = runner.get_loop()
    loop.run_until_complete(asyncio.sleep(0.1))
print("the loop is still open:", not loop.is_closed())
#> the loop is still open: False
