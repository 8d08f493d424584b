"""The browser half: Python in a worker of the page. Only `run` and what it imports run there."""
