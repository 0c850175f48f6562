"""Fills the fields of any PDF form: values, appearances, and pages for what does not fit.

See docs/decisions/007-filling.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as member
from typing import Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from rrp_desktop.pdf.appearance import Drawn, Face, draw_list, draw_mark, draw_text, fits, on_page
from rrp_desktop.pdf.continuation import NULL, Continuation, Place, Section, Words, link, pages_may_follow
from rrp_desktop.pdf.errors import NoFormFields
from rrp_desktop.pdf.fields import (
    BUTTON_KINDS,
    CHOICE_KINDS,
    EDIT,
    FILLABLE_KINDS,
    MULTI_SELECT,
    OFF,
    TEXT_KINDS,
    Field,
    Kind,
    Page,
    Widget,
    read_fields,
    read_form,
    read_pages,
)
from rrp_desktop.pdf.fonts import Weight
from rrp_desktop.pdf.tags import Tags
from rrp_desktop.pdf.update import (
    Update,
    dictionary,
    guarded,
    name,
    name_text,
    open_pdf,
    reference_of,
    resolve,
    stream_data,
    string_text,
    text_string,
)

Value = str | list[str]
"""Text; on-state or "Off" of a check box or radio group; export value of a choice, several as a list."""

SMALL: Final = 7.0
"""Type under this size, in points, is told."""


@dataclass(frozen=True, slots=True)
class Continued:
    """A text that goes on on a page at the end.

    Attributes:
        name: The field's full name.
        page: Number of the page, from 1, on which the whole text begins.
    """

    name: str
    page: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form.

    Attributes:
        data: The file.
        unknown: Names that the form has no field for.
        unsuitable: Field name → a value that it cannot take: an unknown on-state or choice, or no field to fill.
        continued: The fields whose text goes on at the end, in the order of those pages.
        unprintable: Field name → characters that are drawn as a box.
        small: Field name → type size in points, where it is under 7.
        cut: Fields whose text is not all shown and may not be continued (a signed file gains no page).
    """

    data: bytes
    unknown: list[str] = member(default_factory=list)
    unsuitable: dict[str, Value] = member(default_factory=dict)
    continued: list[Continued] = member(default_factory=list)
    unprintable: dict[str, frozenset[str]] = member(default_factory=dict)
    small: dict[str, float] = member(default_factory=dict)
    cut: list[str] = member(default_factory=list)


def fill(
    data: bytes,
    values: Mapping[str, Value],
    *,
    names: Mapping[str, str] | None = None,
    language: str = "fi",
    file: str = "",
) -> Filled:
    """The form with these values, as an incremental update: the original bytes are the beginning of the result.

    Args:
        data: The form.
        values: Full field name → value; fields that are not named stay as they are.
        names: Full field name → name for people, for the headings of continuation pages; else the tooltip.
        language: Language of what is written on continuation pages: fi, sv or en.
        file: The file's name for error sentences.

    Raises:
        NoFormFields, and what `update.open_pdf` raises.
    """
    with guarded(file):
        reader = open_pdf(data, file)
        fields = {field.name: field for field in read_fields(reader)}
        if not any(field.kind in FILLABLE_KINDS for field in fields.values()):
            raise NoFormFields(file=file)
        filling = _Filling(Update(reader, data), fields, names or {}, language)
        for field_name, value in values.items():
            filling.set(field_name, value)
        return filling.finish()


@dataclass(frozen=True, slots=True)
class _Showing:
    """A text that a field shows; its value is already set."""

    field: Field
    text: str
    place: Place | None = None


