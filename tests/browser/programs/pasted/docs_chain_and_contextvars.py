import asyncio
import contextvars

client_addr_var = contextvars.ContextVar("client_addr")


def render_goodbye():
    client_addr = client_addr_var.get()
    return f"Good bye, client @ {client_addr}"


async def handle_request(addr):
    client_addr_var.set(addr)
    await asyncio.sleep(0.1)
    print(render_goodbye())


async def main():
    await asyncio.gather(*(handle_request(f"10.0.0.{n}") for n in range(3)))
    print(client_addr_var.get("no client here"))


asyncio.run(main())
