"""It needs a newer Python, and does not say so."""

import asyncio

print(asyncio.yesterday)
#> 1
