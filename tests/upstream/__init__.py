"""What other projects' documentation says, refuted by programs, with corrections ready to send.

`python -m tests.upstream` prints the corrections as Markdown.
"""
