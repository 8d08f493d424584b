# /// script
# [tool.lab]
# clock = { use = "wall", reason = "select waits on real sockets" }
# browser = { runs = false, reason = "a browser has no sockets" }
# ///
"""A loop that waits for timers and for the network, in one call."""

import selectors
import socket
import time
from contextlib import suppress


def speak(sock):
    yield 0.2  # wake me after so many seconds
    print("speak: hello")
    sock.send(b"hello")


def listen(sock):
    yield sock  # wake me when it has something to read
    print("listen: I hear", sock.recv(100).decode())


def run(*tasks):
    due = dict.fromkeys(tasks, 0)  # when to go on with each task
    sockets = selectors.DefaultSelector()
    while due or sockets.get_map():
        pause = min(due.values()) - time.monotonic() if due else None
        for key, _ in sockets.select(pause):
            sockets.unregister(key.fileobj)
            due[key.data] = 0
        for task in [t for t in due if due[t] <= time.monotonic()]:
            del due[task]
            with suppress(StopIteration):
                what = task.send(None)
                if isinstance(what, socket.socket):
                    sockets.register(what, selectors.EVENT_READ, task)
                else:
                    due[task] = time.monotonic() + what
    sockets.close()


here, there = socket.socketpair()
with here, there:
    run(listen(here), speak(there))
