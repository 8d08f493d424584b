import argparse
import asyncio
import sys

try:
    import winloop
except ImportError:
    winloop = None

try:
    import orjson as json
except ModuleNotFoundError:
    import json


async def main(names):
    print(json.dumps({"names": names, "fast loop": winloop is not None}))
    await asyncio.sleep(0.01)
    return len(names)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Say hello.")
    parser.add_argument("names", nargs="*", default=["Ada", "Bob"])
    parser.add_argument("--debug", action="store_true")
    options = parser.parse_args()
    with asyncio.Runner(debug=options.debug) as runner:
        sys.exit(runner.run(main(options.names)))
