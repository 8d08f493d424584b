"""Another thread asks."""

import asyncio

name = asyncio.run(asyncio.to_thread(input))
print("hello", name)
#> hello
