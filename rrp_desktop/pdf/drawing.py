"""Draws laid-out pages with reportlab, as tagged content (ISO 32000-1, 14.6), and gathers what the tags need."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rrp_desktop.core.naming import in_language
from rrp_desktop.core.questionnaire import Questionnaire
from rrp_desktop.i18n import N_, catalogue
from rrp_desktop.pdf import values
from rrp_desktop.pdf.acroform import PlacedField, rounded
from rrp_desktop.pdf.fit import PADDING
from rrp_desktop.pdf.fonts import Weight, drawable, font
from rrp_desktop.pdf.layout import (
    ACCENT,
    CONTROL,
    FIELD,
    HAIRLINE,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    SECONDARY,
    SMALL,
    STATUS_SIZE,
    UNFINISHED,
    WIDTH,
    Colour,
    Field,
    FieldKind,
    FieldSpec,
    Frame,
    Line,
    Placed,
    Rule,
    Style,
    Tagged,
    lines_of,
    text_width,
)
from rrp_desktop.pdf.structure import Bookmark, Element, FieldPlace, Marked
from rrp_desktop.resources import resource

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_HEADER: Final = Style(Weight.MEDIUM, STATUS_SIZE, 12, SECONDARY)
_HEADER_BASELINE: Final = 40.0  # from the top of the page
_STATUS_WIDTH: Final = 190.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages as a PDF without fields and tags, and what is to be put in.

    Attributes:
        structure: The whole document in reading order.
    """

    data: bytes
    fields: list[PlacedField]
    structure: Element
    bookmarks: list[Bookmark]


def draw(questionnaire: Questionnaire, language: str, pages: Sequence[Sequence[Placed]]) -> Drawn:
    """Draw the pages with their headers and footers."""
    return _Drawing(questionnaire, language, len(pages)).run(pages)


