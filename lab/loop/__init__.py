"""The event loop: asyncio's own, with a clock and a network that one can choose."""
