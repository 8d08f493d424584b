# /// script
# dependencies = ["prompt-toolkit"]
# [tool.lab]
# clock = { use = "own", reason = "it reads the keyboard from a pipe of the operating system" }
# browser = { runs = false, reason = "there is no keyboard in the page" }
# ///
"""With prompt_toolkit: a line from the keyboard, without a thread."""

import asyncio

from prompt_toolkit import PromptSession
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput


async def show_messages(keyboard):
    for number in range(1, 100):
        await asyncio.sleep(0.2)
        print("message", number)
        if number == 2:  # your turn to type: you need no such line
            keyboard.send_text("tea, please\r")


async def main():
    with create_pipe_input() as keyboard:  # a real one is the default
        session = PromptSession(input=keyboard, output=DummyOutput())
        messages = asyncio.create_task(show_messages(keyboard))
        print("you typed:", await session.prompt_async("> "))
        messages.cancel()


asyncio.run(main())
