"""A response → a filled PDF, on the one path that every export takes: a form is filled, the original bytes stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape

from pypdf.generic import DictionaryObject, NameObject, StreamObject

from rrp_desktop.core.findings import Finding, Severity, count
from rrp_desktop.core.questionnaire import Questionnaire
from rrp_desktop.core.response import QuestionnaireResponse, Status, progress
from rrp_desktop.i18n import N_, catalogue
from rrp_desktop.pdf.acroform import appearance_string
from rrp_desktop.pdf.fields import Field, read_fields
from rrp_desktop.pdf.fill import Filled, document_title, fill
from rrp_desktop.pdf.layout import FINISHED, STATUS_SIZE
from rrp_desktop.pdf.template import Store, Template, template_for
from rrp_desktop.pdf.update import Update, guarded, open_pdf, reference_of, resolve, text_string
from rrp_desktop.pdf.values import OFF, STATUS_WORDS, FieldValue, field_values, status_field, summary_field


@dataclass(frozen=True)
class ExportedPdf:
    """A filled form, and what the proof of it needs.

    Attributes:
        data: The file; it begins with the template's bytes.
        template: The form that was filled, with the mark of the state.
        expected: Full field name → the value that it must hold, empty fields too.
        filled: What the filling has to tell: texts that go on elsewhere, small type, characters without a glyph.
    """

    data: bytes
    template: Template
    expected: Mapping[str, FieldValue]
    filled: Filled


def export_pdf(
    questionnaire: Questionnaire,
    response: QuestionnaireResponse,
    *,
    language: str,
    findings: Iterable[Finding] = (),
    store: Store | None = None,
) -> ExportedPdf:
    """The form's PDF with the answers that are asked for.  An unfinished response says so on every page.

    Args:
        language: Language of the form's words in the PDF: fi, sv or en.
        findings: What the checks found; the first page says how much.
        store: Keeps the template of a form that does not ship with one.
    """
    template = template_for(questionnaire, language, store)
    state = catalogue(language).gettext(STATUS_WORDS[response.status])
    name = status_field(questionnaire)
    expected = {
        name: state,
        summary_field(questionnaire): _summary(questionnaire, response, language, findings),
        **field_values(questionnaire, response, language),
    }
    is_finished = response.status is Status.COMPLETED
    template = replace(template, data=_marked(template.data, name, state, is_finished=is_finished))
    given = {field: value for field, value in expected.items() if value not in ("", OFF, [])}
    filled = fill(template.data, given, language=language)
    return ExportedPdf(filled.data, template, expected, filled)


def _summary(
    questionnaire: Questionnaire, response: QuestionnaireResponse, language: str, findings: Iterable[Finding]
) -> str:
    """How far it is, in one line: “Keskeneräinen · 34/55 vastattu · 1 puute · 2 huomiota”."""
    words = catalogue(language)
    done = progress(questionnaire, response)
    found = count(findings)
    parts = [words.gettext(STATUS_WORDS[response.status])]
    if done.total:
        told = words.gettext(N_("{answered}/{total} vastattu"))
        parts.append(told.format(answered=done.answered, total=done.total))
    if errors := found[Severity.ERROR]:
        parts.append(words.ngettext("{count} puute", "{count} puutetta", errors).format(count=errors))
    if warnings := found[Severity.WARNING]:
        parts.append(words.ngettext("{count} huomio", "{count} huomiota", warnings).format(count=warnings))
    return " · ".join(parts)


# --- the mark of an unfinished response ------------------------------------------------------------------------------


def _marked(template: bytes, name: str, state: str, *, is_finished: bool) -> bytes:
    """The template with the mark of the state, as an update of its own before the filling.

    The state is red while the response is unfinished; then the document's title, which also heads the pages that long
    texts go on to, tells it too.  A finished one is green and keeps the plain title.
    """
    with guarded():
        reader = open_pdf(template)
        update = Update(reader, template)
        if is_finished:
            field = next(field for field in read_fields(reader) if field.name == name)
            _recolour(update, field)
        else:
            _retitle(update, f"{document_title(reader)} · {state}")
        return update.result()


def _recolour(update: Update, field: Field) -> None:
    for node in field.nodes:
        node.raw[NameObject("/DA")] = text_string(appearance_string(STATUS_SIZE, FINISHED))
        if node.home is not None:
            update.touch(node.home)


def _retitle(update: Update, title: str) -> None:
    """Set the title in the information dictionary and in XMP alike."""
    trailer = update.reader.trailer
    catalog = resolve(trailer["/Root"])
    information: DictionaryObject = resolve(trailer["/Info"])
    old = document_title(update.reader)
    information[NameObject("/Title")] = text_string(title)
    metadata: StreamObject = resolve(catalog["/Metadata"])
    metadata.set_data(metadata.get_data().replace(_title_entry(old), _title_entry(title)))
    for holder, key in ((trailer, "/Info"), (catalog, "/Metadata")):
        reference = reference_of(holder, key)
        if reference is not None:
            update.touch(reference)


def _title_entry(title: str) -> bytes:
    return f">{escape(title, quote=False)}</rdf:li></rdf:Alt></dc:title>".encode()