class _Drawing:
    def __init__(self, questionnaire: Questionnaire, language: str, count: int) -> None:
        from reportlab.pdfgen.canvas import Canvas

        _register_fonts()
        self._form = questionnaire
        self._language = language
        self._say = catalogue(language).gettext
        self._count = count
        self._out = io.BytesIO()
        self._canvas: Canvas = Canvas(
            self._out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1,
            initialFontName=_face(Weight.REGULAR),  # type: ignore[arg-type]  # the stubs take it for a number
        )  # fmt: skip
        self._page = 0
        self._marks = 0
        self._fields: list[PlacedField] = []
        self._bookmarks: list[Bookmark] = []
        self._structure = Element("Document")
        self._section, self._open = 0, self._structure

    def run(self, pages: Sequence[Sequence[Placed]]) -> Drawn:
        for page, blocks in enumerate(pages):
            self._page, self._marks = page, 0
            self._header()
            for placed in blocks:
                self._block(placed)
            self._footer()
            self._canvas.showPage()
        self._canvas.save()
        return Drawn(self._out.getvalue(), self._fields, self._structure, self._bookmarks)

    def _section_element(self, section: int) -> Element:
        """What the elements of a section belong to; 0 is the document itself."""
        if section != self._section:
            self._section, self._open = section, Element("Sect")
            self._structure.kids.append(self._open)
        return self._open

    # --- what stands on every page ---

    def _header(self) -> None:
        number = self._say(N_("sivu {page}/{pages}")).format(page=self._page + 1, pages=self._count)
        number = f"\u00a0· {number}"
        title = lines_of(in_language(self._form.title, self._language), _HEADER, WIDTH - _STATUS_WIDTH - 60)[
            0
        ]
        width = text_width(number, _HEADER)
        with self._artifact("/Pagination", "/Header"):
            self._text(Line(LEFT, _HEADER_BASELINE, title, _HEADER), 0)
            self._text(Line(RIGHT - width, _HEADER_BASELINE, number, _HEADER), 0)
            self._rule(Rule(LEFT, 50, WIDTH, ACCENT, 1.2), 0)
        spec = FieldSpec(
            values.status_field(self._form), FieldKind.ONE_LINE, self._say(N_("Tila")), read_only=True,
            size=STATUS_SIZE, colour=UNFINISHED, alignment=2, border=0,
        )  # fmt: skip
        right = RIGHT - width + PADDING
        place = Field(right - _STATUS_WIDTH, _HEADER_BASELINE - 10.1, _STATUS_WIDTH, 14, spec)
        self._open.kids.append(Element("Form", [self._field(place, 0)]))

    def _footer(self) -> None:
        notice = in_language(self._form.notice, self._language)
        if not notice:
            return
        lines = lines_of(notice, SMALL, WIDTH)[:2]
        with self._artifact("/Pagination", "/Footer"):
            self._rule(Rule(LEFT, PAGE_HEIGHT - 45, WIDTH, HAIRLINE, 0.75), 0)
            for place, line in enumerate(lines):
                self._text(Line(LEFT, PAGE_HEIGHT - 33 + place * SMALL.leading, line, SMALL), 0)

    # --- blocks ---

    def _block(self, placed: Placed) -> None:
        block = placed.block
        if block.bookmark:
            level, title = block.bookmark
            self._bookmarks.append(Bookmark(level, title, self._page, PAGE_HEIGHT - placed.y + 6))
        if block.decoration:
            with self._artifact("/Layout"):
                for decoration in block.decoration:
                    if isinstance(decoration, Frame):
                        self._frame(decoration, placed.y)
                    else:
                        self._rule(decoration, placed.y)
        section = self._section_element(block.section)
        section.kids += [self._tagged(tagged, placed.y) for tagged in block.content]

    def _tagged(self, tagged: Tagged, top: float) -> Element:
        element = Element(tagged.tag, language=tagged.language)
        for part in _together(tagged.content):
            match part:
                case Field():
                    element.kids.append(self._field(part, top))
                case Tagged():
                    element.kids.append(self._tagged(part, top))
                case lines:
                    element.kids.append(self._marked(tagged.tag, lines, top))
        return element

    def _marked(self, tag: str, lines: Iterable[Line], top: float) -> Marked:
        identifier = self._marks
        self._marks += 1
        self._canvas.addLiteral(f"/{tag} <</MCID {identifier}>> BDC")
        for line in lines:
            self._text(line, top)
        self._canvas.addLiteral("EMC")
        return Marked(self._page, identifier)

    def _field(self, field: Field, top: float) -> FieldPlace:
        upper = PAGE_HEIGHT - top - field.y
        rect = (field.x, upper - field.height, field.x + field.width, upper)
        self._fields.append(PlacedField(field.spec, self._page, rect))
        return FieldPlace(self._page, len(self._fields) - 1)

    # --- marks on the page ---

    @contextmanager
    def _artifact(self, kind: str, subtype: str = "") -> Iterator[None]:
        more = f" /Subtype {subtype}" if subtype else ""
        self._canvas.addLiteral(f"/Artifact <</Type {kind}{more}>> BDC")
        yield
        self._canvas.addLiteral("EMC")

    def _text(self, text: Line, top: float) -> None:
        style = text.style
        self._canvas.setFillColorRGB(*style.colour)
        self._canvas.setFont(_face(style.weight), style.size)
        self._canvas.drawString(text.x, PAGE_HEIGHT - top - text.y, _shown(text.text, style.weight))

    def _frame(self, frame: Frame, top: float) -> None:
        bottom = PAGE_HEIGHT - top - frame.y - frame.height
        self._paint(FIELD, CONTROL, 0.75)
        path = rounded(frame.x + 0.375, bottom + 0.375, frame.width - 0.75, frame.height - 0.75, 2.5)
        self._canvas.addLiteral(f"{path} B")
        if frame.drop_down:
            x, y = frame.x + frame.width - 13, bottom + frame.height / 2
            self._paint(FIELD, SECONDARY, 1.1)
            self._canvas.addLiteral(
                f"{x - 3.2:.2f} {y + 1.6:.2f} m {x:.2f} {y - 1.6:.2f} l {x + 3.2:.2f} {y + 1.6:.2f} l S"
            )

    def _rule(self, rule: Rule, top: float) -> None:
        y = PAGE_HEIGHT - top - rule.y
        self._canvas.setStrokeColorRGB(*rule.colour)
        self._canvas.setLineWidth(rule.thickness)
        self._canvas.line(rule.x, y, rule.x + rule.width, y)

    def _paint(self, fill: Colour, stroke: Colour, width: float) -> None:
        self._canvas.setFillColorRGB(*fill)
        self._canvas.setStrokeColorRGB(*stroke)
        self._canvas.setLineWidth(width)


def _together(content: Iterable[Line | Field | Tagged]) -> Iterator[list[Line] | Field | Tagged]:
    """The parts in order; lines that follow each other in one list."""
    for is_line, group in groupby(content, key=lambda part: isinstance(part, Line)):
        parts = list(group)
        if is_line:
            yield [part for part in parts if isinstance(part, Line)]
        else:
            yield from (part for part in parts if not isinstance(part, Line))


def _shown(text: str, weight: Weight) -> str:
    """The text as it can be drawn: a box for what the font does not have."""
    face = font(weight)
    return "".join(char if char in face.glyphs else "□" for char in drawable(text))


def _face(weight: Weight) -> str:
    return f"Inter-{weight}"


@cache
def _register_fonts() -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for weight in Weight:
        registerFont(TTFont(_face(weight), str(resource("ui", "fonts", f"{_face(weight)}.ttf"))))
