"""It needs a newer Python, and does not say so."""

from asyncio import yesterday

print(yesterday)
#> 1
