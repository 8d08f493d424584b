"""What a snippet that needs a newer Python than this one has to do: fail, and all else as usual."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NAMES = ["later.py", "typed_later.pycon"]
METADATA = '# /// script\n# requires-python = ">=3.99"\n# ///\n'
PROGRAM = f'{METADATA}"""Not yet."""\n\nfrom asyncio import yesterday\n\nprint(yesterday)\n#> 1\n'
SESSION = f"# Not yet.\n{METADATA}$ python\n>>> from asyncio import yesterday\n"


def test_it_has_to_fail_where_it_is_run(tmp_path: Path) -> None:
    for name, content in {
        "snippets/topic/later.py": PROGRAM,
        "snippets/topic/typed_later.pycon": SESSION,
        "docs/page.md": "".join(f"```snippet\ntopic/{name}\n```\n\n" for name in NAMES),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    suite = ["tests/snippets/test_contract.py", "tests/snippets/test_runs.py"]
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "later", "-m", ""]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *suite, *options, f"--project={tmp_path}"],
        capture_output=True,
        text=True,
        check=False,
    )
    here = ".".join(map(str, sys.version_info[:2]))
    assert "2 passed" in result.stdout  # what does not run them
    assert "3 xfailed" in result.stdout
    for name in NAMES:
        why = f"{name}:1: needs Python 3.99, says its requires-python: so it has to fail on {here}"
        assert why in result.stdout
