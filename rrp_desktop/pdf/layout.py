"""Lays a form out on A4 pages: what stands where, in which type, under which tag.  Nothing is drawn here.

All lengths are in points.  Within a block, y grows downwards from its top.  A block is never split; blocks that must
stay together are chained with `keep`, so that a heading goes with its first question and a question is never torn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from rrp_desktop.core.naming import Text, in_language
from rrp_desktop.core.questionnaire import AnswerOption, Condition, Item, ItemType, Questionnaire
from rrp_desktop.i18n import N_, catalogue
from rrp_desktop.pdf import values
from rrp_desktop.pdf.fit import FLOOR_MULTILINE, LEADING, PADDING, wrap
from rrp_desktop.pdf.fonts import ASCENT, DESCENT, Weight, drawable, font
from rrp_desktop.pdf.values import Shape

PAGE_WIDTH: Final = 595.28
PAGE_HEIGHT: Final = 841.89
LEFT: Final = 46.0
RIGHT: Final = PAGE_WIDTH - 46.0
TOP: Final = 68.0
BOTTOM: Final = PAGE_HEIGHT - 58.0
WIDTH: Final = RIGHT - LEFT
NUMBERED: Final = 32.0
"""How far the text of a numbered question stands in from its number."""

Colour = tuple[float, float, float]


def _rgb(code: str) -> Colour:
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return (round(red, 3), round(green, 3), round(blue, 3))


INK: Final = _rgb("#16222A")
SECONDARY: Final = _rgb("#4C5B63")
ACCENT: Final = _rgb("#0E5F74")
CONTROL: Final = _rgb("#7C8A90")
HAIRLINE: Final = _rgb("#DCE3E4")
FIELD: Final = _rgb("#F1F6F7")
WHITE: Final = (1.0, 1.0, 1.0)
UNFINISHED: Final = _rgb("#AE2A20")
FINISHED: Final = _rgb("#27693F")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set.

    Attributes:
        leading: From baseline to baseline, in points.
    """

    weight: Weight
    size: float
    leading: float
    colour: Colour = INK


TITLE: Final = Style(Weight.SEMIBOLD, 19, 24)
LEAD: Final = Style(Weight.REGULAR, 10, 14, SECONDARY)
PART: Final = Style(Weight.SEMIBOLD, 12, 16, ACCENT)
SECTION: Final = Style(Weight.SEMIBOLD, 16.5, 21)
GROUP: Final = Style(Weight.SEMIBOLD, 12, 16)
QUESTION: Final = Style(Weight.SEMIBOLD, 10.5, 14)
NUMBER: Final = replace(QUESTION, colour=ACCENT)
HELP: Final = Style(Weight.REGULAR, 9, 12.5, SECONDARY)
LABEL: Final = Style(Weight.MEDIUM, 8.5, 11.5, SECONDARY)
OPTION: Final = Style(Weight.REGULAR, 9.5, 13)
SMALL: Final = Style(Weight.REGULAR, 8, 11, SECONDARY)

TYPE_SIZE: Final = 10.0
"""Of the text in a field."""
BORDER: Final = 4.0
"""What a field's rectangle leaves free inside its frame; no line is drawn so wide."""
BUTTON: Final = 11.0
"""Side of a radio button or check box."""
STATUS_SIZE: Final = 8.5
"""Type size of the state in every page's header."""
_ONE_LINE: Final = 23.0
_NARROW: Final = 0.33  # share of the width that a date or number takes beside another field
_BETWEEN: Final = 14.0  # fields that stand side by side
_MOST_LINES: Final = 40
_BEFORE_SECTION: Final = 26.0
_BEFORE_QUESTION: Final = 14.0


