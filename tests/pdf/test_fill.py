"""Filling forms: the values, what is seen in three viewers, the original bytes, and pages for what does not fit."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, NameObject, StreamObject

from rrp_desktop.pdf.errors import NoFormFields
from rrp_desktop.pdf.fields import Field, read_fields
from rrp_desktop.pdf.fill import Continued, Filled, fill
from rrp_desktop.pdf.update import Update, guarded, open_pdf
from tests.pdf.acroforms import (
    NORDIC,
    SAMI,
    SIGNS,
    Form,
    Text,
    catalog,
    checked_by_qpdf,
    obj,
    reader,
    run,
    with_object_streams,
)

LONG = (
    "Ylin johto on sitoutunut malliin – omistaja on nimetty, ja resurssit on varattu. "
    "”Čáhppe Ŋuorra” Đđ Ŧŧ Šš Žž → ≥ 3 €. "
)


def fields_of(data: bytes) -> dict[str, Field]:
    with guarded():
        return {field.name: field for field in read_fields(open_pdf(data))}


def raw_field(data: bytes, name: str) -> Any:
    return next(
        field.get_object()
        for field in catalog(data)["/AcroForm"]["/Fields"]
        if field.get_object()["/T"] == name
    )


def one_text(**entries: Any) -> bytes:
    form = Form()
    form.text("nimi", [40, 700, 340, 720], **entries)
    return form.data()


def look(data: bytes, name: str) -> str:
    """The content stream of a field's appearance."""
    stream = raw_field(data, name)["/AP"]["/N"]
    assert isinstance(stream, StreamObject)
    return stream.get_data().decode("latin-1")


