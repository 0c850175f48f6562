"""The font of every PDF the program writes: Inter, measured for layout and embedded as a subset.

The shipped files are plain TrueType with `glyf` outlines, so the few tables that measuring and embedding need are
read here directly: a few milliseconds instead of a library's import, and the same code on the key-press path of
`fit`.  `tests/pdf/test_fonts.py` holds the reading against fontTools.  See docs/decisions/007-filling.md.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from rrp_desktop.resources import resource

if TYPE_CHECKING:
    from pypdf.generic import IndirectObject, PdfObject

ASCENT: Final = 0.93
"""Height of the tallest letter with its mark (Å) above the baseline, in ems."""
DESCENT: Final = 0.22
"""Depth of the deepest letter below the baseline, in ems."""
CAP_HEIGHT: Final = 0.727
"""Height of H above the baseline, in ems."""

_REPLACEMENT: Final = "□"
_IGNORABLE: Final = frozenset(
    map(
        chr,
        (0xAD, 0x34F, 0x61C, 0xFEFF, *range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F),
         *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)),
    )
)  # fmt: skip
_SPACING: Final = {  # what the font has no glyph for but the text means
    0x09: "    ", 0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0x1680: " ", 0x3000: "  ",
    0xFFFE: "\ufffd", 0xFFFF: "\ufffd",
}  # fmt: skip


class Weight(StrEnum):
    """The weights that ship with the program."""

    REGULAR = "Regular"
    MEDIUM = "Medium"
    SEMIBOLD = "SemiBold"


class _Advances(dict[str, int]):
    """Advance of each character in font units; a character without a glyph is as wide as its replacement box."""

    def __init__(self, known: Mapping[str, int]) -> None:
        super().__init__(known)
        self._box = known[_REPLACEMENT]

    def __missing__(self, character: str) -> int:
        return self._box


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """One weight of Inter.

    Attributes:
        name: PostScript name, for instance "Inter-Regular".
        units: Font units in one em.
        advances: Character → advance in font units; any character may be asked for.
        glyphs: Character → glyph number, only characters that the font draws.
        tables: The file's tables by tag.
    """

    name: str
    units: int
    advances: Mapping[str, int]
    glyphs: Mapping[str, int]
    tables: Mapping[str, bytes]

    def has(self, char: str) -> bool:
        """Does the font draw this character (or is it one that is never drawn, like a soft hyphen)?"""
        return char in self.glyphs or char in _IGNORABLE

    def width(self, text: str, size: float) -> float:
        """Width of one line of text in points at `size` points, without kerning."""
        return sum(map(self.advances.__getitem__, text)) * size / self.units

    def missing(self, text: str) -> frozenset[str]:
        """The characters of the text that are drawn as a replacement box."""
        return frozenset(char for char in set(drawable(text)) if not self.has(char) and char != "\n")


def drawable(text: str) -> str:
    """The text as it is drawn: composed letters, one kind of line break, tabs as spaces, nothing invisible.

    A stored value is never changed so; this is only for measuring and drawing.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    text = text.translate(_SPACING)
    invisible = {
        ord(char): None
        for char in set(text)
        if char != "\n" and (char in _IGNORABLE or unicodedata.category(char) == "Cc")
    }
    return text.translate(invisible) if invisible else text


@cache
def font(weight: Weight | str = Weight.REGULAR) -> Font:
    """The font of this weight, read once per process."""
    data = resource("ui", "fonts", f"Inter-{weight}.ttf").read_bytes()
    tables = _tables(data)
    units: int = struct.unpack_from(">H", tables["head"], 18)[0]
    glyphs = _characters(tables["cmap"])
    widths = _advance_widths(tables)
    return Font(
        name=f"Inter-{weight}",
        units=units,
        advances=_Advances({char: widths[glyph] for char, glyph in glyphs.items()}),
        glyphs=glyphs,
        tables=tables,
    )


def advances(weight: Weight | str = Weight.REGULAR) -> Mapping[str, float]:
    """Advance of each character in ems, for layout without a PDF; any character may be asked for."""
    return font(weight).advances


# ------------------------------------------------------------------------------------ reading (OpenType 1.9 tables)


def _tables(data: bytes) -> dict[str, bytes]:
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {}
    for index in range(count):
        tag, _checksum, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        tables[tag.decode("ascii")] = data[offset : offset + length]
    return tables


def _characters(cmap: bytes) -> dict[str, int]:
    """Character → glyph number from the table's format 12 subtable (full Unicode), else format 4."""
    offsets = {}
    for index in range(struct.unpack_from(">H", cmap, 2)[0]):
        _platform, _encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * index)
        offsets[struct.unpack_from(">H", cmap, offset)[0]] = offset
    if 12 in offsets:
        return _characters_12(cmap, offsets[12])
    return _characters_4(cmap, offsets[4])


