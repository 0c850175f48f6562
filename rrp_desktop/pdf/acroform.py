"""Makes the fields of the program's own forms: dictionaries, empty looks, buttons, and the font that is typed in.

ISO 32000-1, 12.7.  Lengths are in points.  The frames around text fields are page content; a text field's own border
is invisible and only keeps the text clear of the frame.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pypdf.generic import IndirectObject

from rrp_desktop.pdf.fields import COMBO, EDIT, MULTILINE, OFF, RADIO, READ_ONLY
from rrp_desktop.pdf.fonts import ASCENT, CAP_HEIGHT, DESCENT, Subset, font
from rrp_desktop.pdf.layout import ACCENT, BUTTON, CONTROL, INK, WHITE, Colour, FieldKind, FieldSpec
from rrp_desktop.pdf.structure import Document
from rrp_desktop.pdf.update import dictionary, name, stream, text_string

FONT_NAME: Final = "Inter"
"""Name of the font in the form's default resources."""

_PRINT: Final = 1 << 2
_FLAGS: Final = {
    FieldKind.ONE_LINE: 0,
    FieldKind.TEXT: MULTILINE,
    FieldKind.DROP_DOWN: COMBO,
    FieldKind.EDITABLE: COMBO | EDIT,
    FieldKind.RADIO: RADIO,
    FieldKind.BOX: 0,
}
_FIELD_TYPES: Final = {
    FieldKind.ONE_LINE: "/Tx",
    FieldKind.TEXT: "/Tx",
    FieldKind.DROP_DOWN: "/Ch",
    FieldKind.EDITABLE: "/Ch",
    FieldKind.RADIO: "/Btn",
    FieldKind.BOX: "/Btn",
}


@dataclass(frozen=True, slots=True)
class PlacedField:
    """A widget on a page.

    Attributes:
        rect: Left, bottom, right, top, from the page's lower left corner.
    """

    spec: FieldSpec
    page: int
    rect: tuple[float, float, float, float]


def appearance_string(size: float, colour: Colour) -> str:
    """The default appearance (DA) of a text in a field."""
    return f"/{FONT_NAME} {_f(size)} Tf {_colour(colour)} rg"


def add_fields(document: Document, placed: Sequence[PlacedField]) -> list[IndirectObject]:
    """Put the interactive form in, and the widgets on their pages.

    Returns:
        The widget annotations in the given order.
    """
    maker = _Maker(document, placed)
    fields = [maker.tree(name, below) for name, below in _by_parts(placed).items()]
    form = {
        "/Fields": fields,
        "/DA": text_string(appearance_string(0, INK)),
        "/DR": {"/Font": {f"/{FONT_NAME}": _typing_font(document)}},
    }
    document.root.update(dictionary({"/AcroForm": form}))
    for page in range(len(document.pages)):
        own = [widget for widget, field in zip(maker.widgets, placed, strict=True) if field.page == page]
        if own:
            document.page(page).update(dictionary({"/Annots": own}))
    return maker.widgets


def _by_parts(placed: Sequence[PlacedField]) -> dict[str, dict[str, list[int]]]:
    """Numbers of the widgets of each field: first part of its name → the rest, empty if there is none → numbers."""
    tree: dict[str, dict[str, list[int]]] = {}
    for number, field in enumerate(placed):
        top, _, rest = field.spec.name.partition(".")
        tree.setdefault(top, {}).setdefault(rest, []).append(number)
    return tree


