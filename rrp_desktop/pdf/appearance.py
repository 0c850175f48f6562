"""Draws the look of a field: content streams for its widgets (ISO 32000-1, 12.7.3.3), in the embedded font.

Everything is in the widget's own coordinates: points, origin at the lower left of its rectangle, turned back by MK/R.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from rrp_desktop.pdf.fields import Field, Kind, Widget
from rrp_desktop.pdf.fit import LEADING, Box, layout
from rrp_desktop.pdf.fonts import ASCENT, CAP_HEIGHT, DESCENT, Subset, drawable
from rrp_desktop.pdf.update import name_text, resolve, stream

FONT_KEY: Final = "/RRP"
"""Name of the embedded font in the resources of an appearance."""

_MAX_COMB: Final = 200  # a made-up MaxLen of billions draws no more cells than this
_SELECTED: Final = "0.6 0.75686 0.8549 rg"  # behind a chosen line of a list, as viewers draw it
_COLOURS: Final = {1: "g", 3: "rg", 4: "k"}
_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)"
_TYPE_SIZE: Final = re.compile(rf"({_NUMBER})\s+Tf")
_COLOUR: Final = re.compile(rf"((?:{_NUMBER}\s+){{1,4}})(g|rg|k)\b")


@dataclass(frozen=True, slots=True)
class Frame:
    """The box that a widget's content is drawn in, and what stands around it."""

    width: float
    height: float
    border: float
    prologue: str
    matrix: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """An appearance, and how the text lies in it.

    Attributes:
        stream: The form XObject.
        size: Type size in points.
        fits: Is the whole text shown?
        last_line: Rectangle of the last line in the widget's own coordinates.
    """

    stream: StreamObject
    size: float
    fits: bool
    last_line: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


def box_of(field: Field, widget: Widget) -> Box:
    """The box that a text of this field has in this widget, for `fit` and for drawing alike."""
    frame = _frame(widget)
    return Box(frame.width, frame.height, type_size(widget), field.kind is Kind.MULTILINE, frame.border)


def type_size(widget: Widget) -> float:
    """The size in the default appearance; 0 means that it follows from the box."""
    found = _TYPE_SIZE.findall(widget.appearance)
    return min(abs(float(found[-1])), 300.0) if found else 0.0


def draw_text(
    field: Field, widget: Widget, text: str, subset: Subset, font: Any, ending: str | None
) -> Drawn:
    """The look of a text field, or of a combo's label.

    Args:
        field: What it belongs to.
        widget: Where it shows.
        text: What it says, as stored.
        subset: Takes the characters in.
        font: Reference of the embedded font.
        ending: How a text ends that does not fit and goes on elsewhere; None where nothing can follow: then the
            text is made as small as it takes.
    """
    frame = _frame(widget)
    if field.kind is Kind.COMB:
        content, size, fits, last = _comb(field, frame, text, widget, subset)
    elif field.kind is Kind.MULTILINE:
        content, size, fits, last = _paragraphs(frame, text, widget, subset, ending)
    else:
        shown = "*" * len(text) if field.kind is Kind.PASSWORD else text
        content, size, fits, last = _one_line(frame, shown, widget, subset, ending)
    return Drawn(_form(frame, _marked(frame, widget, content, size), font), size, fits, last)


def draw_list(field: Field, widget: Widget, chosen: list[str], subset: Subset, font: Any) -> Drawn:
    """The look of a list box: its lines from the first chosen one that would not be seen, chosen ones marked."""
    frame = _frame(widget)
    size = type_size(widget) or 12.0
    size = max(min(size, (frame.height - 2 * frame.border) / (ASCENT + DESCENT)), 1.0)
    leading = size * (ASCENT + DESCENT)
    room = max(int((frame.height - 2 * frame.border) / leading + 0.01), 1)
    selected = [index for index, (export, label) in enumerate(field.options) if {export, label} & set(chosen)]
    top = max(selected[0] - room + 1, 0) if selected else 0
    marks, lines = [], []
    for row, (index, (_export, label)) in enumerate(list(enumerate(field.options))[top : top + room]):
        y = frame.height - frame.border - (row + 1) * leading
        if index in selected:
            width = frame.width - 2 * frame.border
            marks.append(f"{_SELECTED} {_f(frame.border)} {_f(y)} {_f(width)} {_f(leading)} re f")
        lines.append((frame.border + 2, y + DESCENT * size, drawable(label)))
    content = "\n".join(marks) + "\n" + _text_block(lines, size, widget, subset)
    return Drawn(_form(frame, _marked(frame, widget, content, None), font), size, fits=True)


# ---------------------------------------------------------------------------------------------------------- content

_Content = tuple[str, float, bool, tuple[float, float, float, float]]


