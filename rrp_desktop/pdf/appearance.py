"""Draws the look of a field: content streams for its widgets (ISO 32000-1, 12.7.3.3), in the embedded font.

Everything is in the widget's own coordinates: points, origin at the lower left of its rectangle, turned back by MK/R.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from rrp_desktop.pdf.fields import Field, Kind, Rect, Widget
from rrp_desktop.pdf.fit import FLOOR_MULTILINE, LEADING, Box, fit, layout, wrap
from rrp_desktop.pdf.fonts import ASCENT, CAP_HEIGHT, DESCENT, Subset, Weight, drawable, font
from rrp_desktop.pdf.update import Update, name_text, resolve, stream, string_text

FONT_KEY: Final = "/Inter"
"""Name of the embedded font in the resources of an appearance."""

_AUTO_LIST: Final = 12.0
_SMALLEST: Final = 1.0  # what a reader can still enlarge; smaller type is told as cut
_MAX_COMB: Final = 200  # a made-up MaxLen of billions draws no more cells than this
_SELECTED: Final = "0.6 0.75686 0.8549 rg"  # behind a chosen line of a list, as viewers draw it
_COLOURS: Final = {1: "g", 3: "rg", 4: "k"}
_MARKS: Final = {  # by the character of ZapfDingbats that MK/CA names, in a box of 10 by 10
    "4": "1 5 m 4 1.5 l 9 9 l S",
    "8": "1.5 1.5 m 8.5 8.5 l 1.5 8.5 m 8.5 1.5 l S",
    "l": "8.5 5 m 8.5 6.93 6.93 8.5 5 8.5 c 3.07 8.5 1.5 6.93 1.5 5 c 1.5 3.07 3.07 1.5 5 1.5 c "
    "6.93 1.5 8.5 3.07 8.5 5 c f",
    "n": "1.5 1.5 7 7 re f",
    "u": "5 0.5 m 9.5 5 l 5 9.5 l 0.5 5 l f",
    "H": "5 9.8 m 6.2 6.4 l 9.8 6.4 l 6.9 4.2 l 8 0.7 l 5 2.8 l 2 0.7 l 3.1 4.2 l 0.2 6.4 l 3.8 6.4 l f",
}
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
        whole: Is the whole text shown?
        last_line: Rectangle of the last line in the widget's own coordinates.
    """

    stream: StreamObject
    size: float
    whole: bool
    last_line: Rect = (0.0, 0.0, 0.0, 0.0)


class Face:
    """A weight of the font in one document: takes characters in while things are drawn, embeds them at the end."""

    def __init__(self, update: Update, weight: Weight) -> None:
        self._update = update
        self.subset = Subset(font(weight))
        self._reference: IndirectObject | None = None

    @property
    def reference(self) -> IndirectObject:
        """The font's reference; what is asked for must be used."""
        if self._reference is None:
            self._reference = self._update.reserve()
        return self._reference

    def finish(self) -> None:
        """Embed what was used."""
        if self._reference is not None:
            self._update.put(self._reference, self.subset.embed(self._update.add))


def box_of(field: Field, widget: Widget) -> Box:
    """The box that a text of this field has in this widget, for `fit` and for drawing alike."""
    frame = _frame(widget)
    return Box(frame.width, frame.height, type_size(widget), field.kind is Kind.MULTILINE, frame.border)


def type_size(widget: Widget) -> float:
    """The size in the default appearance; 0 means that it follows from the box."""
    found = _TYPE_SIZE.findall(widget.appearance)
    return min(abs(float(found[-1])), 300.0) if found else 0.0


def fits(field: Field, widget: Widget, text: str) -> bool:
    """Does the whole text show in this widget at a size that can be read?"""
    if field.kind is Kind.COMB:
        return len(drawable(text)) <= (field.max_length or 0)
    return fit(text, box_of(field, widget)).fits


def on_page(widget: Widget, rect: Rect) -> Rect:
    """A rectangle in the widget's own coordinates as one on the page."""
    a, b, c, d, e, f = _frame(widget).matrix or (1, 0, 0, 1, 0, 0)
    xs = [a * x + c * y + e + widget.rect[0] for x in rect[::2] for y in rect[1::2]]
    ys = [b * x + d * y + f + widget.rect[1] for x in rect[::2] for y in rect[1::2]]
    return (min(xs), min(ys), max(xs), max(ys))