class _Maker:
    """Makes the dictionaries of the fields; a widget is reserved first, because its field refers to it."""

    def __init__(self, document: Document, placed: Sequence[PlacedField]) -> None:
        self._document = document
        self._placed = placed
        self._looks: dict[tuple[FieldKind, bool], IndirectObject] = {}
        self.widgets = [document.reserve() for _ in placed]

    def tree(self, name: str, below: Mapping[str, Sequence[int]]) -> IndirectObject:
        """A field, or where its name has two parts, what stands above several (12.7.3.2)."""
        if "" in below:
            return self._field(name, below[""])
        own = self._document.reserve()
        kids = [self._field(part, numbers, own) for part, numbers in below.items()]
        entries: dict[str, Any] = {"/T": text_string(name), "/Kids": kids}
        tooltips = [self._placed[numbers[0]].spec.group_tooltip for numbers in below.values()]
        if any(tooltips):
            entries["/TU"] = text_string(next(filter(None, tooltips)))
        return self._document.put(own, entries)

    def _field(
        self, name: str, numbers: Sequence[int], parent: IndirectObject | None = None
    ) -> IndirectObject:
        """A field with its widgets: one object if there is one widget, else a parent and its kids."""
        spec = self._placed[numbers[0]].spec
        tooltip = spec.group_tooltip if spec.kind is FieldKind.RADIO else spec.tooltip
        entries: dict[str, Any] = {
            "/FT": _FIELD_TYPES[spec.kind],
            "/T": text_string(name),
            "/TU": text_string(tooltip),
            "/Ff": _FLAGS[spec.kind] | (READ_ONLY if spec.read_only else 0),
        }
        if spec.state:
            entries["/V"] = f"/{OFF}"
        else:
            entries["/DA"] = text_string(appearance_string(spec.size, spec.colour))
            entries["/Q"] = spec.alignment
        if spec.choices:
            entries["/Opt"] = [[text_string(export), text_string(label)] for export, label in spec.choices]
        if parent is not None:
            entries["/Parent"] = parent
        if len(numbers) == 1 and spec.kind is not FieldKind.RADIO:
            return self._document.put(self.widgets[numbers[0]], self._widget(numbers[0]) | entries)
        own = self._document.reserve()
        for number in numbers:
            self._document.put(self.widgets[number], self._widget(number) | {"/Parent": own})
        return self._document.put(own, entries | {"/Kids": [self.widgets[number] for number in numbers]})

    def _widget(self, number: int) -> dict[str, Any]:
        """The entries of a widget annotation (12.5.6.19)."""
        field = self._placed[number]
        spec, (left, bottom, right, top) = field.spec, field.rect
        entries: dict[str, Any] = {
            "/Type": "/Annot",
            "/Subtype": "/Widget",
            "/Rect": [round(value, 2) for value in field.rect],
            "/P": self._document.pages[field.page],
            "/F": _PRINT,
            "/TU": text_string(spec.tooltip),
        }
        if not spec.state:
            return entries | {
                "/AP": {"/N": self._empty(right - left, top - bottom)},
                "/BS": {"/W": spec.border},
            }
        looks = {
            f"/{spec.state}": self._button(spec.kind, on=True),
            f"/{OFF}": self._button(spec.kind, on=False),
        }
        return entries | {"/AS": f"/{OFF}", "/AP": {"/N": looks}, "/BS": {"/W": 0}}

    def _button(self, kind: FieldKind, *, on: bool) -> IndirectObject:
        """The look of a button, which all of its kind share."""
        if (kind, on) not in self._looks:
            draw = _radio_look if kind is FieldKind.RADIO else _box_look
            self._looks[kind, on] = self._look(BUTTON, BUTTON, draw(BUTTON, on=on))
        return self._looks[kind, on]

    def _empty(self, width: float, height: float) -> IndirectObject:
        """The look of a text field without text; each field has its own, because some programs write into it."""
        return self._look(width, height, "/Tx BMC\nEMC\n")

    def _look(self, width: float, height: float, content: str) -> IndirectObject:
        box = [0, 0, round(width, 2), round(height, 2)]
        entries = {"/Type": "/XObject", "/Subtype": "/Form", "/BBox": box, "/Resources": {}}
        return self._document.add(stream(entries, content.encode("ascii")))


# --------------------------------------------------------------------------------------------------- look of buttons


def _radio_look(side: float, *, on: bool) -> str:
    middle = side / 2
    if not on:
        return f"{_colour(WHITE)} rg {_colour(CONTROL)} RG 1 w\n{_circle(middle, middle - 0.5)} B\n"
    ring = f"{_colour(WHITE)} rg {_colour(ACCENT)} RG 1.5 w\n{_circle(middle, middle - 0.75)} B\n"
    return f"{ring}{_colour(ACCENT)} rg\n{_circle(middle, side * 0.25)} f\n"


def _box_look(side: float, *, on: bool) -> str:
    if not on:
        square = rounded(0.5, 0.5, side - 1, side - 1, 2)
        return f"{_colour(WHITE)} rg {_colour(CONTROL)} RG 1 w\n{square} B\n"
    corners = [(0.24, 0.5), (0.43, 0.31), (0.77, 0.7)]
    tick = " ".join(
        f"{_f(x * side)} {_f(y * side)} {operator}" for (x, y), operator in zip(corners, "mll", strict=True)
    )
    square = f"{_colour(ACCENT)} rg\n{rounded(0, 0, side, side, 2.2)} f\n"
    return f"{square}{_colour(WHITE)} RG 1.5 w 1 J 1 j\n{tick} S\n"


