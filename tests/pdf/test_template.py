"""Templates: layout, fields, tags, metadata, and where they are kept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from rrp_desktop.core.questionnaire import AnswerOption, Item, ItemType, Questionnaire
from rrp_desktop.i18n import LANGUAGES
from rrp_desktop.pdf import template as template_module
from rrp_desktop.pdf.build_templates import is_current, main, templates, unpacked
from rrp_desktop.pdf.fields import Field, Kind, read_fields
from rrp_desktop.pdf.fit import fit
from rrp_desktop.pdf.layout import (
    BOTTOM,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TOP,
    Block,
    Line,
    Placed,
    Tagged,
    blocks_of,
    paginate,
    text_height,
    text_width,
)
from rrp_desktop.pdf.layout import Field as LayoutField
from rrp_desktop.pdf.template import build, card, digest, template_for
from rrp_desktop.pdf.update import guarded, open_pdf
from rrp_desktop.pdf.values import field_values
from rrp_desktop.resources import resource
from rrp_desktop.storage.library import Library
from tests import strategies
from tests.conftest import ROOT
from tests.pdf.acroforms import catalog, checked_by_qpdf, reader, run

FORM = strategies.questionnaire()
BUILT_IN = Library().default_questionnaire("kuvauksen-itsearviointi")


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def built(language: str) -> bytes:
    return build(BUILT_IN, language).data


@pytest.fixture(scope="module")
def small() -> bytes:
    return build(FORM, "fi").data


def pages_of(data: bytes) -> list[Any]:
    return list(reader(data).pages)


def fields_of(data: bytes) -> dict[str, Field]:
    with guarded():
        return {field.name: field for field in read_fields(open_pdf(data))}


# --- the same form, the same file ---


def test_the_same_form_gives_the_same_bytes_also_in_another_process() -> None:
    program = (
        "import hashlib, sys; from tests import strategies; from rrp_desktop.pdf.template import build;"
        "sys.stdout.write(hashlib.sha256(build(strategies.questionnaire(), 'sv').data).hexdigest())"
    )
    ways = [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"}]
    done = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=way | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for way in ways
    ]
    assert done[0] == done[1] != b""


def test_committed_templates_are_what_the_forms_make_of_them() -> None:
    assert main(["--check"]) == 0


@pytest.mark.parametrize("form_id", Library().form_ids())
@pytest.mark.parametrize("language", LANGUAGES)
def test_built_in_forms_use_their_committed_template(
    form_id: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_module, "build", None)  # so that building one would fail
    found = template_for(Library().default_questionnaire(form_id), language)
    assert found.data.startswith(b"%PDF-")


def test_the_check_tells_what_is_stale(tmp_path: Path) -> None:
    made = build(FORM, "fi")
    told = card(made, digest(FORM))
    path = tmp_path / "none-fi"
    assert not is_current(path, made, told)
    path.with_suffix(".pdf").write_bytes(made.data)
    path.with_suffix(".json").write_bytes(told)
    assert is_current(path, made, told)
    other = build(FORM, "en")
    assert not is_current(path, other, card(other, digest(FORM)))


def test_another_compression_is_no_difference(tmp_path: Path) -> None:
    made = build(FORM, "fi")
    path = tmp_path / "none-fi"
    source = tmp_path / "made.pdf"
    source.write_bytes(made.data)
    run(
        "qpdf",
        "--recompress-flate",
        "--compression-level=1",
        "--object-streams=disable",
        "--preserve-unreferenced",
        source,
        path.with_suffix(".pdf"),
    )
    path.with_suffix(".json").write_bytes(card(made, digest(FORM)).replace(b'"pdf": "', b'"pdf": "0'))
    assert path.with_suffix(".pdf").read_bytes() != made.data
    assert sorted(content for _, content in unpacked(path.with_suffix(".pdf").read_bytes())) == sorted(
        content for _, content in unpacked(made.data)
    )


# --- where templates lie ---


class Shelf:
    """A store in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def read(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def write(self, name: str, data: bytes) -> None:
        self.kept[name] = data


def test_the_template_of_an_added_form_is_made_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    made = template_for(FORM, "fi", shelf)
    assert {Path(name).suffix for name in shelf.kept} == {".pdf", ".json"}
    monkeypatch.setattr(template_module, "build", None)
    assert template_for(FORM, "fi", shelf) == made


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b'{"form": 1}', b"\xff", b"no json"])
@pytest.mark.parametrize("suffix", [".pdf", ".json"])
def test_a_damaged_kept_template_is_made_again(damage: bytes, suffix: str) -> None:
    shelf = Shelf()
    made = template_for(FORM, "fi", shelf)
    name = next(name for name in shelf.kept if name.endswith(suffix))
    shelf.kept[name] = damage
    assert template_for(FORM, "fi", shelf) == made
    assert shelf.kept[name] != damage


