"""It prints something else at each run."""

import random

print(random.random())
