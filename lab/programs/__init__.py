"""One program inside this process: execute it, catch what it prints, type it at a prompt.

A program that runs here finds what a new process would give it: its own `__main__`, arguments,
warnings and logging. Afterwards, what it left behind in modules is taken back, so that the next one
starts clean.
"""
