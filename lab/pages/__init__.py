"""Markdown in, HTML out: the fences, the glossary, the pictures, the inventories and the theme.

The room that knows Markdown. A fence on a page names a snippet, a session or an exercise in
one line; here it becomes a figure with code, output, timeline and buttons. The glossary's terms
become links, and a page that is served is built again when its files change.
"""
