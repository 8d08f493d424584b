"""A timeline: a trace as a picture, and as a table of its steps.

The drawing is an SVG with an axis of time or of steps and a lane for each task, which shows its
calls and what it waits for. The report tells the same in words, for those who can't see the
picture.
"""
