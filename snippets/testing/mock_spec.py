"""With `spec`, a mock knows what it replaces."""

import asyncio
from unittest.mock import create_autospec


class Mail:
    async def send(self, text):
        await asyncio.sleep(0.1)  # stands in for a request

    def is_open(self):
        return True


async def main():
    mail = create_autospec(Mail, instance=True)
    mail.is_open.return_value = False
    print("open:", mail.is_open())
    #> open: False
    print("send is", type(mail.send).__name__)
    #> send is AsyncMock
    try:
        mail.sned
    except AttributeError as error:
        print(error)
        #> Mock object has no attribute 'sned'
    try:
        await mail.send("Hello!", "Ada")
    except TypeError as error:
        print(error)
        #> too many positional arguments


asyncio.run(main())