def _one_line(frame: Frame, text: str, widget: Widget, subset: Subset, ending: str | None) -> _Content:
    box = Box(frame.width, frame.height, type_size(widget), multiline=False, border=frame.border)
    lines, size = layout(text, box)
    line = lines[0]
    width = subset.font.width
    fits = width(line, size) <= box.inner_width + 0.1
    if not fits and ending is None:
        size *= box.inner_width / width(line, size)
    elif not fits and ending is not None:
        line = _shortened(line, ending, lambda part: width(part, size) <= box.inner_width)
    y = (frame.height - CAP_HEIGHT * size) / 2
    y = max(y, min(frame.border + DESCENT * size, (frame.height - CAP_HEIGHT * size) / 2 + size / 10))
    x = _aligned(width(line, size), frame, box, widget.alignment)
    last = (x, y - DESCENT * size, x + width(line, size), y + ASCENT * size)
    return _text_block([(x, y, line)], size, widget, subset), size, fits, last


def _paragraphs(frame: Frame, text: str, widget: Widget, subset: Subset, ending: str | None) -> _Content:
    box = Box(frame.width, frame.height, type_size(widget), multiline=True, border=frame.border)
    lines, size = layout(text, box)
    room = box.room(size)
    fits = len(lines) <= room
    if not fits and ending is None:
        lines, size = _squeezed(text, box, size)
    elif not fits and ending is not None:
        lines = _cut(lines[:room], ending, box.inner_width, size, subset)
    top = frame.height - frame.border - min(2.0, frame.height / 20) - ASCENT * size
    placed = []
    for index, line in enumerate(lines):
        shown = line.rstrip(" \n")
        x = _aligned(subset.font.width(shown, size), frame, box, widget.alignment)
        placed.append((x, top - index * LEADING * size, shown))
    x, y, shown = placed[-1]
    last = (x, y - DESCENT * size, x + subset.font.width(shown, size), y + ASCENT * size)
    return _text_block(placed, size, widget, subset), size, fits, last


def _squeezed(text: str, box: Box, size: float) -> tuple[list[str], float]:
    """The text at whatever size shows all of it, down to one point."""
    while size > 1.0:
        size = max(size * 0.92, 1.0)
        lines, _ = layout(text, Box(box.width, box.height, size, multiline=True, border=box.border))
        if len(lines) <= box.room(size):
            break
    return lines, size


def _cut(lines: list[str], ending: str, width: float, size: float, subset: Subset) -> list[str]:
    """The lines with the ending on the last one, which gives up words for it."""

    def fits(part: str) -> bool:
        return subset.font.width(part, size) <= width

    return [*lines[:-1], _shortened(lines[-1].rstrip(" \n"), ending, fits)]


def _shortened(line: str, ending: str, fits: Callable[[str], bool]) -> str:
    """The line with an ending in place of its last words, or letters of a single long word."""
    if fits(f"{line} {ending}"):
        return f"{line} {ending}"
    words = line.split(" ")
    while len(words) > 1:
        words.pop()
        if fits(candidate := " ".join(words) + " " + ending):
            return candidate
    word = words[0]
    while word and not fits(word + ending):
        word = word[:-1]
    return word + ending


