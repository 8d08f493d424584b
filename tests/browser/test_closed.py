"""Ways out of the worker, from Python and from what JavaScript Python can get hold of.

Each is tried by the program below, in a worker like a page's; none may reach anything. Chromium
tries them too, in the tests of pages.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from tests.browser.runtime import Runtime

pytestmark = pytest.mark.browser

PRELUDE = '''
import _imp, importlib, importlib.machinery, os, socket, subprocess, sys, zipimport
import asyncio, http.client, urllib.request, warnings
warnings.simplefilter("ignore")

def builtin(name):
    """Make a module that is built in, past all that watches imports."""
    spec = importlib.machinery.ModuleSpec(name, importlib.machinery.BuiltinImporter)
    module = _imp.create_builtin(spec)
    _imp.exec_builtin(module)
    return module

def javascript():
    """Get hold of JavaScript's Array."""
    return builtin("_pyodide_core").to_js([1]).constructor

def attempt(name, way):
    try:
        found = eval(way)
    except BaseException as error:
        print(f"{name}: closed, {type(error).__name__}")
    else:
        print(f"{name}: REACHED {found!r:.100}")
'''

WAYS = {
    "js": "importlib.import_module('js')",
    "js by __import__": "__import__('js')",
    "js.fetch": "importlib.import_module('js.fetch')",
    "pyodide_js": "importlib.import_module('pyodide_js')",
    "pyodide": "importlib.import_module('pyodide')",
    "pyodide.http": "importlib.import_module('pyodide.http').pyfetch",
    "pyodide.code.run_js": "importlib.import_module('pyodide.code').run_js",
    "pyodide.ffi": "importlib.import_module('pyodide.ffi')",
    "_pyodide": "importlib.import_module('_pyodide')",
    "_pyodide_core": "importlib.import_module('_pyodide_core')",
    "ctypes": "importlib.import_module('ctypes')",
    "_ctypes": "importlib.import_module('_ctypes')",
    "webbrowser": "importlib.import_module('webbrowser').open('http://{host}')",
    "modules left behind": "[sys.modules[name] for name in ('js', 'pyodide_js', '_pyodide_core')]",
    "all objects": "__import__('gc').get_objects()",
    "referrers": "__import__('gc').get_referrers(sys)",
    "ctypes made by hand": "builtin('_ctypes').dlopen(None, 0)",
    "Function": "javascript().constructor('return fetch')()",
    "Function, from a method": "builtin('_pyodide_core').to_js([1]).map.constructor('return 1')()",
    "eval": "javascript().constructor.constructor('return eval')()",
    "stack switching": "builtin('_pyodide_core').run_sync(builtin('_pyodide_core').to_js([1]))",
    "stack switching by what listens for Ctrl-C":
        "sys.modules['lab_device'].sleeper.__self__._listen.constructor('return fetch')()",
    "a promise's way to Function":
        "sys.modules['lab_device'].sleeper.__self__._listen.constructor.constructor('fetch')()",
    "pyodide.http from its file":
        "zipimport.zipimporter('/lib/python314.zip').load_module('pyodide.http')",
    "the import hook from its file":
        "zipimport.zipimporter('/lib/python314.zip').load_module('_pyodide._importhook').jsfinder"
        ".jsproxies['js']",
    "finder taken away": "sys.meta_path.pop(0) and importlib.import_module('js')",
    "a socket": "socket.create_connection(('127.0.0.1', {port}), timeout=1)",
    "urllib": "urllib.request.urlopen('http://{host}/', timeout=1)",
    "http.client": "http.client.HTTPConnection('{host}', timeout=1).request('GET', '/')",
    "asyncio": "asyncio.run(asyncio.open_connection('127.0.0.1', {port}))",
    "another process": "subprocess.run(['true'])",
    "the shell": "1 / (os.system('true') == 0)",
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "another interpreter": "importlib.import_module('concurrent.interpreters').create()",
    "shared memory": "importlib.import_module('multiprocessing.shared_memory')",
    "the machine's files": "open('/etc/passwd').read()",
}  # fmt: skip


def all_ways(port: int) -> str:
    """A program that tries each way out, to a server at this port."""
    host = f"127.0.0.1:{port}"
    tries = [
        f"attempt({name!r}, {way.replace('{host}', host).replace('{port}', str(port))!r})"
        for name, way in WAYS.items()
    ]
    return PRELUDE + "\n".join(tries)


@pytest.fixture
def visitors() -> Iterator[tuple[int, list[object]]]:
    """A server on this machine, and who came to it."""
    came: list[object] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    came.append(server.accept()[1])

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], came


def test_no_way_leads_out(runtime: Runtime, visitors: tuple[int, list[object]]) -> None:
    assert len(WAYS) >= 30
    port, came = visitors
    result = runtime.run(all_ways(port))
    lines = result.text().splitlines()
    assert [line for line in lines if "REACHED" in line] == []
    assert [line.split(":")[0] for line in lines] == list(WAYS)
    assert came == []


def test_no_way_leads_out_of_a_worker_that_can_be_suspended(
    suspending: Runtime, visitors: tuple[int, list[object]]
) -> None:
    port, came = visitors
    lines = suspending.run(all_ways(port), time="real").text().splitlines()
    assert [line for line in lines if "REACHED" in line] == []
    assert [line.split(":")[0] for line in lines] == list(WAYS)
    assert came == []


def test_the_worker_itself_has_nothing_to_give(runtime: Runtime) -> None:
    # A program that takes all that watches it away, and calls C functions as it likes.
    source = PRELUDE + (
        "sys.modules['lab.browser.worker.closed']._WATCHED_EVENTS = ()\n"
        "c = builtin('_ctypes')\n"
        "class Text(c._SimpleCData): _type_ = 'z'\n"
        "class Call(c.CFuncPtr): _flags_, _restype_ = c.FUNCFLAG_CDECL, Text\n"
        "call = Call(c.dlsym(c.dlopen(None, 0), 'emscripten_run_script_string'))\n"
        "call.argtypes = (Text,)\n"
        "print('REACHED', call(b'typeof fetch'))\n"
    )
    result = runtime.run(source)
    assert "REACHED" not in result.text()
    assert "closed: a program in the page runs apart from it" in result.text("stderr")
    assert not result.done["reusable"]


def test_messages_to_the_device_do_no_more_than_they_say(runtime: Runtime) -> None:
    source = (
        "import os\n"
        "device = os.open('/dev/lab', os.O_WRONLY)\n"
        "for message in (b'x', b'', b'snan', b's-1', b'sInfinity' * 0, b'd{}', bytes(9)):\n"
        "    os.write(device, message)\n"
        "for n in range(1000): os.write(device, b't<b>forged</b>')\n"
        "os.write(device, b't' + bytes(3_000_000))\n"
    )
    result = runtime.run(source)
    assert result.done["status"] == 0
    assert len(result.timelines) < 20
    assert max(map(len, result.timelines)) < 2_000_000


def test_words_for_what_is_closed(runtime: Runtime) -> None:
    result = runtime.run("import js")
    assert result.text("stderr") == (
        "Traceback (most recent call last):\n"
        '  File "/home/pyodide/idea.py", line 1, in <module>\n'
        "    import js\n"
        "ModuleNotFoundError: the module 'js' is closed here: this program runs in a page,"
        " apart from it\n"
    )