def draw_text(field: Field, widget: Widget, text: str, face: Face, ending: str | None) -> Drawn:
    """The look of a text field, or of a combo's label.

    Args:
        field: What it belongs to.
        widget: Where it shows.
        text: What it says, as stored.
        face: The font.
        ending: How a text ends that does not fit and goes on elsewhere; None where nothing can follow: then the
            text is made as small as it takes.
    """
    frame = _frame(widget)
    if field.kind is Kind.COMB:
        block = _comb(field, frame, text, widget, ending)
    elif field.kind is Kind.MULTILINE:
        block = _paragraphs(frame, text, widget, ending)
    else:
        block = _one_line(frame, "*" * len(text) if field.kind is Kind.PASSWORD else text, widget, ending)
    content = _text_block(block.lines, block.size, widget, face)
    return Drawn(_form(frame, content, face), block.size, block.whole, block.last_line(frame))


def draw_list(field: Field, widget: Widget, chosen: list[str], face: Face) -> tuple[Drawn, int]:
    """The look of a list box, chosen lines marked; and its first line shown, so far down that a chosen one is seen."""
    frame = _frame(widget)
    inner_height = frame.height - 2 * frame.border
    size = max(min(type_size(widget) or _AUTO_LIST, inner_height / (ASCENT + DESCENT)), 1.0)
    leading = size * (ASCENT + DESCENT)
    room = max(int(inner_height / leading + 0.01), 1)
    selected = [index for index, option in enumerate(field.options) if set(option) & set(chosen)]
    top = max(selected[0] - room + 1, 0) if selected else 0
    marks, lines = [], []
    for row, (_export, label) in enumerate(field.options[top : top + room]):
        y = frame.height - frame.border - (row + 1) * leading
        if row + top in selected:
            width = frame.width - 2 * frame.border
            marks.append(f"{_SELECTED} {_f(frame.border)} {_f(y)} {_f(width)} {_f(leading)} re f\n")
        lines.append((frame.border + 2, y + DESCENT * size, drawable(label).replace("\n", " ")))
    content = "".join(marks) + _text_block(lines, size, widget, face)
    return Drawn(_form(frame, content, face), size, whole=True), top


def draw_mark(widget: Widget, kind: Kind, *, on: bool) -> StreamObject:
    """The look of a check box or radio button, for a form that brings none: the mark that MK/CA names."""
    frame = _frame(widget)
    side = min(frame.width, frame.height) - 2 * frame.border
    content = ""
    if on and side > 0:
        details = resolve(widget.raw.get("/MK"))
        told = string_text(resolve(details.get("/CA"))) if isinstance(details, DictionaryObject) else ""
        path = _MARKS.get(told, _MARKS["l" if kind is Kind.RADIO else "4"])
        scale = side * 0.8 / 10
        left, bottom = (frame.width - 10 * scale) / 2, (frame.height - 10 * scale) / 2
        content = (
            f"q {_text_colour(widget)} {_text_colour(widget).upper()} 1.6 w 1 J 1 j "
            f"{_f(scale)} 0 0 {_f(scale)} {_f(left)} {_f(bottom)} cm {path} Q\n"
        )
    entries: dict[str, Any] = {
        "/Type": "/XObject",
        "/Subtype": "/Form",
        "/BBox": [0, 0, frame.width, frame.height],
    }
    if frame.matrix:
        entries["/Matrix"] = list(frame.matrix)
    return stream(entries | {"/Resources": {}}, (frame.prologue + content).encode("ascii"))


# ---------------------------------------------------------------------------------------------------------- content

_Line = tuple[float, float, str]
"""Left end of the baseline, and what stands on it."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines at their places."""

    lines: list[_Line]
    size: float
    whole: bool
    last_width: float = 0.0

    def last_line(self, frame: Frame) -> Rect:
        """Rectangle of the last line."""
        if not self.lines or not self.last_width:
            return (0.0, 0.0, frame.width, frame.height)
        x, y, _ = self.lines[-1]
        return (x, y - DESCENT * self.size, x + self.last_width, y + ASCENT * self.size)


