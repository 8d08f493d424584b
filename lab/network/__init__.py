"""TCP in memory: what an operating system does for connections, in one process."""