def test_a_changed_form_gets_another_template() -> None:
    shelf = Shelf()
    template_for(FORM, "fi", shelf)
    changed = replace(FORM, definition={**FORM.definition, "version": "1.2.1"})
    template_for(changed, "fi", shelf)
    assert len(shelf.kept) == 4


def test_a_form_of_ones_own_under_a_built_in_name_gets_its_own_template() -> None:
    own = replace(BUILT_IN, title={"fi": "Oma"}, definition={**BUILT_IN.definition, "title": {"fi": "Oma"}})
    assert reader(template_for(own, "fi").data).metadata["/Title"] == "Oma"  # type: ignore[index]


def test_the_built_in_form_without_its_programme_too() -> None:
    bare = Library().questionnaire(BUILT_IN.id, None)
    assert "pilari" not in fields_of(template_for(bare, "fi").data)
    assert "pilari" in fields_of(template_for(BUILT_IN, "fi").data)


# --- fields ---


def test_every_question_has_its_fields(built: bytes, language: str) -> None:
    from rrp_desktop.core.response import QuestionnaireResponse

    expected = set(field_values(BUILT_IN, QuestionnaireResponse(), language)) | {"rrp.tila", "rrp.tilanne"}
    assert set(fields_of(built)) == expected


def test_kinds_of_fields(small: bytes) -> None:
    fields = fields_of(small)
    kinds = {name: field.kind for name, field in fields.items()}
    assert (
        kinds["lisaa"]
        == kinds["aste-miksi"]
        == kinds["rivit"]
        == kinds["linkki"]
        == kinds["varit-oma.muut"]
        == Kind.MULTILINE
    )
    assert (
        kinds["nimi"] == kinds["paiva"] == kinds["maara"] == kinds["avoin"] == kinds["rrp.tila"] == Kind.TEXT
    )
    assert kinds["aste"] == kinds["mukana"] == Kind.RADIO
    assert kinds["vari"] == Kind.COMBO
    assert kinds["varit-monta.punainen"] == kinds["varit-oma.keltainen"] == Kind.CHECK_BOX
    assert fields["aste"].on_states == ("ei", "osin", "ei koske")
    assert fields["mukana"].on_states == ("true", "false")
    assert fields["varit-oma.vihrea-ja-sininen"].on_states == ("vihreä ja sininen",)
    assert fields["vari"].options[1] == ("vihreä ja sininen", "Vihreä ja sininen")
    assert {name for name, field in fields.items() if field.read_only} == {
        "laskettu",
        "rrp.tila",
        "rrp.tilanne",
    }


def test_the_state_shows_on_every_page(built: bytes) -> None:
    pages = [widget.page for widget in fields_of(built)["rrp.tila"].widgets]
    assert pages == list(range(len(reader(built).pages)))


def test_every_field_says_its_question(built: bytes) -> None:
    assert all(field.tooltip for field in fields_of(built).values())
    for page in pages_of(built):
        assert all(widget.get_object()["/TU"] for widget in page["/Annots"])


def test_a_follow_up_says_what_it_follows() -> None:
    question = BUILT_IN.item("perusidea-uutuus")
    tooltip = fields_of(build(BUILT_IN, "fi").data)["perusidea-uutuus-parannettavaa"].tooltip
    assert question.text["fi"] in tooltip
    assert question.items[0].text["fi"] in tooltip


