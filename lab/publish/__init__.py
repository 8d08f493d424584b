"""The built folder, made ready for the public: all that a site needs beyond its pages.

`make build` calls this room once, and `make serve` after each build, when MkDocs or Zensical has
written its pages:

    python -m lab.publish site

It is the only room that reads built HTML, and it does so with an HTML parser, so that it works for
either tool. It needs no network. The same commit gives the same bytes: a step may also read
`docs/`, `snippets/` and git's history.

Each step is a module with a function `complete(site)`; `__main__.py` lists the steps in their
order. A new step is a new module, a line in that list, and a test in `tests/lab/publish/` that
calls its `complete` on a small folder. A step

- asks `site.pages()` for the pages, changes them with their parser, and calls `save`;
- writes other files with `site.write`;
- does nothing where what it works on isn't there: Zensical has another search, and the tests
  publish folders with one page;
- gives the same when it is called again on its own result.
"""