def _one_line(frame: Frame, text: str, widget: Widget, ending: str | None) -> _Block:
    box = Box(frame.width, frame.height, type_size(widget), multiline=False, border=frame.border)
    (line,), size = layout(text, box)
    width = font().width
    whole = width(line, size) <= box.inner_width + 0.02
    if not whole and ending is None:
        smaller = size * box.inner_width / width(line, size)
        lines, size_of_lines = _squeezed(text, box)
        if size_of_lines > max(smaller, _SMALLEST):
            return _placed(lines, size_of_lines, frame, box, widget, whole=True)
        if smaller >= _SMALLEST:
            size, whole = smaller, True
        else:
            ending = "…"
    if not whole and ending is not None:  # in type that can be read, if the ending has room in it
        size = max(min(box.sizes()[0], FLOOR_MULTILINE, box.inner_width / width(ending, 1.0)), _SMALLEST)
        line = _shortened(line, ending, lambda part: width(part, size) <= box.inner_width + 0.02)
    y = (frame.height - CAP_HEIGHT * size) / 2
    below = DESCENT * size + frame.border  # keep what hangs below the line inside, where there is room above
    y = max(y, min(below, frame.height - frame.border - ASCENT * size))
    x = _aligned(width(line, size), frame, box, widget.alignment)
    return _Block([(x, y, line)], size, whole, width(line, size))


def _paragraphs(frame: Frame, text: str, widget: Widget, ending: str | None) -> _Block:
    box = Box(frame.width, frame.height, type_size(widget), multiline=True, border=frame.border)
    lines, size = layout(text, box)
    whole = len(lines) <= box.room(size)
    if not whole and ending is None:
        smaller, size_of_lines = _squeezed(text, box)
        if size_of_lines:
            return _placed(smaller, size_of_lines, frame, box, widget, whole=True)
        ending = "…"
    if not whole and ending is not None:
        lines = _cut(lines[: box.room(size)], ending, box.inner_width, size)
    return _placed(lines, size, frame, box, widget, whole=whole)


def _placed(
    lines: Sequence[str], size: float, frame: Frame, box: Box, widget: Widget, *, whole: bool
) -> _Block:
    """Lines below each other from the top of the box."""
    top = frame.height - box.inset_above - ASCENT * size
    placed, width = [], 0.0
    for index, line in enumerate(lines):
        shown = line.rstrip(" \n")
        width = font().width(shown, size)
        placed.append((_aligned(width, frame, box, widget.alignment), top - index * LEADING * size, shown))
    return _Block(placed, size, whole, width)


def _squeezed(text: str, box: Box) -> tuple[list[str], float]:
    """The text wrapped, in the largest type in which all of it has room; no lines and size 0 if none has."""
    size = FLOOR_MULTILINE
    while size >= _SMALLEST:
        tried = Box(box.width, box.height, size, multiline=True, border=box.border)
        lines = wrap(drawable(text), tried.inner_width, size)
        if len(lines) <= tried.room(size) and tried.fits_one_line(size):
            return lines, size
        size *= 0.94
    return [], 0.0


def _cut(lines: list[str], ending: str, width: float, size: float) -> list[str]:
    """The lines with the ending on the last one, which gives up words for it."""

    def fits(part: str) -> bool:
        return font().width(part, size) <= width

    return [*lines[:-1], _shortened(lines[-1].rstrip(" \n"), ending, fits)]


def _shortened(line: str, ending: str, fits: Callable[[str], bool]) -> str:
    """The line with an ending in place of its last words, or letters of a single long word."""
    if not line or fits(f"{line} {ending}"):
        return f"{line} {ending}".lstrip()
    words = line.split(" ")
    while len(words) > 1:
        words.pop()
        if fits(candidate := " ".join(words) + " " + ending):
            return candidate
    word = words[0]
    while word and not fits(word + ending):
        word = word[:-1]
    return word + ending