def test_boxes_are_those_of_the_file(language: str) -> None:
    made = build(BUILT_IN, language)
    fields = fields_of(made.data)
    texts = {Kind.TEXT, Kind.MULTILINE}
    typed = {
        name
        for name, field in fields.items()
        if field.kind in texts or (field.kind is Kind.COMBO and field.flags & 1 << 18)
    }
    assert set(made.boxes) == typed - {"rrp.tila", "rrp.tilanne"}
    for name, box in made.boxes.items():
        widget = fields[name].widgets[0]
        assert box.width == pytest.approx(widget.width, abs=0.02)
        assert box.height == pytest.approx(widget.height, abs=0.02)
        assert box.multiline == (fields[name].kind is Kind.MULTILINE)


@pytest.mark.parametrize("lines", [1, 2, 3, 5, 12, 40])
def test_a_box_has_room_for_its_lines(lines: int) -> None:
    questionnaire = form_of(Item("q", ItemType.TEXT, {"fi": "?"}, source="testi", lines=lines))
    box = build(questionnaire, "fi").boxes["q"]
    assert box.room(box.size) == lines
    assert fit("\n".join("x" * lines), box).size == box.size
    assert box.height == pytest.approx(text_height(lines), abs=0.01)


def test_boxes_agree_with_what_the_filling_measures(small: bytes) -> None:
    from rrp_desktop.pdf.appearance import box_of

    fields = fields_of(small)
    for name, box in build(FORM, "fi").boxes.items():
        measured = box_of(fields[name], fields[name].widgets[0])
        assert (measured.border, measured.size) == (box.border, box.size)


# --- the look: nothing overlaps, nothing leaves the page, nothing is torn ---


def rectangles(data: bytes) -> Iterator[tuple[int, str, tuple[float, ...]]]:
    for name, field in fields_of(data).items():
        for widget in field.widgets:
            assert widget.page is not None
            yield widget.page, name, widget.rect


def test_fields_are_on_the_page_and_do_not_overlap(built: bytes) -> None:
    places = list(rectangles(built))
    for page, name, (left, bottom, right, top) in places:
        assert LEFT - 3 <= left < right <= RIGHT + 3, name
        assert PAGE_HEIGHT - BOTTOM - 1 <= bottom < top <= PAGE_HEIGHT, name
        for other_page, other, (x0, y0, x1, y1) in places:
            apart = page != other_page or right <= x0 or x1 <= left or top <= y0 or y1 <= bottom
            assert apart or name == other, (name, other)


def lines_in(tagged: Tagged) -> Iterator[Line]:
    for part in tagged.content:
        if isinstance(part, Line):
            yield part
        elif isinstance(part, Tagged):
            yield from lines_in(part)


def test_no_line_is_wider_than_its_page(language: str) -> None:
    for block in blocks_of(BUILT_IN, language):
        for tagged in block.content:
            for line in lines_in(tagged):
                assert line.x + text_width(line.text, line.style) <= RIGHT + 0.5, line.text
                assert 0 <= line.y <= block.height + 1, line.text


def test_headings_stand_with_what_they_head_and_questions_are_whole(language: str) -> None:
    pages = paginate(blocks_of(BUILT_IN, language))
    assert [page for page in pages if not page] == []
    for page in pages:
        assert not page[-1].block.keep
        assert page[-1].y + page[-1].block.height <= BOTTOM + 0.01
        assert page[0].y == TOP


def test_what_is_taller_than_a_page_is_broken_between_its_blocks() -> None:
    blocks = [Block(300, keep=True), Block(300, keep=True), Block(300), Block(9000)]
    pages = paginate(blocks)
    assert [[placed.y for placed in page] for page in pages] == [[TOP, TOP + 300], [TOP], [TOP]]
    assert isinstance(pages[0][0], Placed)


def form_of(*items: Item) -> Questionnaire:
    page = Item("sivu", ItemType.GROUP, {"fi": "Sivu"}, source="testi", control="page", items=items)
    return replace(FORM, items=(page,), rules=(), programme=None)


