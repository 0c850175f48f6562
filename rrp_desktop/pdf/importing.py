"""A filled PDF → the form and the answers.  The fields are believed, whichever program wrote them last."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from rrp_desktop.core.questionnaire import Questionnaire
from rrp_desktop.core.response import QuestionnaireResponse
from rrp_desktop.errors import UserError
from rrp_desktop.i18n import N_
from rrp_desktop.pdf.errors import NoFormFields, PdfError
from rrp_desktop.pdf.fields import FILLABLE_KINDS, read_fields
from rrp_desktop.pdf.template import FORM_KEYS
from rrp_desktop.pdf.update import guarded, open_pdf, resolve, string_text
from rrp_desktop.pdf.values import answers, read_status, status_field

Find = Callable[[str, str, str | None], Questionnaire]
"""Form id, version and programme or None → the form; raises a UserError where there is none."""


class NotOurForm(PdfError):
    """The PDF is no form of this program.  Details: file."""

    sentence = N_(
        "PDF-tiedosto {file} ei ole tämän ohjelman lomake, joten vastauksia ei voi lukea siitä. "
        "Valitse PDF, jonka tämä ohjelma on vienyt."
    )


class FormNotHere(PdfError):
    """The PDF is of a form that this program does not have.  Details: file, form, version, reason."""

    sentence = N_(
        "PDF-tiedoston {file} lomaketta {form} (versio {version}) ei ole tässä ohjelmassa. "
        "Kopioi lomake lomakekansioon ja yritä uudelleen. {reason}"
    )


def read_filled(data: bytes, find: Find, file: str = "") -> tuple[Questionnaire, QuestionnaireResponse]:
    """The form that the PDF was made from, and the answers that its fields hold.

    The response is completed only where the field of the state says so; a form that was filled in elsewhere from an
    empty template is in progress.

    Args:
        data: The PDF.
        find: Finds the form.
        file: The file's name for error sentences.

    Raises:
        NotOurForm: It does not say that it is one of the program's forms.
        FormNotHere: `find` has no such form.
        NoFormFields: Its fields are gone, for instance because it was printed into a new PDF.
        PdfError: What `update.open_pdf` raises.
    """
    with guarded(file):
        reader = open_pdf(data, file)
        form, version, programme = _identity(reader)
        fields = {field.name: field.value for field in read_fields(reader) if field.kind in FILLABLE_KINDS}
    if not form:
        raise NotOurForm(file=file)
    if not fields:
        raise NoFormFields(file=file)
    try:
        questionnaire = find(form, version, programme or None)
    except UserError as error:
        raise FormNotHere(file=file, form=form, version=version, reason=error) from error
    status = read_status(fields.get(status_field(questionnaire), ""))
    found = answers(questionnaire, fields)
    return questionnaire, QuestionnaireResponse(MappingProxyType(found), status)


def _identity(reader: PdfReader) -> tuple[str, str, str]:
    """Form id, version and programme from the information dictionary; empty where it does not say."""
    information = resolve(reader.trailer.get("/Info"))
    if not isinstance(information, DictionaryObject):
        return ("", "", "")
    form, version, programme = (string_text(resolve(information.get(key))) for key in FORM_KEYS[:3])
    return (form, version, programme)
