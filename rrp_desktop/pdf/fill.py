"""Fills the fields of any PDF form: values, appearances, and pages for what does not fit.

See docs/decisions/007-filling.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from rrp_desktop.pdf.appearance import draw_list, draw_text
from rrp_desktop.pdf.errors import NoFormFields
from rrp_desktop.pdf.fields import (
    BUTTON_KINDS,
    CHOICE_KINDS,
    FILLABLE_KINDS,
    OFF,
    TEXT_KINDS,
    Field,
    Kind,
    read_fields,
    read_form,
)
from rrp_desktop.pdf.fonts import Subset, font
from rrp_desktop.pdf.update import (
    Update,
    dictionary,
    guarded,
    name,
    open_pdf,
    reference_of,
    resolve,
    text_string,
)

Value = str | list[str]
"""Text; on-state or "Off" of a check box or radio group; export value of a choice, several as a list."""


@dataclass(frozen=True, slots=True)
class Continued:
    """A text that goes on on a page of its own.

    Attributes:
        name: The field's full name.
        page: Number of the continuation page, from 1, on which the whole text begins.
    """

    name: str
    page: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form.

    Attributes:
        data: The file.
        unknown: Names that the form has no field for.
        unsuitable: Field name → a value that it cannot take: an unknown on-state or choice, or it is no field to fill.
        continued: The fields whose text goes on at the end, in the order of those pages.
        unprintable: Field name → characters that are drawn as a box.
        small: Field name → type size in points, where it is under 7.
        cut: Fields whose text is not all shown and that may not be continued (a signed file gains no page).
    """

    data: bytes
    unknown: list[str] = field(default_factory=list)
    unsuitable: dict[str, Value] = field(default_factory=dict)
    continued: list[Continued] = field(default_factory=list)
    unprintable: dict[str, frozenset[str]] = field(default_factory=dict)
    small: dict[str, float] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)


SMALL: Final = 7.0
"""Type under this size, in points, is told."""


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
        filling = _Filling(Update(reader, data), names or {}, language)
        for field_name, value in values.items():
            if field_name in fields:
                filling.set(fields[field_name], value)
            else:
                filling.filled.unknown.append(field_name)
        return filling.finish()


class _Filling:
    """One run of `fill`."""

    def __init__(self, update: Update, names: Mapping[str, str], language: str) -> None:
        self.update = update
        self.names = names
        self.language = language
        self.subset = Subset(font())
        self.font = update.reserve()
        self.filled = Filled(b"")

    def set(self, field: Field, value: Value) -> None:
        """Set one field's value and its look."""
        if field.kind in TEXT_KINDS and isinstance(value, str):
            self._set_text(field, value, value)
        elif field.kind in BUTTON_KINDS and isinstance(value, str):
            self._set_button(field, value)
        elif field.kind in CHOICE_KINDS:
            self._set_choice(field, value)
        else:
            self.filled.unsuitable[field.name] = value

    def finish(self) -> Filled:
        """Write the file."""
        from dataclasses import replace

        if self.subset.characters:
            self.update.put(self.font, self.subset.embed(self.update.add))
        form = read_form(self.update.reader)
        if form is not None and "/NeedAppearances" in form:
            del form["/NeedAppearances"]
            root = resolve(self.update.reader.trailer.get("/Root"))
            self._touch(reference_of(root, "/AcroForm") or reference_of(self.update.reader.trailer, "/Root"))
        return replace(self.filled, data=self.update.result())

    def _set_text(self, field: Field, text: str, shown: str) -> None:
        for node in field.nodes:
            node.raw[NameObject("/V")] = text_string(text)
            node.raw.pop("/RV", None)
            self._touch(node.home)
        if missing := self.subset.font.missing(shown):
            self.filled.unprintable[field.name] = missing
        for widget in field.widgets:
            drawn = draw_text(field, widget, shown, self.subset, self.font, None)
            self._set_appearance(widget.raw, drawn.stream)
            self._touch(widget.home)

    def _set_appearance(self, raw: DictionaryObject, stream: Any) -> None:
        raw[NameObject("/AP")] = dictionary({"/N": self.update.add(stream)})
        raw.pop("/AS", None)

    def _set_button(self, field: Field, value: str) -> None:
        if value != OFF and value not in field.on_states:
            self.filled.unsuitable[field.name] = value
            return
        for node in field.nodes:
            node.raw[NameObject("/V")] = name(value)
            self._touch(node.home)
        for widget in field.widgets:
            widget.raw[NameObject("/AS")] = name(value if value in widget.on_states else OFF)
            self._touch(widget.home)

    def _set_choice(self, field: Field, value: Value) -> None:
        chosen = [value] if isinstance(value, str) else list(value)
        chosen = [one for one in chosen if one]
        by_export = dict(field.options)
        for node in field.nodes:
            strings = [text_string(one) for one in chosen]
            node.raw[NameObject("/V")] = strings[0] if len(strings) == 1 else ArrayObject(strings)
            node.raw.pop("/I", None)
            self._touch(node.home)
        label = by_export.get(chosen[0], chosen[0]) if chosen else ""
        for widget in field.widgets:
            widget.raw.pop("/I", None)
            if field.kind is Kind.LIST:
                drawn = draw_list(field, widget, chosen, self.subset, self.font)
            else:
                drawn = draw_text(field, widget, label, self.subset, self.font, None)
            self._set_appearance(widget.raw, drawn.stream)
            self._touch(widget.home)

    def _touch(self, reference: Any) -> None:
        if reference is not None:
            self.update.touch(reference)
