"""TCP in memory: what an operating system does for connections, in one process.

A `Network` knows the hosts and the sockets that listen, and `sockets` are what a program holds of
it. They imitate Linux's: buffers, resets, error texts. So streams, aiohttp and other libraries run
on them unchanged. What can't be done in memory is refused, with a sentence that says what to do.
"""
