"""The receipt: right for what was filled, and it finds whatever was done to the file afterwards."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import NameObject, NumberObject, TextStringObject

from rrp_desktop.pdf.fill import fill
from rrp_desktop.pdf.receipt import Receipt, prove
from tests.pdf.acroforms import SAMI, SIGNS, Form, Text, obj

LONG = f"Ylin johto on sitoutunut malliin – omistaja on nimetty, sosiaali- ja terveysjohto mukana. {SAMI} {SIGNS} "

VALUES: dict[str, str | list[str]] = {
    "nimi": SAMI,
    "kuvaus": LONG * 30,
    "rivi": LONG * 2,
    "suostumus": "Kyllä",
    "kieli": "sv",
    "alue": "02",
    "aiheet": ["a", "c"],
    "tyhja": "",
}


@pytest.fixture(scope="module")
def original() -> bytes:
    form = Form(pages=2, tagged=True)
    form.text("nimi", [40, 700, 340, 720])
    form.text("kuvaus", [40, 560, 340, 680], Ff=1 << 12)
    form.text("rivi", [40, 520, 340, 540])
    form.text("tyhja", [40, 500, 340, 515])
    form.check_box("suostumus", [40, 420, 52, 432], state="Kyllä")
    form.radio("kieli", {"fi": [40, 400, 52, 412], "sv": [60, 400, 72, 412]})
    form.choice("alue", [40, 360, 240, 380], [("01", "Helsinki"), ("02", "Itä-Uusimaa")])
    form.choice("aiheet", [40, 280, 240, 340], [("a", "Alfa"), ("b", "Beeta"), ("c", "Ceeta")], 1 << 21)
    form.text("lukittu", [40, 240, 340, 260], Ff=1)
    return form.data()


@pytest.fixture(scope="module")
def filled(original: bytes) -> bytes:
    return fill(original, VALUES).data


def test_what_was_filled_is_proved(original: bytes, filled: bytes) -> None:
    receipt = prove(filled, original, VALUES)
    assert receipt.ok, receipt.to_json()
    assert receipt.check("values").figures == {
        "fields": 9,
        "answered": 7,
        "empty": 2,
        "compared": 8,
        "differing": [],
        "missing": [],
    }
    assert receipt.check("continued").figures["continued"] == ["kuvaus", "rivi"]
    assert receipt.check("pages").figures == {"pages": 3, "added": 1}
    assert receipt.check("outside").figures == {"pages_compared": 2, "changed": {}}


def test_the_receipt_is_plain_values(original: bytes, filled: bytes) -> None:
    receipt = prove(filled, original, VALUES)
    plain = receipt.to_json()
    assert json.loads(json.dumps(plain)) == plain
    assert [check["id"] for check in plain["checks"]] == [
        *("opens", "prefix", "values", "fillable", "visible", "continued"),
        *("pages", "tags", "language", "title", "outside"),
    ]


def test_an_unfilled_form_holds_no_answers(original: bytes) -> None:
    receipt = prove(original, original, {"nimi": ""})
    assert receipt.ok
    assert receipt.check("values").figures["answered"] == 0


def test_other_values_are_found(original: bytes, filled: bytes) -> None:
    wrong = {**VALUES, "nimi": "Joku muu", "suostumus": "Off", "kieli": "fi", "alue": "01", "aiheet": ["a"]}
    figures = prove(filled, original, wrong | {"ei-ole": "x"}).check("values").figures
    assert figures["differing"] == ["nimi", "suostumus", "kieli", "alue", "aiheet"]
    assert figures["missing"] == ["ei-ole"]


def altered(data: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def field(writer: PdfWriter, name: str) -> Any:
    form: Any = writer.root_object["/AcroForm"]
    return next(one.get_object() for one in form["/Fields"] if one.get_object()["/T"] == name)


def blank_look(writer: PdfWriter) -> None:
    field(writer, "nimi")["/AP"]["/N"].get_object().set_data(b"")


def white_ink(writer: PdfWriter) -> None:
    look = field(writer, "nimi")["/AP"]["/N"].get_object()
    look.set_data(look.get_data().replace(b"Tf 0 g", b"Tf 1 g"))


def other_text_in_the_look(writer: PdfWriter) -> None:
    field(writer, "nimi")[NameObject("/AP")] = field(writer, "alue")["/AP"]


def box_unchecked(writer: PdfWriter) -> None:
    field(writer, "suostumus")[NameObject("/AS")] = NameObject("/Off")


def read_only(writer: PdfWriter) -> None:
    field(writer, "nimi")[NameObject("/Ff")] = NumberObject(1)


def field_gone(writer: PdfWriter) -> None:
    annotations: Any = writer.pages[0]["/Annots"]
    annotations.pop(3)
    form: Any = writer.root_object["/AcroForm"]
    form["/Fields"].pop(3)


def mark_on_the_page(writer: PdfWriter) -> None:
    contents: Any = writer.pages[0]["/Contents"].get_object()
    contents.set_data(contents.get_data() + b"\n0 g 400 100 100 100 re f")


def continuation_emptied(writer: PdfWriter) -> None:
    contents: Any = writer.pages[2]["/Contents"].get_object()
    contents.set_data(contents.get_data().replace(b"Tj", b"pop", 60)[:4000])


def words_missing_from_the_continuation(writer: PdfWriter) -> None:
    contents: Any = writer.pages[2]["/Contents"].get_object()
    lines = contents.get_data().split(b"\n")
    del lines[len(lines) // 2]
    contents.set_data(b"\n".join(lines))


def no_links(writer: PdfWriter) -> None:
    for page in writer.pages:
        annotations: Any = page["/Annots"]
        kept = [one for one in annotations if one.get_object()["/Subtype"] == "/Widget"]
        page[NameObject("/Annots")] = obj(kept)


def no_tags(writer: PdfWriter) -> None:
    del writer.root_object["/MarkInfo"]
    del writer.root_object["/StructTreeRoot"]


def other_language(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")


def other_title(writer: PdfWriter) -> None:
    writer.add_metadata({"/Title": "Muu"})


def page_gone(writer: PdfWriter) -> None:
    writer.remove_page(2)
    writer.remove_page(1)


@pytest.mark.parametrize(
    ("change", "finds"),
    [
        (blank_look, "visible"),
        (white_ink, "visible"),
        (other_text_in_the_look, "visible"),
        (box_unchecked, "values"),
        (read_only, "fillable"),
        (field_gone, "fillable"),
        (mark_on_the_page, "outside"),
        (continuation_emptied, "continued"),
        (words_missing_from_the_continuation, "continued"),
        (no_links, "continued"),
        (no_tags, "tags"),
        (other_language, "language"),
        (other_title, "title"),
        (page_gone, "pages"),
    ],
)
def test_what_was_done_to_the_file_is_found(
    original: bytes, filled: bytes, change: Callable[[PdfWriter], None], finds: str
) -> None:
    receipt = prove(altered(filled, change), original, VALUES)
    assert not receipt.check(finds).ok, receipt.to_json()
    assert not receipt.check("prefix").ok


def test_a_mere_rewrite_only_loses_the_original_bytes(original: bytes, filled: bytes) -> None:
    receipt = prove(altered(filled, lambda _: None), original, VALUES)
    assert [check.id for check in receipt.checks if not check.ok] == ["prefix"]


def test_a_file_that_does_not_open(original: bytes, filled: bytes) -> None:
    receipt = prove(b"%PDF-1.7 ei mit\xe4\xe4n", original, VALUES)
    assert receipt.to_json() == {
        "ok": False,
        "checks": [
            {"id": "opens", "ok": False},
            {"id": "prefix", "ok": False, "original_bytes": len(original), "bytes": 18},
        ],
    }
    with pytest.raises(KeyError):
        receipt.check("values")


def test_hidden_fields_need_not_be_seen() -> None:
    form = Form()
    form.text("piilossa", [40, 700, 340, 720], F=2)
    form.text("turvassa", [40, 600, 340, 620], Ff=1 << 13)
    data = form.data()
    values = {"piilossa": "arvo"}
    assert prove(fill(data, values).data, data, values).ok


def test_a_field_in_two_places_is_looked_at_in_both() -> None:
    form = Form(pages=2)
    parent = form.add({"/T": Text("nimi"), "/FT": "/Tx", "/Kids": []})
    for page in (0, 1):
        form.join(parent, form.widget([40, 700, 340, 720], page, Parent=parent))
    form.fields.append(parent)
    data = form.data()
    filled = fill(data, {"nimi": "kaksi paikkaa"}).data
    assert prove(filled, data, {"nimi": "kaksi paikkaa"}).ok

    def blank_second(writer: PdfWriter) -> None:
        second: Any = field(writer, "nimi")["/Kids"][1].get_object()
        second["/AP"]["/N"].get_object().set_data(b"")

    receipt: Receipt = prove(altered(filled, blank_second), data, {"nimi": "kaksi paikkaa"})
    assert receipt.check("visible").figures == {"not_visible": ["nimi"]}


def test_letters_from_right_to_left_are_read_in_any_order(original: bytes) -> None:
    values = {"nimi": "0; שלום abc", "rivi": "؛ 12", "kuvaus": ("مرحبا teksti " * 400)}
    assert prove(fill(original, values).data, original, values).ok
    figures = (
        prove(fill(original, values).data, original, values | {"nimi": "0; שלום abcd"})
        .check("values")
        .figures
    )
    assert figures["differing"] == ["nimi"]


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]).filter(
        lambda char: unicodedata.bidirectional(char) not in {"R", "AL", "AN"}
    )
    | st.just("\n"),
    max_size=2_000,
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["nimi", "kuvaus", "rivi"]), TEXTS))
def test_whatever_text_is_filled_the_receipt_agrees(original: bytes, values: dict[str, str]) -> None:
    receipt = prove(fill(original, values).data, original, values)
    assert receipt.ok, (values, receipt.to_json())
