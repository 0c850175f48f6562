"""Reads the form fields of any PDF: what there is to fill, where it stands and what it holds.

ISO 32000-1, 12.7.  Attributes are inherited down the field tree; fields that only a page's annotations or only the
field tree knows are found; loops, missing pieces and things of the wrong type are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from rrp_desktop.pdf.update import name_text, reference_of, resolve, string_text

READ_ONLY: Final = 1 << 0
REQUIRED: Final = 1 << 1
MULTILINE: Final = 1 << 12
PASSWORD: Final = 1 << 13
RADIO: Final = 1 << 15
PUSH_BUTTON: Final = 1 << 16
COMBO: Final = 1 << 17
EDIT: Final = 1 << 18
FILE_SELECT: Final = 1 << 20
MULTI_SELECT: Final = 1 << 21
COMB: Final = 1 << 24

HIDDEN: Final = 1 << 1
NO_VIEW: Final = 1 << 5

OFF: Final = "Off"
"""Value of a check box or radio group with nothing chosen."""

_MAX_DEPTH: Final = 50
_MAX_FIELDS: Final = 20_000
_INHERITED: Final = ("/FT", "/Ff", "/V", "/DV", "/DA", "/Q", "/MaxLen", "/Opt", "/TU")

Rect = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


class Kind(StrEnum):
    """What a person does with the field."""

    TEXT = "text"
    MULTILINE = "multiline"
    COMB = "comb"
    PASSWORD = "password"  # noqa: S105 - a kind of field
    CHECK_BOX = "check-box"
    RADIO = "radio"
    COMBO = "combo"
    LIST = "list"
    PUSH_BUTTON = "push-button"
    SIGNATURE = "signature"
    UNKNOWN = "unknown"


TEXT_KINDS: Final = frozenset({Kind.TEXT, Kind.MULTILINE, Kind.COMB, Kind.PASSWORD})
BUTTON_KINDS: Final = frozenset({Kind.CHECK_BOX, Kind.RADIO})
CHOICE_KINDS: Final = frozenset({Kind.COMBO, Kind.LIST})
FILLABLE_KINDS: Final = TEXT_KINDS | BUTTON_KINDS | CHOICE_KINDS


@dataclass(frozen=True, slots=True)
class Widget:
    """One place on a page where a field shows.

    Attributes:
        page: Page number from 0; None if no page shows it.
        rect: The rectangle on the page.
        rotation: Degrees counter-clockwise that the content is turned in the rectangle (MK/R).
        on_states: For a button the names of its appearances other than Off; more than one is odd but seen.
        state: For a button the appearance that is shown.
        hidden: Is it not shown on the screen?
        appearance: The default appearance string (DA).
        alignment: 0 left, 1 centred, 2 right (Q).
        reference: Where the object stands in the file; None if it is written inside another.
        raw: The annotation dictionary.
        home: Reference of the object that holds it, itself or what it is written inside of.
    """

    page: int | None
    rect: Rect
    rotation: int = 0
    on_states: tuple[str, ...] = ()
    state: str = ""
    hidden: bool = False
    appearance: str = ""
    alignment: int = 0
    reference: tuple[int, int] | None = None
    raw: DictionaryObject = field(default_factory=DictionaryObject, repr=False, compare=False)
    home: IndirectObject | None = field(default=None, repr=False, compare=False)

    @property
    def width(self) -> float:
        """Width of the rectangle in points."""
        return self.rect[2] - self.rect[0]

    @property
    def height(self) -> float:
        """Height of the rectangle in points."""
        return self.rect[3] - self.rect[1]


@dataclass(frozen=True, slots=True)
class Node:
    """A dictionary that holds a field's value, and the reference of the object that it is written in."""

    raw: DictionaryObject = field(repr=False, compare=False)
    home: IndirectObject | None = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        name: Full name, the parts joined with dots (12.7.3.2).
        kind: What a person does with it.
        flags: Field flags (Ff), bits as in the constants of this module.
        value: What it holds: text; on-state or "Off"; export value of a choice; several as a list.
        widgets: Where it shows.
        max_length: Largest number of characters, if there is one.
        options: Of a choice: (export value, label); of buttons with /Opt the same by on-state.
        tooltip: The name for people (TU).
        nodes: The dictionaries that hold the value; more than one where several fields have the same name.
    """

    name: str
    kind: Kind
    flags: int = 0
    value: str | list[str] = ""
    widgets: tuple[Widget, ...] = ()
    max_length: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    tooltip: str = ""
    nodes: tuple[Node, ...] = field(default=(), repr=False, compare=False)

    @property
    def read_only(self) -> bool:
        """Is it not for the user to change?"""
        return bool(self.flags & READ_ONLY)

    @property
    def required(self) -> bool:
        """Does the form ask for it?"""
        return bool(self.flags & REQUIRED)

    @property
    def on_states(self) -> tuple[str, ...]:
        """Of a check box or radio group: every value that it can take besides "Off", in order."""
        return tuple(dict.fromkeys(state for widget in self.widgets for state in widget.on_states))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the page tree."""

    reference: IndirectObject
    raw: DictionaryObject