def text_in_pdfium(data: bytes) -> str:
    pages = []
    document = pypdfium2.PdfDocument(data)
    for index in range(len(document)):
        page = document[index]
        pypdfium2.raw.FPDFPage_Flatten(page.raw, pypdfium2.raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[index]
        pages.append(page.get_textpage().get_text_bounded())
    document.close()
    return "\n".join(pages)


def text_in_poppler(data: bytes, folder: Path) -> str:
    path = folder / "poppler.pdf"
    path.write_bytes(data)
    return run("pdftotext", "-layout", path, "-")


def text_in_mupdf(data: bytes, folder: Path) -> str:
    path = folder / "mupdf.pdf"
    path.write_bytes(data)
    return run("mutool", "draw", "-q", "-F", "txt", path)


def squeezed(text: str) -> str:
    return "".join(text.replace("\x02", "-").replace("\ufffe", "-").split())


@pytest.fixture
def everything() -> bytes:
    form = Form(pages=2)
    form.text("nimi", [40, 700, 340, 720], MK={"/BC": [0.2, 0.2, 0.6], "/BG": [0.95]})
    form.text("kuvaus", [40, 560, 340, 680], Ff=1 << 12)
    form.text("oikea", [40, 520, 340, 540], Q=2)
    form.text("tunnus", [40, 490, 240, 510], Ff=1 << 24, MaxLen=8)
    form.text("kierretty", [400, 500, 420, 700], MK={"/R": 90, "/BC": [0]})
    form.text("koko", [40, 450, 340, 480], DA=Text("/Helv 0 Tf 0 0 1 rg"))
    form.check_box("suostumus", [40, 420, 52, 432], state="Kyllä")
    form.radio("kieli", {"fi": [40, 400, 52, 412], "sv": [60, 400, 72, 412]})
    form.choice("alue", [40, 360, 240, 380], [("01", "Helsinki"), ("02", "Itä-Uusimaa")])
    form.choice("aiheet", [40, 280, 240, 340], [("a", "Alfa"), ("b", "Beeta"), ("c", "Ceeta")], 1 << 21)
    form.choice("vapaa", [40, 240, 240, 260], [("x", "Äksä")], 1 << 17 | 1 << 18)
    form.text("toinen", [40, 700, 340, 720], page=1)
    return form.data()


VALUES: dict[str, str | list[str]] = {
    "nimi": f"{SAMI} {NORDIC}",
    "kuvaus": f"Ensimmäinen rivi {SIGNS}\n\nToinen kappale",
    "oikea": "oikealla",
    "tunnus": "ABC123",
    "kierretty": "Kyljellään",
    "koko": "Suuri",
    "suostumus": "Kyllä",
    "kieli": "sv",
    "alue": "02",
    "aiheet": ["a", "c"],
    "vapaa": "Aivan muu",
    "toinen": "Toisella sivulla",
}


# -------------------------------------------------------------------------------------------------------------- values


def test_every_kind_of_field_holds_its_value(everything: bytes) -> None:
    filled = fill(everything, VALUES)
    assert {name: field.value for name, field in fields_of(filled.data).items()} == VALUES
    assert (filled.unknown, filled.unsuitable, filled.continued, filled.cut) == ([], {}, [], [])


def test_values_have_the_right_types(everything: bytes) -> None:
    data = fill(everything, VALUES).data
    assert isinstance(raw_field(data, "suostumus")["/V"], NameObject)
    assert isinstance(raw_field(data, "kieli")["/V"], NameObject)
    assert isinstance(raw_field(data, "alue")["/V"], str)
    assert isinstance(raw_field(data, "aiheet")["/V"], ArrayObject)
    assert b"/V (oikealla)" in data
    assert b"/V (\xfe\xff" in data  # UTF-16 with its mark


def test_every_button_has_its_own_state(everything: bytes) -> None:
    data = fill(everything, VALUES).data
    assert raw_field(data, "suostumus")["/AS"] == "/Kyllä"
    kids = raw_field(data, "kieli")["/Kids"]
    assert [kid.get_object()["/AS"] for kid in kids] == ["/Off", "/sv"]
    again = fill(data, {"kieli": "Off", "suostumus": "Off"}).data
    assert [kid.get_object()["/AS"] for kid in raw_field(again, "kieli")["/Kids"]] == ["/Off", "/Off"]
    assert raw_field(again, "suostumus")["/V"] == "/Off"


def test_names_that_the_form_does_not_have_are_told(everything: bytes) -> None:
    filled = fill(everything, {"nimi": "x", "ei-ole": "y", "": "z"})
    assert filled.unknown == ["ei-ole", ""]


def test_values_that_do_not_suit_change_nothing(everything: bytes) -> None:
    filled = fill(everything, {"kieli": "en", "alue": "99", "suostumus": ["Kyllä"], "aiheet": ["a", "x"]})
    assert set(filled.unsuitable) == {"kieli", "alue", "suostumus", "aiheet"}
    assert filled.data == everything


def test_a_label_is_taken_for_its_value(everything: bytes) -> None:
    data = fill(everything, {"alue": "Itä-Uusimaa", "aiheet": ["Beeta"]}).data
    assert fields_of(data)["alue"].value == "02"
    assert fields_of(data)["aiheet"].value == "b"


def test_only_the_named_field_of_two_with_the_same_last_name() -> None:
    form = Form()
    for group in ("koti", "tyo"):
        parent = form.add({"/T": Text(group), "/FT": "/Tx", "/Kids": []})
        kid = form.widget([40, 700, 240, 720], T=Text("kunta"), Parent=parent)
        form.join(parent, kid)
        form.fields.append(parent)
    fields = fields_of(fill(form.data(), {"koti.kunta": "Inari"}).data)
    assert fields["koti.kunta"].value == "Inari"
    assert fields["tyo.kunta"].value == ""


def test_two_fields_with_one_shared_appearance_are_told_apart() -> None:
    form = Form()
    shared = form.stream(" ", Type="/XObject", Subtype="/Form", BBox=[0, 0, 200, 20])
    form.text("a", [40, 700, 240, 720], AP={"/N": shared})
    form.text("b", [40, 660, 240, 680], AP={"/N": shared})
    data = fill(form.data(), {"a": "AAA", "b": "BBB"}).data
    assert "AAA" in text_in_pdfium(data)
    assert "BBB" in text_in_pdfium(data)


def test_stale_copies_of_the_value_go() -> None:
    form = Form(pages=2)
    parent = form.add({"/T": Text("nimi"), "/FT": "/Tx", "/Kids": [], "/RV": Text("<p>vanha</p>")})
    for page in (0, 1):
        kid = form.widget([40, 700, 240, 720], page, Parent=parent, V=Text("vanha"))
        form.join(parent, kid)
    form.fields.append(parent)
    raw = raw_field(fill(form.data(), {"nimi": "uusi"}).data, "nimi")
    assert raw["/V"] == "uusi"
    assert "/RV" not in raw
    assert not any("/V" in kid.get_object() for kid in raw["/Kids"])


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_any_text_survives_in_the_value(text: str) -> None:
    data = fill(one_text(Ff=1 << 12), {"nimi": text}).data
    assert fields_of(data)["nimi"].value == text
    read: Any = reader(data).get_fields()
    assert read["nimi"]["/V"] == text


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=200), st.integers(1_000, 20_000))
def test_any_long_text_survives_in_the_value(text: str, length: int) -> None:
    text = (text * length)[:length]
    filled = fill(one_text(Ff=1 << 12), {"nimi": text})
    assert fields_of(filled.data)["nimi"].value == text


