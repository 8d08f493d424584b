"""The transcript takes a line of standard error for one of output."""

import sys

print("careful", file=sys.stderr)
print("done")
