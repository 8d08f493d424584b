"""Write SVG by hand."""

from __future__ import annotations

_NOT_IN_XML = [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
    | dict.fromkeys(map(chr, _NOT_IN_XML), "")
)


def escape(text: str) -> str:
    """Escape text for HTML and XML, and leave out the characters that XML can't have.

    As `html.escape` does, but without loading its table of entities.
    """
    return text.translate(_ESCAPES)


def element(name: str, *children: str, **attributes: object) -> str:
    """Write an element.

    Args:
        name: Its name.
        children: Its content, already written as SVG.
        attributes: `class_` gives `class`, `data_line` gives `data-line`; those that are None
            are left out, numbers are rounded.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def number(value: float) -> str:
    """Write a coordinate, exact to a tenth."""
    return f"{round(value, 1) + 0.0:g}"


def text(x: float, y: float, content: str, class_: str, **attributes: object) -> str:
    """Write a line of text that starts at `x`, with its base line at `y`."""
    return element("text", escape(content), x=x, y=y, class_=class_, **attributes)


def title(content: str) -> str:
    """Write a title: what a pointing device shows."""
    return element("title", escape(content))


def rect(x: float, y: float, width: float, height: float, *children: str, **a: object) -> str:
    """Write a rectangle."""
    return element("rect", *children, x=x, y=y, width=max(0.0, width), height=height, **a)


def path(d: str, **attributes: object) -> str:
    """Write a path."""
    return element("path", d=d, **attributes)


def text_width(content: str, size: float = 12, mono: bool = False) -> float:
    """Guess how wide a text will be; there is no font to ask."""
    if mono:
        return len(content) * size * 0.61
    narrow = sum(content.count(letter) for letter in "iljtfrI.,:;'|()[]! ")
    wide = sum(content.count(letter) for letter in "mwMW@%")
    return size * (0.57 * len(content) - 0.24 * narrow + 0.25 * wide)


def wrap(content: str, room: float, size: float = 12) -> list[str]:
    """Break a text into lines that fit, between words."""
    lines = [""]
    for word in content.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if text_width(longer, size) * 1.1 > room and lines[-1]:  # it is set in bold
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def shorten(content: str, room: float, size: float = 12, mono: bool = False) -> str:
    """Cut a text so that it fits; empty if not even three letters do."""
    if text_width(content, size, mono) <= room:
        return content
    content = content[: max(3, int(room))]  # no letter is narrower than a pixel
    while len(content) > 3 and text_width(content + "…", size, mono) > room:
        content = content[:-1]
    return content.rstrip() + "…" if text_width(content + "…", size, mono) <= room else ""


def _value(value: object) -> str:
    return number(value) if isinstance(value, int | float) else escape(str(value))
