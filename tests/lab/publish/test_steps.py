"""A recording becomes a file that its button asks for."""

from __future__ import annotations

import json

from lab.publish import steps
from lab.publish.site import Page
from tests.lab.publish.conftest import Build, contents

FIGURE = (
    '<div class="lab-step-row"><button class="lab-step">Step through</button>'
    '<script type="application/json" class="lab-recording" data-name="tasks/first">'
    '{"text": "\\u003c/script>"}</script></div>'
)


def test_a_recording_moves_to_a_file(build: Build) -> None:
    site = build(tasks=f"<h1>Tasks</h1>{FIGURE}", more=FIGURE)
    steps.complete(site)
    page = Page(site.folder / "learn/tasks/index.html", site.folder)
    assert page.html.css_first("script.lab-recording") is None
    button = page.html.css_first("button.lab-step")
    assert button is not None
    address = button.attributes["data-steps"] or ""
    assert address.startswith("../../assets/steps/tasks/first-")
    (file,) = site.folder.glob("assets/steps/**/*.json")
    assert page.resolve(address) == file.relative_to(site.folder).as_posix()
    assert json.loads(file.read_text()) == {"text": "</script>"}


def test_it_changes_nothing_the_second_time(build: Build) -> None:
    site = build(tasks=FIGURE)
    steps.complete(site)
    before = contents(site)
    steps.complete(site)
    assert contents(site) == before