def test_a_lone_surrogate_does_no_harm() -> None:
    assert fields_of(fill(one_text(), {"nimi": "a\ud800b"}).data)["nimi"].value == "a?b"


# ------------------------------------------------------------------------------------------------------- what is seen

SEEN = [SAMI, NORDIC, "–", "”", "’", "€", "≥", "→", "Toinen kappale", "oikealla", "Suuri", "Toisella sivulla"]
SEEN += ["Itä-Uusimaa", "Ceeta", "Aivan muu"]


def test_pdfium_shows_every_value(everything: bytes) -> None:
    shown = squeezed(text_in_pdfium(fill(everything, VALUES).data))
    assert [text for text in SEEN if squeezed(text) not in shown] == []


def test_poppler_shows_every_value(everything: bytes, tmp_path: Path) -> None:
    shown = squeezed(text_in_poppler(fill(everything, VALUES).data, tmp_path))
    assert [text for text in SEEN if squeezed(text) not in shown] == []


def test_mupdf_shows_every_value(everything: bytes, tmp_path: Path) -> None:
    shown = squeezed(text_in_mupdf(fill(everything, VALUES).data, tmp_path))
    assert [text for text in SEEN if squeezed(text) not in shown] == []


def pictures_in(data: bytes, folder: Path) -> Iterator[tuple[str, Any]]:
    """(viewer, picture) of the first page."""
    from PIL import Image

    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    yield "pdfium", document[0].render(scale=1, may_draw_forms=True).to_pil().convert("L")
    path = folder / "page.pdf"
    path.write_bytes(data)
    run("pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-singlefile", "-png", path, folder / "poppler")
    yield "poppler", Image.open(folder / "poppler.png").convert("L")
    run("mutool", "draw", "-q", "-r", "72", "-o", folder / "mupdf.png", path, "1")
    yield "mupdf", Image.open(folder / "mupdf.png").convert("L")


@pytest.mark.parametrize(
    "name", ["nimi", "kuvaus", "oikea", "tunnus", "kierretty", "koko", "suostumus", "alue"]
)
def test_every_viewer_draws_ink_in_the_field(everything: bytes, name: str, tmp_path: Path) -> None:
    widget = fields_of(everything)[name].widgets[0]
    left, bottom, right, top = widget.rect
    box = (int(left) + 2, int(842 - top) + 2, int(right) - 2, int(842 - bottom) - 2)
    before = dict(pictures_in(everything, tmp_path))
    for viewer, picture in pictures_in(fill(everything, {name: VALUES[name]}).data, tmp_path):
        changed = sum(
            abs(one - other) > 60
            for one, other in zip(
                picture.crop(box).tobytes(), before[viewer].crop(box).tobytes(), strict=True
            )
        )
        assert changed > 8, viewer


