"""Say hello."""

import random

print(random.random())
