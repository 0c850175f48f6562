"""Filled PDFs → answers: the fields are believed, whoever filled them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject

from rrp_desktop.core.questionnaire import Questionnaire, Value
from rrp_desktop.core.response import QuestionnaireResponse, Status
from rrp_desktop.errors import UnknownForm, UserError
from rrp_desktop.pdf.errors import NoFormFields, PdfError
from rrp_desktop.pdf.export import export_pdf
from rrp_desktop.pdf.fill import fill
from rrp_desktop.pdf.importing import FormNotHere, NotOurForm, read_filled
from rrp_desktop.pdf.template import build
from tests import strategies
from tests.pdf.acroforms import Form, reader, run

FORM = strategies.questionnaire()


def find(form_id: str, version: str, programme: str | None) -> Questionnaire:
    assert (form_id, version, programme) == (FORM.id, FORM.version, None)
    return FORM


def read(data: bytes) -> QuestionnaireResponse:
    form, response = read_filled(data, find, "x.pdf")
    assert form is FORM
    return response


@pytest.fixture(scope="module")
def empty() -> bytes:
    return build(FORM, "fi").data


@pytest.fixture(scope="module")
def exported() -> bytes:
    answers: Mapping[str, tuple[Value, ...]] = {"nimi": ("Malli",), "aste": ("osin",), "maara": (3,)}
    response = QuestionnaireResponse(MappingProxyType(dict(answers)), Status.COMPLETED)
    return export_pdf(FORM, response, language="fi").data


def test_an_export_comes_back(exported: bytes) -> None:
    response = read(exported)
    assert dict(response.answers) == {"nimi": ("Malli",), "aste": ("osin",), "maara": (3,)}
    assert response.status is Status.COMPLETED


def test_an_empty_template_is_an_empty_response_in_progress(empty: bytes) -> None:
    assert read(empty) == QuestionnaireResponse(MappingProxyType({}), Status.IN_PROGRESS)


def test_what_another_program_changed_is_believed(exported: bytes) -> None:
    writer = PdfWriter(clone_from=reader(exported))
    changes = {"nimi": "Toinen nimi", "paiva": "1.2.2025", "vari": "keltainen", "lisaa": "yksi\rkaksi"}
    writer.update_page_form_field_values(None, changes, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    found = dict(read(out.getvalue()).answers)
    assert found["nimi"] == ("Toinen nimi",)
    assert found["paiva"] == ("2025-02-01",)
    assert found["vari"] == ("keltainen",)
    assert found["lisaa"] == ("yksi\nkaksi",)
    assert found["maara"] == (3,)


def test_a_file_that_another_program_wrote_anew_comes_back(exported: bytes, tmp_path: Path) -> None:
    source, target = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(exported)
    run("qpdf", "--object-streams=generate", "--linearize", source, target)
    assert read(target.read_bytes()) == read(exported)
    run("mutool", "clean", "-gggg", "-z", source, target)
    assert read(target.read_bytes()) == read(exported)


def test_boxes_ticked_elsewhere_count(empty: bytes) -> None:
    data = fill(
        empty, {"varit-oma.punainen": "punainen", "varit-oma.muut": "gul\nmusta", "mukana": "true"}
    ).data
    assert dict(read(data).answers) == {"varit-oma": ("punainen", "keltainen", "musta"), "mukana": (True,)}


def test_another_form_says_that_it_is_none_of_ours() -> None:
    form = Form()
    form.text("nimi", [40, 700, 340, 720])
    with pytest.raises(NotOurForm) as told:
        read(form.data())
    assert "x.pdf" in str(told.value)


def test_an_unknown_form_is_named(exported: bytes) -> None:
    def nowhere(form_id: str, version: str, programme: str | None) -> Questionnaire:
        raise UnknownForm(form=form_id, known="muu")

    with pytest.raises(FormNotHere) as told:
        read_filled(exported, nowhere, "x.pdf")
    sentence = str(told.value)
    assert all(word in sentence for word in ("x.pdf", FORM.id, FORM.version))
    assert told.value.exit_code == 3


def test_a_form_whose_fields_are_gone_says_so(exported: bytes) -> None:
    writer = PdfWriter(clone_from=reader(exported))
    del writer.root_object[NameObject("/AcroForm")]
    for page in writer.pages:
        del page[NameObject("/Annots")]
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(NoFormFields):
        read(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"not a pdf", b"%PDF-1.7\n" + b"\0" * 400])
def test_what_is_no_pdf_gets_a_sentence(data: bytes) -> None:
    with pytest.raises(PdfError):
        read(data)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_gets_a_sentence_or_is_read(exported: bytes, part: float) -> None:
    with suppress(UserError):
        read(exported[: int(len(exported) * part)])
