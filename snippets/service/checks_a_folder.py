# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# clock = { use = "own", reason = "the link checker is a process of its own" }
# browser = { runs = false, reason = "it starts a process" }
# ///
"""Two links of this site lead nowhere."""

import subprocess
import sys
import tempfile
from pathlib import Path

SITE = {
    "index.html": '<a href="news/#today">News</a> <a href="shop/">',
    "news/index.html": '<h1 id="monday">News</h1> <a href="../">',
}

with tempfile.TemporaryDirectory() as folder:
    for name, page in SITE.items():
        path = Path(folder, name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(page)
    command = ["-m", "linkcheck", "check", folder, "--per-host", "5"]
    done = subprocess.run(
        [sys.executable, *command],
        cwd="..",  # there, in snippets/, is the package
        capture_output=True,
        text=True,
    )
print(done.stdout, end="")
print("exit status", done.returncode)
