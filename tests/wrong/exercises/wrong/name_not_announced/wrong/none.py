"""The checks use `greet`: keep this name."""
