"""The browser half: Python in a worker of the page, and the page's buttons around it.

`page/` is what the reader uses: buttons, editor, output, stored work. `worker/` starts Pyodide and
runs one program at a time, shut off from the page, the network and storage. `protocol.ts` lists
the messages between the two, and `build/` packs all of it for the site.
"""
