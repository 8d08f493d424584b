"""A main that nothing starts."""


async def main():
    print("x")
