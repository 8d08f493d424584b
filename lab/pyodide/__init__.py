"""Snippets on Pythons that this machine may not have: Pyodide, under Node."""