class _Filling:
    """One run of `fill`: `set` every value, then `finish`."""

    def __init__(
        self, update: Update, fields: Mapping[str, Field], names: Mapping[str, str], language: str
    ) -> None:
        self._update = update
        self._fields = fields
        self._names = names
        self._language = language
        self._pages = read_pages(update.reader)
        self._regular = Face(update, Weight.REGULAR)
        self._semibold = Face(update, Weight.SEMIBOLD)
        self._showings: list[_Showing] = []
        self._done: set[str] = set()
        self._unknown: list[str] = []
        self._unsuitable: dict[str, Value] = {}
        self._unprintable: dict[str, frozenset[str]] = {}
        self._small: dict[str, float] = {}
        self._cut: list[str] = []

    # ------------------------------------------------------------------------------------------------------- values

    def set(self, field_name: str, value: Value) -> None:
        """Set one field's value."""
        field = self._fields.get(field_name)
        if field is None:
            self._unknown.append(field_name)
            return
        if field.kind in TEXT_KINDS and isinstance(value, str):
            suits = self._set_text(field, value)
        elif field.kind in BUTTON_KINDS and isinstance(value, str):
            suits = self._set_button(field, value)
        elif field.kind in CHOICE_KINDS:
            suits = self._set_choice(field, [value] if isinstance(value, str) else list(value))
        else:
            suits = False
        if suits:
            self._done.add(field_name)
        else:
            self._unsuitable[field_name] = value

    def _set_text(self, field: Field, text: str) -> bool:
        self._set_value(field, text_string(text))
        self._showings.append(_Showing(field, text))
        return True

    def _set_value(self, field: Field, value: PdfObject) -> None:
        """Set /V where the field keeps it, and take away what would contradict it."""
        for node in field.nodes:
            node.raw[NameObject("/V")] = value
            for key in ("/RV", "/I"):  # the value as rich text; chosen lines by number
                node.raw.pop(key, None)
            self._touch(node.home)
        keepers = {id(node.raw) for node in field.nodes}
        for widget in field.widgets:
            if id(widget.raw) not in keepers and any(key in widget.raw for key in ("/V", "/RV", "/I")):
                for key in ("/V", "/RV", "/I"):
                    widget.raw.pop(key, None)
                self._touch(widget.home)

    def _set_button(self, field: Field, value: str) -> bool:
        state = _state(field, value)
        if state is None:
            return False
        self._set_value(field, name(state))
        for widget in field.widgets:
            own = widget.on_states or ((state,) if state != OFF and not field.on_states else ())
            self._make_visible(field, widget, own)
            widget.raw[NameObject("/AS")] = name(state if state in own else OFF)
            self._touch(widget.home)
        return True

    def _make_visible(self, field: Field, widget: Widget, states: Sequence[str]) -> None:
        """Draw the marks of a button that the form brings none for, or that look the same on and off."""
        looks = _button_looks(widget)
        off = looks.get(OFF, b"")
        if all(looks.get(state, off) != off for state in states):
            return
        on_stream = self._update.add(draw_mark(widget, field.kind, on=True))
        off_stream = self._update.add(draw_mark(widget, field.kind, on=False))
        normal = DictionaryObject({name(state): on_stream for state in states})
        normal[name(OFF)] = off_stream
        widget.raw[NameObject("/AP")] = DictionaryObject({NameObject("/N"): normal})

    def _set_choice(self, field: Field, values: Sequence[str]) -> bool:
        chosen = [_choice(field, value) for value in values if value]
        exports = [export for export in chosen if export is not None]
        several = field.kind is Kind.LIST and field.flags & MULTI_SELECT
        if len(exports) < len(chosen) or (len(exports) > 1 and not several):
            return False
        strings = [text_string(export) for export in exports]
        self._set_value(
            field, ArrayObject(strings) if len(strings) > 1 else (strings or [text_string("")])[0]
        )
        if field.kind is Kind.LIST:
            self._show_list(field, exports)
        else:
            label = dict(field.options).get(exports[0], exports[0]) if exports else ""
            self._showings.append(_Showing(field, label))
        return True

    # -------------------------------------------------------------------------------------------------- appearances

    def finish(self) -> Filled:
        """Draw everything and write the file."""
        self._draw_what_viewers_drew()
        sections, marked = self._continued()
        words = Words.of(self._language)
        continuation = Continuation(sections, words, len(self._pages))
        tags = Tags.of(self._update) if sections else None
        places = iter(continuation.places)
        showings = [
            replace(showing, place=next(places)) if goes_on else showing for showing, goes_on in marked
        ]
        new_pages: list[IndirectObject] = []
        if sections:
            new_pages = continuation.write(
                self._update,
                self._pages,
                (self._regular, self._semibold),
                self._title(),
                tags,
                self._foreign(),
            )
        for showing in showings:
            self._show(showing, words, new_pages, tags)
        if tags is not None:
            tags.finish()
        self._regular.finish()
        self._semibold.finish()
        self._settle_form()
        continued = [
            Continued(showing.field.name, showing.place.page + 1)
            for showing in showings
            if showing.place is not None
        ]
        return Filled(
            data=self._update.result(),
            unknown=self._unknown,
            unsuitable=self._unsuitable,
            continued=continued,
            unprintable=self._unprintable,
            small=self._small,
            cut=self._cut,
        )

    def _continued(self) -> tuple[list[Section], list[tuple[_Showing, bool]]]:
        """What goes on at the end, and every text with whether it does, in the order of the form."""
        order = {field_name: index for index, field_name in enumerate(self._fields)}
        showings = sorted(self._showings, key=lambda showing: _position(showing.field, order))
        sections, marked = [], []
        may_follow = not self._signed() and pages_may_follow(self._update.reader)
        for showing in showings:
            field = showing.field
            seen = next((widget for widget in field.widgets if _shown_at(widget) is not None), None)
            goes_on = (
                seen is not None
                and may_follow
                and field.kind is not Kind.PASSWORD
                and not any(showing.text == label for _, label in field.options)  # the form's own words
                and not all(
                    fits(field, widget, showing.text) for widget in field.widgets if not widget.hidden
                )
            )
            marked.append((showing, goes_on))
            if goes_on and seen is not None:
                title = self._names.get(field.name) or field.tooltip or field.name
                sections.append(Section(title, showing.text, _shown_at(seen) or 0, seen.rect))
        return sections, marked

    def _show(
        self, showing: _Showing, words: Words, new_pages: Sequence[IndirectObject], tags: Tags | None
    ) -> None:
        field, place = showing.field, showing.place
        if missing := self._regular.subset.font.missing(showing.text):
            self._unprintable[field.name] = missing
        ending = None if place is None else words.continues.format(page=place.page + 1)
        for widget in field.widgets:
            drawn = draw_text(field, widget, showing.text, self._regular, ending)
            self._set_appearance(widget, drawn)
            if showing.text and drawn.size < SMALL and not widget.hidden:
                self._small[field.name] = round(min(drawn.size, self._small.get(field.name, SMALL)), 2)
            if not drawn.whole and place is None and field.name not in self._cut and not widget.hidden:
                self._cut.append(field.name)
            if not drawn.whole and place is not None and _shown_at(widget) is not None:
                new_page = new_pages[place.page - len(self._pages)]
                self._link_to(widget, drawn, words, place, new_page, tags)

    def _show_list(self, field: Field, exports: list[str]) -> None:
        for widget in field.widgets:
            drawn, top = draw_list(field, widget, exports, self._regular)
            self._set_appearance(widget, drawn)
            for node in field.nodes:
                node.raw[NameObject("/TI")] = NumberObject(top)
        if missing := self._regular.subset.font.missing("".join(label for _, label in field.options)):
            self._unprintable[field.name] = missing

    def _link_to(
        self,
        widget: Widget,
        drawn: Drawn,
        words: Words,
        place: Place,
        new_page: IndirectObject,
        tags: Tags | None,
    ) -> None:
        """A link over the field's last line to the page where the text goes on."""
        page = self._pages[_shown_at(widget) or 0]
        element = None
        if tags is not None:
            beside = tags.element_of(widget.raw)
            entries = {"Pg": page.reference, "K": ArrayObject()}
            element = (
                tags.insert_after(beside, "/Link", **entries)
                if beside is not None
                else tags.element("/Link", None, **entries)
            )
        target = [new_page, "/XYZ", NULL, place.top + 8, NULL]
        text = words.continues_link.format(page=place.page + 1)
        reference = link(self._update, on_page(widget, drawn.last_line), target, text, tags, element)
        _append_annotation(self._update, page, reference)

    def _set_appearance(self, widget: Widget, drawn: Drawn) -> None:
        widget.raw[NameObject("/AP")] = dictionary({"/N": self._update.add(drawn.stream)})
        widget.raw.pop("/AS", None)
        self._touch(widget.home)

    def _draw_what_viewers_drew(self) -> None:
        """Give the other fields an appearance, where the form told viewers to draw them and they have none."""
        form = read_form(self._update.reader)
        if form is None or not _is_true(resolve(form.get("/NeedAppearances"))):
            return
        for field in self._fields.values():
            if field.name in self._done or field.value in ("", []):
                continue
            bare = not all(_has_appearance(widget) for widget in field.widgets)
            if bare and field.kind in TEXT_KINDS and isinstance(field.value, str):
                self._showings.append(_Showing(field, field.value))
            elif bare and field.kind is Kind.COMBO and isinstance(field.value, str):
                self._showings.append(_Showing(field, dict(field.options).get(field.value, field.value)))
            elif bare and field.kind is Kind.LIST:
                self._show_list(field, [field.value] if isinstance(field.value, str) else field.value)

    # -------------------------------------------------------------------------------------------------- the document

    def _settle_form(self) -> None:
        """Our appearances count, and there is one truth: no redrawing by viewers, no XFA copy of the data."""
        reader = self._update.reader
        catalog = resolve(reader.trailer.get("/Root"))
        form = read_form(reader)
        if form is not None and any(form.pop(key, None) is not None for key in ("/NeedAppearances", "/XFA")):
            form.pop("/XFA", None)
            self._touch(reference_of(catalog, "/AcroForm") or reference_of(reader.trailer, "/Root"))
        permissions = resolve(catalog.get("/Perms"))
        if isinstance(permissions, DictionaryObject) and any(key.startswith("/UR") for key in permissions):
            for key in [key for key in permissions if key.startswith("/UR")]:
                del permissions[key]  # Adobe's usage rights hold only for the unchanged file
            self._touch(reference_of(catalog, "/Perms") or reference_of(reader.trailer, "/Root"))

    def _signed(self) -> bool:
        return any(
            field.kind is Kind.SIGNATURE and isinstance(resolve(node.raw.get("/V")), DictionaryObject)
            for field in self._fields.values()
            for node in field.nodes
        )

    def _title(self) -> str:
        return document_title(self._update.reader)

    def _foreign(self) -> str | None:
        """The language of the continuation pages, if the document says that it is in another one."""
        catalog = resolve(self._update.reader.trailer.get("/Root"))
        told = string_text(resolve(catalog.get("/Lang"))).lower()
        return None if told.startswith(self._language) else self._language

    def _touch(self, reference: IndirectObject | None) -> None:
        if reference is not None:
            self._update.touch(reference)


