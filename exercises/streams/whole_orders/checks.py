"""Print each order once and whole, however its bytes arrive."""

import asyncio

from lab.exercises import Attempt, Program, Run, wrong

HINTS = (
    "`read` returns whatever has arrived, which can be half an order, or two. How can"
    " you tell where an order ends?",
    "Each order ends with a line break. The reader has a method that waits for one.",
    "`async for order in reader:` reads line by line. If the client leaves in the middle of an"
    " order, the last line has no line break: leave it out.",
)


def both_orders_are_whole(attempt: Attempt) -> None:
    """Tea and coffee are printed, each on a separate line."""
    _demand(attempt.run(), ["tea", "coffee"])


def two_in_one_piece(attempt: Attempt) -> None:
    """Orders that arrive in one piece are printed separately."""
    pieces = [b"tea\nmilk\nsugar\n"]
    _demand(_send(attempt, "With three orders in one piece", pieces), ["tea", "milk", "sugar"])


def many_orders(attempt: Attempt) -> None:
    """A thousand orders are all printed."""
    pieces = [b"sugar\n" * 1000]  # a buffer of 1,000 bytes ends in the middle of one
    count = _orders(_send(attempt, "With a thousand orders", pieces)).count("order: sugar")
    if count != 1000:
        wrong(f"With a thousand orders, the program prints {count}.")


def a_letter_in_two_pieces(attempt: Attempt) -> None:
    """A piece may end in the middle of a letter, and the next one may come a second later."""
    order = "café\n".encode()
    case = "With a letter cut in two"
    _demand(_send(attempt, case, [order[:4], order[4:]], pause=1), ["café"])


def half_an_order_is_none(attempt: Attempt) -> None:
    """Half an order is not printed."""
    case = "With a client that leaves in the middle of an order"
    run = _send(attempt, case, [b"tea\ncof"])
    if "order: cof" in _orders(run):
        wrong(f"{case}, the program prints 'order: cof': half an order is no order.")
    _demand(run, ["tea"])


def _demand(run: Run, orders: list[str]) -> None:
    expected = [f"order: {order}" for order in orders]
    printed = _orders(run)
    for order in expected:
        if order not in printed:
            wrong(f"The program doesn't print {order!r}.")
    if printed != expected:
        wrong(f"The program prints {printed}, not {expected}.")


def _orders(run: Run) -> list[str]:
    return [line.strip() for line in run.lines if line.startswith("order")]


def _send(attempt: Attempt, case: str, pieces: list[bytes], pause: float = 0.1) -> Run:
    async def send(program: Program) -> None:
        server = await asyncio.start_server(program.serve, "127.0.0.1", 0)
        async with server:
            address = server.sockets[0].getsockname()
            _, writer = await asyncio.open_connection(*address)
            for piece in pieces:
                writer.write(piece)
                await asyncio.sleep(pause)
            writer.close()
            await asyncio.sleep(0.5)

    return attempt.call(case, send)
