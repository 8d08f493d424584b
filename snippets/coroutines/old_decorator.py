"""The decorator of Python 3.4 is gone from asyncio."""

import asyncio

try:

    @asyncio.coroutine
    def double(x):
        return x * 2

except AttributeError as error:
    print(f"AttributeError: {error}")
    #> AttributeError: module 'asyncio' has no attribute 'coroutine'