def document_title(reader: PdfReader) -> str:
    """The document's title from its information dictionary, or nothing."""
    information = resolve(reader.trailer.get("/Info"))
    if not isinstance(information, DictionaryObject):
        return ""
    return string_text(resolve(information.get("/Title"))).strip()


def _state(field: Field, value: str) -> str | None:
    """The on-state that a value means: itself, or the one whose label in /Opt it is; None if there is none."""
    states = field.on_states
    if value == OFF or value in states or (value and not states):
        return value
    labels = [label for _, label in field.options]
    if value in labels and str(labels.index(value)) in states:
        return str(labels.index(value))
    return OFF if not value else None


def _choice(field: Field, value: str) -> str | None:
    """The export value that a value means: itself, or the one whose label it is; any text where one may type."""
    if any(value == export for export, _ in field.options):
        return value
    by_label = {label: export for export, label in field.options}
    if value in by_label:
        return by_label[value]
    return value if field.kind is Kind.COMBO and field.flags & EDIT else None


def _position(field: Field, order: Mapping[str, int]) -> tuple[float, ...]:
    """Where a field stands, for an order as it is read: page, then down the page, then the form's own order."""
    for widget in field.widgets:
        if widget.page is not None:
            return (widget.page, -widget.rect[3], order[field.name])
    return (float("inf"), 0, order[field.name])


