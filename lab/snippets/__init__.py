"""A snippet's file: metadata, expected output, sessions, masks; and its run as a process.

A `Snippet` is a program, a `Session` what is typed at a prompt. What either should print is written
in comments or in a file beside it; here it is read, compared with a run line by line, and rewritten
by `make update`. Where they differ, the advice says what to do.
"""