def _characters_12(cmap: bytes, offset: int) -> dict[str, int]:
    groups = struct.unpack_from(">I", cmap, offset + 12)[0]
    found = {}
    for start, end, glyph in struct.iter_unpack(">III", cmap[offset + 16 : offset + 16 + 12 * groups]):
        for code in range(start, end + 1):
            found[chr(code)] = glyph + code - start
    return found


def _characters_4(cmap: bytes, offset: int) -> dict[str, int]:
    double = struct.unpack_from(">H", cmap, offset + 6)[0]
    count = double // 2
    ends, starts, deltas, ranges = (
        struct.unpack_from(f">{count}H", cmap, offset + 14 + part * double + (2 if part else 0))
        for part in range(4)
    )
    found = {}
    for index, (start, end, delta, distance) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if distance:
                place = offset + 16 + 3 * double + 2 * index + distance + 2 * (code - start)
                glyph = struct.unpack_from(">H", cmap, place)[0]
                if not glyph:
                    continue
            if glyph := (glyph + delta) & 0xFFFF:
                found[chr(code)] = glyph
    return found


def _advance_widths(tables: Mapping[str, bytes]) -> list[int]:
    glyphs = struct.unpack_from(">H", tables["maxp"], 4)[0]
    metrics = struct.unpack_from(">H", tables["hhea"], 34)[0]
    widths: list[int] = list(struct.unpack_from(">" + "Hh" * metrics, tables["hmtx"])[::2])
    rest: int = glyphs - metrics
    return widths + widths[-1:] * rest


# -------------------------------------------------------------------------------------------------------- embedding

_COMPONENT_WORDS, _COMPONENT_SCALE, _COMPONENT_MORE = 0x0001, 0x0008, 0x0020
_COMPONENT_TWO_SCALES, _COMPONENT_MATRIX = 0x0040, 0x0080


class Subset:
    """The characters of one font that one document uses, as a Type0 font (ISO 32000-1, 9.7).

    Every character gets a glyph of its own, numbered from 1 in the order of first use; the code in the page's
    strings, the CID and the glyph number are the same.  So ToUnicode gives back exactly the characters that were
    written, those drawn as a box included, and glyph 0 (.notdef) is never shown, as PDF/UA asks.
    """

    def __init__(self, source: Font) -> None:
        self.font = source
        self._codes: dict[str, int] = {}

    def codes(self, text: str) -> bytes:
        """The text as two-byte codes, the content of a string that `Tj` shows.  Takes new characters in."""
        codes = self._codes
        for char in text:
            if char not in codes:
                codes[char] = len(codes) + 1
        return struct.pack(f">{len(text)}H", *map(codes.__getitem__, text))

    @property
    def characters(self) -> str:
        """The characters taken in so far, in the order of their codes."""
        return "".join(self._codes)

    def file(self) -> bytes:
        """The TrueType file with the glyphs used."""
        return _subset_file(self.font, self._codes)

    def embed(self, add: Callable[[PdfObject], IndirectObject]) -> PdfObject:
        """The Type0 font dictionary of everything taken in so far.

        Args:
            add: Puts an object into the document and returns its reference; called for the font file, ToUnicode,
                the descriptor and the CIDFont.
        """
        from rrp_desktop.pdf.update import dictionary, stream, text_string

        units, characters = self.font.units, self.characters
        widths = [round(self.font.advances[char] * 1000 / units) for char in characters]
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(characters.encode("utf-8")).digest()[:6])
        name = f"/{tag}+{self.font.name}"
        file = self.file()
        descriptor = dictionary(
            {
                "/Type": "/FontDescriptor", "/FontName": name, "/Flags": 4, "/FontBBox": self._bounding_box(),
                "/ItalicAngle": 0, "/Ascent": round(1000 * ASCENT), "/Descent": -round(1000 * DESCENT),
                "/CapHeight": round(1000 * CAP_HEIGHT), "/StemV": 80,
                "/FontFile2": add(stream({"/Length1": len(file)}, file)),
            }
        )  # fmt: skip
        system_info = {
            "/Registry": text_string("Adobe"),
            "/Ordering": text_string("Identity"),
            "/Supplement": 0,
        }
        descendant = dictionary(
            {
                "/Type": "/Font", "/Subtype": "/CIDFontType2", "/BaseFont": name, "/CIDSystemInfo": system_info,
                "/FontDescriptor": add(descriptor), "/CIDToGIDMap": "/Identity", "/DW": 1000, "/W": [1, widths],
            }
        )  # fmt: skip
        return dictionary(
            {
                "/Type": "/Font", "/Subtype": "/Type0", "/BaseFont": name, "/Encoding": "/Identity-H",
                "/DescendantFonts": [add(descendant)], "/ToUnicode": add(stream({}, _to_unicode(characters))),
            }
        )  # fmt: skip

    def _bounding_box(self) -> list[int]:
        box = struct.unpack_from(">4h", self.font.tables["head"], 36)
        return [round(value * 1000 / self.font.units) for value in box]