def read_pages(reader: PdfReader) -> list[Page]:
    """The pages in order (7.7.3); what is no page is left out."""
    pages: list[Page] = []
    seen: set[tuple[int, int]] = set()
    root = resolve(reader.trailer.get("/Root"))
    top = reference_of(root, "/Pages") if "/Pages" in root else None
    stack = [(top, 0)] if top is not None else []
    while stack:
        reference, depth = stack.pop()
        key = (reference.idnum, reference.generation)
        node = resolve(reference)
        if key in seen or depth > _MAX_DEPTH or not isinstance(node, DictionaryObject):
            continue
        seen.add(key)
        kids = resolve(node.get("/Kids"))
        if isinstance(kids, ArrayObject) and node.get("/Type") != "/Page":
            children = [kid for kid in list.__iter__(kids) if isinstance(kid, IndirectObject)]
            stack += [(kid, depth + 1) for kid in reversed(children)]
        else:
            pages.append(Page(reference, node))
    return pages


def read_form(reader: PdfReader) -> DictionaryObject | None:
    """The interactive form dictionary (12.7.2), if there is one."""
    form = resolve(resolve(reader.trailer.get("/Root")).get("/AcroForm"))
    return form if isinstance(form, DictionaryObject) else None


def read_fields(reader: PdfReader) -> list[Field]:
    """Every terminal field, in the order of the field tree, then those that only pages show.

    Call inside `update.guarded()`; a file without a form gives an empty list.
    """
    form = read_form(reader)
    if form is None:
        return []
    return list(_Walk(reader, form).fields().values())


@dataclass(frozen=True, slots=True)
class _Found:
    """A dictionary on the way through the field tree."""

    raw: DictionaryObject
    home: IndirectObject | None
    reference: IndirectObject | None

    @property
    def key(self) -> object:
        return (self.reference.idnum, self.reference.generation) if self.reference else id(self.raw)


