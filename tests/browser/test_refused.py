"""What a page does not have says so, says what to do there, and can be caught."""

from __future__ import annotations

import errno
import sys

import pytest

from lab.browser.worker.error_numbers import ON_LINUX
from tests.browser.runtime import Runtime

pytestmark = pytest.mark.browser

OWN_MACHINE = "run this program on your own machine"
NO_PROCESSES = "there are no other processes in the page"
NO_KEYBOARD = "there is no keyboard to read from in the page"
NO_NETWORK = (
    "there is no network outside of the page; a program in it can talk to a server in the same"
    " program, with asyncio or aiohttp"
)

OWN_SERVER = "a client that blocks can't reach a server in the page; use asyncio.open_connection"
OWN_CLIENTS = "a server that blocks has no clients in the page; use asyncio.start_server"

# By what is tried: the exception, and what its message says.
REFUSED = {
    "input()": ("EOFError", NO_KEYBOARD),
    "sys.stdin.readline()": ("OSError", NO_KEYBOARD),
    "sys.stdin.read()": ("OSError", "put the text into the program"),
    "list(sys.stdin)": ("OSError", NO_KEYBOARD),
    "sys.stdin.buffer.readline()": ("OSError", NO_KEYBOARD),
    "subprocess.run(['true'])": ("OSError", NO_PROCESSES),
    "subprocess.check_output('ls', shell=True)": ("OSError", OWN_MACHINE),
    "os.system('ls')": ("OSError", NO_PROCESSES),
    "os.popen('ls')": ("OSError", NO_PROCESSES),
    "os.fork()": ("OSError", NO_PROCESSES),
    "os.execvp('ls', ['ls'])": ("OSError", NO_PROCESSES),
    "os.spawnlp(os.P_WAIT, 'ls', 'ls')": ("OSError", NO_PROCESSES),
    "concurrent.futures.ProcessPoolExecutor()": ("ModuleNotFoundError", NO_PROCESSES),
    "signal.alarm(1)": ("OSError", "use loop.call_later"),
    "urllib.request.urlopen('https://example.com')": ("URLError", NO_NETWORK),
    "http.client.HTTPSConnection('example.com').request('GET', '/')": ("OSError", NO_NETWORK),
    "socket.create_connection(('example.com', 80))": ("OSError", NO_NETWORK),
    "socket.create_connection(('localhost', 80))": ("OSError", OWN_SERVER),
    "urllib.request.urlopen('http://127.0.0.1:8000')": ("URLError", OWN_SERVER),
    "http.server.HTTPServer(('', 8000), None).serve_forever()": ("OSError", OWN_CLIENTS),
    "http.server.HTTPServer(('', 8001), None).handle_request()": ("OSError", OWN_CLIENTS),
    "socketserver.ThreadingTCPServer(('', 8002), None).serve_forever()": ("OSError", OWN_CLIENTS),
    "socket.create_server(('127.0.0.1', 8000)).accept()": ("OSError", "use asyncio.start_server"),
    "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))": ("OSError", NO_NETWORK),
}
REFUSED_AT_AN_AWAIT = {
    "asyncio.create_subprocess_exec('true')": ("NotImplementedError", NO_PROCESSES),
    "asyncio.create_subprocess_shell('true')": ("NotImplementedError", OWN_MACHINE),
    "loop.connect_read_pipe(asyncio.Protocol, sys.stdin)": ("NotImplementedError", NO_KEYBOARD),
    "loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=('127.0.0.1', 0))":
        ("NotImplementedError", "use asyncio.start_server and asyncio.open_connection instead"),
    "asyncio.start_unix_server(print, '/tmp/socket')":
        ("NotImplementedError", "use asyncio.start_server with a host and a port instead"),
    "asyncio.open_unix_connection('/tmp/socket')":
        ("NotImplementedError", "use asyncio.open_connection with a host and a port instead"),
    "asyncio.open_connection('example.com', 80)": ("gaierror", NO_NETWORK),
    "asyncio.open_connection('93.184.216.34', 80)": ("OSError", NO_NETWORK),
    "asyncio.open_connection('example.com', 443, ssl=True)": ("gaierror", NO_NETWORK),
    "asyncio.open_connection('localhost', 443, ssl=True)":
        ("NotImplementedError", "use http, not https"),
    "get('http://example.com')": ("ClientConnectorDNSError", NO_NETWORK),
    "get('https://example.com')": ("ClientConnectorDNSError", NO_NETWORK),
}  # fmt: skip

TRIES = """\
import asyncio, concurrent.futures, http.client, http.server, os, signal, socket, socketserver
import subprocess, sys
import urllib.request, warnings, aiohttp
warnings.simplefilter("ignore")

async def get(url):
    async with aiohttp.ClientSession() as session, session.get(url):
        pass

for attempt in REFUSED:
    try:
        eval(attempt)
    except Exception as error:
        print(type(error).__name__, error, sep="|")
    else:
        print("went well||")

async def main():
    names = globals() | {"loop": asyncio.get_running_loop()}
    for attempt in REFUSED_AT_AN_AWAIT:
        try:
            await eval(attempt, names)
        except Exception as error:
            print(type(error).__name__, error, sep="|")
        else:
            print("went well||")

asyncio.run(main())
print("went on")
"""


