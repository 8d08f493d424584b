"""Standard output, closed too soon."""

import sys

print("x")
#> x
sys.stdout.close()
print("y")
#> y
