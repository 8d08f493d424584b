"""With write."""

import sys


def greet():
    sys.stdout.write("hello\n")
