"""What `docs/learn/subprocesses.md` claims."""

from __future__ import annotations

import asyncio
import errno
import os
import shlex
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from subprocess import CalledProcessError
from types import SimpleNamespace
from typing import Any

import pytest

from tests.claims.claim import claim

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no such signals")

LONG = 30.0
"""Seconds that no child here is allowed to take."""


async def python(code: str, **options: Any) -> Process:  # noqa: ANN401 - of the function it calls
    """Start a child that runs some Python."""
    return await asyncio.create_subprocess_exec(sys.executable, "-c", code, **options)


async def is_late(work: Awaitable[object], seconds: float) -> bool:
    """Whether a wait is not over in time."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        return True
    return False


def exists(process: int) -> bool:
    """Whether there is a process of this number that isn't just a dead one."""
    if Path("/proc/self").exists():
        try:
            status = Path(f"/proc/{process}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):  # it may end at any moment
            return False
        return status.rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def is_gone(process: int) -> bool:
    """Whether a process ends soon."""
    end = time.monotonic() + LONG
    while exists(process) and time.monotonic() < end:
        await asyncio.sleep(0.02)
    return not exists(process)


@claim("create_subprocess_exec starts the program and returns as soon as it is running.")
@claim("While it waits, other tasks keep running.")
@claim("communicate reads that pipe to its end and waits for the child to end.")
def test_communicate_waits_through_the_loop(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    waits = f"import os, time\nwhile not os.path.exists({str(opened)!r}): time.sleep(0.01)\n"

    async def main() -> None:
        child = await python(waits + "print(input())", stdin=PIPE, stdout=PIPE)
        assert child.returncode is None
        reading = asyncio.create_task(child.communicate(b"tea"))
        await asyncio.sleep(0.01)
        opened.touch()  # the child ends only because this task goes on
        output, _ = await reading
        assert output == b"tea\n"
        assert child.returncode is not None

    asyncio.run(main())


@claim("A negative number says that a signal ended it: -15 is SIGTERM, -9 is SIGKILL.")
@claim("asyncio doesn't raise an error for any of them, so look at `returncode`.")
@claim("You get an error only if the program can't be started.")
def test_exit_codes() -> None:
    async def code(program: str) -> int:
        return await (await python(program)).wait()

    async def main() -> None:
        assert await code("") == 0
        assert await code("import sys; sys.exit(7)") == 7
        for number in (signal.SIGTERM, signal.SIGKILL):
            assert await code(f"import os; os.kill(os.getpid(), {int(number)})") == -number
        assert (signal.SIGTERM, signal.SIGKILL) == (15, 9)
        with pytest.raises(FileNotFoundError):
            await asyncio.create_subprocess_exec("no-such-program")
        shell = await asyncio.create_subprocess_shell("no-such-program", stderr=DEVNULL)
        assert await shell.wait() == 127  # the shell could be started

    asyncio.run(main())


@claim(
    "Use `create_subprocess_exec`, with one argument for each word. Don't use a shell"
    " for names from outside."
)
def test_a_shell_takes_a_name_for_a_command(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    name = f"x; touch {victim}"

    async def main() -> None:
        child = await asyncio.create_subprocess_exec("echo", name, stdout=PIPE)
        output, _ = await child.communicate()
        assert output.decode().strip() == name
        assert not victim.exists()
        child = await asyncio.create_subprocess_shell(f"echo {name}", stdout=DEVNULL)
        await child.wait()
        assert victim.exists()

    asyncio.run(main())


@claim("Output comes late because the child buffers it.")
def test_a_child_buffers_what_it_prints() -> None:
    code = "import sys; print('ready'); sys.stdin.readline()"

    async def is_read_at_once(unbuffered: str) -> bool:
        env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        child = await python(code, stdin=PIPE, stdout=PIPE, env=env)
        assert child.stdout
        late = await is_late(child.stdout.readline(), LONG if unbuffered else 1)
        await child.communicate(b"\n")
        return not late

    async def main() -> None:
        assert not await is_read_at_once(unbuffered="")
        assert await is_read_at_once(unbuffered="1")

    asyncio.run(main())


@claim("Read every pipe that you ask for, all at the same time. `communicate` does that.")
@claim("A pipe holds only some of them, 64 KiB on Linux, and asyncio reads a bit ahead.")
@claim("`communicate` reads both at once.")
@claim("`DEVNULL` throws the output away, and `stderr=STDOUT` sends errors into the same pipe.")
def test_a_full_pipe_stops_the_child() -> None:
    much = "import sys; sys.stderr.write('x' * 1_000_000); print('result')"
    little = "import sys; sys.stderr.write('x' * 10_000); print('result')"

    async def stuck(code: str, how: Callable[[Process], Awaitable[object]], **options: Any) -> bool:  # noqa: ANN401 - as above
        child = await python(code, **({"stdout": PIPE, "stderr": PIPE} | options))
        late = await is_late(how(child), LONG if code == little or options else 1.5)
        with suppress(ProcessLookupError):
            child.kill()
        await child.communicate()
        return late

    def first(child: Process) -> Awaitable[object]:
        assert child.stdout
        return child.stdout.read()

    async def main() -> None:
        assert await stuck(much, lambda child: child.wait())
        assert await stuck(much, first)
        assert not await stuck(little, lambda child: child.wait())
        assert not await stuck(much, lambda child: child.wait(), stdout=DEVNULL, stderr=DEVNULL)
        assert not await stuck(much, first, stderr=STDOUT)
        child = await python(much, stdout=PIPE, stderr=PIPE)
        output, errors = await child.communicate()
        assert (output, len(errors)) == (b"result\n", 1_000_000)

    asyncio.run(main())


@claim("Close `stdin` when you are done: many programs wait for that.")
def test_a_child_waits_for_the_end_of_its_input() -> None:
    async def main() -> None:
        child = await python("import sys; print(len(sys.stdin.read()))", stdin=PIPE, stdout=PIPE)
        assert child.stdin
        assert child.stdout
        child.stdin.write(b"tea")
        await child.stdin.drain()
        assert await is_late(child.wait(), 1)
        child.stdin.close()
        assert await child.stdout.read() == b"3\n"
        assert await child.wait() == 0

    asyncio.run(main())


@claim("A timeout or a cancellation ends your wait, not the child: stop it in a `finally`.")
@claim("Cancellation works like a timeout: the child keeps running unless a `finally` stops it.")
def test_a_child_goes_on_after_a_timeout() -> None:
    async def main() -> None:
        child = await python("print(input())", stdin=PIPE, stdout=PIPE)
        assert await is_late(child.wait(), 0.2)
        waiting = asyncio.create_task(child.wait())
        await asyncio.sleep(0.1)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert child.returncode is None
        assert (await child.communicate(b"still here"))[0] == b"still here\n"

    asyncio.run(main())


@claim("Call `terminate`, then `kill`, then always `wait`.")
@claim("terminate asks it to end, with SIGTERM, so it can clean up. kill leaves it no choice.")
@claim("The child takes a moment to end, and only `wait` tells you that it has.")
def test_terminate_asks_and_kill_does_not() -> None:
    cleans_up = """
import signal, sys, time
def clean_up(*_):
    print("cleaned up", flush=True)
    if len(sys.argv) < 2:
        sys.exit(3)
signal.signal(signal.SIGTERM, clean_up)
print("ready", flush=True)
while True:
    time.sleep(0.05)  # signal.pause() would miss one that comes just before it
"""

    async def main() -> None:
        command = [sys.executable, "-c", cleans_up]
        child = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
        assert child.stdout
        await child.stdout.readline()
        child.terminate()
        assert await child.stdout.readline() == b"cleaned up\n"
        assert await child.wait() == 3

        child = await asyncio.create_subprocess_exec(*command, "stubborn", stdout=PIPE)
        assert child.stdout
        await child.stdout.readline()
        child.terminate()
        assert await child.stdout.readline() == b"cleaned up\n"
        assert await is_late(child.wait(), 0.3)
        child.kill()
        assert child.returncode is None  # not yet
        assert await child.wait() == -signal.SIGKILL
        child.kill()  # of what has ended: harmless, or ProcessLookupError before some version

    with suppress(ProcessLookupError):
        asyncio.run(main())


@claim("`start_new_session=True` and `os.killpg` stop a child with everything it has started.")
@claim("But `sleep` is still running, and it has inherited the pipe.")
@claim("In many versions of Python so does `wait` if you called it before the child ended.")
@claim("A child that starts its own session gets away.")
def test_a_group_is_killed_with_its_children() -> None:
    async def start(command: str) -> tuple[Process, int]:
        child = await asyncio.create_subprocess_shell(
            f"{command} & echo $!; wait", stdout=PIPE, start_new_session=True
        )
        assert child.stdout
        return child, int(await child.stdout.readline())

    async def main() -> None:
        child, grandchild = await start("sleep 60")
        child.kill()
        if sys.version_info < (3, 14):
            assert await is_late(child.wait(), 0.5)
        assert await is_late(child.communicate(), 0.5)
        assert child.returncode == -signal.SIGKILL
        assert exists(grandchild)
        os.kill(grandchild, signal.SIGKILL)
        assert await is_gone(grandchild)
        await child.communicate()

        child, grandchild = await start("sleep 60")
        os.killpg(child.pid, signal.SIGKILL)
        await child.communicate()
        assert await is_gone(grandchild)

        leaves = f"exec {sys.executable} -c 'import os,time; os.setsid(); time.sleep(60)'"
        child, grandchild = await start(leaves)
        while os.getsid(grandchild) != grandchild:
            await asyncio.sleep(0.02)
        os.killpg(child.pid, signal.SIGKILL)
        await child.wait() if await is_late(child.communicate(), 0.5) is False else None
        assert exists(grandchild)
        os.kill(grandchild, signal.SIGKILL)
        await child.communicate()

    asyncio.run(main())


@claim("It refuses a file, as in `python sum.py < numbers.txt`.")
@claim("`connect_read_pipe` takes pipes, sockets and terminals,")
def test_what_can_be_standard_input(tmp_path: Path) -> None:
    program = Path("snippets/subprocesses/own_stdin.py").resolve()
    numbers = tmp_path / "numbers.txt"
    numbers.write_text("20\n22\n")

    async def add(stdin: Any) -> tuple[int | None, bytes, bytes]:  # noqa: ANN401 - as above
        child = await asyncio.create_subprocess_exec(
            sys.executable, str(program), "add", stdin=stdin, stdout=PIPE, stderr=PIPE
        )
        output, errors = await child.communicate()
        return child.returncode, output, errors

    async def main() -> None:
        import pty
        import socket

        with numbers.open() as file:
            code, _, errors = await add(file)
        assert code
        assert b"Pipe transport is for pipes/sockets only." in errors
        mine, its = socket.socketpair()
        mine.sendall(b"1\n2\n")
        mine.close()
        assert (await add(its))[1] == b"total: 3\n"
        its.close()
        read, write = os.pipe()
        os.write(write, b"3\n4\n")
        os.close(write)
        assert (await add(read))[1] == b"total: 7\n"
        os.close(read)
        mine_end, its_end = pty.openpty()
        os.write(mine_end, b"5\n6\n\x04")  # Ctrl-D
        assert (await add(its_end))[1] == b"total: 11\n"
        os.close(mine_end)
        os.close(its_end)

    asyncio.run(main())


def recipe(name: str) -> SimpleNamespace:
    """The names of a program, which isn't started."""
    source = Path(f"snippets/subprocesses/{name}.py").read_text("utf-8")
    names: dict[str, Any] = {"__name__": name}
    exec(source.replace("asyncio.run(main())", ""), names)  # noqa: S102 - our own
    return SimpleNamespace(**names)


@claim(
    "If the time is up or you are cancelled, the program and its children are killed before `run`"
    " returns."
)
@claim(
    "Anything that the program has left in the background keeps running if `run` returns or raises"
    " that error. While it"
    " holds the pipes open, `run` waits."
)
@pytest.mark.parametrize("how", ["timeout", "cancelled", "ended before", "fails"])
def test_the_recipe_leaves_nothing_behind(how: str, tmp_path: Path) -> None:
    run = recipe("run").run
    pid = tmp_path / "pid"
    end = "exit 3" if how == "fails" else "wait"
    pipes = "" if how == "ended before" else ">/dev/null 2>&1 <&1"
    end = "exit 0" if how == "ended before" else end
    # `cat` ends when its input does: then `run` has got the child, and waits in `communicate`.
    command = f"cat; sleep 60 {pipes} & echo $! > {pid}; {end}"

    async def main() -> None:
        task = asyncio.create_task(run("sh", "-c", command))
        if how == "fails":
            with pytest.raises(CalledProcessError, match="exit status 3"):
                await task
            return
        while not (pid.exists() and pid.read_text().strip()):
            await asyncio.sleep(0.02)
        if how == "cancelled":
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled()
        else:
            assert await is_late(task, 0.5)

    async def main_and_look() -> None:
        await main()
        child = int(pid.read_text())
        if how == "fails":
            assert exists(child)
            os.kill(child, signal.SIGKILL)
        assert await is_gone(child)

    asyncio.run(main_and_look())


@claim("A child in a session of its own isn't killed, and `run` waits only a second for its pipes.")
@pytest.mark.parametrize("name", ["run", "both_pipes"])
def test_a_child_in_another_session_is_not_waited_for(name: str, tmp_path: Path) -> None:
    run = recipe(name).run
    pid = tmp_path / "pid"
    leaves = (
        "import os, time; os.setsid();"
        f" print(os.getpid(), file=open({str(pid)!r}, 'w'), flush=True); time.sleep(600)"
    )
    more = {"on_line": print} if name == "both_pipes" else {}

    async def main() -> None:
        command = shlex.join([sys.executable, "-c", leaves])
        task = asyncio.create_task(run("sh", "-c", f"{command} & wait", **more))
        while not (pid.exists() and pid.read_text().strip()):
            await asyncio.sleep(0.02)
        task.cancel()
        start = time.monotonic()
        await asyncio.wait([task], timeout=LONG)
        child = int(pid.read_text())
        assert exists(child)
        os.kill(child, signal.SIGKILL)
        await asyncio.wait([task])
        assert task.cancelled()
        assert 0.9 < time.monotonic() - start < LONG
        await asyncio.sleep(0.1)  # its pipes are closed

    asyncio.run(main())


@claim(
    "If the exit status isn't 0, you get a `CalledProcessError` with the status and what was"
    " printed."
)
@pytest.mark.parametrize("status", [1, 2, errno.ETIMEDOUT])
def test_an_exit_status_is_taken_for_no_error_of_the_system(status: int) -> None:
    """An OSError of these numbers is a PermissionError, a FileNotFoundError, a TimeoutError."""
    run = recipe("run").run
    with pytest.raises(CalledProcessError) as caught:
        asyncio.run(run("sh", "-c", f"echo some; echo why >&2; exit {status}"))
    error = caught.value
    assert (error.returncode, error.stdout, error.stderr) == (status, b"some\n", b"why\n")


@claim("If you are cancelled, the program and its children are killed.")
@pytest.mark.parametrize("end", ["wait", "exit 0"])
def test_both_pipes_leaves_nothing_behind(end: str) -> None:
    run = recipe("both_pipes").run

    async def main() -> None:
        pids: asyncio.Future[list[int]] = asyncio.get_running_loop().create_future()

        def on_line(name: str, line: str) -> None:
            pids.set_result([int(number) for number in line.split()])

        shell = run("sh", "-c", f"sleep 60 & echo $! $$; {end}", on_line=on_line)
        task = asyncio.create_task(shell)
        pid, shell_pid = await pids
        if end == "exit 0":
            assert await is_gone(shell_pid)
            await asyncio.sleep(0.2)  # asyncio hears of it
        task.cancel()
        async with asyncio.timeout(30):  # `sleep` holds the pipes for longer
            await asyncio.wait([task])
        assert await is_gone(pid)

    asyncio.run(main())


@claim("Lines of one pipe stay in order. The order between the two pipes isn't certain.")
def test_lines_of_one_pipe_stay_in_order() -> None:
    run = recipe("both_pipes").run
    code = "import sys\nfor n in range(500): print(n, file=[sys.stdout, sys.stderr][n % 2])"
    lines: dict[str, list[int]] = {"out": [], "err": []}

    async def main() -> int:
        return int(
            await run(
                sys.executable, "-c", code, on_line=lambda name, line: lines[name].append(int(line))
            )
        )

    assert asyncio.run(main()) == 0
    assert lines == {"out": list(range(0, 500, 2)), "err": list(range(1, 500, 2))}
