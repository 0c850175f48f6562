"""Does a text fit its box?  The same wrapping that the filling draws with, quick enough for every key press.

All lengths are in points.  Sizes step down by half a point from the field's own size to a floor: 4 points for one
line, 8 for several; a text that does not fit even so is continued on a page of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rrp_desktop.pdf.fonts import ASCENT, DESCENT, Weight, drawable, font

LEADING: Final = 1.25
"""From baseline to baseline, in ems."""
FLOOR_ONE_LINE: Final = 4.0
FLOOR_MULTILINE: Final = 8.0
PADDING: Final = 2.0
"""Between border and text, in points, where the box has room for it."""

_AUTO_MULTILINE: Final = 12.0  # what a viewer takes for size 0 in a field of several lines
_STEP: Final = 0.5
# a word, the dash that stands between it and the next one, and spaces; or a line break
_WORD: Final = re.compile(r" *[^ \n]+(?: [–—](?=[ \n]|\Z))? *|\n| +")
# inside of a word a line may break after a hyphen, dash or slash that a letter follows
_INSIDE: Final = re.compile(r"(?<=\w[-–/])(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Box:
    """Where a text goes.

    Attributes:
        width: Width of the field's rectangle.
        height: Height of the field's rectangle.
        size: The field's type size; 0 lets the size follow from the box.
        multiline: May the text wrap?
        border: Width of the border, which the text keeps clear of.
    """

    width: float
    height: float
    size: float
    multiline: bool
    border: float = 1.0

    @property
    def inset(self) -> float:
        """From the rectangle's edge to the text, at the sides."""
        return self.border + min(PADDING, self.width / 10)

    @property
    def inset_above(self) -> float:
        """From the rectangle's edge to the text, above and below."""
        return self.border + min(PADDING, self.height / 20)

    @property
    def inner_width(self) -> float:
        """The width that a line may take."""
        return max(self.width - 2 * self.inset, 1.0)

    def room(self, size: float) -> int:
        """How many lines have room at this type size, at least one."""
        if not self.multiline:
            return 1
        spare = self.height - 2 * self.inset_above - (ASCENT + DESCENT) * size
        return max(int(spare / (LEADING * size) + 1.001), 1)

    def fits_one_line(self, size: float) -> bool:
        """Is the box high enough for a line of this type size?"""
        return (ASCENT + DESCENT) * size <= self.height - 2 * self.border + 0.01

    def sizes(self) -> list[float]:
        """The type sizes to try, largest first.  None is higher than the box."""
        floor = FLOOR_MULTILINE if self.multiline else FLOOR_ONE_LINE
        highest = max((self.height - 2 * self.border) / (ASCENT + DESCENT), floor)
        if self.size > 0:
            start = min(self.size, highest)
        else:
            start = min(_AUTO_MULTILINE, highest) if self.multiline else highest
        steps = max(math.ceil((start - floor) / _STEP), 0)
        return [start - _STEP * step for step in range(steps)] + [min(floor, start)]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text lies in its box.

    Attributes:
        lines: Lines that the text needs at `size`.
        room: Lines that the box has at `size`.
        size: The type size, in points.
        fits: Is the whole text in the box?
    """

    lines: int
    room: int
    size: float
    fits: bool


def fit(text: str, box: Box) -> Fit:
    """How the text lies in the box: in its own size, else smaller down to the floor."""
    lines, size = layout(text, box)
    room = box.room(size)
    wide = not box.multiline and _regular_width(drawable(text), size) > box.inner_width + 0.01
    return Fit(len(lines), room, size, len(lines) <= room and not wide)


def layout(text: str, box: Box) -> tuple[list[str], float]:
    """The lines of the text and their type size.

    The lines joined are the drawable text (`fonts.drawable`).  In a box of one line they are one line.
    """
    shown = drawable(text)
    sizes = box.sizes()
    if not box.multiline:
        line = shown.replace("\n", " ")
        width = _regular_width(line, 1.0)
        size = next((size for size in sizes if width * size <= box.inner_width + 0.01), None)
        if size is None:
            return [line], sizes[-1]
        exact = box.inner_width / width if width else size
        return [line], max(size, min(exact, sizes[0]))
    chunks = _measured(shown)
    lines: list[str] = []
    for size in sizes:
        lines = _lines(chunks, box.inner_width / size)
        if len(lines) <= box.room(size):
            return lines, size
    return lines, sizes[-1]


def wrap(text: str, width: float, size: float, weight: Weight | str = Weight.REGULAR) -> list[str]:
    """Lines of the text at most `width` points wide at `size` points; the lines joined are the text.

    A line breaks at spaces and after a hyphen, dash or slash inside of a word; spaces at its end may hang over, and
    a dash between words stays with the first.  A word that is wider than a line is broken where the line is full.  A
    line that ends in a line break keeps it.
    """
    return _lines(_measured(text, weight), width / size, weight)


def _regular_width(text: str, size: float) -> float:
    return font().width(text, size)


Chunk = tuple[str, float, float]
"""A piece that a line never breaks in, its width in ems without and with the spaces at its end."""


@lru_cache(maxsize=64)
def _measured(text: str, weight: Weight | str = Weight.REGULAR) -> list[Chunk]:
    face = font(weight)
    advances, units = face.advances, face.units
    space = advances[" "]
    known: dict[str, Chunk] = {}
    chunks = []
    for piece in _pieces(text):
        chunk = known.get(piece)
        if chunk is None:
            bare = piece.rstrip(" \n")
            width = sum(map(advances.__getitem__, bare))
            full = width if piece == "\n" else width + space * (len(piece) - len(bare))
            chunk = known[piece] = (piece, width / units, full / units)
        chunks.append(chunk)
    return chunks


def _pieces(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if "-" in word or "/" in word or "–" in word:
            yield from _INSIDE.split(word)
        else:
            yield word


def _lines(chunks: list[Chunk], room: float, weight: Weight | str = Weight.REGULAR) -> list[str]:
    """Greedy lines; `room` is the width of a line in ems."""
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    room += 1e-6
    for piece, width, full in chunks:
        if piece == "\n":
            lines.append("".join(line) + "\n")
            line, used = [], 0.0
            continue
        if used + width > room:
            if line:
                lines.append("".join(line))
                line, used = [], 0.0
            if width > room:
                *whole, piece = _broken(piece, room, weight)  # noqa: PLW2901 - the rest goes on as this chunk
                lines += whole
                full = font(weight).width(piece, 1.0)  # noqa: PLW2901
        line.append(piece)
        used += full
    lines.append("".join(line))
    return lines


def _broken(word: str, room: float, weight: Weight | str) -> list[str]:
    """A word that is wider than a line, in pieces of a line each; at least one character a piece."""
    face = font(weight)
    pieces, start, used = [], 0, 0.0
    for index, char in enumerate(word):
        advance = face.advances[char] / face.units
        if used + advance > room and index > start and char != " ":
            pieces.append(word[start:index])
            start, used = index, 0.0
        used += advance
    return [*pieces, word[start:]]