def _comb(field: Field, frame: Frame, text: str, widget: Widget, subset: Subset) -> _Content:
    cells = min(max(field.max_length or 1, 1), _MAX_COMB)
    cell = frame.width / cells
    shown = drawable(text).replace("\n", " ")
    width = subset.font.width
    size = type_size(widget) or (frame.height - 2 * frame.border) * 0.75
    size = max(min(size, (frame.height - 2 * frame.border) / (ASCENT + DESCENT) * 1.1), 1.0)
    if widest := max((width(char, 1.0) for char in shown), default=0.0):
        size = min(size, max(cell / widest, 1.0))
    start = {0: 0, 1: (cells - len(shown)) // 2, 2: cells - len(shown)}.get(widget.alignment, 0)
    y = (frame.height - CAP_HEIGHT * size) / 2
    placed = [
        ((max(start, 0) + index) * cell + (cell - width(char, size)) / 2, y, char)
        for index, char in enumerate(shown[:cells])
    ]
    return (
        _text_block(placed, size, widget, subset),
        size,
        len(shown) <= cells,
        (0.0, 0.0, frame.width, frame.height),
    )


def _aligned(width: float, frame: Frame, box: Box, alignment: int) -> float:
    if alignment == 1:
        return max((frame.width - width) / 2, box.inset)
    if alignment == 2:
        return max(frame.width - box.inset - width, box.inset)
    return box.inset


def _text_block(lines: list[tuple[float, float, str]], size: float, widget: Widget, subset: Subset) -> str:
    """Lines at their places, as one text object."""
    if not any(line for _, _, line in lines):
        return ""
    parts = [f"BT {FONT_KEY} {_f(size)} Tf {_text_colour(widget)}"]
    at_x = at_y = 0.0
    for x, y, line in lines:
        if line:
            x, y = round(x, 3), round(y, 3)  # noqa: PLW2901 - so that the steps add up
            parts.append(f"{_f(x - at_x)} {_f(y - at_y)} Td <{subset.codes(line).hex()}> Tj")
            at_x, at_y = x, y
    return "\n".join([*parts, "ET"])


def _marked(frame: Frame, widget: Widget, content: str, _size: float | None) -> str:
    del widget
    inner_width, inner_height = frame.width - 2 * frame.border, frame.height - 2 * frame.border
    clip = f"{_f(frame.border)} {_f(frame.border)} {_f(max(inner_width, 0.1))} {_f(max(inner_height, 0.1))} re W n"
    return f"{frame.prologue}/Tx BMC\nq\n{clip}\n{content}\nQ\nEMC\n"


def _form(frame: Frame, content: str, font: Any) -> StreamObject:
    entries: dict[str, Any] = {
        "/Type": "/XObject",
        "/Subtype": "/Form",
        "/BBox": [0, 0, frame.width, frame.height],
        "/Resources": {"/Font": {FONT_KEY: font}},
    }
    if frame.matrix:
        entries["/Matrix"] = list(frame.matrix)
    return stream(entries, content.encode("latin-1"))


# ------------------------------------------------------------------------------------------------ border, background


def _frame(widget: Widget) -> Frame:
    """Border and background from MK and BS (12.5.6.19, 12.5.4), and the turned box."""
    width, height = max(widget.width, 0.1), max(widget.height, 0.1)
    matrix: tuple[float, ...] | None = None
    match widget.rotation:
        case 90:
            matrix, width, height = (0, 1, -1, 0, width, 0), height, width
        case 180:
            matrix = (-1, 0, 0, -1, width, height)
        case 270:
            matrix, width, height = (0, -1, 1, 0, 0, height), height, width
    details = resolve(widget.raw.get("/MK"))
    details = details if isinstance(details, DictionaryObject) else DictionaryObject()
    thickness, style, dash = _border_style(widget)
    border_colour = _colour(resolve(details.get("/BC")), stroke=True)
    prologue = ""
    if fill := _colour(resolve(details.get("/BG")), stroke=False):
        prologue += f"q {fill} 0 0 {_f(width)} {_f(height)} re f Q\n"
    if border_colour and thickness:
        half = thickness / 2
        pen = f"{border_colour} {_f(thickness)} w" + (f" [{dash}] 0 d" if style == "D" else "")
        if style == "U":
            path = f"0 {_f(half)} m {_f(width)} {_f(half)} l S"
        else:
            path = f"{_f(half)} {_f(half)} {_f(max(width - thickness, 0.1))} {_f(max(height - thickness, 0.1))} re S"
        prologue += f"q {pen} {path} Q\n"
    inset = thickness * (2 if style in {"B", "I"} else 1)
    return Frame(width, height, min(inset, width / 4, height / 4), prologue, matrix)


def _border_style(widget: Widget) -> tuple[float, str, str]:
    """(width in points, style letter, dash pattern)."""
    style = resolve(widget.raw.get("/BS"))
    if isinstance(style, DictionaryObject):
        dash = resolve(style.get("/D"))
        pattern = (
            " ".join(_f(_float(part, 3)) for part in dash) if isinstance(dash, ArrayObject) and dash else "3"
        )
        kind = resolve(style.get("/S"))
        return max(min(_float(style.get("/W"), 1), 20), 0), name_text(kind) if kind else "S", pattern
    old = resolve(widget.raw.get("/Border"))
    if isinstance(old, ArrayObject) and len(old) >= 3:
        return max(min(_float(list.__getitem__(old, 2), 1), 20), 0), "S", "3"
    return 1.0, "S", "3"


def _colour(value: Any, *, stroke: bool) -> str:
    """An operator that sets the colour; empty for a transparent one."""
    if not isinstance(value, ArrayObject) or len(value) not in _COLOURS:
        return ""
    operator = _COLOURS[len(value)]
    parts = " ".join(_f(min(max(_float(part, 0), 0), 1)) for part in list.__iter__(value))
    return f"{parts} {operator.upper() if stroke else operator}"


def _text_colour(widget: Widget) -> str:
    found = _COLOUR.findall(widget.appearance)
    return f"{found[-1][0].strip()} {found[-1][1]}" if found else "0 g"


def _float(value: Any, default: float) -> float:
    try:
        return float(resolve(value))
    except (TypeError, ValueError):
        return float(default)


def _f(value: float) -> str:
    """A number for a content stream."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
