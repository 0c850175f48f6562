"""What the window and the command line both do with drafts, forms and PDFs.

PDF libraries are loaded by the jobs that need them, so that all else starts at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rrp_desktop.core.questionnaire import Questionnaire, Value
from rrp_desktop.core.response import check_values, new_response, parse_answer
from rrp_desktop.core.rules import check
from rrp_desktop.errors import AnswersUnreadable, NotAnAssignment, UnknownLinkId, UserError, WouldOverwrite
from rrp_desktop.paths import Paths
from rrp_desktop.storage.atomic import make_folder, write_atomic
from rrp_desktop.storage.draft import Draft, new_draft
from rrp_desktop.storage.library import Library
from rrp_desktop.storage.reading import read_file
from rrp_desktop.storage.strict_json import parse_json

if TYPE_CHECKING:
    from rrp_desktop.pdf.export import ExportedPdf
    from rrp_desktop.pdf.fill import Continued
    from rrp_desktop.pdf.fit import Box
    from rrp_desktop.pdf.receipt import Receipt

PDF_LIMIT: Final = 200_000_000
_ANSWERS_LIMIT: Final = 20_000_000

Answers = Mapping[str, tuple[Value, ...]]


# --- starting and answering ------------------------------------------------------------------------------------------


def start(library: Library, form_id: str, programme: str | None, today: date) -> Draft:
    """A new draft of a form.

    Args:
        programme: Id of a programme, "none" for none, None for the one that the form names.

    Raises:
        UnknownForm, UnknownProgramme, FormDefinitionError: The form cannot be had.
    """
    if programme is None:
        questionnaire = library.default_questionnaire(form_id)
    else:
        questionnaire = library.questionnaire(form_id, None if programme == "none" else programme)
    return new_draft(questionnaire, new_response(questionnaire, today))


def answer(draft: Draft, answers: Answers) -> Draft:
    """The draft with these answers; no values take an answer away."""
    response = draft.response
    for link_id, values in answers.items():
        response = response.with_answer(link_id, values)
    return replace(draft, response=response)


def read_assignments(questionnaire: Questionnaire, assignments: Iterable[str]) -> Answers:
    """Answers from texts like "pilari=P4".

    Raises:
        NotAnAssignment, UnknownLinkId, BadAnswer: One of them does not fit the form.
    """
    answers = {}
    for assignment in assignments:
        link_id, equals, text = assignment.partition("=")
        if not equals:
            raise NotAnAssignment(text=assignment)
        answers[link_id] = parse_answer(questionnaire, link_id, text)
    return answers


def read_answers(questionnaire: Questionnaire, path: Path) -> Answers:
    """Answers from a JSON file {link_id: value or list of values}; null and "" take an answer away.

    Raises:
        AnswersUnreadable, UnknownLinkId, BadAnswer: The file or one of the answers does not fit.
        FileMissing, FileIsFolder, NotReadable, ReadFailed, FileEmpty, FileTooLarge: The file cannot be read.
    """
    try:
        document = parse_json(read_file(path, _ANSWERS_LIMIT))
    except ValueError as error:
        raise AnswersUnreadable(file=path) from error
    if not isinstance(document, dict):
        raise AnswersUnreadable(file=path)
    return take_answers(questionnaire, document)


def take_answers(questionnaire: Questionnaire, document: Mapping[str, Any]) -> Answers:
    """Answers from JSON's values, each one value or a list of them.

    Raises:
        UnknownLinkId, BadAnswer: One of them does not fit the form.
    """
    answers = {}
    for link_id, value in document.items():
        item = questionnaire.get(link_id)
        if item is None or not item.is_question:
            raise UnknownLinkId(link_id=link_id, form=questionnaire.id)
        values = value if isinstance(value, list) else [value]
        answers[link_id] = check_values(item, [one for one in values if one not in (None, "")])
    return answers


# --- PDFs ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TemplateStore:
    """Keeps the templates that were made for the user's own forms; what cannot be kept is made again."""

    folder: Path

    def read(self, name: str) -> bytes | None:
        """A kept file, if it is there."""
        with suppress(OSError):
            return (self.folder / name).read_bytes()
        return None

    def write(self, name: str, data: bytes) -> None:
        """Keep a file, if the folder may be written to."""
        with suppress(UserError):
            make_folder(self.folder)
            write_atomic(self.folder / name, data)


@dataclass(frozen=True)
class Export:
    """A filled PDF that has no file yet, with what was proven about it."""

    made: ExportedPdf

    @property
    def data(self) -> bytes:
        """The bytes of the PDF."""
        return self.made.data

    @property
    def continued(self) -> Sequence[Continued]:
        """The answers that go on on a continuation page."""
        return self.made.filled.continued

    @property
    def unprintable(self) -> Mapping[str, frozenset[str]]:
        """Characters that the PDF's font does not have, by the field's name."""
        return self.made.filled.unprintable

    @cached_property
    def receipt(self) -> Receipt:
        """What reading the PDF back shows; made when first asked for."""
        return self.prove(self.made.data)

    def prove(self, data: bytes, file: str = "") -> Receipt:
        """What these bytes, read back from where they were written, hold of what they should."""
        from rrp_desktop.pdf.receipt import prove

        return prove(data, self.made.template.data, self.made.expected, file)


def prepare_export(draft: Draft, paths: Paths, language: str) -> Export:
    """Fill the form's PDF with a draft's answers; an unfinished draft says in the PDF that it is unfinished.

    Raises:
        UserError: The form's template could not be made.
    """
    from rrp_desktop.pdf.export import export_pdf

    questionnaire, response = draft.questionnaire, draft.response
    findings = check(questionnaire, response, date.today())
    store = TemplateStore(paths.templates)
    return Export(export_pdf(questionnaire, response, language=language, findings=findings, store=store))


def write_export(export: Export, path: Path) -> Receipt:
    """Write a prepared PDF, read it back from the disk, and prove what is there.

    Raises:
        WouldOverwrite: There is a file of that name that is no PDF, a draft for instance.
        FolderMissing, FolderInTheWay, NotWritable, DiskFull, WriteFailed, ReadBackDiffers: It was not written.
    """
    if path.is_file() and b"%PDF-" not in path.read_bytes()[:1024]:
        raise WouldOverwrite(file=path)
    write_atomic(path, export.data)
    return export.prove(read_file(path, PDF_LIMIT), str(path))


def read_pdf(path: Path, library: Library) -> Draft:
    """A new draft with the answers of a PDF that this program wrote and anybody may have filled on.

    Raises:
        UserError: The file cannot be read, or is no such PDF.
    """
    from rrp_desktop.pdf.importing import read_filled

    def find(form_id: str, version: str, programme: str | None) -> Questionnaire:
        return library.questionnaire(form_id, programme, version)

    return new_draft(*read_filled(read_file(path, PDF_LIMIT), find, str(path)))


def boxes(questionnaire: Questionnaire, language: str, folder: Path) -> Mapping[str, Box]:
    """The boxes of the form's PDF by the field's name, to measure texts against while they are typed.

    Args:
        folder: Where templates of the user's own forms are kept.
    """
    from rrp_desktop.pdf.template import template_for

    return template_for(questionnaire, language, TemplateStore(folder)).boxes