class _Walk:
    def __init__(self, reader: PdfReader, form: DictionaryObject) -> None:
        self._form = form
        self._form_home = reference_of(resolve(reader.trailer.get("/Root")), "/AcroForm") or reference_of(
            reader.trailer, "/Root"
        )
        self._seen: set[object] = set()
        self._fields: dict[str, Field] = {}
        self._page_of: dict[object, int] = {}
        self._annotations: list[_Found] = []
        for index, page in enumerate(read_pages(reader)):
            for found in _elements(page.raw, "/Annots", page.reference):
                if found.raw.get("/Subtype") == "/Widget" or "/FT" in found.raw:
                    self._page_of.setdefault(found.key, index)
                    self._annotations.append(found)

    def fields(self) -> dict[str, Field]:
        defaults = {key: self._form.raw_get(key) for key in ("/DA", "/Q") if key in self._form}
        for found in _elements(self._form, "/Fields", self._form_home):
            self._visit(found, defaults, "", 0)
        for found in self._annotations:
            if found.key not in self._seen:
                self._orphan(found, defaults)
        return self._fields

    def _visit(self, found: _Found, inherited: dict[str, Any], parent: str, depth: int) -> None:
        if found.key in self._seen or depth > _MAX_DEPTH or len(self._fields) >= _MAX_FIELDS:
            return
        self._seen.add(found.key)
        raw = found.raw
        name = _full_name(parent, raw)
        attributes = inherited | {key: raw.raw_get(key) for key in _INHERITED if key in raw}
        kids = list(_elements(raw, "/Kids", found.home))
        if any("/T" in kid.raw for kid in kids):
            for kid in kids:
                self._visit(kid, attributes, name, depth + 1)
            return
        self._seen.update(kid.key for kid in kids)
        self._terminal(found, attributes, name, kids or [found])

    def _orphan(self, found: _Found, defaults: dict[str, Any]) -> None:
        """A widget that the field tree does not reach: its field is found upwards."""
        chain = [found]
        keys = {found.key}
        while "/Parent" in chain[-1].raw and len(chain) < _MAX_DEPTH:
            reference = reference_of(chain[-1].raw, "/Parent")
            parent = resolve(reference)
            if reference is None or not isinstance(parent, DictionaryObject):
                break
            up = _Found(parent, reference, reference)
            if up.key in keys:
                break
            keys.add(up.key)
            chain.append(up)
        attributes, name = dict(defaults), ""
        for link in reversed(chain):
            attributes |= {key: link.raw.raw_get(key) for key in _INHERITED if key in link.raw}
            name = _full_name(name, link.raw)
        holder = next((link for link in chain if "/T" in link.raw), found)
        self._seen.add(found.key)
        self._terminal(holder, attributes, name, [found])

    def _terminal(self, found: _Found, attributes: dict[str, Any], name: str, kids: list[_Found]) -> None:
        widgets = tuple(
            self._widget(kid, attributes)
            for kid in kids
            if "/Rect" in kid.raw or kid.raw.get("/Subtype") == "/Widget"
        )
        node = Node(found.raw, found.home)
        kind = _kind(attributes)
        other = self._fields.get(name)
        if other is None:
            self._fields[name] = _field(name, kind, attributes, widgets, node)
        elif other.kind == kind:
            self._fields[name] = _merged(other, widgets, node)

    def _widget(self, found: _Found, attributes: dict[str, Any]) -> Widget:
        raw = found.raw
        details = resolve(raw.get("/MK"))
        turned = resolve(details.get("/R")) if isinstance(details, DictionaryObject) else 0
        reference = found.reference
        hidden = _integer(raw.get("/F")) & (HIDDEN | NO_VIEW)
        own = attributes | {key: raw.raw_get(key) for key in ("/DA", "/Q") if key in raw}
        return Widget(
            page=self._page_of.get(found.key),
            rect=_rect(resolve(raw.get("/Rect"))),
            rotation=_integer(turned) % 360,
            on_states=_on_states(raw),
            state=name_text(resolve(raw.get("/AS")) or ""),
            hidden=bool(hidden),
            appearance=string_text(resolve(own.get("/DA"))),
            alignment=_integer(own.get("/Q")),
            reference=(reference.idnum, reference.generation) if reference else None,
            raw=raw,
            home=found.home,
        )


def _elements(holder: DictionaryObject, key: str, home: IndirectObject | None) -> Iterator[_Found]:
    """The dictionaries in an array, each with the reference of the object that it is written in."""
    array = resolve(holder.get(key))
    if not isinstance(array, ArrayObject):
        return
    array_home = reference_of(holder, key) or home
    for index, element in enumerate(list(list.__iter__(array))):
        raw = resolve(element)
        if isinstance(raw, DictionaryObject):
            reference = reference_of(array, index)
            yield _Found(raw, reference or array_home, reference)


