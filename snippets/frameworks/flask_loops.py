# /// script
# dependencies = ["flask[async]"]
# [tool.lab]
# browser = { runs = false, reason = "Flask is not among the packages that the page has" }
# ///
"""Flask runs each async view in a loop of its own."""

import asyncio

from flask import Flask

app = Flask(__name__)
loops = []


async def send_mail():
    try:
        await asyncio.sleep(1)
        print("mail sent")
    except asyncio.CancelledError:
        print("mail cancelled")
        raise


@app.get("/")
async def home():
    loops.append(asyncio.get_running_loop())
    app.mail = asyncio.create_task(send_mail())
    await asyncio.sleep(0.1)
    return "hello"


client = app.test_client()
print(client.get("/").text)
print(client.get("/").text)
print("the same loop?", loops[0] is loops[1])
