"""Colours that can be told apart, sizes that grow together, and icons in every colour."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.theme import CONTRAST, DARK, LIGHT, Palette, contrast, mix
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.card import Card
from rrp_desktop.gui.widgets.fields import LineEdit
from rrp_desktop.gui.widgets.paint import HELD, HOVER
from rrp_desktop.resources import resource

PALETTES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
STATUSES = ("error", "warning", "information", "success")


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


# --- contrast


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#FFFFFF", "#000000", 21.0),
        ("#777777", "#777777", 1.0),
        ("#0E5F74", "#FFFFFF", 7.2),
        ("#767676", "#FFFFFF", 4.54),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.05)
    assert contrast(other, one) == contrast(one, other)


def grounds(palette: Palette) -> list[str]:
    return [palette.ground, palette.surface, palette.sunken]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_text_can_be_read(palette: Palette) -> None:
    pairs = [
        (text, ground)
        for text in (palette.text, palette.secondary, palette.accent)
        for ground in grounds(palette)
    ]
    pairs += [
        (palette.on_accent, palette.accent),
        (palette.accent, palette.tint),
        (palette.text, palette.tint),
    ]
    pairs += [(palette.secondary, palette.tint)]
    for name in STATUSES:
        status = palette.status(name)
        pairs += [(status.text, palette.surface), (status.text, status.ground), (palette.text, status.ground)]
        pairs += [(status.text, palette.tint), (status.text, palette.ground)]
    least = 7.0 if palette is CONTRAST else 4.5
    assert [pair for pair in pairs if contrast(*pair) < least] == []


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_controls_and_icons_can_be_seen(palette: Palette) -> None:
    pairs = [
        (palette.control, ground)
        for ground in (palette.surface, palette.ground, palette.sunken, palette.tint)
    ]
    pairs += [
        (palette.accent, palette.track),
        (palette.accent, palette.surface),
        (palette.accent, palette.ground),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 3.0] == []


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_words_stay_readable_while_hovered_and_pressed(palette: Palette) -> None:
    for share in (HOVER, HELD):
        assert contrast(palette.text, mix(palette.surface, palette.accent, share)) >= 4.5
        assert contrast(palette.accent, mix(palette.tint, palette.accent, share)) >= 4.5
        assert contrast(palette.on_accent, mix(palette.accent, palette.text, 2 * share)) >= 4.5


def test_high_contrast_shows_every_border() -> None:
    borders = [
        CONTRAST.hairline,
        CONTRAST.handle,
        CONTRAST.tint_border,
        *(CONTRAST.status(s).border for s in STATUSES),
    ]
    assert all(contrast(border, CONTRAST.surface) >= 4.5 for border in borders)


def test_colours_mix_by_share() -> None:
    assert mix("#000000", "#FFFFFF", 0.0) == "#000000"
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"
    assert mix("#000000", "#FFFFFF", 1.0) == "#FFFFFF"


# --- in force


@pytest.mark.parametrize(("scheme", "palette"), PALETTES.items())
def test_a_scheme_colours_the_application(qapp: QApplication, scheme: str, palette: Palette) -> None:
    theme.apply(qapp, scheme)
    assert theme.current().tokens is palette
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(palette.ground)
    disabled = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == QColor(palette.secondary)
    assert qapp.styleSheet() == ""


def test_the_system_scheme_follows_the_desktop(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme.apply(qapp, "system", 1.5)
    assert theme.current().tokens is LIGHT
    monkeypatch.setattr(theme, "_tokens", lambda _app: (DARK, True))
    with qtbot.waitSignal(theme.changes.changed, timeout=1000):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current().tokens is DARK
    assert theme.current().zoom == 1.5


def test_a_chosen_scheme_does_not_follow_the_desktop(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current().tokens is LIGHT


def test_inter_comes_with_the_program_in_three_weights(qapp: QApplication) -> None:
    now = theme.current()
    for role, weight in (("body", 400), ("strong", 500), ("question", 600)):
        info = QFontInfo(now.font(role))
        assert (info.family(), info.weight()) == ("Inter", weight)
    plain, heavy = (
        QFontMetricsF(now.font(role)).horizontalAdvance("Toteutuu osittain") for role in ("body", "strong")
    )
    assert plain < heavy


def test_nothing_is_set_smaller_than_nine_points() -> None:
    assert min(points for points, _weight in theme.TYPE.values()) >= 9


def test_tabular_figures_are_equally_wide(qapp: QApplication) -> None:
    metrics = QFontMetricsF(theme.current().font("body", tabular=True))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


def test_zoom_scales_type_and_sizes_together(qapp: QApplication) -> None:
    one = theme.current()
    theme.apply(qapp, "light", 2.0)
    two = theme.current()
    assert two.px(36) == 72
    assert two.font("body").pointSizeF() == 2 * one.font("body").pointSizeF()
    assert qapp.font().pointSizeF() == two.font("body").pointSizeF()


@pytest.mark.parametrize(("asked", "taken"), [(0.5, 1.0), (1.25, 1.25), (3.0, 2.0)])
def test_zoom_keeps_within_its_limits(qapp: QApplication, asked: float, taken: float) -> None:
    theme.apply(qapp, "light", asked)
    assert theme.current().zoom == taken


def test_widgets_that_are_there_take_a_new_zoom_at_once(qapp: QApplication, qtbot: QtBot) -> None:
    card = Card(padding=(20, 16, 20, 16))
    qtbot.addWidget(card)
    button, field = Button("Korjaa"), LineEdit()
    card.body.addWidget(button)
    card.body.addWidget(field)
    before = button.sizeHint()
    theme.apply(qapp, "light", 2.0)
    assert field.height() == 72
    assert button.sizeHint().height() == 2 * before.height()
    assert card.body.contentsMargins().left() == 40


def test_a_change_is_told_and_restyles_what_asks_for_it(qapp: QApplication, qtbot: QtBot) -> None:
    class Own(QWidget):
        zoom = 0.0

        def restyle(self) -> None:
            self.zoom = theme.current().zoom

    own = Own()
    qtbot.addWidget(own)
    with qtbot.waitSignal(theme.changes.changed, timeout=1000):
        theme.apply(qapp, "dark", 1.5)
    assert own.zoom == 1.5


# --- icons


def drawn_colours(name: str, colour: str) -> set[str]:
    image = icons.pixmap(name, colour, 20, 2.0).toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


NAMES = sorted(path.stem for path in Path(resource("ui", "icons")).glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_asked_colour(qapp: QApplication, name: str) -> None:
    assert LIGHT.accent in drawn_colours(name, "accent")
    source = resource("ui", "icons", f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in source
    assert "#" not in source


def test_an_icon_is_as_sharp_as_the_screen(qapp: QApplication) -> None:
    for ratio in (1.0, 1.25, 1.5, 2.0):
        picture = icons.pixmap("lock", "text", 20, ratio)
        assert picture.width() == round(20 * ratio)
        assert picture.deviceIndependentSize().width() == pytest.approx(20)
    sizes = {size.width() for size in icons.icon("lock").availableSizes()}
    assert sizes >= {20, 40}


def test_an_icon_is_drawn_once(qapp: QApplication) -> None:
    assert icons.pixmap("lock").cacheKey() == icons.pixmap("lock").cacheKey()
    light = icons.pixmap("lock").cacheKey()
    theme.apply(qapp, "dark")
    assert icons.pixmap("lock").cacheKey() != light


def test_the_tick_on_a_filled_circle_shows_in_every_scheme(qapp: QApplication) -> None:
    for scheme, palette in PALETTES.items():
        theme.apply(qapp, scheme)
        assert {palette.success.text, palette.on_accent} <= drawn_colours("circle-filled-check", "success")
        assert contrast(palette.on_accent, palette.success.text) >= 3.0