def test_what_is_refused_says_so_and_the_program_goes_on(runtime: Runtime) -> None:
    source = f"REFUSED = {[*REFUSED]}\nREFUSED_AT_AN_AWAIT = {[*REFUSED_AT_AN_AWAIT]}\n{TRIES}"
    result = runtime.run(source)
    assert result.text("stderr") == ""
    *lines, end = result.text().splitlines()
    assert end == "went on"
    for (attempt, (error, words)), line in zip(
        (REFUSED | REFUSED_AT_AN_AWAIT).items(), lines, strict=True
    ):
        kind, _, message = line.partition("|")
        assert kind == error, (attempt, line)
        assert words in message, (attempt, line)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("import asyncio\nawait asyncio.sleep(1)\n", 2),
        ("import asyncio\nasync with asyncio.timeout(1):\n    print('in')\n", 2),
        ("async def numbers():\n    yield 1\nasync for n in numbers():\n    print(n)\n", 3),
        ("import asyncio\nprint(await asyncio.gather(asyncio.sleep(1, 'a')))\n", 2),
    ],
)
def test_an_await_outside_of_a_function_says_where_to_put_it(
    runtime: Runtime, source: str, line: int
) -> None:
    result = runtime.run(source)
    assert result.done["error"]["type"] == "SyntaxError"
    assert result.done["error"]["line"] == line
    note = result.text("stderr").splitlines()[-1]
    assert "Put this into `async def main():` and start it with `asyncio.run(main())`" in note
    assert "`$ python -m asyncio`" in note


def test_another_syntax_error_is_left_alone(runtime: Runtime) -> None:
    error = runtime.run("def f():\n    await g()\n").text("stderr")
    assert error.endswith("SyntaxError: 'await' outside async function\n")
    assert runtime.run("print(1\n").text("stderr").endswith("SyntaxError: '(' was never closed\n")


@pytest.mark.parametrize("time", ["real", "skip"])
@pytest.mark.parametrize("wait", ["await server.serve_forever()", "await asyncio.Event().wait()"])
def test_a_server_without_a_client_says_who_can_be_one(
    runtime: Runtime, time: str, wait: str
) -> None:
    source = (
        "import asyncio\n"
        "async def main():\n"
        "    server = await asyncio.start_server(print, '127.0.0.1', 8888)\n"
        "    async with server:\n"
        f"        {wait}\n"
        "asyncio.run(main())\n"
    )
    result = runtime.run(source, time=time)
    assert result.done["error"]["type"] == "Deadlock"
    assert result.text("stderr").endswith(
        "no other program can connect to this one's server here; let a task of this program"
        " be its client\n"
    )


def test_the_prompt_is_shown_before_input_is_refused(runtime: Runtime) -> None:
    result = runtime.run("name = input('Your name? ')\n")
    assert result.text() == "Your name? "
    assert result.done["error"]["type"] == "EOFError"


def test_a_server_that_blocks_in_a_thread_is_refused(runtime: Runtime) -> None:
    source = (
        "import threading\n"
        "from http.server import HTTPServer, SimpleHTTPRequestHandler\n"
        "server = HTTPServer(('localhost', 8000), SimpleHTTPRequestHandler)\n"
        "thread = threading.Thread(target=server.serve_forever)\n"
        "thread.start()\n"
        "thread.join()\n"
        "print('over')\n"
    )
    result = runtime.run(source)
    assert OWN_CLIENTS in result.text("stderr").splitlines()[-1]
    assert result.text() == "over\n"


@pytest.mark.parametrize(
    "source",
    [
        "from concurrent.futures import InterpreterPoolExecutor",
        "import concurrent.futures\nconcurrent.futures.InterpreterPoolExecutor()",
        "from concurrent import interpreters",
        "import concurrent.interpreters",
    ],
)
def test_another_interpreter_is_refused_with_what_to_use(runtime: Runtime, source: str) -> None:
    result = runtime.run(source)
    assert result.done["status"] == 1
    assert "There is one Python interpreter in the page. Use Thread" in result.text("stderr")


def test_stacks_show_nothing_of_the_lab(runtime: Runtime) -> None:
    source = (
        "import asyncio, inspect, traceback\n"
        "async def main():\n"
        "    traceback.print_stack()\n"
        "    asyncio.current_task().print_stack()\n"
        "    print([frame.function for frame in inspect.stack()])\n"
        "asyncio.run(main())\n"
    )
    result = runtime.run(source)
    assert "/lab/" not in result.text("stderr")
    assert result.text().splitlines()[-1].startswith("['main', '_run', '_run_once', 'run_f")


def test_a_time_zone_that_is_not_there_says_what_to_use(runtime: Runtime) -> None:
    result = runtime.run("import zoneinfo\nzoneinfo.ZoneInfo('Europe/Berlin')\n")
    assert "The page has no time zone data. Use datetime.timezone.utc" in result.text("stderr")


def test_the_number_of_an_error_is_told_where_it_is_another_one(runtime: Runtime) -> None:
    body = "open('missing.txt')"
    source = f"import asyncio\nasync def main():\n    {body}\nasyncio.run(main())\n"
    note = runtime.run(source).text("stderr").splitlines()[-1]
    assert note == "In the page, errno.ENOENT is 44. On Linux, it is 2."
    grouped = "import asyncio\nasync def main():\n    async with asyncio.TaskGroup():\n"
    source = f"{grouped}        {body}\nasyncio.run(main())\n"
    assert "On Linux, it is 2." in runtime.run(source).text("stderr")


def test_the_network_s_errors_have_the_numbers_of_linux(runtime: Runtime) -> None:
    source = "import asyncio\nasyncio.run(asyncio.open_connection('127.0.0.1', 9))\n"
    last = runtime.run(source).text("stderr").splitlines()[-1]
    assert last == "ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 9)"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have numbers of their own")
def test_the_numbers_of_linux_are_right() -> None:
    assert {name: getattr(errno, name) for name in ON_LINUX} == ON_LINUX