def test_strange_forms_become_templates_all_the_same(tmp_path: Path) -> None:
    word = "Pitkäsana" * 40
    options = tuple(
        AnswerOption(f"{place} {word[: place * 9]}", {"fi": f"{place} {word[: place * 9]}"})
        for place in range(30)
    )
    questionnaire = form_of(
        Item(
            "a",
            ItemType.TEXT,
            {"fi": word},
            source="testi",
            help={"fi": word},
            points=({"fi": word}, {"fi": "·"}),
            lines=999,
        ),
        Item("b", ItemType.CODING, {"fi": "日本 😀 Привет"}, source="testi", options=options, repeats=True),
        Item("c", ItemType.CODING, {"fi": ""}, source="testi", options=options, number="1.1"),
        Item("d", ItemType.DISPLAY, {"fi": "Ohje\n\nja toinen kappale"}, source="testi"),
        Item("rrp", ItemType.DATE, {"fi": "Päivä"}, source="testi", repeats=True),
        Item("e", ItemType.GROUP, {"fi": "Tyhjä ryhmä"}, source="testi"),
        Item("f", ItemType.INTEGER, {"fi": "Luku"}, source="testi"),
        Item("g", ItemType.DATE, {"fi": "Päivä"}, source="testi"),
    )
    made = build(questionnaire, "en")
    assert checked_by_qpdf(made.data, tmp_path) == ""
    names = set(fields_of(made.data))
    assert {"a", "c", "rrp", "rrp_.tila", "f", "g"} <= names
    assert sum(name.startswith("b.") for name in names) == 30


def test_a_form_without_notice_and_description() -> None:
    bare = replace(form_of(Item("a", ItemType.STRING, {"fi": "?"}, source="")), notice={}, description={})
    assert "a" in fields_of(build(bare, "fi").data)


# --- buttons and fonts in viewers ---


def test_pressed_buttons_look_pressed(small: bytes, tmp_path: Path) -> None:
    """In pdfium, Poppler and MuPDF."""
    from PIL import Image

    from rrp_desktop.pdf.fill import fill

    filled = fill(small, {"aste": "osin", "varit-monta.keltainen": "keltainen"}).data
    fields = fields_of(filled)
    for name, on, off in (("aste", 1, 0), ("varit-monta.keltainen", 0, None)):
        widgets = fields[name].widgets
        page = widgets[on].page or 0
        for viewer, picture in pictures(filled, page, tmp_path):
            assert isinstance(picture, Image.Image)
            assert accent_in(picture, widgets[on].rect) > 10, viewer
            if off is not None:
                assert accent_in(picture, widgets[off].rect) == 0, viewer


def pictures(data: bytes, page: int, folder: Path) -> Iterator[tuple[str, Any]]:
    from PIL import Image

    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    yield "pdfium", document[page].render(scale=1, may_draw_forms=True).to_pil().convert("RGB")
    path = folder / "page.pdf"
    path.write_bytes(data)
    number = str(page + 1)
    run("pdftoppm", "-r", "72", "-f", number, "-l", number, "-singlefile", "-png", path, folder / "poppler")
    yield "poppler", Image.open(folder / "poppler.png").convert("RGB")
    run("mutool", "draw", "-q", "-r", "72", "-o", folder / "mupdf.png", path, number)
    yield "mupdf", Image.open(folder / "mupdf.png").convert("RGB")


def accent_in(picture: Any, rect: tuple[float, float, float, float]) -> int:
    """How many pixels of the rectangle are in the accent colour."""
    left, bottom, right, top = rect
    box = (int(left), int(PAGE_HEIGHT - top), int(right) + 1, int(PAGE_HEIGHT - bottom) + 1)
    raw = picture.crop(box).tobytes()
    pixels = zip(raw[::3], raw[1::3], raw[2::3], strict=True)
    return sum(red < 60 and 70 < green < 130 and 90 < blue < 150 for red, green, blue in pixels)