def _circle(middle: float, radius: float) -> str:
    """Path of a circle around (middle, middle)."""
    return rounded(middle - radius, middle - radius, 2 * radius, 2 * radius, radius)


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Path of a rectangle with round corners, from its lower left corner."""
    k = radius * 0.4477  # from the corner to the control point of a quarter circle
    right, top = x + width, y + height
    points = [
        ((x + radius, y), "m"),
        ((right - radius, y), "l"),
        ((right - k, y, right, y + k, right, y + radius), "c"),
        ((right, top - radius), "l"),
        ((right, top - k, right - k, top, right - radius, top), "c"),
        ((x + radius, top), "l"),
        ((x + k, top, x, top - k, x, top - radius), "c"),
        ((x, y + radius), "l"),
        ((x, y + k, x + k, y, x + radius, y), "c"),
    ]
    return " ".join(f"{' '.join(map(_f, numbers))} {operator}" for numbers, operator in points) + " h"


def _colour(colour: Colour) -> str:
    return " ".join(_f(part) for part in colour)


def _f(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


# ------------------------------------------------------------------------------------------- the font for typing in

# Simple TrueType with WinAnsiEncoding (9.6.6.4), which every viewer can type in; at codes that encoding leaves free,
# the Sámi letters and signs that it lacks, under their names in the Adobe Glyph List.
_FREE_CODES: Final = {
    0x01: ("Č", "Ccaron"), 0x02: ("č", "ccaron"), 0x03: ("Đ", "Dcroat"), 0x04: ("đ", "dcroat"), 0x05: ("Ŋ", "Eng"),
    0x06: ("ŋ", "eng"), 0x07: ("Ŧ", "Tbar"), 0x08: ("ŧ", "tbar"), 0x0E: ("Ǥ", "Gstroke"), 0x0F: ("ǥ", "gstroke"),
    0x10: ("Ǧ", "Gcaron"), 0x11: ("ǧ", "gcaron"), 0x12: ("Ǩ", "Kcaron"), 0x13: ("ǩ", "kcaron"), 0x14: ("Ʒ", "Ezh"),
    0x15: ("ʒ", "ezh"), 0x16: ("Ǯ", "Ezhcaron"), 0x17: ("ǯ", "ezhcaron"), 0x18: ("→", "arrowright"),
    0x19: ("≥", "greaterequal"), 0x1A: ("≤", "lessequal"), 0x1B: ("−", "minus"),
}  # fmt: skip
_SAME_GLYPH: Final = {"\u00a0": " ", "\u00ad": "-"}


@cache
def _typing_characters() -> dict[int, str]:
    """Code → character."""
    codes = {code: char for code, (char, _glyph) in _FREE_CODES.items()}
    for code in [*range(0x20, 0x7F), *range(0x80, 0x100)]:
        char = bytes([code]).decode("cp1252", "ignore")
        if char:
            codes[code] = char
    return dict(sorted(codes.items()))


def _typing_font(document: Document) -> IndirectObject:
    source = font()
    characters = _typing_characters()
    drawn = {code: _SAME_GLYPH.get(char, char) for code, char in characters.items()}
    subset = Subset(source)
    glyphs = {
        ord(characters[code]): int.from_bytes(subset.codes(char), "big") for code, char in drawn.items()
    }
    file = _with_table(subset.file(), b"cmap", _character_map(glyphs))
    widths = [round(source.advances[drawn.get(code, " ")] * 1000 / source.units) for code in range(256)]
    box = struct.unpack_from(">4h", source.tables["head"], 36)
    font_name = f"/RRPTYP+{source.name}"
    descriptor = {
        "/Type": "/FontDescriptor", "/FontName": font_name, "/Flags": 32,
        "/FontBBox": [round(value * 1000 / source.units) for value in box], "/ItalicAngle": 0,
        "/Ascent": round(1000 * ASCENT), "/Descent": -round(1000 * DESCENT), "/CapHeight": round(1000 * CAP_HEIGHT),
        "/StemV": 80, "/FontFile2": document.add(stream({"/Length1": len(file)}, file)),
    }  # fmt: skip
    differences: list[Any] = []
    for code, (_char, glyph) in _FREE_CODES.items():
        differences += [code, name(glyph)]
    return document.add(
        {
            "/Type": "/Font",
            "/Subtype": "/TrueType",
            "/BaseFont": font_name,
            "/FirstChar": 0,
            "/LastChar": 255,
            "/Widths": widths,
            "/Encoding": {
                "/Type": "/Encoding",
                "/BaseEncoding": "/WinAnsiEncoding",
                "/Differences": differences,
            },
            "/FontDescriptor": document.add(descriptor),
        }
    )


def _character_map(glyphs: dict[int, int]) -> bytes:
    """A cmap table, platform 3, encoding 1, format 4 (OpenType 1.9): a segment for each character."""
    codes = sorted(glyphs)
    count = len(codes) + 1
    power = 1 << (count.bit_length() - 1)
    ends = [*codes, 0xFFFF]
    deltas = [*((glyphs[code] - code) & 0xFFFF for code in codes), 1]
    searching = (2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    words = [*searching, *ends, 0, *ends, *deltas, *[0] * count]
    body = struct.pack(f">{len(words)}H", *words)
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + struct.pack(">HHH", 4, 6 + len(body), 0) + body


def _with_table(file: bytes, tag: bytes, table: bytes) -> bytes:
    """The TrueType file with one more table."""
    tables = {tag: table}
    for index in range(struct.unpack_from(">H", file, 4)[0]):
        key, _checksum, offset, length = struct.unpack_from(">4sIII", file, 12 + 16 * index)
        tables[key] = file[offset : offset + length]
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = struct.pack(
        ">IHHHH", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power)
    )
    body = b""
    for key, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", key, checksum, 12 + 16 * count + len(body), len(data))
        body += padded
    return directory + body