def _to_unicode(characters: str) -> bytes:
    """The ToUnicode CMap (ISO 32000-1, 9.10.3) of codes 1, 2, 3 … for these characters."""
    lines = [
        f"<{code:04X}> <{char.encode('utf-16-be', 'replace').hex()}>"
        for code, char in enumerate(characters, 1)
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks)
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
""".encode("ascii")


def _subset_file(source: Font, codes: Mapping[str, int]) -> bytes:
    """A TrueType file whose glyph 0 is .notdef and whose further glyphs are those of the characters, in order."""
    outlines = _Outlines(source)
    box = source.glyphs[_REPLACEMENT]
    wanted = [0, *(source.glyphs.get(char, box) for char in codes)]
    glyphs = [outlines.glyph(number) for number in wanted]
    components: dict[int, int] = {}  # glyph number in the source → in the subset
    index = 0
    while index < len(glyphs):  # components of components are appended and met later
        for place, component in _component_places(glyphs[index]):
            if component not in components:
                components[component] = len(glyphs)
                wanted.append(component)
                glyphs.append(outlines.glyph(component))
            struct.pack_into(">H", glyphs[index], place, components[component])
        index += 1
    return _font_file(source, wanted, glyphs)


class _Outlines:
    """Glyph outlines of a font by number."""

    def __init__(self, source: Font) -> None:
        tables = source.tables
        long_offsets = struct.unpack_from(">h", tables["head"], 50)[0]
        loca = tables["loca"]
        if long_offsets:
            self._offsets: Iterable[int] = struct.unpack(f">{len(loca) // 4}I", loca)
        else:
            self._offsets = [2 * offset for offset in struct.unpack(f">{len(loca) // 2}H", loca)]
        self._glyf = tables["glyf"]

    def glyph(self, number: int) -> bytearray:
        """A copy of the outline; empty for a space."""
        offsets = self._offsets
        assert isinstance(offsets, (tuple, list))
        return bytearray(self._glyf[offsets[number] : offsets[number + 1]])


def _component_places(glyph: bytearray) -> list[tuple[int, int]]:
    """(byte offset, glyph number) of every component of a composite glyph; nothing for a simple one."""
    if len(glyph) < 10 or struct.unpack_from(">h", glyph)[0] >= 0:
        return []
    places, position, more = [], 10, True
    while more:
        flags, number = struct.unpack_from(">HH", glyph, position)
        places.append((position + 2, number))
        position += 8 if flags & _COMPONENT_WORDS else 6
        if flags & _COMPONENT_SCALE:
            position += 2
        elif flags & _COMPONENT_TWO_SCALES:
            position += 4
        elif flags & _COMPONENT_MATRIX:
            position += 8
        more = bool(flags & _COMPONENT_MORE)
    return places


def _font_file(source: Font, numbers: list[int], glyphs: list[bytearray]) -> bytes:
    """The file with these glyphs; `numbers` are their numbers in the source, whose metrics they keep."""
    count = len(glyphs)
    metrics = struct.unpack_from(">H", source.tables["hhea"], 34)[0]
    hmtx = source.tables["hmtx"]
    offsets, glyf, widths = [0], bytearray(), bytearray()
    for number, glyph in zip(numbers, glyphs, strict=True):
        glyf += glyph + bytes(-len(glyph) % 4)
        offsets.append(len(glyf))
        if number < metrics:
            widths += hmtx[4 * number : 4 * number + 4]
        else:
            bearing = 4 * metrics + 2 * (number - metrics)
            widths += hmtx[4 * metrics - 4 : 4 * metrics - 2] + hmtx[bearing : bearing + 2]
    head = bytearray(source.tables["head"])
    struct.pack_into(">I", head, 8, 0)  # the whole file's checksum, which PDF readers ignore
    struct.pack_into(">h", head, 50, 1)
    hhea = bytearray(source.tables["hhea"])
    struct.pack_into(">H", hhea, 34, count)
    maxp = bytearray(source.tables["maxp"])
    struct.pack_into(">H", maxp, 4, count)
    tables = {
        "glyf": bytes(glyf), "head": bytes(head), "hhea": bytes(hhea), "hmtx": bytes(widths),
        "loca": struct.pack(f">{count + 1}I", *offsets), "maxp": bytes(maxp),
    }  # fmt: skip
    return _assemble(tables)


def _assemble(tables: Mapping[str, bytes]) -> bytes:
    power = 1 << (len(tables).bit_length() - 1)
    header = struct.pack(
        ">IHHHH", 0x00010000, len(tables), power * 16, power.bit_length() - 1, len(tables) * 16 - power * 16
    )
    directory, body = bytearray(), bytearray()
    start = 12 + 16 * len(tables)
    for tag, data in tables.items():
        padded = data + bytes(-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag.encode("ascii"), checksum, start + len(body), len(data))
        body += padded
    return header + bytes(directory) + bytes(body)
