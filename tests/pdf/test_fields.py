"""Reading the fields of forms, also of broken and hostile ones."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, NumberObject

from rrp_desktop.errors import UserError
from rrp_desktop.pdf.errors import NotAPdf, PdfNeedsPassword, PdfTooHeavy, PdfTooLarge
from rrp_desktop.pdf.fields import Field, Kind, read_fields, read_pages
from rrp_desktop.pdf.update import guarded, open_pdf
from tests.pdf.acroforms import Form, Text, obj, with_object_streams


def fields_of(data: bytes) -> dict[str, Field]:
    with guarded("koe.pdf"):
        return {field.name: field for field in read_fields(open_pdf(data, "koe.pdf"))}


def whole_form() -> Form:
    form = Form(pages=2)
    form.text("nimi", [40, 700, 240, 720])
    form.text("kuvaus", [40, 600, 240, 680], Ff=1 << 12 | 1 << 1)
    form.text("tunnus", [40, 560, 240, 580], Ff=1 << 24, MaxLen=8)
    form.text("sala", [40, 540, 240, 555], Ff=1 << 13)
    form.check_box("suostumus", [40, 500, 52, 512], state="Kyllä")
    form.radio("kieli", {"fi": [40, 480, 52, 492], "sv": [60, 480, 72, 492]})
    form.choice("alue", [40, 440, 240, 460], [("01", "Helsinki"), ("02", "Vantaa")])
    form.choice("aiheet", [40, 380, 240, 430], [("a", "Alfa"), ("b", "Beeta")], flags=1 << 21)
    form.text("lukittu", [40, 350, 240, 370], page=1, Ff=1, V=Text("pysyy"))
    return form


def test_kinds_values_and_flags() -> None:
    fields = fields_of(whole_form().data())
    assert {name: field.kind for name, field in fields.items()} == {
        "nimi": Kind.TEXT,
        "kuvaus": Kind.MULTILINE,
        "tunnus": Kind.COMB,
        "sala": Kind.PASSWORD,
        "suostumus": Kind.CHECK_BOX,
        "kieli": Kind.RADIO,
        "alue": Kind.COMBO,
        "aiheet": Kind.LIST,
        "lukittu": Kind.TEXT,
    }
    assert fields["kuvaus"].required
    assert not fields["nimi"].required
    assert fields["tunnus"].max_length == 8
    assert fields["nimi"].tooltip == "Nimi"
    assert fields["suostumus"].on_states == ("Kyllä",)
    assert fields["kieli"].on_states == ("fi", "sv")
    assert [widget.on_states for widget in fields["kieli"].widgets] == [("fi",), ("sv",)]
    assert fields["alue"].options == (("01", "Helsinki"), ("02", "Vantaa"))
    assert fields["lukittu"].read_only
    assert fields["lukittu"].value == "pysyy"
    assert fields["kieli"].value == "Off"
    assert fields["lukittu"].widgets[0].page == 1
    assert fields["nimi"].widgets[0].rect == (40, 700, 240, 720)


def test_the_same_from_object_streams(tmp_path: Path) -> None:
    data = whole_form().data()
    newer = fields_of(with_object_streams(data, tmp_path))
    older = fields_of(data)
    assert [(field.name, field.kind, field.value, field.options) for field in newer.values()] == [
        (field.name, field.kind, field.value, field.options) for field in older.values()
    ]


def test_names_and_attributes_are_inherited() -> None:
    form = Form()
    parent = form.add({"/T": Text("koti"), "/FT": "/Tx", "/DA": Text("/Helv 7 Tf"), "/Q": 2, "/Kids": []})
    city = form.widget([40, 700, 240, 720], T=Text("kunta"), Parent=parent)
    zone = form.widget([40, 660, 240, 680], T=Text("alue"), Parent=parent, Q=1)
    parent.get_object()["/Kids"].extend([city, zone])  # type: ignore[index]
    form.fields.append(parent)
    fields = fields_of(form.data())
    assert list(fields) == ["koti.kunta", "koti.alue"]
    widget = fields["koti.kunta"].widgets[0]
    assert fields["koti.kunta"].kind is Kind.TEXT
    assert (widget.appearance, widget.alignment) == ("/Helv 7 Tf", 2)
    assert fields["koti.alue"].widgets[0].alignment == 1


def test_one_field_in_two_places() -> None:
    form = Form(pages=2)
    parent = form.add({"/T": Text("nimi"), "/FT": "/Tx", "/Kids": []})
    for page in (0, 1):
        form.join(parent, form.widget([40, 700, 240, 720], page, Parent=parent))
    form.fields.append(parent)
    (field,) = fields_of(form.data()).values()
    assert [widget.page for widget in field.widgets] == [0, 1]


def test_a_field_that_only_the_page_knows() -> None:
    form = Form()
    parent = form.add({"/T": Text("ryhma"), "/FT": "/Tx"})
    form.widget([40, 700, 240, 720], T=Text("orpo"), Parent=parent)
    form.widget([40, 600, 240, 620], T=Text("yksin"), FT="/Tx")
    assert list(fields_of(form.data())) == ["ryhma.orpo", "yksin"]


def test_a_field_that_no_page_shows() -> None:
    form = Form()
    form.fields.append(form.add({"/T": Text("piilossa"), "/FT": "/Tx", "/V": Text("arvo")}))
    (field,) = fields_of(form.data()).values()
    assert (field.value, field.widgets) == ("arvo", ())


def test_widgets_written_inside_of_other_objects() -> None:
    form = Form()
    inline = {"/Type": "/Annot", "/Subtype": "/Widget", "/Rect": [40, 700, 240, 720], "/FT": "/Tx"}
    form.fields.append(obj({**inline, "/T": Text("suora")}))
    (field,) = fields_of(form.data()).values()
    assert field.name == "suora"
    assert field.widgets[0].reference is None
    assert field.widgets[0].home is not None


def test_loops_and_missing_pieces() -> None:
    form = Form()
    loop = form.add({"/T": Text("silmukka"), "/Kids": []})
    inner = form.add({"/T": Text("sisin"), "/FT": "/Tx", "/Parent": loop})
    loop.get_object()["/Kids"].extend([inner, loop])  # type: ignore[index]
    form.fields.extend([loop, NumberObject(7), form.add(obj([1, 2])), form.add({"/T": Text("ilman")})])
    form.text("kunnossa", [1, 2])  # a rectangle of two numbers
    form.text("nimi", [10, 10, 50, 30], DA="/Nimi", MaxLen=Text("x"), MK=[1], AP=Text("x"))
    broken = fields_of(form.data())
    assert set(broken) == {"silmukka.sisin", "ilman", "kunnossa", "nimi"}
    assert broken["kunnossa"].widgets[0].rect == (0, 0, 0, 0)


def test_a_parent_that_is_its_own_ancestor() -> None:
    form = Form()
    one = form.add({"/T": Text("a")})
    two = form.add({"/T": Text("b"), "/Parent": one})
    one.get_object()[NameObject("/Parent")] = two  # type: ignore[index]
    form.widget([40, 700, 240, 720], T=Text("c"), FT="/Tx", Parent=two)
    assert [name.split(".")[-1] for name in fields_of(form.data())] == ["c"]


def test_pages_of_a_looping_tree_end() -> None:
    form = Form(pages=2)
    root = form.writer.root_object["/Pages"]
    kids = root["/Kids"]  # type: ignore[index]
    kids.append(form.writer.root_object.raw_get("/Pages"))
    with guarded():
        assert len(read_pages(PdfReader(io.BytesIO(form.data())))) == 2


def test_a_name_that_is_no_utf8_keeps_its_bytes() -> None:
    form = Form()
    form.check_box("rasti", [40, 500, 52, 512], state="Kylla")
    data = form.data().replace(b"/Kylla", b"/Kyll\xe4")
    assert fields_of(data)["rasti"].on_states == ("Kyllä",)


def test_no_form_gives_no_fields() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    assert fields_of(out.getvalue()) == {}


# ----------------------------------------------------------------------------------------------- files that are no use


def protected(password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(whole_form().data()))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_password_is_asked_for() -> None:
    with pytest.raises(PdfNeedsPassword, match=r"koe\.pdf on suojattu salasanalla"):
        fields_of(protected("salaisuus"))


def test_an_empty_password_opens() -> None:
    assert fields_of(protected(""))["alue"].options[0] == ("01", "Helsinki")


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 ei PDF", b"\x00" * 2000, "Tämä on tekstiä".encode()],
)
def test_what_is_no_pdf(data: bytes) -> None:
    with pytest.raises(NotAPdf):
        open_pdf(data, "koe.pdf")


def test_a_file_that_is_too_large() -> None:
    with pytest.raises(PdfTooLarge, match="30 Mt"):
        open_pdf(b"%PDF-1.7" + bytes(31_000_000), "koe.pdf")


def test_a_truncated_file_is_told_or_repaired() -> None:
    data = whole_form().data()
    for length in range(8, len(data), 97):
        try:
            fields_of(data[:length])
        except UserError as error:
            assert "koe.pdf" in str(error)  # noqa: PT017 - either outcome is fine, but never another exception


def test_random_damage_is_told_or_repaired() -> None:
    data = bytearray(whole_form().data())
    for place in range(9, len(data), 61):
        damaged = bytes(data[:place]) + b"\xff(<[" + bytes(data[place + 4 :])
        try:
            fields_of(damaged)
        except UserError as error:
            assert "koe.pdf" in str(error)  # noqa: PT017


def test_a_bomb_is_refused() -> None:
    form = Form()
    bomb = zlib.compress(bytes(100_000_000), 9)
    stream = form.stream("x")
    holder = stream.get_object()
    holder._data = bomb  # type: ignore[union-attr]
    holder[NameObject("/Filter")] = NameObject("/FlateDecode")  # type: ignore[index]
    form.text("nimi", [40, 700, 240, 720], V=stream)  # a value as a stream of 100 MB
    with pytest.raises(PdfTooHeavy, match=r"koe\.pdf on liian raskas"):
        fields_of(form.data())


def test_very_many_fields_end() -> None:
    form = Form()
    kids = ArrayObject(form.add({"/T": Text(f"k{number}"), "/FT": "/Tx"}) for number in range(200))
    for depth in range(60):
        kids = ArrayObject([form.add({"/T": Text(f"d{depth}"), "/Kids": kids})])
    form.fields.extend(kids)
    fields_of(form.data())  # deeper than is followed: nothing, but no crash either
