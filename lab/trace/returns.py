"""Say at which line a function returned, of which only is known where it was before."""

from __future__ import annotations

import dis
from functools import lru_cache
from itertools import pairwise
from types import CodeType

_RETURNS = {"RETURN_VALUE", "RETURN_CONST"}
_GOES_ON_ELSEWHERE = {
    *_RETURNS,
    "JUMP_FORWARD",
    "JUMP_BACKWARD",
    "JUMP_BACKWARD_NO_INTERRUPT",
    "RAISE_VARARGS",
    "RERAISE",
}
"""After these, the instruction behind them does not come next."""


@lru_cache(1000)
def line_of_return(code: CodeType, offset: int) -> int | None:
    """Return the line at which a function returned; None if it could have been several.

    Args:
        code: The function's code.
        offset: A place in it where the function was before it returned.
    """
    bytecode = dis.Bytecode(code)
    instructions = {one.offset: one for one in bytecode}
    offsets = sorted(instructions)
    following = dict(pairwise(offsets))
    jumps = {*dis.hasjrel, *dis.hasjabs}
    lines = set()
    seen: set[int] = set()
    ahead = [offset]
    while ahead:
        at = ahead.pop()
        if at in seen or at not in instructions:
            continue
        seen.add(at)
        one = instructions[at]
        if one.opname in _RETURNS:
            lines.add(_line(code, at))
        if one.opname not in _GOES_ON_ELSEWHERE and at in following:
            ahead.append(following[at])
        if one.opcode in jumps:
            ahead.append(one.argval)
        ahead += [
            handler.target
            for handler in bytecode.exception_entries  # type: ignore[attr-defined]  # since 3.11
            if handler.start <= at < handler.end
        ]
    return lines.pop() if len(lines) == 1 else None


def _line(code: CodeType, offset: int) -> int | None:
    return next((line for start, end, line in code.co_lines() if start <= offset < end), None)