class FieldKind(StrEnum):
    """What a field lets a person do."""

    ONE_LINE = "one-line"
    TEXT = "text"
    DROP_DOWN = "drop-down"
    EDITABLE = "editable"
    RADIO = "radio"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of the form, or one radio button of one.

    Attributes:
        name: Full name.
        tooltip: What a screen reader says (TU).
        state: Of a button: name of its on-state.
        group_tooltip: Of a radio button: what is said of the group.
        choices: Of a drop-down: (export value, label).
        alignment: 0 left, 2 right (Q).
    """

    name: str
    kind: FieldKind
    tooltip: str
    state: str = ""
    group_tooltip: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    read_only: bool = False
    size: float = TYPE_SIZE
    colour: Colour = INK
    alignment: int = 0
    border: float = BORDER


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; y is its baseline."""

    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Field:
    """A widget; x and y are its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    spec: FieldSpec


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawn box behind a text field; `drop_down` draws an arrow at its right end."""

    x: float
    y: float
    width: float
    height: float
    drop_down: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across; pure decoration."""

    x: float
    y: float
    width: float
    colour: Colour
    thickness: float


@dataclass(slots=True)
class Tagged:
    """A piece of the structure tree: what belongs to one tag, in reading order."""

    tag: str
    content: list[Line | Field | Tagged] = field(default_factory=list)
    language: str = ""


@dataclass(slots=True)
class Block:
    """Something that stands on one page.

    Attributes:
        gap: Free space above it, unless it is the first on its page.
        keep: Must the next block stand on the same page?
        section: Which section it belongs to; sections are numbered in reading order.
        bookmark: (level, title) where the outline leads here.
    """

    height: float
    content: list[Tagged] = field(default_factory=list)
    decoration: list[Frame | Rule] = field(default_factory=list)
    gap: float = 0.0
    keep: bool = False
    section: int = 0
    bookmark: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A block on a page; y is its top, from the top of the page."""

    block: Block
    y: float


def paginate(blocks: Sequence[Block]) -> list[list[Placed]]:
    """The blocks on pages, in order.  A chain that is taller than a page is broken between its blocks."""
    pages: list[list[Placed]] = [[]]
    y = TOP
    for chain in _chains(blocks):
        height = sum(block.height for block in chain) + sum(block.gap for block in chain[1:])
        if pages[-1] and y + chain[0].gap + height > BOTTOM and height <= BOTTOM - TOP:
            pages.append([])
            y = TOP
        for block in chain:
            gap = block.gap if pages[-1] else 0.0
            if pages[-1] and y + gap + block.height > BOTTOM:
                pages.append([])
                y, gap = TOP, 0.0
            pages[-1].append(Placed(block, y + gap))
            y += gap + block.height
    return pages


