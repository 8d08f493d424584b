"""Say hello."""

import os

print("process", os.getpid())
