"""Runs programs in the site's worker, in Node: the worker is the one that pages load."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lab.programs.transcript import Piece
from lab.pyodide.interpreter import node

ROOT = Path(__file__).parent.parent.parent
WORKER = next(ROOT.glob("docs/assets/run/py/*/worker.js"), ROOT / "docs/assets/run/py/worker.js")
PYTHON = (3, 14)
"""The Python that Pyodide 314 is."""


@dataclass
class Result:
    """What a program did in the worker."""

    pieces: list[Piece] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    """When each message with output was sent, in seconds by the worker's clock."""
    slept: list[float] = field(default_factory=list)
    """How many seconds the worker had slept by then."""
    timelines: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    done: dict[str, Any] = field(default_factory=dict)

    def text(self, stream: str = "stdout") -> str:
        return "".join(piece.text for piece in self.pieces if piece.stream == stream)


class Runtime:
    """A worker, started anew where a page would do so.

    Its clock stands still while a busy machine keeps it from going on: see `in_node.mjs`. One that
    can be suspended has the real clock.

    Args:
        late: names of two files: the first one comes only when the worker has got the second.
        suspends: whether JavaScript can suspend WebAssembly (JSPI), as some browsers can.
        lost: name of a file that never comes.
    """

    def __init__(
        self, late: tuple[str, str] | None = None, *, suspends: bool = False, lost: str = ""
    ) -> None:
        # By default, this Node can't.
        self._flags = ["--experimental-wasm-jspi"] if suspends else []
        self._settings = {"LAB_LATE": " ".join(late or ()), "LAB_LOST": lost}
        self._settings["LAB_CLOCK"] = "wall" if suspends else ""
        self._process: subprocess.Popen[str] | None = None
        self._is_used_up = False
        self._runs = 0

    def start(self) -> subprocess.Popen[str]:
        """Start Node and a worker in it, and wait until that is ready."""
        if not WORKER.is_file():
            raise RuntimeError(f"{WORKER} is not there: run `make assets`")
        driver = Path(__file__).parent / "in_node.mjs"
        process = subprocess.Popen(
            [node(), *self._flags, str(driver), str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, **self._settings},
        )
        self._process = process
        self._wait_until_ready()
        return process

    def _wait_until_ready(self) -> None:
        while (message := self._next())["type"] != "ready":
            pass
        assert message["interruptible"] == bool(self._flags)

    def _put_another_in_its_place(self, process: subprocess.Popen[str]) -> None:
        """Start another worker in the same Node."""
        self._send(process, {"type": "restart"})
        while self._next()["type"] != "restarted":
            pass  # the one before may have had something to say
        self._wait_until_ready()
        self._is_used_up = False

    def run(
        self,
        source: str,
        file: str = "idea.py",
        time: str = "skip",
        checks: str = "",
        interrupt_at: str | None = None,
        signal: str = "SIGINT",
    ) -> Result:
        """Run a program; send it a signal once it prints a text, or the worker is in that state."""
        process = self._process or self.start()
        if self._is_used_up:
            self._put_another_in_its_place(process)
        self._runs += 1
        message = {
            "type": "run",
            "run": self._runs,
            "source": source,
            "file": file,
            "time": time,
            "checks": checks,
        }
        self._send(process, message)
        result = Result()
        while not result.done:
            answer = self._next()
            if answer["type"] == "state":
                result.states.append(answer["text"])
                if answer["text"] == interrupt_at:
                    self._interrupt(process, signal)
                continue
            assert answer["run"] == self._runs
            if answer["type"] == "output":
                result.pieces += [Piece(stream, text) for stream, text in answer["pieces"]]
                result.times.append(answer["at"])
                result.slept.append(answer["slept"])
                if interrupt_at and interrupt_at in result.text():
                    self._interrupt(process, signal)
                    interrupt_at = None
            elif answer["type"] == "timeline":
                result.timelines.append(answer["html"])
            else:
                result.done = answer
        self._is_used_up = not result.done["reusable"]
        return result

    def stop(self) -> None:
        """End the worker, and Node with it."""
        self._is_used_up = False
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _interrupt(self, process: subprocess.Popen[str], signal: str) -> None:
        self._send(process, {"type": "interrupt", "signal": signal})

    @staticmethod
    def _send(process: subprocess.Popen[str], message: dict[str, Any]) -> None:
        assert process.stdin
        process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        assert self._process
        assert self._process.stdout
        line = self._process.stdout.readline()
        message: dict[str, Any] = json.loads(line) if line else {"type": "failed", "text": "ended"}
        if message["type"] == "failed":
            self.stop()
            raise RuntimeError(message["text"])
        return message