def _shown_at(widget: Widget) -> int | None:
    """The page that shows a widget."""
    return None if widget.hidden else widget.page


def _has_appearance(widget: Widget) -> bool:
    appearance = resolve(widget.raw.get("/AP"))
    return isinstance(appearance, DictionaryObject) and isinstance(
        resolve(appearance.get("/N")), StreamObject
    )


def _button_looks(widget: Widget) -> dict[str, bytes]:
    """The drawing of each state of a button, for those that have one."""
    appearance = resolve(widget.raw.get("/AP"))
    normal = resolve(appearance.get("/N")) if isinstance(appearance, DictionaryObject) else None
    if not isinstance(normal, DictionaryObject) or isinstance(normal, StreamObject):
        return {}
    looks = {name_text(key): resolve(normal.get(key)) for key in normal}
    return {key: stream_data(look).strip() for key, look in looks.items() if isinstance(look, StreamObject)}


def _is_true(value: object) -> bool:
    return bool(getattr(value, "value", False))


def _append_annotation(update: Update, page: Page, reference: IndirectObject) -> None:
    """Put an annotation behind the page's others, so that it lies on top."""
    annotations = resolve(page.raw.get("/Annots"))
    if isinstance(annotations, ArrayObject):
        annotations.append(reference)
    else:
        page.raw[NameObject("/Annots")] = ArrayObject([reference])
    update.touch(reference_of(page.raw, "/Annots") or page.reference)
