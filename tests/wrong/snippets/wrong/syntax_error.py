"""The program can't be parsed."""


async def main()
    print("hello")
