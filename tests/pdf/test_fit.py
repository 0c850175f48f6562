"""Wrapping and fitting: nothing is lost, lines are never too wide, and what does not fit is told."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrp_desktop.pdf.fit import FLOOR_MULTILINE, FLOOR_ONE_LINE, Box, fit, layout, wrap
from rrp_desktop.pdf.fonts import drawable, font

WORDS = st.text(alphabet="abcåäöŋđ –—-/\n  \u00a0ABC1", max_size=400)
PARAGRAPH = "Ylin johto on sitoutunut malliin ja sen juurruttamiseen – mallin omistaja on nimetty. "


@given(st.one_of(st.text(max_size=400), WORDS), st.floats(5, 500), st.floats(4, 20))
def test_the_lines_joined_are_the_text(text: str, width: float, size: float) -> None:
    assert "".join(wrap(text, width, size)) == text


@given(WORDS, st.floats(20, 500), st.floats(4, 12))
def test_no_line_is_wider_than_the_box(text: str, width: float, size: float) -> None:
    widest = max(font().width(char, size) for char in "—ŋABC")
    for line in wrap(text, max(width, widest), size):
        assert font().width(line.rstrip(" \n"), size) <= max(width, widest) + 0.01


@given(WORDS, st.floats(30, 500))
def test_no_line_has_room_for_the_next_word(text: str, width: float) -> None:
    lines = wrap(text, width, 10)
    for line, following in pairwise(lines):
        if line.endswith("\n"):
            continue
        word = following.lstrip(" ").split(" ")[0].split("\n")[0]
        assert font().width(line + word, 10) > width - 0.01 or word == ""


def test_breaks_at_spaces_and_after_hyphens_inside_of_words() -> None:
    assert wrap("sosiaali- ja terveyspalvelut", 66, 10) == ["sosiaali- ja ", "terveyspalvel", "ut"]
    assert wrap("alue-ekosysteemi", 60, 10) == ["alue-", "ekosysteemi"]
    assert wrap("sähkö/lämpö/vesi", 45, 10) == ["sähkö/", "lämpö/", "vesi"]


def test_a_dash_stays_with_the_word_before_it() -> None:
    assert wrap("sana – toinen – kolmas –", 50, 10) == ["sana – ", "toinen – ", "kolmas –"]


def test_numbers_with_a_minus_and_line_breaks_are_kept() -> None:
    assert wrap("- viiva\n- toinen -5\n\n", 90, 10) == ["- viiva\n", "- toinen -5\n", "\n", ""]


def test_a_no_break_space_does_not_break() -> None:
    assert wrap("12\u00a0000 euroa", 50, 10) == ["12\u00a0000 ", "euroa"]


def test_one_line_keeps_its_size_while_it_fits_and_shrinks_to_the_floor() -> None:
    box = Box(width=150, height=20, size=10, multiline=False)
    assert fit("Lyhyt", box) == fit("Lyhyt", box)
    assert fit("Lyhyt", box).size == 10
    smaller = fit("Hieman pidempi teksti tälle riville", box)
    assert smaller.fits
    assert FLOOR_ONE_LINE <= smaller.size < 10
    too_long = fit(PARAGRAPH * 2, box)
    assert not too_long.fits
    assert too_long.size == FLOOR_ONE_LINE
    assert (too_long.lines, too_long.room) == (1, 1)


def test_one_line_uses_the_width_that_there_is() -> None:
    box = Box(width=150, height=20, size=10, multiline=False)
    text = "Hieman pidempi teksti tälle riville"
    assert font().width(text, fit(text, box).size) == pytest.approx(box.inner_width, rel=0.06)


def test_several_lines_shrink_to_eight_points_and_then_go_on_elsewhere() -> None:
    box = Box(width=400, height=60, size=10, multiline=True)
    assert fit(PARAGRAPH, box).size == 10
    fits = [fit(PARAGRAPH * count, box) for count in range(1, 30)]
    assert all(one.size >= two.size for one, two in pairwise(fits))
    assert fits[-1].size == FLOOR_MULTILINE
    assert not fits[-1].fits
    assert fits[-1].lines > fits[-1].room
    assert all(one.fits == (one.lines <= one.room) for one in fits)


def test_size_zero_follows_from_the_box() -> None:
    assert fit("Otsikko", Box(300, 30, 0, multiline=False)).size > 20
    assert fit("Teksti", Box(300, 300, 0, multiline=True)).size == 12
    assert fit("Teksti", Box(20, 30, 0, multiline=False)).size < 8


def test_type_is_never_higher_than_the_box() -> None:
    assert fit("Lomake", Box(300, 14, 18, multiline=False)).size < 12


def test_strange_boxes_do_no_harm() -> None:
    for width, height, size in ((0, 0, 0), (0.1, 0.1, 300), (1e6, 1e6, 0), (3, 3, -5)):
        for multiline in (True, False):
            fit(PARAGRAPH, Box(width, height, size, multiline))


@given(st.text(max_size=200), st.booleans())
def test_the_layout_shows_the_drawable_text(text: str, multiline: bool) -> None:
    lines, _ = layout(text, Box(120, 60, 10, multiline))
    shown = drawable(text)
    assert "".join(lines) == (shown if multiline else shown.replace("\n", " "))
