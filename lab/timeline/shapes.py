"""Small shapes of which a drawing is made."""

from __future__ import annotations

from lab.timeline import svg
from lab.trace.data import CANCELLED, RAISED, RETURNED

LINE = 15.0
"""The height of a bar."""


def pill_width(n: int) -> float:
    """Return how much room the number of a printed line takes."""
    return 10 + 7.2 * len(str(n))


def boxed(x: float, y: float, height: float, words: str, class_: str) -> str:
    """Words on a ground that hides what is below."""
    width = svg.text_width(words, 12, mono=class_ == "c")
    box = svg.rect(x, y + 0.6, width + 4, height - 1.2, class_="box", rx=2)
    return box + svg.text(x + 2, y + 10, words, class_)


def mark(outcome: str, x: float, y: float) -> str:
    """Draw the sign of how a task ended."""
    n = svg.number
    if outcome == RETURNED:
        sign = svg.path(f"M{n(x - 3.2)},{n(y + 0.3)}l2.4,2.6l4.2,-5.4", class_="sign")
        return svg.element("circle", cx=x, cy=y, r=7, class_="returned") + sign
    if outcome == RAISED:
        sign = svg.path(f"M{n(x - 3)},{n(y - 3)}l6,6m0,-6l-6,6", class_="sign")
        return svg.rect(x - 7, y - 7, 14, 14, class_="raised", rx=2) + sign
    if outcome == CANCELLED:
        d = f"M{n(x)},{n(y - 8.5)}l8.5,8.5l-8.5,8.5l-8.5,-8.5z"
        return svg.path(d, class_="cancelled") + svg.path(f"M{n(x - 3.5)},{n(y)}h7", class_="sign")
    return svg.element("circle", cx=x, cy=y, r=6, class_="unfinished")


def slashes(x: float, y: float) -> str:
    """The path of two slashes: time is left out here."""
    return f"M{svg.number(x - 4.5)},{svg.number(y + 5)}l4,-10m1,10l4,-10"


def paths(class_: str, lines: list[str]) -> list[str]:
    """Write lines of one kind as one element, if there are any: pages have hundreds of them."""
    return [svg.path("".join(lines), class_=class_)] if lines else []


def stem(x: float, y: float, end: float) -> str:
    """The path of a line down or up: an arrow without its tip."""
    return f"M{svg.number(x)},{svg.number(y)}V{svg.number(end)}"


def tip(x: float, y: float, end: float) -> str:
    """The tip of a line that ends at `end`."""
    return f"M{svg.number(x)},{svg.number(end)}l-3.5,{-5 if end > y else 5}h7z"


def pill(x: float, y: float, n: int, stream: str) -> str:
    """The number of a line that was printed, in a box."""
    half = pill_width(n) / 2 - 1
    box = "pill err" if stream == "stderr" else "pill"
    return svg.rect(x - half, y - 7, 2 * half, 14, class_=box, rx=7) + svg.text(
        x, y + 4, str(n), "", text_anchor="middle"
    )