def test_line_breaks_are_kept_and_long_words_broken() -> None:
    form = Form()
    form.text("kuvaus", [40, 560, 140, 680], Ff=1 << 12)
    content = look(fill(form.data(), {"kuvaus": "yksi\n\nkaksi\n" + "pitkä" * 12}).data, "kuvaus")
    heights = [float(y) for y in re.findall(r"[-\d.]+ ([-\d.]+) Td", content)]
    assert len(heights) == 5  # the empty line is not drawn
    assert heights[1] == pytest.approx(2 * heights[2], abs=0.01)


def test_alignment() -> None:
    def start(alignment: int) -> float:
        content = look(fill(one_text(Q=alignment), {"nimi": "sana"}).data, "nimi")
        return float(re.findall(r"([-\d.]+) [-\d.]+ Td", content)[0])

    left, centre, right = start(0), start(1), start(2)
    assert left < 5
    assert centre == pytest.approx((left + right) / 2, abs=0.1)
    assert right > 260


def test_the_type_keeps_the_fields_size_and_colour() -> None:
    content = look(fill(one_text(DA=Text("0.5 0 0 rg /Helv 11 Tf")), {"nimi": "sana"}).data, "nimi")
    assert "11 Tf 0.5 0 0 rg" in content


def test_border_background_and_turn_come_from_the_form(everything: bytes) -> None:
    data = fill(everything, VALUES).data
    assert look(data, "nimi").startswith("q 0.95 g 0 0 300 20 re f Q\nq 0.2 0.2 0.6 RG 1 w")
    turned = raw_field(data, "kierretty")["/AP"]["/N"]
    assert list(map(float, turned["/Matrix"])) == [0, 1, -1, 0, 20, 0]
    assert list(map(float, turned["/BBox"])) == [0, 0, 200, 20]


def test_a_comb_has_a_character_in_each_cell(everything: bytes) -> None:
    content = look(fill(everything, {"tunnus": "ABC"}).data, "tunnus")
    steps = [float(x) for x in re.findall(r"([-\d.]+) [-\d.]+ Td", content)]
    assert len(steps) == 3
    assert steps[1] == pytest.approx(200 / 8, abs=1.5)


def test_characters_without_a_glyph_are_drawn_as_a_box_and_told() -> None:
    filled = fill(one_text(), {"nimi": "hymy 😀 ja 語"})
    assert filled.unprintable == {"nimi": frozenset("😀語")}
    assert "😀" in text_in_pdfium(filled.data)


def test_small_type_is_told() -> None:
    filled = fill(
        one_text(), {"nimi": "Melko pitkä teksti, joka mahtuu riville vasta pienempänä kuin kymmenen" * 2}
    )
    assert 4 <= filled.small["nimi"] < 7


def test_a_button_without_a_look_gets_one() -> None:
    form = Form()
    bare = form.widget([40, 500, 52, 512], FT="/Btn", T=Text("paljas"))
    dead = form.widget(
        [60, 500, 72, 512], FT="/Btn", T=Text("tyhjä"), AP={"/N": {"/On": "/null", "/Off": "/null"}}
    )
    form.fields.extend([bare, dead])
    data = fill(form.data(), {"paljas": "Yes", "tyhjä": "On"}).data
    for name, state in (("paljas", "/Yes"), ("tyhjä", "/On")):
        raw = raw_field(data, name)
        assert raw["/AS"] == raw["/V"] == state
        assert isinstance(raw["/AP"]["/N"][state], StreamObject)


def test_a_form_that_leaves_drawing_to_viewers_is_drawn(everything: bytes) -> None:
    form = Form()
    form.form[NameObject("/NeedAppearances")] = obj(True)
    form.text("nimi", [40, 700, 340, 720])
    form.text("vanha", [40, 660, 340, 680], V=Text("Entinen"))
    form.form[NameObject("/XFA")] = form.stream("<xdp/>")
    data = fill(form.data(), {"nimi": "Uusi"}).data
    acroform = catalog(data)["/AcroForm"]
    assert "/NeedAppearances" not in acroform
    assert "/XFA" not in acroform
    assert "Entinen" in text_in_pdfium(data)


