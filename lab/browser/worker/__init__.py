"""Python in the page: the worker in which a reader's program runs."""
