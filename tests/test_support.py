from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import made_once


def test_a_folder_is_made_once_and_again_after_it_failed(request: pytest.FixtureRequest) -> None:
    made: list[Path] = []

    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("no room")

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "whole").touch()

    with pytest.raises(OSError, match="no room"):
        made_once(request, "once", fail)
    folders = {made_once(request, "once", make) for _ in range(2)}
    assert made == list(folders)
    assert [path.name for path in made[0].iterdir()] == ["whole"]
