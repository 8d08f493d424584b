"""The loop makes the tasks, in another function than main."""

from asyncio import get_running_loop, run, sleep

CLICKS = ["red", "green", "blue"]


async def save(name):
    await sleep(0.3)  # the disk takes its time
    print("saved", name)


async def buttons(on_click):
    for name in CLICKS:
        await sleep(0.1)
        print("clicked", name)
        on_click(name)


def starter(tasks):
    def on_click(name):
        tasks.append(get_running_loop().create_task(save(name)))

    return on_click


async def go():
    tasks = []
    await buttons(starter(tasks))
    for task in tasks:
        await task


run(go())
