"""Say hello."""

import os

print("hello")
#> hello
os._exit(0)
