# /// script
# [tool.lab]
# clock = { use = "own", reason = "it is a process of its own" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# ///
"""Starts the server as a separate process, and ends it."""

import subprocess
import sys
from contextlib import contextmanager


@contextmanager
def started():
    command = [sys.executable, "server.py", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        try:
            port = int(server.stdout.readline())
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


if __name__ == "__main__":
    with started() as site:
        print("a page:", site.rpartition(":")[0] + ":.../ok")
