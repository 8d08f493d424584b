"""A line goes to standard error, and the transcript does not know."""

import sys

print("careful", file=sys.stderr)
print("done")
