"""Sentences of the chapters, each quoted by a test that tries to refute it.

`test_<chapter>.py` has the claims of `docs/learn/<chapter>.md`. Each test quotes one sentence, word
for word, with `@claim`. `test_census.py` fails when a bullet under "What to remember" has no claim,
or when a quoted sentence isn't on its page any more.
"""