def test_all_fonts_are_embedded(built: bytes, tmp_path: Path) -> None:
    path = tmp_path / "template.pdf"
    path.write_bytes(built)
    fonts = run("pdffonts", path).splitlines()[2:]
    assert len(fonts) >= 3
    assert all("Inter" in line and " yes " in line for line in fonts), fonts
    typing = catalog(built)["/AcroForm"]["/DR"]["/Font"]["/Inter"]
    assert "/FontFile2" in typing["/FontDescriptor"]


def test_the_font_for_typing_draws_every_character_that_it_names(small: bytes) -> None:
    import io

    from fontTools.agl import LEGACY_AGL2UV
    from fontTools.ttLib import TTFont

    typing = catalog(small)["/AcroForm"]["/DR"]["/Font"]["/Inter"]
    file = TTFont(io.BytesIO(typing["/FontDescriptor"]["/FontFile2"].get_data()))
    drawn = file.getBestCmap()
    differences = typing["/Encoding"]["/Differences"]
    codes = dict(zip(differences[::2], differences[1::2], strict=True))
    for code, name in codes.items():
        assert LEGACY_AGL2UV[name[1:]][0] in drawn, name
        glyph = drawn[LEGACY_AGL2UV[name[1:]][0]]
        assert typing["/Widths"][code] == pytest.approx(
            file["hmtx"][glyph][0] * 1000 / file["head"].unitsPerEm, abs=1
        )
    for char in "äöåÄÖÅšžŠŽ–—’”“€…•½§ ABCxyz019":
        assert ord(char) in drawn, char
    assert {"/ccaron", "/eng", "/tbar", "/dcroat"} <= set(codes.values())


