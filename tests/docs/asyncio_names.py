"""Prints what asyncio has, as JSON: each public name with its parameters.

It runs on Python 3.6 too. Methods of event loops are named after `loop`, whichever class has them.
"""
# mypy: ignore-errors
# (Python 3.6 has no annotations that mypy and ruff would both take.)

import asyncio
import inspect
import json
import warnings

LOOPS = ("AbstractEventLoop", "BaseEventLoop")
# Of a class that another one extends, only what it has itself: the rest is listed there.
INHERITED = set(dir(BaseException)) | set(dir(tuple)) | set(dir(OSError))


def parameters(value):  # noqa: ANN001, ANN201 - as on Python 3.6
    """The names of a function's parameters; none where it doesn't tell."""
    try:
        return [name for name in inspect.signature(value).parameters if name != "self"]
    except (TypeError, ValueError):
        return None


def members(name, kind):  # noqa: ANN001, ANN201
    """The public members that a class adds to those that it extends."""
    above = set().union(*(set(dir(base)) for base in kind.__mro__[1:])) | INHERITED
    if name in LOOPS:
        above = set()
    for member in dir(kind):
        if not member.startswith("_") and member not in above:
            yield member, getattr(kind, member)


def public():  # noqa: ANN201
    """All names."""
    found = {}
    for name in dir(asyncio):
        value = getattr(asyncio, name)
        if name.startswith("_") or inspect.ismodule(value) or not callable(value):
            continue
        if not getattr(value, "__module__", "").startswith(("asyncio", "_asyncio", "builtins")):
            continue
        found[name] = parameters(value)
        if inspect.isclass(value):
            for member, what in members(name, value):
                owner = "loop" if name in LOOPS else name
                own = parameters(what) if callable(what) else None
                known = found.get(owner + "." + member)
                found[owner + "." + member] = sorted(set(own or []) | set(known or [])) or own
    return found


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        print(json.dumps(public()))
