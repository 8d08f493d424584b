import asyncio
import time


class TokenBucket:
    def __init__(self, rate, capacity):
        self.rate = rate
        self.capacity = capacity
        self.tokens = capacity
        self.updated = time.monotonic()
        self.lock = asyncio.Lock()

    async def acquire(self):
        async with self.lock:
            while True:
                now = time.monotonic()
                self.tokens = min(self.capacity, self.tokens + (now - self.updated) * self.rate)
                self.updated = now
                if self.tokens >= 1:
                    self.tokens -= 1
                    return
                await asyncio.sleep((1 - self.tokens) / self.rate)


async def request(bucket, n, start):
    await bucket.acquire()
    print(f"request {n}", time.monotonic() - start >= (n - 1) / 10)


async def main():
    start = time.monotonic()
    bucket = TokenBucket(rate=10, capacity=2)
    async with asyncio.TaskGroup() as group:
        for n in range(6):
            group.create_task(request(bucket, n, start))


asyncio.run(main())
