"""Say hello."""

import os

print(os.getcwd())
