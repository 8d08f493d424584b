"""A trace: what each task of a program did, and when; and how it is recorded."""
