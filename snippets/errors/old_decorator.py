"""A name that asyncio no longer has."""

import asyncio

try:
    decorator = asyncio.coroutine
except AttributeError as error:
    print(error)
    #> module 'asyncio' has no attribute 'coroutine'