# -------------------------------------------------------------------------------------------------- the original bytes


def test_the_original_bytes_come_first(everything: bytes) -> None:
    data = fill(everything, VALUES).data
    assert data.startswith(everything)
    again = fill(data, {"nimi": "Toinen kerta"}).data
    assert again.startswith(data)
    assert fields_of(again)["nimi"].value == "Toinen kerta"
    assert fields_of(again)["oikea"].value == "oikealla"


def test_nothing_to_change_changes_nothing(everything: bytes) -> None:
    assert fill(everything, {}).data == everything


def test_the_same_again_gives_the_same_bytes(everything: bytes) -> None:
    assert fill(everything, VALUES).data == fill(everything, VALUES).data


def test_qpdf_has_nothing_to_complain_about(everything: bytes, tmp_path: Path) -> None:
    for data in (everything, with_object_streams(everything, tmp_path)):
        filled = fill(data, VALUES).data
        assert checked_by_qpdf(filled, tmp_path) == ""
        assert filled.startswith(data)
        assert {name: field.value for name, field in fields_of(filled).items()} == VALUES
        twice = fill(filled, {"nimi": LONG * 20}).data
        assert checked_by_qpdf(twice, tmp_path) == ""


def test_a_file_whose_cross_reference_is_wrong_still_keeps_its_bytes(
    everything: bytes, tmp_path: Path
) -> None:
    for data in (everything, with_object_streams(everything, tmp_path)):
        broken = re.sub(rb"startxref\s+\d+", b"startxref\n7", data)
        filled = fill(broken, VALUES).data
        assert filled.startswith(broken)
        assert checked_by_qpdf(filled, tmp_path) == ""
        assert {name: field.value for name, field in fields_of(filled).items()} == VALUES


