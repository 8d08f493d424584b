import asyncio
import heapq
from dataclasses import dataclass, field


@dataclass(order=True)
class Job:
    priority: int
    name: str = field(compare=False)


async def worker(queue, results):
    while True:
        job = await queue.get()
        try:
            await asyncio.sleep(0.01)
            if job.name == "bad":
                raise ValueError(f"{job.name} job")
            results.append(job.name)
        except ValueError as error:
            results.append(repr(error))
        finally:
            queue.task_done()


async def main():
    queue, results = asyncio.PriorityQueue(), []
    for priority, name in [(3, "tidy"), (1, "wake"), (2, "bad"), (1, "eat")]:
        await queue.put(Job(priority, name))
    task = asyncio.create_task(worker(queue, results))
    await queue.join()
    task.cancel()
    print(results, heapq.nsmallest(2, [3, 1, 2]))


asyncio.run(main())
