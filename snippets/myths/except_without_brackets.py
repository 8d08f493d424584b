"""Two exceptions without brackets: an error before Python 3.14."""

SOURCE = """
try:
    pass
except ConnectionError, ValueError:
    pass
"""

try:
    compile(SOURCE, "areq.py", "exec")
    print("it compiles")
except SyntaxError as error:
    print("SyntaxError:", error.msg)
