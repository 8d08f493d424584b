"""The package that it imports is not in its metadata."""

import aiohttp

print(aiohttp.hdrs.DATE)
#> Date