def test_an_encrypted_file_stays_encrypted(everything: bytes, tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(everything))
    writer.encrypt("", "omistaja", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    data = fill(out.getvalue(), VALUES).data
    assert reader(data).is_encrypted
    assert fields_of(data)["nimi"].value == VALUES["nimi"]
    assert checked_by_qpdf(data, tmp_path) == ""
    assert "Toisella sivulla" in text_in_pdfium(data)


def test_a_form_without_fields_is_refused() -> None:
    with pytest.raises(NoFormFields, match=r"koe\.pdf"):
        fill(Form().data(), {"x": "y"}, file="koe.pdf")


def test_an_update_numbers_its_objects_without_gaps() -> None:
    data = one_text()
    update = Update(open_pdf(data), data)
    trailer: Any = open_pdf(data).trailer
    size = int(trailer["/Size"])
    update.reserve()  # never used
    assert update.result() == data
    update.put(update.add(obj([1])), obj([2]))
    trailer = reader(update.result()).trailer
    assert int(trailer["/Size"]) == size + 2


# -------------------------------------------------------------------------------------------------- what does not fit


def long_form(*, tagged: bool = True) -> bytes:
    form = Form(pages=2, tagged=tagged, title="Arviointi")
    form.text("lyhyt", [40, 700, 340, 760], Ff=1 << 12)
    form.text("johto", [40, 600, 340, 660], Ff=1 << 12, TU=Text("Ylin johto"))
    form.text("rivi", [40, 500, 340, 520], page=1)
    return form.data()


def long_values() -> dict[str, str]:
    return {"lyhyt": "Mahtuu.", "johto": LONG * 12 + "\n\nViimeinen kappale.", "rivi": LONG * 3}


@pytest.fixture(params=[True, False], ids=["tagged", "untagged"])
def continued(request: pytest.FixtureRequest) -> Filled:
    return fill(long_form(tagged=request.param), long_values(), names={"rivi": "1.2 Yhdellä rivillä"})


def test_the_value_is_whole_and_the_field_says_where_it_goes_on(continued: Filled) -> None:
    assert continued.continued == [Continued("johto", 3), Continued("rivi", 3)]
    assert {name: field.value for name, field in fields_of(continued.data).items()} == long_values()
    shown = text_in_pdfium(continued.data)
    assert shown.count("… (jatkuu sivulla 3)") == 2
    assert continued.cut == []


def test_the_whole_text_stands_on_the_pages_at_the_end(continued: Filled, tmp_path: Path) -> None:
    for shown in (
        text_in_pdfium(continued.data),
        text_in_poppler(continued.data, tmp_path),
        text_in_mupdf(continued.data, tmp_path),
    ):
        assert "Jatkoa: Ylin johto" in shown
        assert "Jatkoa: 1.2 Yhdellä rivillä" in shown
        assert "Kohta on sivulla 1" in shown
        assert "Kohta on sivulla 2" in shown
        for text in (long_values()["johto"], long_values()["rivi"]):
            assert squeezed(text) in squeezed(shown)


def test_references_are_links_both_ways(continued: Filled) -> None:
    document: Any = reader(continued.data)
    pages = [page.indirect_reference for page in document.pages]
    targets = [
        (number, pages.index(link["/Dest"][0]))
        for number, page in enumerate(document.pages)
        for link in (annotation.get_object() for annotation in page.get("/Annots", []))
        if link["/Subtype"] == "/Link"
    ]
    assert targets == [(0, 2), (1, 2), (2, 0), (2, 1)]


def test_the_link_lies_over_the_words(continued: Filled) -> None:
    document: Any = reader(continued.data)
    link = document.pages[0]["/Annots"][-1].get_object()
    left, bottom, right, top = map(float, link["/Rect"])
    field = fields_of(continued.data)["johto"].widgets[0].rect
    assert field[0] <= left < right <= field[2]
    assert field[1] <= bottom < top <= field[3]
    assert link["/Contents"] == "Jatkuu sivulla 3"


def test_continuation_pages_are_tagged() -> None:
    data = fill(long_form(), long_values()).data
    root = catalog(data)
    tree = root["/StructTreeRoot"]
    document = tree["/K"]
    sections = [kid.get_object() for kid in document["/K"] if kid.get_object()["/S"] == "/Sect"]
    assert len(sections) == 2
    kinds = [kid.get_object()["/S"] for kid in sections[0]["/K"]]
    assert kinds == ["/H2", "/P", "/P", "/P"]  # heading, the line back, two paragraphs
    back = sections[0]["/K"][1].get_object()["/K"][0].get_object()
    assert back["/S"] == "/Link"
    forms = [kid.get_object()["/S"] for kid in document["/K"]]
    assert forms == ["/P", "/P", "/Form", "/Form", "/Link", "/Form", "/Link", "/Sect", "/Sect"]
    assert root["/Lang"] == "fi"


def test_the_parent_tree_leads_from_content_to_elements() -> None:
    data = fill(long_form(), long_values()).data
    document: Any = reader(data)
    tree = document.root_object["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    entries = {int(numbers[index]): numbers[index + 1].get_object() for index in range(0, len(numbers), 2)}
    assert list(entries) == sorted(entries)
    assert tree["/ParentTreeNextKey"] == max(entries) + 1
    for page in document.pages[2:]:
        assert page["/Tabs"] == "/S"
        elements = entries[page["/StructParents"]]
        marks = [int(mark) for mark in re.findall(rb"/MCID (\d+)", page.get_contents().get_data())]
        assert marks == list(range(len(elements)))
        for mark, element in enumerate(elements):
            content = element.get_object()["/K"]
            held = [part.get_object() for part in content]
            assert any(
                part.get("/MCID") == mark and part.raw_get("/Pg") == page.indirect_reference for part in held
            )
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            element = entries[link["/StructParent"]]
            assert element["/S"] == "/Link"
            assert any(part.get_object().get("/Obj") == annotation for part in element["/K"])


def test_everything_on_a_continuation_page_is_marked() -> None:
    data = fill(long_form(), long_values()).data
    content: Any = reader(data).pages[2].get_contents()
    depth = 0
    for line in content.get_data().decode("ascii").splitlines():
        depth += line.endswith(("BDC", "BMC"))
        assert depth == 1 or not line.strip(), line
        depth -= line == "EMC"
    assert depth == 0


def test_twenty_thousand_characters_take_several_pages(tmp_path: Path) -> None:
    text = "".join(f"{number}. {LONG}\n" for number in range(1, 170))
    assert len(text) > 20_000
    filled = fill(long_form(), {"johto": text})
    assert len(reader(filled.data).pages) > 6
    assert checked_by_qpdf(filled.data, tmp_path) == ""
    shown = text_in_poppler(filled.data, tmp_path)
    numbers = [int(number) for number in re.findall(r"(\d+)\. Ylin johto", shown.partition("Jatkoa:")[2])]
    assert numbers == list(range(1, 170))


def test_words_in_other_languages() -> None:
    assert fill(long_form(), long_values(), language="nonsense").continued  # falls back to Finnish
    sections = [
        kid.get_object()
        for kid in catalog(fill(long_form(), long_values(), language="en").data)["/StructTreeRoot"]["/K"][
            "/K"
        ]
        if kid.get_object()["/S"] == "/Sect"
    ]
    assert {section["/Lang"] for section in sections} == {"en"}


def test_a_signed_form_gains_no_page_and_what_is_cut_is_told() -> None:
    form = Form()
    form.text("rivi", [40, 500, 140, 520])
    form.text("laatikko", [40, 400, 140, 440], Ff=1 << 12)
    form.fields.append(form.add({"/FT": "/Sig", "/T": Text("allekirjoitus"), "/V": {"/Type": "/Sig"}}))
    filled = fill(form.data(), {"rivi": LONG * 60, "laatikko": LONG * 2})
    assert len(reader(filled.data).pages) == 1
    assert filled.continued == []
    assert filled.cut == ["rivi"]  # too long however small
    assert filled.small["laatikko"] < 7
    assert squeezed(LONG * 2) in squeezed(text_in_pdfium(filled.data))


def test_a_password_is_never_written_out() -> None:
    filled = fill(one_text(Ff=1 << 13), {"nimi": LONG * 10})
    assert filled.continued == []
    assert "Ylin johto" not in text_in_pdfium(filled.data)


def test_a_number_tree_with_branches_is_added_to() -> None:
    form = Form(tagged=True)
    form.text("johto", [40, 600, 340, 660], Ff=1 << 12)
    data = form.data()
    tree: Any = form.writer.root_object["/StructTreeRoot"]
    leaf = tree.raw_get("/ParentTree")
    tree[NameObject("/ParentTree")] = form.add({"/Kids": [leaf]})
    out = io.BytesIO()
    form.writer.write(out)
    data = fill(out.getvalue(), {"johto": LONG * 20}).data
    kids = catalog(data)["/StructTreeRoot"]["/ParentTree"]["/Kids"]
    assert len(kids) == 2
    assert kids[1].get_object()["/Limits"][0] > 0


@settings(max_examples=25)
@given(st.lists(st.text(alphabet="abc ÅŋŠ–\n-", max_size=3_000), min_size=3, max_size=3))
def test_whatever_is_filled_is_readable_somewhere(texts: list[str]) -> None:
    filled = fill(long_form(), dict(zip(("lyhyt", "johto", "rivi"), texts, strict=True)))
    reader_ = PdfReader(io.BytesIO(filled.data))
    assert len(reader_.pages) >= 2
    goes_on = {continued.name for continued in filled.continued}
    shown = text_in_pdfium(filled.data)
    for name, text in zip(("lyhyt", "johto", "rivi"), texts, strict=True):
        if name not in goes_on:
            assert squeezed(text) in squeezed(shown)
