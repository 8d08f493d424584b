"""The file hides a module of the standard library."""
