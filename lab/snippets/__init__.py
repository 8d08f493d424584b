"""A snippet's file: metadata, expected output, sessions, masks; and its run as a process."""
