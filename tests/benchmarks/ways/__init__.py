"""The eight ways of part six, measured: `make bench-ways`."""
