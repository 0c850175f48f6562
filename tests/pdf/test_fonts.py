"""The font: read as fontTools reads it, embedded so that three readers give the text back."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrp_desktop.pdf import fonts
from rrp_desktop.pdf.fonts import Subset, Weight, drawable, font
from rrp_desktop.resources import resource
from tests.pdf.acroforms import NORDIC, SAMI, SIGNS

LETTERS = SAMI + SIGNS + NORDIC + "ÕõŽžŠšÆæØøǤǥǨǩǮǯƷʒŊŋ"


def by_fonttools(data: bytes):  # type: ignore[no-untyped-def]
    ttfont = pytest.importorskip("fontTools.ttLib", reason="fontTools, a test dependency, is not installed")
    return ttfont.TTFont(io.BytesIO(data))


def outline(tt, glyph_name: str) -> list[object]:  # type: ignore[no-untyped-def]
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    glyphs = tt.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[glyph_name].draw(pen)
    return list(pen.value)


@pytest.mark.parametrize("weight", list(Weight))
def test_reads_the_files_as_fonttools_does(weight: Weight) -> None:
    tt = by_fonttools(resource("ui", "fonts", f"Inter-{weight}.ttf").read_bytes())
    ours = font(weight)
    metrics = tt["hmtx"].metrics
    names = tt.getBestCmap()
    assert ours.units == tt["head"].unitsPerEm
    assert {ord(char): tt.getGlyphName(glyph) for char, glyph in ours.glyphs.items()} == names
    assert all(ours.advances[chr(code)] == metrics[name][0] for code, name in names.items())


def test_has_the_letters_of_the_languages_in_use() -> None:
    for weight in Weight:
        assert not font(weight).missing(LETTERS), weight


def test_draws_every_finnish_swedish_and_sami_letter_in_both_cases() -> None:
    alphabet = "abcdefghijklmnopqrstuvwxyzåäöáâčđŋõšŧžæøïíǩǥǯʒ"
    assert not font().missing(alphabet + alphabet.upper())


def test_a_character_without_a_glyph_is_as_wide_as_its_box() -> None:
    assert font().width("😀", 10) == font().width("□", 10) > 0
    assert font().missing("a😀b\u4e00\n") == {"😀", "\u4e00"}
    assert not font().has("😀")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\tb", "a    b"),
        ("A\u030a", "Å"),  # combining ring
        ("so\u00adfa\u200b\ufeff", "sofa"),
        ("a\x00b\x07", "ab"),
        ("\u2028", "\n"),
        ("1\u3000000", "1  000"),
        ("pelkkää tekstiä", "pelkkää tekstiä"),
    ],
)
def test_what_is_drawn(stored: str, shown: str) -> None:
    assert drawable(stored) == shown


@given(st.text())
def test_drawable_text_stays_as_it_is(text: str) -> None:
    once = drawable(text)
    assert drawable(once) == once
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in once)


def test_codes_are_numbered_by_first_use() -> None:
    subset = Subset(font())
    assert subset.codes("abba") == bytes([0, 1, 0, 2, 0, 2, 0, 1])
    assert subset.codes("cab") == bytes([0, 3, 0, 1, 0, 2])
    assert subset.characters == "abc"


@pytest.mark.parametrize("weight", list(Weight))
def test_the_subset_holds_the_same_outlines_and_widths(weight: Weight) -> None:
    source = by_fonttools(resource("ui", "fonts", f"Inter-{weight}.ttf").read_bytes())
    subset = Subset(font(weight))
    subset.codes(LETTERS + "½ÅǺ😀")  # composites of composites, and one that is not there
    made = by_fonttools(subset.file())
    names = source.getBestCmap()
    for code, char in enumerate(subset.characters, 1):
        name = names.get(ord(char), names[ord("□")])
        assert outline(made, made.getGlyphName(code)) == outline(source, name), char
        assert made["hmtx"].metrics[made.getGlyphName(code)] == source["hmtx"].metrics[name], char


def test_the_subset_is_small() -> None:
    subset = Subset(font())
    subset.codes("Toimintamallikuvauksen itsearviointi")
    assert len(subset.file()) < 10_000


def test_to_unicode_tells_every_character_apart() -> None:
    table = fonts._to_unicode("aå😀" + "".join(chr(0x400 + index) for index in range(250))).decode("ascii")
    assert "<0001> <0061>" in table
    assert "<0003> <d83dde00>" in table
    blocks = [line for line in table.splitlines() if line.endswith("beginbfchar")]
    assert blocks == ["100 beginbfchar", "100 beginbfchar", "53 beginbfchar"]  # no more than 100 each