def test_other_programs_can_type_into_the_fields(small: bytes, tmp_path: Path) -> None:
    """Through the embedded font, Sámi letters too."""
    import io

    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=reader(small))
    writer.update_page_form_field_values(None, {"linkki": "Äiti ja čáhppes ŋuorra"}, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    path = tmp_path / "typed.pdf"
    path.write_bytes(out.getvalue())
    assert "Äiti ja čáhppes ŋuorra" in run("pdftotext", "-layout", path, "-")


# --- tags and metadata ---


def elements(node: Any) -> Iterator[Any]:
    """Structure elements in reading order."""
    node = node.get_object()
    yield node
    for kid in node.get("/K", []):
        target = kid.get_object()
        if "/S" in target:
            yield from elements(target)


def test_what_pdf_ua_asks_of_the_document(built: bytes, language: str) -> None:
    root = catalog(built)
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    xmp = root["/Metadata"].get_data().decode()
    assert BUILT_IN.title[language].replace("&", "&amp;") in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "/NeedAppearances" not in root["/AcroForm"]
    assert all(page["/Tabs"] == "/S" for page in pages_of(built))


def test_headings_do_not_skip_a_level(built: bytes) -> None:
    tags = [str(element["/S"]) for element in elements(catalog(built)["/StructTreeRoot"]["/K"][0])]
    levels = [int(tag[2]) for tag in tags if tag[1] == "H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {"/H2", "/H3", "/P", "/L", "/LI", "/Lbl", "/LBody", "/Form", "/Sect"} <= set(tags)


def test_every_widget_is_in_the_structure_in_reading_order(built: bytes) -> None:
    root = catalog(built)["/StructTreeRoot"]
    in_structure = []
    for element in elements(root["/K"][0]):
        for kid in element["/K"]:
            target = kid.get_object()
            if target.get("/Type") == "/OBJR":
                assert element["/S"] == "/Form"
                in_structure.append(target.raw_get("/Obj").idnum)
    on_pages = [annotation.idnum for page in pages_of(built) for annotation in page["/Annots"]]
    assert in_structure == on_pages
    numbers = root["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    widgets = [annotation.get_object() for page in pages_of(built) for annotation in page["/Annots"]]
    assert all(parents[widget["/StructParent"]].get_object()["/S"] == "/Form" for widget in widgets)


def test_fields_follow_each_other_down_the_page(built: bytes) -> None:
    for page in pages_of(built):
        rects = [annotation.get_object()["/Rect"] for annotation in page["/Annots"]][1:]
        for before, after in pairwise(rects):
            assert after[3] <= before[3] + 14 or after[1] >= before[1] - 40, (before, after)


def test_everything_on_a_page_is_tagged_or_an_artifact(built: bytes) -> None:
    for page in pages_of(built):
        depth = 0
        for operands, operator in page.get_contents().operations:
            if operator in (b"BDC", b"BMC"):
                assert depth == 0
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif operator in (b"Tj", b"S", b"B", b"f", b"l", b"re"):
                assert depth == 1, (operands, operator)
        assert depth == 0


def test_bookmarks_lead_to_the_sections(built: bytes, language: str) -> None:
    document = reader(built)

    def titles(outline: Any) -> Iterator[str]:
        for entry in outline:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                assert document.get_destination_page_number(entry) is not None
                yield entry.title

    found = list(titles(document.outline))
    for page in BUILT_IN.pages():
        assert f"{page.number} {page.text[language]}".strip() in found


def test_the_file_says_which_form_it_is(built: bytes, language: str) -> None:
    information: Any = reader(built).metadata
    assert information["/RRPForm"] == BUILT_IN.id
    assert information["/RRPVersion"] == BUILT_IN.version
    assert information["/RRPProgramme"] == "rrp"
    assert information["/RRPLanguage"] == language
    assert information["/Title"] == BUILT_IN.title[language]


def test_finnish_words_in_another_language_say_so() -> None:
    tree = catalog(build(BUILT_IN, "sv").data)["/StructTreeRoot"]["/K"][0]
    foreign = [element for element in elements(tree) if element.get("/Lang") == "fi"]
    assert len(foreign) >= len(BUILT_IN.item("rahoittajat").options) - 1


def test_the_page_says_notice_version_programme_source_and_condition(
    built: bytes, language: str, tmp_path: Path
) -> None:
    path = tmp_path / "template.pdf"
    path.write_bytes(built)
    pages = [" ".join(page.split()) for page in run("pdftotext", "-layout", path, "-").split("\f")[:-1]]
    assert all(BUILT_IN.notice[language] in page for page in pages)
    assert BUILT_IN.version in pages[0]
    assert BUILT_IN.programme is not None
    assert BUILT_IN.programme.title[language] in pages[0]
    assert BUILT_IN.item("investoinnit").help[language] in pages[0]
    assert "P4”." in pages[0] or "“P4”." in pages[0]
    whole = " ".join(pages)
    assert whole.count(BUILT_IN.source_title("oma", language)) >= 1
    assert f"{len(pages)}/{len(pages)}" in pages[-1]


def test_qpdf_finds_nothing(built: bytes, tmp_path: Path) -> None:
    assert checked_by_qpdf(built, tmp_path) == ""
    assert b"/XRef" not in built
    assert pages_of(built)[0].mediabox[2:] == [
        pytest.approx(PAGE_WIDTH, abs=0.01),
        pytest.approx(PAGE_HEIGHT, abs=0.01),
    ]


# --- the developer's tool ---


def test_templates_of_every_form_in_every_language() -> None:
    names = [path.name for path, _, _ in templates(resource("forms"))]
    assert names == [f"rrp-{language}" for language in LANGUAGES] * len(Library().form_ids())


def test_fields_stand_where_the_layout_put_them() -> None:
    (page,) = paginate(blocks_of(form_of(Item("q", ItemType.STRING, {"fi": "?"}, source="testi")), "fi"))
    placed = [
        (placed.y + part.y, part)
        for placed in page
        for tagged in placed.block.content
        for part in tagged.content
        if isinstance(part, LayoutField) and part.spec.name == "q"
    ]
    ((y, field),) = placed
    rect = (
        fields_of(build(form_of(Item("q", ItemType.STRING, {"fi": "?"}, source="testi")), "fi").data)["q"]
        .widgets[0]
        .rect
    )
    assert rect == pytest.approx(
        (field.x, PAGE_HEIGHT - y - field.height, field.x + field.width, PAGE_HEIGHT - y), abs=0.01
    )