def _comb(field: Field, frame: Frame, text: str, widget: Widget, ending: str | None) -> _Block:
    cells = min(max(field.max_length or 1, 1), _MAX_COMB)
    cell = frame.width / cells
    shown = drawable(text).replace("\n", " ")
    whole = len(shown) <= cells
    width = font().width
    if not whole and ending is not None:  # a comb has no room for the sentence
        return _one_line(frame, text, widget, ending)
    inner_height = frame.height - 2 * frame.border
    size = type_size(widget) or inner_height * 0.75
    size = max(min(size, inner_height / (CAP_HEIGHT + DESCENT)), 1.0)
    if widest := max((width(char, 1.0) for char in shown), default=0.0):
        size = min(size, max(cell / widest, 1.0))
    start = {1: (cells - len(shown)) // 2, 2: cells - len(shown)}.get(widget.alignment, 0)
    y = (frame.height - CAP_HEIGHT * size) / 2
    placed = [
        ((max(start, 0) + index) * cell + (cell - width(char, size)) / 2, y, char)
        for index, char in enumerate(shown[:cells])
    ]
    return _Block(placed, size, whole)


def _aligned(width: float, frame: Frame, box: Box, alignment: int) -> float:
    if alignment == 1:
        return max((frame.width - width) / 2, box.inset)
    if alignment == 2:
        return max(frame.width - box.inset - width, box.inset)
    return box.inset


def _text_block(lines: list[_Line], size: float, widget: Widget, face: Face) -> str:
    """Lines at their places, as one text object; nothing for no text."""
    if not any(line for _, _, line in lines):
        return ""
    parts = [f"BT {FONT_KEY} {_f(size)} Tf {_text_colour(widget)}"]
    at_x = at_y = 0.0
    for x, y, line in lines:
        if line:
            x, y = round(x, 3), round(y, 3)  # noqa: PLW2901 - so that the steps add up
            parts.append(f"{_f(x - at_x)} {_f(y - at_y)} Td <{face.subset.codes(line).hex()}> Tj")
            at_x, at_y = x, y
    return "\n".join([*parts, "ET"])


def _form(frame: Frame, content: str, face: Face) -> StreamObject:
    """The form XObject: border and background, then the content clipped to what is inside of them."""
    inner_width, inner_height = frame.width - 2 * frame.border, frame.height - 2 * frame.border
    clip = f"{_f(frame.border)} {_f(frame.border)} {_f(max(inner_width, 0.1))} {_f(max(inner_height, 0.1))} re W n"
    drawing = f"{frame.prologue}/Tx BMC\nq\n{clip}\n{content}\nQ\nEMC\n"
    entries: dict[str, Any] = {
        "/Type": "/XObject",
        "/Subtype": "/Form",
        "/BBox": [0, 0, frame.width, frame.height],
        "/Resources": {"/Font": {FONT_KEY: face.reference}} if content else {},
    }
    if frame.matrix:
        entries["/Matrix"] = list(frame.matrix)
    return stream(entries, drawing.encode("ascii"))


# ------------------------------------------------------------------------------------------------ border, background


def _frame(widget: Widget) -> Frame:
    """Border and background from MK and BS (12.5.6.19, 12.5.4), and the turned box."""
    width, height = max(widget.width, 0.1), max(widget.height, 0.1)
    matrix: tuple[float, ...] | None = None
    match widget.rotation or _former_turn(widget):
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


def _former_turn(widget: Widget) -> int:
    """How far the appearance that the form came with is turned, in degrees: some turn it without saying so in MK."""
    appearance = resolve(widget.raw.get("/AP"))
    normal = resolve(appearance.get("/N")) if isinstance(appearance, DictionaryObject) else None
    matrix = resolve(normal.get("/Matrix")) if isinstance(normal, DictionaryObject) else None
    if not isinstance(matrix, ArrayObject) or len(matrix) < 4:
        return 0
    a, b, c, d = (round(_float(part, 0)) for part in list(list.__iter__(matrix))[:4])
    return {(0, 1, -1, 0): 90, (-1, 0, 0, -1): 180, (0, -1, 1, 0): 270}.get((a, b, c, d), 0)


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
