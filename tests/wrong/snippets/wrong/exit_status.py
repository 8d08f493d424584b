"""The program fails, and its metadata does not say so."""

import sys

print("going")
sys.exit(3)
