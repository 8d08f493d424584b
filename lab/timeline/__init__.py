"""A timeline: a trace as a picture, and as a table of its steps."""
