"""Filled PDFs: what they hold, that every viewer shows it, and that they say when they are unfinished."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from rrp_desktop.core.questionnaire import Value
from rrp_desktop.core.response import QuestionnaireResponse, Status, asked_answers, new_response, progress
from rrp_desktop.core.rules import check
from rrp_desktop.i18n import LANGUAGES
from rrp_desktop.pdf.export import ExportedPdf, export_pdf
from rrp_desktop.pdf.fields import Field, read_fields
from rrp_desktop.pdf.importing import read_filled
from rrp_desktop.pdf.receipt import prove
from rrp_desktop.pdf.template import template_for
from rrp_desktop.pdf.update import guarded, open_pdf
from rrp_desktop.storage.library import Library
from tests import strategies
from tests.pdf.acroforms import NORDIC, SAMI, SIGNS, catalog, checked_by_qpdf, reader, run
from tests.pdf.test_fill import squeezed, text_in_mupdf, text_in_pdfium, text_in_poppler
from tests.pdf.test_template import Shelf

FORM = strategies.questionnaire()
BUILT_IN = Library().default_questionnaire("kuvauksen-itsearviointi")
TODAY = date(2025, 3, 21)
SHELF = Shelf()


def response_of(
    answers: Mapping[str, tuple[Value, ...]], status: Status = Status.IN_PROGRESS
) -> QuestionnaireResponse:
    return QuestionnaireResponse(MappingProxyType(dict(answers)), status)


def exported(
    answers: Mapping[str, tuple[Value, ...]], status: Status = Status.IN_PROGRESS, language: str = "fi"
) -> ExportedPdf:
    """The built-in form with these answers."""
    response = response_of(answers, status)
    return export_pdf(
        BUILT_IN, response, language=language, findings=check(BUILT_IN, response, TODAY), store=SHELF
    )


def fields_of(data: bytes) -> dict[str, Field]:
    with guarded():
        return {field.name: field for field in read_fields(open_pdf(data))}


LETTERS = f"{NORDIC} {SAMI} {SIGNS}\nToinen rivi – ”lainaus” ’x’ 12 500 € ≥ 80 % → …"
LONG = "Aluehallitus päätti vakiinnuttamisesta. Linkki pöytäkirjaan puuttuu. " * 60
ANSWERS: Mapping[str, tuple[Value, ...]] = {
    "toimintamallin-nimi": ("Chatin käyttöönotto, Keski-Pohjanmaan hyvinvointialue, (RRP, P4, I1 ja I4)",),
    "hyvinvointialue": (BUILT_IN.item("hyvinvointialue").options[0].code,),
    "pilari": ("P4",),
    "investoinnit": ("I1", "I4"),
    "sujuvat-palvelut-valmennus": (False,),
    "lyhyt-kuvaus": (LETTERS,),
    "rahoittajat": ("Muu EU-rahoitus", "Säätiö Ä"),
    "yllapitajien-maara": (3,),
    "arviointipaiva": ("2025-03-05",),
    "perusidea-uutuus": ("ei-viela",),
    "perusidea-uutuus-parannettavaa": (LONG,),
}


# --- what the file holds ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", Status)
def test_the_receipt_of_an_export_is_good(language: str, status: Status) -> None:
    made = exported(ANSWERS, status, language)
    receipt = prove(made.data, made.template.data, made.expected)
    assert receipt.ok, [check_ for check_ in receipt.checks if not check_.ok]
    assert made.filled.unknown == []
    assert made.filled.unsuitable == {}
    assert [continued.name for continued in made.filled.continued] == ["perusidea-uutuus-parannettavaa"]


def test_the_committed_template_is_the_beginning_of_the_file() -> None:
    made = exported(ANSWERS)
    assert made.data.startswith(template_for(BUILT_IN, "fi").data)
    assert made.data.startswith(made.template.data)


def test_qpdf_finds_nothing(tmp_path: Path) -> None:
    for status in Status:
        assert checked_by_qpdf(exported(ANSWERS, status).data, tmp_path) == ""


def test_the_same_answers_give_the_same_bytes() -> None:
    assert exported(ANSWERS).data == exported(ANSWERS).data


def test_every_answer_is_to_be_seen_in_three_viewers(tmp_path: Path) -> None:
    data = exported(ANSWERS).data
    seen = {
        "pdfium": text_in_pdfium(data),
        "poppler": text_in_poppler(data, tmp_path),
        "mupdf": text_in_mupdf(data, tmp_path),
    }
    for viewer, text in seen.items():
        for answer in ("Chatin käyttöönotto", "Säätiö Ä", "5.3.2025", *LETTERS.split("\n")):
            assert squeezed(answer) in squeezed(text), (viewer, answer)


def test_empty_answers_leave_the_fields_as_they_are() -> None:
    made = exported({})
    before, after = fields_of(made.template.data), fields_of(made.data)
    changed = {name for name, field in after.items() if field.value != before[name].value}
    assert changed == {"rrp.tila", "rrp.tilanne"}


def test_answers_that_are_not_asked_for_are_left_out() -> None:
    made = exported({**ANSWERS, "pilari": ("P3",)})
    fields = fields_of(made.data)
    assert fields["investoinnit.i1"].value == "Off"
    assert "investoinnit" not in asked_answers(BUILT_IN, response_of({**ANSWERS, "pilari": ("P3",)}))


def test_values_outside_a_closed_list_are_told() -> None:
    made = exported({"pilari": ("P9",), "hyvinvointialue": ("99",)})
    assert made.filled.unsuitable == {"pilari": "P9", "hyvinvointialue": "99"}
    made = export_pdf(
        FORM,
        response_of({"vari": ("keltainen",), "aste": ("osin",), "varit-monta": ("musta",)}),
        language="fi",
        store=SHELF,
    )
    assert made.filled.unknown == ["varit-monta.musta"]


# --- unfinished, finished ---


@pytest.mark.parametrize(
    ("language", "word"), [("fi", "Keskeneräinen"), ("sv", "Oavslutad"), ("en", "Unfinished")]
)
def test_an_unfinished_response_says_so_on_every_page(language: str, word: str, tmp_path: Path) -> None:
    data = exported(ANSWERS, language=language).data
    for text in (text_in_poppler(data, tmp_path), text_in_mupdf(data, tmp_path)):
        pages = [page for page in text.split("\f") if page.strip()]
        assert len(pages) == len(reader(data).pages)
        assert all(word in page for page in pages)
    information: Any = reader(data).metadata
    assert information["/Title"] == f"{BUILT_IN.title[language]} · {word}"
    assert f"{BUILT_IN.title[language]} · {word}".encode() in catalog(data)["/Metadata"].get_data()


def test_a_finished_response_is_not_red_and_keeps_its_title(tmp_path: Path) -> None:
    data = exported(ANSWERS, Status.COMPLETED).data
    text = text_in_poppler(data, tmp_path)
    assert "Keskeneräinen" not in text
    assert text.count("Valmis") == len(template_pages()) + 1
    assert all("0.153 0.412 0.247 rg" in widget.appearance for widget in fields_of(data)["rrp.tila"].widgets)
    assert all(
        "0.682 0.165 0.125 rg" in widget.appearance
        for widget in fields_of(exported({}).data)["rrp.tila"].widgets
    )
    information: Any = reader(data).metadata
    assert information["/Title"] == BUILT_IN.title["fi"]


def template_pages() -> list[Any]:
    return list(reader(template_for(BUILT_IN, "fi").data).pages)


def test_the_first_page_says_how_far_it_is(tmp_path: Path) -> None:
    response = response_of(ANSWERS)
    findings = check(BUILT_IN, response, TODAY)
    value = fields_of(exported(ANSWERS).data)["rrp.tilanne"].value
    assert isinstance(value, str)
    done = progress(BUILT_IN, response)
    assert value.startswith(f"Keskeneräinen · {done.answered}/{done.total} vastattu")
    severities = [str(finding.severity) for finding in findings if not finding.is_missing]
    assert f"{severities.count('warning')} huomio" in value
    path = tmp_path / "first.pdf"
    path.write_bytes(exported(ANSWERS).data)
    assert value in run("pdftotext", "-layout", "-l", "1", path, "-")


def test_an_export_needs_no_findings_and_no_store() -> None:
    made = export_pdf(FORM, new_response(FORM, TODAY), language="fi")
    assert fields_of(made.data)["paiva"].value == "21.3.2025"


# --- there and back ---


def back(data: bytes) -> QuestionnaireResponse:
    def find(form_id: str, version: str, programme: str | None) -> object:
        assert version
        return strategies.questionnaire(form_id, programme)

    return read_filled(data, find)[1]  # type: ignore[arg-type]


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(strategies.responses(FORM))
def test_what_is_exported_is_read_back(response: QuestionnaireResponse) -> None:
    made = export_pdf(FORM, response, language="sv", store=SHELF)
    found = back(made.data)
    assert dict(found.answers) == asked_answers(FORM, response)
    assert found.status is response.status


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(strategies.responses(BUILT_IN))
def test_what_is_exported_of_the_built_in_form_is_read_back(response: QuestionnaireResponse) -> None:
    made = export_pdf(BUILT_IN, response, language="fi", store=SHELF)
    found = back(made.data)
    assert dict(found.answers) == asked_answers(BUILT_IN, response)
    assert found.status is response.status


def test_a_form_with_a_question_called_rrp_exports_and_comes_back() -> None:
    from dataclasses import replace

    from rrp_desktop.core.questionnaire import Item, ItemType

    question = Item("rrp", ItemType.STRING, {"fi": "Kysymys"}, source="testi")
    page = Item("sivu", ItemType.GROUP, {"fi": "Sivu"}, source="testi", control="page", items=(question,))
    form = replace(FORM, items=(page,), rules=(), definition={"rrp": True})
    made = export_pdf(form, response_of({"rrp": ("vastaus",)}, Status.COMPLETED), language="fi")
    found = read_filled(made.data, lambda *_: form)[1]
    assert (dict(found.answers), found.status) == ({"rrp": ("vastaus",)}, Status.COMPLETED)
