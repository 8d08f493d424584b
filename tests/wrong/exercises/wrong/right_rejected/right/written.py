"""With write."""

import sys

sys.stdout.write("Hello\n")
