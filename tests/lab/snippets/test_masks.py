from __future__ import annotations

from pathlib import Path

from lab.snippets.masks import mask

PROGRAM = Path("snippets/topic/idea.py")
TRACEBACK = """\
Traceback (most recent call last):
  File "/home/reader/topic/idea.py", line 9, in <module>
    asyncio.run(main())
    ~~~~~~~~~~~^^^^^^^^
  File "/usr/lib/python3.13/asyncio/runners.py", line 194, in run
    return runner.run(main)
           ~~~~~~~~~~^^^^^^
  File "/usr/lib/python3.13/asyncio/base_events.py", line 721, in run_until_complete
    return future.result()
  File "/home/reader/topic/idea.py", line 5, in main
    raise ValueError("no")
ValueError: no
"""


def masked(text: str, *names: str) -> str:
    return mask(text, names, PROGRAM)


def test_address_is_masked_and_the_rest_is_kept() -> None:
    text = "<coroutine object double at 0x7f3a5c0d1e40>"
    assert masked(text, "address") == "<coroutine object double at 0x...>"


def test_the_number_of_a_process_is_masked() -> None:
    text = "Process 4711 terminated abruptly with exit code 1; processes 7\n"
    masked = "Process ... terminated abruptly with exit code 1; processes 7\n"
    assert mask(text, ["process"], Path("pool.py")) == masked


def test_date_and_time_are_masked() -> None:
    assert masked("2014-09-02T18:20:00Z <Greenlet>", "moment") == "...Z <Greenlet>"
    assert masked("2014-09-02", "moment") == "2014-09-02"


def test_a_folder_with_a_space_in_its_name_is_left_out(tmp_path: Path) -> None:
    program = tmp_path / "My projects" / "idea.py"
    text = f"<listen() done, defined at {program}:15> and {program.with_name('other.py')}:1"
    shown = mask(text, ["folder"], program)
    assert shown == f"<listen() done, defined at idea.py:15> and {program.with_name('other.py')}:1"


def test_a_folder_as_another_system_sees_it_is_left_out(tmp_path: Path) -> None:
    program = tmp_path / "idea.py"
    assert (
        mask(f'File "/outside{program}", line 1', ["folder"], program) == 'File "idea.py", line 1'
    )


def test_folder_is_left_out_before_the_snippets_own_name_only() -> None:
    text = "/home/reader/idea.py:7: RuntimeWarning\n/home/reader/other.py:1: x"
    assert masked(text, "folder") == "idea.py:7: RuntimeWarning\n/home/reader/other.py:1: x"
    assert masked(r"C:\Users\me\idea.py:7", "folder") == "idea.py:7"


def test_traceback_keeps_the_snippets_own_frames() -> None:
    assert masked(TRACEBACK, "traceback") == (
        "Traceback (most recent call last):\n"
        '  File "idea.py", line 9, in <module>\n'
        "    asyncio.run(main())\n"
        "  ...\n"
        '  File "idea.py", line 5, in main\n'
        '    raise ValueError("no")\n'
        "ValueError: no\n"
    )


def test_traceback_in_an_exception_group_keeps_its_margin() -> None:
    text = (
        "  + Exception Group Traceback (most recent call last):\n"
        '  |   File "/usr/lib/python3.11/asyncio/taskgroups.py", line 1, in __aexit__\n'
        "  |     raise me\n"
        '  |   File "/tmp/idea.py", line 9, in <module>\n'
        "  |     asyncio.run(main())\n"
        "  |     ~~~~~~~~~~~^^^^^^^^\n"
        "  | ExceptionGroup: errors (1 sub-exception)\n"
        "  +-+---------------- 1 ----------------\n"
        "    | Traceback (most recent call last):\n"
        '    |   File "/tmp/idea.py", line 5, in fail\n'
        "    |     1 / 0\n"
        "    |     ~~^~~\n"
        "    | ZeroDivisionError: division by zero\n"
    )
    assert masked(text, "traceback") == (
        "  + Exception Group Traceback (most recent call last):\n"
        "  |   ...\n"
        '  |   File "idea.py", line 9, in <module>\n'
        "  |     asyncio.run(main())\n"
        "  | ExceptionGroup: errors (1 sub-exception)\n"
        "  +-+---------------- 1 ----------------\n"
        "    | Traceback (most recent call last):\n"
        '    |   File "idea.py", line 5, in fail\n'
        "    |     1 / 0\n"
        "    | ZeroDivisionError: division by zero\n"
    )


def test_frames_are_written_as_pythons_documentation_does() -> None:
    assert masked(TRACEBACK, "frames") == (
        "Traceback (most recent call last):\n  ...\nValueError: no\n"
    )


def test_output_that_looks_like_carets_is_kept() -> None:
    assert masked("^^^\n~~~\n", "traceback") == "^^^\n~~~\n"


def test_syntax_error_at_a_prompt_is_the_same_in_all_versions() -> None:
    newer = (
        '  File "<stdin>", line 1\n    await double(6)\n    ^^^^^^^^^^^^^^^\n'
        "SyntaxError: 'await' outside function\n"
    )
    older = "  File \"<stdin>\", line 1\nSyntaxError: 'await' outside function\n"
    assert masked(newer, "syntax") == masked(older, "syntax") == older
