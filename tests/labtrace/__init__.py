"""What `docs/labtrace.py` records, on this Python and on others that are found."""
