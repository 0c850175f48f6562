"""A form → a tagged PDF that can be filled in, and where the one made ahead of time lies.

The page content is drawn by reportlab in embedded Inter; fields, structure and metadata are put in by `acroform` and
`structure`.  The same form always gives the same bytes.  See docs/decisions/008-template.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol

from rrp_desktop import __version__
from rrp_desktop.core.naming import in_language
from rrp_desktop.core.questionnaire import Questionnaire
from rrp_desktop.pdf.fit import Box
from rrp_desktop.resources import resource

FORM_KEYS: Final = ("/RRPForm", "/RRPVersion", "/RRPProgramme", "/RRPLanguage")
"""Keys of the information dictionary that say which form a PDF is: id, version, programme or nothing, language."""


@dataclass(frozen=True)
class Template:
    """A form to fill in.

    Attributes:
        data: The PDF.
        boxes: Full name of every field that holds typed text → its box, for `fit`.
    """

    data: bytes
    boxes: Mapping[str, Box]


class Store(Protocol):
    """Keeps templates that were made for added forms; a lost or broken one is simply made again."""

    def read(self, name: str) -> bytes | None:
        """What is kept under this file name."""

    def write(self, name: str, data: bytes) -> None:
        """Keep it."""


def template_for(questionnaire: Questionnaire, language: str, store: Store | None = None) -> Template:
    """The template of a form.

    It is the one that ships with the program if that was made of the very same definition, else the one in the store,
    else a new one, which the store then keeps.
    """
    key = digest(questionnaire)
    folder = resource("forms", questionnaire.id, "templates")
    shipped = _shipped(folder, shipped_name(questionnaire, language), key)
    if shipped is not None:
        return shipped
    kept_name = f"{questionnaire.id}-{language}-{key[:16]}-{__version__}"
    if store is not None:
        kept = _opened(store.read(f"{kept_name}.pdf"), store.read(f"{kept_name}.json"), key)
        if kept is not None:
            return kept
    made = build(questionnaire, language)
    if store is not None:
        store.write(f"{kept_name}.pdf", made.data)
        store.write(f"{kept_name}.json", card(made, key))
    return made


def shipped_name(questionnaire: Questionnaire, language: str) -> str:
    """File name, without its ending, of the template that ships with the program."""
    return f"{questionnaire.programme.id if questionnaire.programme else 'none'}-{language}"


@lru_cache(maxsize=8)
def _shipped(folder: Path, name: str, key: str) -> Template | None:
    try:
        return _opened((folder / f"{name}.pdf").read_bytes(), (folder / f"{name}.json").read_bytes(), key)
    except OSError:
        return None


def digest(questionnaire: Questionnaire) -> str:
    """Fingerprint of everything that the form is made of."""
    plain = json.dumps(questionnaire.definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def card(template: Template, key: str) -> bytes:
    """What stands beside a template: the fingerprints of the form and of the PDF, and the boxes of its texts."""
    boxes = {name: asdict(box) for name, box in template.boxes.items()}
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(box)}" for name, box in boxes.items())
    pdf = hashlib.sha256(template.data).hexdigest()
    return f'{{\n  "form": "{key}",\n  "pdf": "{pdf}",\n  "boxes": {{\n{lines}\n  }}\n}}\n'.encode()


def _opened(data: bytes | None, written_card: bytes | None, key: str) -> Template | None:
    """The template, if it is whole and of this form."""
    if data is None or written_card is None:
        return None
    try:
        told: dict[str, Any] = json.loads(written_card)
        if told["form"] != key or told["pdf"] != hashlib.sha256(data).hexdigest():
            return None
        return Template(data, {name: Box(**box) for name, box in told["boxes"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


# --------------------------------------------------------------------------------------------------------- building


def build(questionnaire: Questionnaire, language: str) -> Template:
    """The PDF of the form and the boxes of its texts.

    Args:
        language: fi, sv or en.
    """
    from rrp_desktop.pdf.acroform import add_fields
    from rrp_desktop.pdf.drawing import draw
    from rrp_desktop.pdf.layout import FieldKind, blocks_of, paginate
    from rrp_desktop.pdf.structure import Document, add_bookmarks, add_metadata, add_structure

    pages = paginate(blocks_of(questionnaire, language))
    drawn = draw(questionnaire, language, pages)
    document = Document(drawn.data)
    title = in_language(questionnaire.title, language)
    producer = "rrp-desktop"
    add_metadata(document, title=title, language=language, producer=producer)
    widgets = add_fields(document, drawn.fields)
    add_structure(document, drawn.structure, widgets)
    add_bookmarks(document, drawn.bookmarks)
    identity = (questionnaire.id, questionnaire.version, programme_id(questionnaire), language)
    data = document.write(
        {"/Title": title, "/Producer": producer, **dict(zip(FORM_KEYS, identity, strict=True))}
    )
    typed = {FieldKind.ONE_LINE: False, FieldKind.EDITABLE: False, FieldKind.TEXT: True}
    boxes = {
        field.spec.name: Box(
            round(field.rect[2] - field.rect[0], 2),
            round(field.rect[3] - field.rect[1], 2),
            field.spec.size,
            typed[field.spec.kind],
            field.spec.border,
        )
        for field in drawn.fields
        if field.spec.kind in typed and not (field.spec.read_only and "." in field.spec.name)
    }
    return Template(data, boxes)


def programme_id(questionnaire: Questionnaire) -> str:
    """Id of the form's programme, or nothing."""
    return questionnaire.programme.id if questionnaire.programme else ""
