"""However a client's handler ends, remove it from the clients."""

import asyncio
import socket

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Bob's handler ends with an error. Which of its lines are skipped?",
    "Bob is still in `clients`. Ada's handler writes to him, and fails in turn.",
    "Code that must run at the end, whatever happens before, belongs in a `finally`.",
)


def ada_is_heard(attempt: Attempt) -> None:
    """After Bob's line, which is too long, Ada hears what she says."""
    heard = [line for line in attempt.run(fails=True).lines if "heard" in line]
    for words in ("hello", "is anyone there?"):
        if not any(words in line for line in heard):
            wrong(f"Ada doesn't hear {words!r}.")


def bob_is_gone(attempt: Attempt) -> None:
    """The client with the long line is removed from the clients."""
    left = attempt.call("With a line that is too long", _long_line, fails=True).result
    if left != 1:
        wrong("A client that was cut off stays among the clients.")


def a_crash_is_no_problem(attempt: Attempt) -> None:
    """A client whose computer crashes is removed, too."""
    result = attempt.call("When a client's computer crashes", _crash, fails=True).result
    heard, left = result if isinstance(result, tuple) else (0, 0)
    if left > 1:
        wrong("When a client's computer crashes, it stays among the clients.")
    if heard != 3:
        wrong("When a client's computer crashes, the others don't hear everything that follows.")


async def _long_line(program: Program) -> int:
    server = await asyncio.start_server(program.serve, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        _, bob = await asyncio.open_connection(*address)
        _, ada = await asyncio.open_connection(*address)
        bob.write(b"x" * 100_000 + b"\n")
        await asyncio.sleep(0.1)
        left = len(program.clients)
        ada.close()
        bob.close()
        await asyncio.sleep(0.1)
    return left


async def _crash(program: Program) -> tuple[int, int]:
    server = await asyncio.start_server(program.serve, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        bob = socket.socket()
        bob.setblocking(False)
        await asyncio.get_running_loop().sock_connect(bob, address)
        reader, ada = await asyncio.open_connection(*address)
        await asyncio.sleep(0.1)
        for number in range(3):
            ada.write(b"hello\n")
            await asyncio.sleep(0.1)
            if number == 0:
                bob.close()  # with a line that he hasn't read: that resets the connection
                await asyncio.sleep(0.1)
        left = len(program.clients)
        ada.write_eof()
        heard = len((await reader.read()).splitlines())
        ada.close()
        await asyncio.sleep(0.1)
    return heard, left
