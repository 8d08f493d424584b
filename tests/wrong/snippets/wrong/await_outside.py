"""An await in no coroutine."""

import asyncio

await asyncio.sleep(1)
