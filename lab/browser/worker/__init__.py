"""Python in the page: the worker in which a reader's program runs.

`worker.ts` loads Pyodide, takes away what a program must not reach, and hands each program to
`run.py`, which runs it on the lab's loop and draws its timeline. Modules that can't work in a page
are refused when they are imported, and those that are not loaded yet are fetched then.
"""
