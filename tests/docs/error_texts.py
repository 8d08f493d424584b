"""Print what Python says to some mistakes, as JSON. Runs on Python 3.8 and newer."""

import asyncio
import json
import re
import warnings

MISTAKES = {
    "await None": "async def main():\n    await None\nasyncio.run(main())",
    "with lock": "async def main():\n    with asyncio.Lock():\n        pass\nasyncio.run(main())",
    "async with object()": (
        "async def main():\n    async with object():\n        pass\nasyncio.run(main())"
    ),
    "async for in a list": (
        "async def main():\n    async for _ in [1]:\n        pass\nasyncio.run(main())"
    ),
    "asyncio.run(main)": "async def main():\n    pass\nasyncio.run(main)",
    "a second await": (
        "async def main():\n    once = asyncio.sleep(0)\n    await once\n    await once\n"
        "asyncio.run(main())"
    ),
    "asyncio.wait with a coroutine": (
        "async def main():\n    once = asyncio.sleep(0)\n"
        "    try:\n        await asyncio.wait([once])\n"
        "    finally:\n        once.close()\nasyncio.run(main())"
    ),
    "get_running_loop": "asyncio.get_running_loop()",
    "await outside": "await something",
    "await in a def": "def plain():\n    await something",
    "yield from in an async def": "async def main():\n    yield from something",
    "except A, B": "try:\n    pass\nexcept A, B:\n    pass",
    "an empty future's result": (
        "async def main():\n    asyncio.get_running_loop().create_future().result()\n"
        "asyncio.run(main())"
    ),
    "a coroutine's item": (
        "async def main():\n    pass\none = main()\ntry:\n    one['x']\nfinally:\n    one.close()"
    ),
    "a coroutine's attribute": (
        "async def main():\n    pass\none = main()\ntry:\n    one.text\nfinally:\n    one.close()"
    ),
    "for over an async generator": "async def main():\n    yield 1\nfor _ in main():\n    pass",
}


def said(source: str) -> str:
    """What is said when a program runs: nothing, if nothing is wrong with it."""
    try:
        exec(compile(source, "program.py", "exec"), {"asyncio": asyncio})  # noqa: S102 - our own
    except Exception as error:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return re.sub(r" at 0x\w+", "", text)
    return ""


warnings.simplefilter("ignore")
print(json.dumps({name: said(source) for name, source in MISTAKES.items()}))