def _full_name(parent: str, raw: DictionaryObject) -> str:
    if "/T" not in raw:
        return parent
    part = string_text(resolve(raw.get("/T")))
    return f"{parent}.{part}" if parent else part


def _kind(attributes: dict[str, Any]) -> Kind:
    flags = _integer(attributes.get("/Ff"))
    match resolve(attributes.get("/FT")):
        case "/Tx" if flags & PASSWORD:
            return Kind.PASSWORD
        case "/Tx" if flags & MULTILINE:
            return Kind.MULTILINE
        case "/Tx" if flags & COMB and "/MaxLen" in attributes:
            return Kind.COMB
        case "/Tx":
            return Kind.TEXT
        case "/Btn" if flags & PUSH_BUTTON:
            return Kind.PUSH_BUTTON
        case "/Btn":
            return Kind.RADIO if flags & RADIO else Kind.CHECK_BOX
        case "/Ch":
            return Kind.COMBO if flags & COMBO else Kind.LIST
        case "/Sig":
            return Kind.SIGNATURE
    return Kind.UNKNOWN


def _field(
    name: str, kind: Kind, attributes: dict[str, Any], widgets: tuple[Widget, ...], node: Node
) -> Field:
    return Field(
        name=name,
        kind=kind,
        flags=_integer(attributes.get("/Ff")),
        value=_value(kind, resolve(attributes.get("/V"))),
        widgets=widgets,
        max_length=_integer(attributes.get("/MaxLen")) if "/MaxLen" in attributes else None,
        options=_options(resolve(attributes.get("/Opt"))),
        tooltip=string_text(resolve(attributes.get("/TU"))),
        nodes=(node,),
    )


def _merged(one: Field, widgets: tuple[Widget, ...], node: Node) -> Field:
    from dataclasses import replace

    return replace(one, widgets=one.widgets + widgets, nodes=(*one.nodes, node))


def _value(kind: Kind, value: Any) -> str | list[str]:
    if kind in BUTTON_KINDS:
        return name_text(value) if isinstance(value, NameObject) else (string_text(value) or OFF)
    if isinstance(value, ArrayObject):
        return [string_text(resolve(element)) for element in list.__iter__(value)]
    if isinstance(value, DictionaryObject) and not isinstance(value, StreamObject):
        return ""
    return string_text(value)


def _options(options: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(options, ArrayObject):
        return ()
    found = []
    for element in list.__iter__(options):
        option = resolve(element)
        if isinstance(option, ArrayObject):
            pair = [string_text(resolve(part)) for part in list.__iter__(option)]
            if pair:
                found.append((pair[0], pair[-1]))
        else:
            found.append((string_text(option),) * 2)
    return tuple(found)


def _on_states(raw: DictionaryObject) -> tuple[str, ...]:
    appearance = resolve(raw.get("/AP"))
    normal = resolve(appearance.get("/N")) if isinstance(appearance, DictionaryObject) else None
    if not isinstance(normal, DictionaryObject) or isinstance(normal, StreamObject):
        return ()
    return tuple(text for text in map(name_text, normal) if text != OFF)


def _rect(value: Any) -> Rect:
    if not isinstance(value, ArrayObject) or len(value) < 4:
        return (0.0, 0.0, 0.0, 0.0)
    try:
        x0, y0, x1, y1 = (float(resolve(number)) for number in list(list.__iter__(value))[:4])
    except (TypeError, ValueError):
        return (0.0, 0.0, 0.0, 0.0)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _integer(value: Any) -> int:
    value = resolve(value)
    if isinstance(value, NumberObject):
        return int(value)
    try:
        return int(float(value)) if value is not None else 0
    except (TypeError, ValueError, OverflowError):
        return 0