def _chains(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    chain: list[Block] = []
    for block in blocks:
        chain.append(block)
        if not block.keep:
            yield chain
            chain = []
    if chain:
        yield chain


# --------------------------------------------------------------------------------------------------------- measuring


def text_width(text: str, style: Style) -> float:
    """Width of one line in points."""
    return font(style.weight).width(drawable(text), style.size)


def lines_of(text: str, style: Style, width: float) -> list[str]:
    """The text in lines at most this wide."""
    return [line.strip() for line in wrap(drawable(text), width, style.size, style.weight)]


def text_height(lines: int) -> float:
    """Height of a field that has room for so many lines of its own type size.

    Up to four points more are given where they make room for one line more in the smallest type.
    """
    own, smallest = _height(lines, TYPE_SIZE), _height(lines + 1, FLOOR_MULTILINE)
    return smallest if own < smallest <= own + 4 else own


def _height(lines: int, size: float) -> float:
    return 2 * (BORDER + PADDING) + (ASCENT + DESCENT + (lines - 1) * LEADING) * size + 0.5


class _Stack:
    """Grows a block downwards."""

    def __init__(self, x: float, width: float) -> None:
        self.x = x
        self.width = width
        self.y = 0.0
        self.content: list[Tagged] = []
        self.decoration: list[Frame | Rule] = []

    def block(
        self,
        gap: float = 0.0,
        *,
        keep: bool = False,
        section: int = 0,
        bookmark: tuple[int, str] | None = None,
    ) -> Block:
        """What has been added, as a block."""
        return Block(self.y, self.content, self.decoration, gap, keep, section, bookmark)

    def space(self, height: float) -> None:
        self.y += height

    def paragraph(
        self, text: str, style: Style, tag: str = "P", *, x: float | None = None, language: str = ""
    ) -> Tagged:
        """Add a text that wraps."""
        x = self.x if x is None else x
        made = Tagged(tag, list(self._lines(text, style, x, self.x + self.width - x)), language)
        self.content.append(made)
        return made

    def numbered(self, number: str, text: str, style: Style, tag: str) -> None:
        """Add a text with its number before it, hanging."""
        if not number:
            self.paragraph(text, style, tag)
            return
        indent = max(NUMBERED, text_width(number, style) + 7)
        first = Line(self.x, self.y + _ascent(style), number, replace(style, colour=ACCENT))
        lines = self._lines(text, style, self.x + indent, self.width - indent)
        self.content.append(Tagged(tag, [first, *lines]))

    def bullets(self, points: Sequence[str], style: Style) -> None:
        """Add a list; a single point is a paragraph."""
        if len(points) == 1:
            self.paragraph(points[0], style)
            return
        entries: list[Line | Field | Tagged] = []
        for point in points:
            bullet = Line(self.x + 1, self.y + _ascent(style), "•", style)
            lines = list(self._lines(point, style, self.x + 11, self.width - 11))
            entries.append(Tagged("LI", [Tagged("Lbl", [bullet]), Tagged("LBody", list(lines))]))
        self.content.append(Tagged("L", entries))

    def _lines(self, text: str, style: Style, x: float, width: float) -> Iterator[Line]:
        for line in lines_of(text, style, width):
            yield Line(x, self.y + _ascent(style), line, style)
            self.y += style.leading

    def box(self, spec: FieldSpec, height: float, width: float | None = None) -> None:
        """Add a framed field."""
        width = self.width if width is None else width
        drop_down = spec.kind in (FieldKind.DROP_DOWN, FieldKind.EDITABLE)
        self.decoration.append(Frame(self.x, self.y, width, height, drop_down))
        inner = width - 16 if drop_down else width
        self.content.append(Tagged("Form", [Field(self.x, self.y, inner, height, spec)]))
        self.y += height

    def buttons(self, specs: Sequence[tuple[FieldSpec, str, str]], columns: int) -> None:
        """Add buttons with labels: in so many columns, or for 0 one after the other.

        Args:
            specs: For each button its field, its label and the label's language if it is not the document's.
        """
        gap, row = 5.0, 17.0
        label_x = BUTTON + gap
        wide = self.width if columns == 0 else (self.width - (columns - 1) * _BETWEEN) / columns
        x, column, tallest = self.x, 0, row
        for spec, label, language in specs:
            lines = lines_of(label, OPTION, wide - label_x)
            needed = label_x + max(text_width(line, OPTION) for line in lines)
            full = x + needed > self.x + self.width + 0.01 if columns == 0 else column == columns
            if full and x > self.x:
                self.y += tallest
                x, column, tallest = self.x, 0, row
            button = Field(x, self.y + 1, BUTTON, BUTTON, spec)
            texts = [
                Line(x + label_x, self.y + 10 + place * OPTION.leading, line, OPTION)
                for place, line in enumerate(lines)
            ]
            self.content.append(Tagged("P", [Tagged("Form", [button]), *texts], language))
            tallest = max(tallest, row + (len(lines) - 1) * OPTION.leading)
            x += needed + 20 if columns == 0 else wide + _BETWEEN
            column += 1
        self.y += tallest - 4


def _ascent(style: Style) -> float:
    """From the top of a line to its baseline."""
    return (style.leading - (ASCENT + DESCENT) * style.size) / 2 + ASCENT * style.size


# ------------------------------------------------------------------------------------------------- a form as blocks


def blocks_of(questionnaire: Questionnaire, language: str) -> list[Block]:
    """The whole form as blocks."""
    return list(_Form(questionnaire, language).blocks())


class _Form:
    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.say = catalogue(language).gettext
        self.section = 0

    def words(self, text: Text) -> str:
        return in_language(text, self.language)

    def blocks(self) -> Iterator[Block]:
        yield self._title()
        for item in self.questionnaire.items:
            yield from self._top(item, 1)

    def _title(self) -> Block:
        form = self.questionnaire
        stack = _Stack(LEFT, WIDTH)
        stack.paragraph(self.words(form.title), TITLE, "H1")
        stack.space(3)
        if form.programme is not None:
            stack.paragraph(self.words(form.programme.title), replace(LEAD, weight=Weight.MEDIUM, colour=INK))
        if form.description:
            stack.paragraph(self.words(form.description), LEAD)
        stack.space(4)
        if form.notice:
            stack.paragraph(self.words(form.notice), SMALL)
        stack.paragraph(self.say(N_("Lomakkeen versio {version}")).format(version=form.version), SMALL)
        stack.space(6)
        summary = FieldSpec(
            values.summary_field(form),
            FieldKind.ONE_LINE,
            self.say(N_("Arvioinnin tilanne")),
            read_only=True,
            border=0,
            size=9,
        )
        stack.content.append(
            Tagged("Form", [Field(LEFT - PADDING, stack.y, WIDTH + 2 * PADDING, 15, summary)])
        )
        stack.space(15)
        return stack.block()

    def _top(self, item: Item, depth: int) -> Iterator[Block]:
        """A part, a page, or whatever else stands outside of pages."""
        if item.is_page:
            yield from self._page(item, depth)
            return
        if item.type is ItemType.GROUP:
            self.section += 1
            stack = _Stack(LEFT, WIDTH)
            stack.paragraph(self.words(item.text), PART, f"H{min(depth + 1, 6)}")
            bookmark = (depth, self.words(item.text))
            yield stack.block(_BEFORE_SECTION, keep=True, section=self.section, bookmark=bookmark)
            yield from self._guidance(item, LEFT)
            below = [block for child in item.items for block in self._top(child, depth + 1)]
            yield from _closer(below, 3)
            return
        yield from self._question(item, LEFT)

    def _page(self, item: Item, depth: int) -> Iterator[Block]:
        self.section += 1
        stack = _Stack(LEFT, WIDTH)
        stack.numbered(item.number, self.words(item.text), SECTION, f"H{min(depth + 1, 6)}")
        title = f"{item.number} {self.words(item.text)}".strip()
        yield stack.block(_BEFORE_SECTION, keep=True, section=self.section, bookmark=(depth, title))
        yield from self._guidance(item, LEFT)
        inside = list(self._inside(item.items, LEFT, depth + 1))
        sources = self._sources(item)
        if sources:
            stack = _Stack(LEFT, WIDTH)
            stack.paragraph(sources, SMALL)
            if inside:
                inside[-1].keep = True
            inside.append(stack.block(9, section=self.section))
        yield from inside

    def _inside(self, items: Sequence[Item], x: float, depth: int) -> Iterator[Block]:
        """What stands in a page or in a group on a page."""
        waiting = list(items)
        while waiting:
            item = waiting.pop(0)
            if item.type is ItemType.GROUP:
                yield from self._group(item, x, depth)
            elif waiting and _side_by_side(item, waiting[0]):
                yield self._pair(item, waiting.pop(0), x)
            else:
                yield from self._question(item, x)

    def _group(self, item: Item, x: float, depth: int) -> Iterator[Block]:
        stack = _Stack(x, RIGHT - x)
        stack.decoration.append(Rule(x, 0, RIGHT - x, HAIRLINE, 0.75))
        stack.space(9)
        stack.numbered(item.number, self.words(item.text), GROUP, f"H{min(depth + 1, 6)}")
        yield stack.block(16, keep=True, section=self.section)
        yield from self._guidance(item, x)
        yield from _closer(list(self._inside(item.items, x, depth + 1)), 8)

    def _guidance(self, item: Item, x: float) -> Iterator[Block]:
        """Help and points of a group, a block each paragraph, kept with what follows."""
        stack = _Stack(x, RIGHT - x)
        if item.help:
            stack.paragraph(self.words(item.help), HELP)
        if item.points:
            stack.space(2)
            stack.bullets([self.words(point) for point in item.points], HELP)
        if stack.content:
            yield stack.block(3, keep=True, section=self.section)

    def _sources(self, item: Item) -> str:
        """Where the wording of a page comes from: each source once."""
        keys = dict.fromkeys(below.source for below in item.walk() if below.source)
        titles = [self.questionnaire.source_title(key, self.language).split("; ") for key in keys]
        heads = [title[0] for title in titles if title[0]]
        tails = [
            part for title in titles for part in title[1:]
        ]  # what many sources say alike is said once, last
        told = "; ".join(dict.fromkeys([*heads, *tails]))
        return self.say(N_("Lähde: {sources}")).format(sources=told) if told else ""

    # --- questions ---

    def _question(self, item: Item, x: float) -> Iterator[Block]:
        """A question with its follow-ups, kept together."""
        blocks = list(self._asked(item, x))
        x = x + max(NUMBERED, text_width(item.number, NUMBER) + 7) if item.number else x
        for child in item.items:
            blocks += self._followup(child, item, x)
        for place, block in enumerate(blocks):
            block.keep = place < len(blocks) - 1
            block.section = self.section
        if blocks:
            blocks[0].gap = _BEFORE_QUESTION
        yield from blocks

    def _asked(self, item: Item, x: float) -> Iterator[Block]:
        stack = _Stack(x, RIGHT - x)
        if not item.is_question:
            stack.paragraph(self.words(item.text), OPTION)
            yield stack.block()
            yield from self._guidance(item, x)
            return
        self._heading(stack, item)
        stack.space(5)
        self._answer(stack, item, self._name(item))
        yield stack.block()

    def _followup(self, item: Item, question: Item, x: float) -> Iterator[Block]:
        stack = _Stack(x, RIGHT - x)
        stack.paragraph(self.words(item.text), LABEL)
        if item.help:
            stack.paragraph(self.words(item.help), SMALL)
        stack.space(2)
        self._answer(stack, item, f"{self._name(question)}: {self.words(item.text)}")
        yield stack.block(6)

    def _pair(self, left: Item, right: Item, x: float) -> Block:
        """Two short questions side by side, their fields on one line."""
        room = RIGHT - x - _BETWEEN
        shares = [_NARROW if _is_narrow(item) else 1 - _NARROW for item in (left, right)]
        if shares[0] == shares[1]:
            shares = [0.5, 0.5]
        first = _Stack(x, room * shares[0])
        second = _Stack(x + room * shares[0] + _BETWEEN, room * shares[1])
        for stack, item in ((first, left), (second, right)):
            self._heading(stack, item)
            stack.space(5)
        first.y = second.y = max(first.y, second.y)
        self._answer(first, left, self._name(left))
        self._answer(second, right, self._name(right))
        content, decoration = first.content + second.content, first.decoration + second.decoration
        return Block(max(first.y, second.y), content, decoration, gap=_BEFORE_QUESTION, section=self.section)

    def _heading(self, stack: _Stack, item: Item) -> None:
        """Number, text, guidance and condition of a question."""
        stack.numbered(item.number, self.words(item.text), QUESTION, "P")
        if item.number:
            indent = max(NUMBERED, text_width(item.number, NUMBER) + 7)
            stack.x += indent
            stack.width -= indent
        guidance = [self.words(item.help)] if item.help else []
        if item.type is ItemType.DATE:
            guidance.append(values.date_form(self.language))
        if values.shape(item) is Shape.LINES:
            guidance.append(self.say(N_("Kirjoita kukin omalle rivilleen.")))
        if item.enable_when:
            guidance.append(self._condition(item))
        if guidance:
            stack.space(1)
            stack.paragraph(" ".join(guidance), HELP)
        if item.points:
            stack.space(1)
            stack.bullets([self.words(point) for point in item.points], HELP)

    def _condition(self, item: Item) -> str:
        """When the question is asked."""
        joint = self.say(N_(" tai ")) if item.enable_any else self.say(N_(" ja "))
        clauses = joint.join(self._clause(condition) for condition in item.enable_when)
        return self.say(N_("Vastaa, jos {conditions}.")).format(conditions=clauses)

    def _clause(self, condition: Condition) -> str:
        question = self.questionnaire.item(condition.question)
        option = question.option(str(condition.answer))
        if condition.operator == "exists":
            pattern = (
                N_("kohtaan ”{question}” on vastattu")
                if condition.answer
                else N_("kohtaan ”{question}” ei ole vastattu")
            )
            answer = ""
        else:
            is_same = condition.operator == "="
            pattern = (
                N_("kohdassa ”{question}” on ”{answer}”")
                if is_same
                else N_("kohdassa ”{question}” on muu kuin ”{answer}”")
            )
            if isinstance(condition.answer, bool):
                answer = self.say(values.YES if condition.answer else values.NO)
            else:
                answer = self.words(option.short or option.text) if option else str(condition.answer)
        return self.say(pattern).format(question=question.label(self.language), answer=answer)

    def _name(self, item: Item) -> str:
        """The question as a screen reader says it."""
        name = f"{item.number} {self.words(item.text)}".strip()
        if item.type is ItemType.DATE:
            name = f"{name} ({values.date_form(self.language)})"
        if values.shape(item) is Shape.LINES:
            name = f"{name}. {self.say(N_('Kirjoita kukin omalle rivilleen.'))}"
        return name

    def _answer(self, stack: _Stack, item: Item, name: str) -> None:
        """The field or fields of a question."""
        spec = FieldSpec(item.link_id, FieldKind.ONE_LINE, name, read_only=item.read_only)
        match values.shape(item):
            case Shape.RADIO:
                stack.buttons(self._buttons(item, name), 0 if self._is_short(item, stack.width) else 1)
            case Shape.BOXES | Shape.BOXES_AND_LINES as shape:
                stack.buttons(self._buttons(item, name), self._columns(item, stack.width))
                if shape is Shape.BOXES_AND_LINES:
                    self._others(stack, item, name)
            case Shape.DROP_DOWN:
                stack.box(
                    replace(spec, kind=FieldKind.DROP_DOWN, choices=self._choices(item)),
                    _ONE_LINE,
                    self._room(item, stack),
                )
            case Shape.EDITABLE:
                stack.box(replace(spec, kind=FieldKind.EDITABLE, choices=self._choices(item)), _ONE_LINE)
            case Shape.TEXT:
                stack.box(replace(spec, kind=FieldKind.TEXT), text_height(min(item.lines, _MOST_LINES)))
            case Shape.LINES:
                stack.box(
                    replace(spec, kind=FieldKind.TEXT), text_height(min(max(item.lines, 3), _MOST_LINES))
                )
            case _ if _is_narrow(item):
                stack.box(spec, _ONE_LINE, min(stack.width, _NARROW * WIDTH))
            case _ if _may_be_long(item):
                stack.box(replace(spec, kind=FieldKind.TEXT), text_height(2))
            case _:
                stack.box(spec, _ONE_LINE)

    def _others(self, stack: _Stack, item: Item, name: str) -> None:
        label = self.say(N_("Muut, kukin omalle rivilleen"))
        stack.space(6)
        stack.paragraph(label, LABEL)
        stack.space(2)
        tooltip = f"{name}. {label}"
        stack.box(FieldSpec(f"{item.link_id}.{values.OTHERS}", FieldKind.TEXT, tooltip), text_height(2))

    def _buttons(self, item: Item, name: str) -> list[tuple[FieldSpec, str, str]]:
        kind = FieldKind.RADIO if values.shape(item) is Shape.RADIO else FieldKind.BOX
        made = []
        for button, (label, language) in zip(values.buttons(item), self._labels(item), strict=True):
            tooltip = f"{name}: {label}"
            spec = FieldSpec(button.field, kind, tooltip, button.state, name, read_only=item.read_only)
            made.append((spec, label, language))
        return made

    def _labels(self, item: Item) -> list[tuple[str, str]]:
        """Label of each button, and its language where that is not the document's."""
        if item.type is ItemType.BOOLEAN:
            return [(self.say(values.YES), ""), (self.say(values.NO), "")]
        return [self._label(option) for option in item.options]

    def _label(self, option: AnswerOption) -> tuple[str, str]:
        label = values.label(option, self.language)
        is_finnish = label == option.text.get("fi") and label != option.text.get(self.language)
        return label, "fi" if is_finnish else ""

    def _choices(self, item: Item) -> tuple[tuple[str, str], ...]:
        return tuple((option.code, values.label(option, self.language)) for option in item.options)

    def _is_short(self, item: Item, width: float) -> bool:
        """Do the buttons stand well one after the other?"""
        return all(text_width(label, OPTION) < width * 0.55 for label, _ in self._labels(item))

    def _columns(self, item: Item, width: float) -> int:
        widest = max((text_width(label, OPTION) for label, _ in self._labels(item)), default=0.0) + BUTTON + 5
        return next(
            (columns for columns in (3, 2) if widest <= (width - (columns - 1) * _BETWEEN) / columns), 1
        )

    def _room(self, item: Item, stack: _Stack) -> float:
        widest = max(
            (text_width(label, replace(OPTION, size=TYPE_SIZE)) for _, label in self._choices(item)),
            default=0.0,
        )
        return min(stack.width, max(widest + 44, 0.5 * stack.width))


def _closer(blocks: list[Block], gap: float) -> list[Block]:
    """The blocks, the first one at this distance below what it belongs to."""
    if blocks:
        blocks[0].gap = gap
    return blocks


def _is_narrow(item: Item) -> bool:
    return item.type in (ItemType.DATE, ItemType.INTEGER) and not item.repeats


def _may_be_long(item: Item) -> bool:
    """Does it take two lines in type that reads well?  Names and links of operating models have up to 160 letters."""
    return item.type in (ItemType.STRING, ItemType.URL) and (item.max_length is None or item.max_length > 80)


def _side_by_side(left: Item, right: Item) -> bool:
    """Two one-line questions without numbers, at least one of them narrow."""
    both = (left, right)
    return (
        all(item.is_question and values.shape(item) is Shape.ONE_LINE for item in both)
        and not any(item.type is ItemType.URL for item in both)
        and not any(item.number or item.items or item.points for item in both)
        and any(_is_narrow(item) for item in both)
        and left.enable_when == right.enable_when
    )
