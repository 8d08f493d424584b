"""Snippets on Pythons that this machine may not have: Pyodide, under Node.

An `Interpreter` is a process of Node in which Pyodide runs snippets, one after another, on the
lab's loop. The tests use it for Python 3.14 and 3.15, and `make update` writes what those print.
"""
