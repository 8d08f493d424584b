"""The machine's Firefox and WebKitGTK: a tab in each, by the protocols that they speak themselves.

Firefox speaks WebDriver BiDi over a web socket, WebKitGTK the older WebDriver over HTTP. Playwright
drives neither of the two as Debian packages them.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from websockets.sync.client import ClientConnection, connect

Value: TypeAlias = Any
"""What JSON can hold."""
PATIENCE = 120
"""How long an answer may take, in seconds: a start of Firefox on a machine with much else to do."""


def _click(x: float, y: float) -> list[dict[str, Any]]:
    """A click at a point of the window, as both protocols want it."""
    press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
    move = {"type": "pointerMove", "x": round(x), "y": round(y)}
    return [{"type": "pointer", "id": "mouse", "actions": [move, *press]}]


MIDDLE = """async selector => {
    const found = document.querySelector(selector);
    const middle = () => {
        found.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { left, top, width, height } = found.getBoundingClientRect();
        return [left + width / 2, top + height / 2];
    };
    const frame = () => new Promise(requestAnimationFrame);
    let before, now = middle();
    do {  // a jump to a heading may still be under way
        before = now;
        await frame();
        await frame();
        now = middle();
    } while (`${now}` !== `${before}`);
    return now;
}"""


class FirefoxTab:
    """A tab of Firefox, by WebDriver BiDi."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._asked = 0
        self._ask("session.new", capabilities={})
        self._context = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str) -> None:
        # A tab of its own: going to a page where one is already may end too early.
        left, self._context = (
            self._context,
            self._ask("browsingContext.create", type="tab")["context"],
        )
        self._ask("browsingContext.close", context=left)
        self._ask("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, function: str, *arguments: object) -> Value:
        answer = self._ask(
            "script.callFunction",
            functionDeclaration=f"async text => JSON.stringify(await ({function})"
            "(...JSON.parse(text)) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def click(self, selector: str) -> None:
        actions = _click(*self.evaluate(MIDDLE, selector))
        self._ask("input.performActions", context=self._context, actions=actions)

    def _ask(self, method: str, **params: object) -> Value:
        self._asked += 1
        self._connection.send(json.dumps({"id": self._asked, "method": method, "params": params}))
        while True:  # what comes without having been asked for is passed over
            answer = json.loads(self._connection.recv(PATIENCE))
            if answer.get("id") == self._asked:
                break
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]


@contextmanager
def firefox(command: str, profile: Path) -> Iterator[FirefoxTab]:
    """Start Firefox; gives its tab.

    Args:
        command: The program.
        profile: An empty folder.
    """
    port = _free_port()
    options = ["--headless", "--profile", str(profile), "--remote-debugging-port", str(port)]
    with _running([command, *options]):
        _await_listening(port)
        address = f"ws://127.0.0.1:{port}/session"
        with connect(address, open_timeout=PATIENCE, max_size=None) as connection:
            yield FirefoxTab(connection)


class WebKitTab:
    """A tab of WebKitGTK, by WebDriver."""

    def __init__(self, driver: str) -> None:
        self._session = driver
        session = self._ask("POST", "/session", capabilities={"alwaysMatch": {}})
        self._session = f"{driver}/session/{session['sessionId']}"

    def open(self, address: str) -> None:
        self._ask("POST", "/url", url=address)

    def evaluate(self, function: str, *arguments: object) -> Value:
        script = (
            f"const [text, done] = arguments; (async () => ({function})(...JSON.parse(text)))()"
            ".then(value => done({ value: JSON.stringify(value ?? null) }),"
            " error => done({ error: String(error) }))"
        )
        answer = self._ask("POST", "/execute/async", script=script, args=[json.dumps(arguments)])
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return json.loads(answer["value"])

    def click(self, selector: str) -> None:
        self._ask("POST", "/actions", actions=_click(*self.evaluate(MIDDLE, selector)))

    def close(self) -> None:
        self._ask("DELETE", "")

    def _ask(self, method: str, path: str, **params: object) -> Value:
        return _answer(method, self._session + path, params)


def _answer(method: str, address: str, params: object) -> Value:
    data = json.dumps(params).encode() if method == "POST" else None
    request = urllib.request.Request(address, data, method=method)  # noqa: S310 (an address of ours)
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 (the same)
            return json.load(response)["value"]
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{method} {address}: {error.read().decode()[:500]}") from error


@contextmanager
def webkit(command: str) -> Iterator[WebKitTab]:
    """Start WebKitGTK on a screen that nobody sees; gives its tab.

    Args:
        command: Its driver, which starts the browser.
    """
    port = _free_port()
    with _running(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1000x24"]) as screen:
        assert screen.stdout
        environment = {
            **os.environ,
            "DISPLAY": f":{screen.stdout.readline().strip()}",  # it says so when it is ready
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            # In a container there is no sandbox; it sees our site only.
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        with _running([command, f"--port={port}"], environment):
            _await_listening(port)
            with closing(WebKitTab(f"http://127.0.0.1:{port}")) as tab:
                yield tab


@contextmanager
def _running(
    command: list[str], environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run a program while the block lasts."""
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _await_listening(port: int) -> None:
    """Neither program says in a steady way when it begins to listen."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
