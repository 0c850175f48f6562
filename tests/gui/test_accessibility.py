"""The audit finds planted faults and passes the gallery of all widgets; headings and announcements reach Qt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rrp_desktop.gui import accessibility, theme
from rrp_desktop.gui.widgets.choices import RadioBoxes
from rrp_desktop.gui.widgets.fields import DropDown, LineEdit
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.scroll import ScrollArea
from rrp_desktop.gui.widgets.text import NumberedHeading, label
from tests.gui.audit import audit, tab_walk


@pytest.fixture(autouse=True)
def installed(qapp: QApplication) -> Iterator[None]:
    accessibility.install()
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


def load_gallery() -> ModuleType:
    """tests/ is no package, so the gallery is loaded by its place."""
    spec = spec_from_file_location("gallery", Path(__file__).with_name("gallery.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["gallery"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def window_of(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = QWidget()
    window.setAccessibleName("Koe")
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    for widget in widgets:
        layout.addWidget(widget)
    window.show()
    return window


def named(widget: QWidget, name: str) -> QWidget:
    widget.setAccessibleName(name)
    return widget


# --- planted faults


def test_a_well_built_window_has_nothing_to_tell(qtbot: QtBot) -> None:
    holder = QWidget()
    form = QFormLayout(holder)
    form.addRow("Nimi", QLineEdit())
    form.addRow("Alue", QComboBox())
    window = window_of(
        qtbot, holder, RadioBoxes([("a", "Kyllä"), ("b", "Ei")], "Kysymys"), QPushButton("Tallenna")
    )
    assert audit(window) == []


@pytest.mark.parametrize("kind", [QLineEdit, QTextEdit, QToolButton, QSlider])
def test_a_control_without_a_name_is_found(qtbot: QtBot, kind: type[QWidget]) -> None:
    found = audit(window_of(qtbot, QLabel("Nimi"), kind()))
    assert found == [f"{kind.__name__}: no name"]


def test_a_combo_box_whose_value_is_its_only_name_is_found(qtbot: QtBot) -> None:
    box = QComboBox()
    box.addItem("Lappi")
    (found,) = audit(window_of(qtbot, QLabel("Alue"), box))
    assert "no label" in found


def test_a_radio_button_outside_a_named_group_is_found(qtbot: QtBot) -> None:
    (found,) = audit(window_of(qtbot, QRadioButton("Kyllä")))
    assert "outside a named group" in found
    (found,) = audit(window_of(qtbot, RadioBoxes([("a", "Kyllä")])))
    assert "outside a named group" in found


@pytest.mark.parametrize("name", ["<b>Nimi</b>", "Nimi<br>", "Tutki&nbsp;kehitä"])
def test_markup_in_a_name_is_found(qtbot: QtBot, name: str) -> None:
    (found,) = audit(window_of(qtbot, named(QLineEdit(), name)))
    assert "markup" in found


@pytest.mark.parametrize("name", ["Tutki & kehitä", "a < b > c", "Nimi (RRP, P4)"])
def test_ordinary_signs_are_no_markup(qtbot: QtBot, name: str) -> None:
    assert audit(window_of(qtbot, named(QLineEdit(), name))) == []


def test_two_controls_of_one_name_are_found(qtbot: QtBot) -> None:
    (found,) = audit(window_of(qtbot, QPushButton("Korjaa"), QPushButton("Korjaa")))
    assert found == "2 controls are called ”Korjaa”"


def test_the_same_choices_in_two_groups_are_no_fault(qtbot: QtBot) -> None:
    scale = [("a", "Toteutuu"), ("b", "Ei koske")]
    assert audit(window_of(qtbot, RadioBoxes(scale, "4.1"), RadioBoxes(scale, "4.2"))) == []
    found = audit(window_of(qtbot, RadioBoxes(scale, "4.1"), RadioBoxes(scale, "4.1")))
    assert sorted(found) == ["2 controls are called ”Ei koske”", "2 controls are called ”Toteutuu”"]


def test_what_cannot_be_seen_is_passed_over(qtbot: QtBot) -> None:
    window = window_of(qtbot, QPushButton("Korjaa"), hidden := QLineEdit())
    hidden.hide()
    assert audit(window) == []


# --- the kit


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_the_gallery_has_no_faults(qapp: QApplication, qtbot: QtBot, zoom: float) -> None:
    theme.apply(qapp, "light", zoom)
    gallery = load_gallery().Gallery()
    qtbot.addWidget(gallery)
    gallery.setAccessibleName("Galleria")
    gallery.resize(1366, 700)
    gallery.show()
    assert audit(gallery) == []


def test_tab_comes_to_everything_in_the_gallery_and_shows_it(qtbot: QtBot) -> None:
    gallery = load_gallery().Gallery()
    qtbot.addWidget(gallery)
    gallery.resize(1366, 700)
    gallery.show()
    qtbot.waitExposed(gallery)
    stops = tab_walk(gallery)
    assert stops[:2] == ["Osat", "Toteutuu osittain"]
    order = ["4-1-parannus", "Lisää aihealue: Aihealueet", "Vie PDF", "Valitse tiedosto…", "Avaa esimerkki"]
    assert [stops.index(stop) for stop in order] == sorted(stops.index(stop) for stop in order)
    assert len(stops) == len(set(stops))


def test_the_tab_walk_tells_when_a_stop_cannot_be_seen(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QScrollArea

    class Stubborn(QScrollArea):
        def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
            return QWidget.focusNextPrevChild(self, next)

    area = Stubborn()
    page = QWidget()
    column = QVBoxLayout(page)
    for place in range(60):
        column.addWidget(named(QLineEdit(), f"Kenttä {place}"))
    area.setWidget(page)
    window = window_of(qtbot, area)
    window.resize(300, 200)
    qtbot.waitExposed(window)
    with pytest.raises(AssertionError, match="cannot be seen"):
        tab_walk(window)


def test_a_page_scrolls_to_what_gets_the_focus_from_code(qtbot: QtBot) -> None:
    page = QWidget()
    column = Column(page)
    fields = [LineEdit() for _ in range(60)]
    for field in fields:
        column.addWidget(field)
    area = ScrollArea()
    area.setWidget(page)
    window = window_of(qtbot, area)
    window.resize(300, 300)
    window.activateWindow()
    qtbot.waitExposed(window)
    fields[50].setFocus()
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0)
    top = fields[50].mapTo(area, fields[50].rect().topLeft()).y()
    assert 0 <= top <= area.viewport().height() - fields[50].height()


# --- headings, relations, announcements


def role_of(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def test_headings_are_headings(qtbot: QtBot) -> None:
    title, text = label("Perustiedot", "page-title"), label("Kirjoita nimi.", "help")
    question = NumberedHeading("4.1", "Tehtävät on kuvattu")
    _window = window_of(qtbot, title, text, question)
    assert role_of(title) is QAccessible.Role.Heading
    assert role_of(question) is QAccessible.Role.Heading
    assert role_of(text) is QAccessible.Role.StaticText
    name = QAccessible.queryAccessibleInterface(question).text(QAccessible.Text.Name)
    assert name == "4.1 Tehtävät on kuvattu"


def test_a_heading_tells_its_words_of_now(qtbot: QtBot) -> None:
    title = label("Perustiedot", "page-title")
    _window = window_of(qtbot, title)
    assert QAccessible.queryAccessibleInterface(title).text(QAccessible.Text.Name) == "Perustiedot"
    title.setText("Yhteenveto")
    assert QAccessible.queryAccessibleInterface(title).text(QAccessible.Text.Name) == "Yhteenveto"


def test_headings_may_go_while_a_screen_reader_looks(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    for _ in range(50):
        title = label("Otsikko", "page-title")
        layout = window.layout()
        assert layout is not None
        layout.addWidget(title)
        assert audit(window) == []
        title.setParent(None)
        title.deleteLater()
    QApplication.processEvents()
    assert audit(window) == []


def test_radio_boxes_tell_their_question(qtbot: QtBot) -> None:
    boxes = RadioBoxes([("a", "Toteutuu")], "4.1 Tehtävät & vastuut")
    _window = window_of(qtbot, boxes)
    node = QAccessible.queryAccessibleInterface(boxes)
    assert (node.role(), node.text(QAccessible.Text.Name)) == (
        QAccessible.Role.Grouping,
        "4.1 Tehtävät & vastuut",
    )
    relations = QAccessible.queryAccessibleInterface(boxes.buttons()[0]).relations()
    labels = [other for other, flag in relations if flag & QAccessible.RelationFlag.Label]
    assert labels[0].text(QAccessible.Text.Name) == "4.1 Tehtävät & vastuut"


def test_a_drop_down_with_a_buddy_has_its_label(qtbot: QtBot) -> None:
    words, field = label("Hyvinvointialue", "label"), DropDown([("a", "Lapin hyvinvointialue")])
    words.setBuddy(field)
    assert audit(window_of(qtbot, words, field)) == []


def test_announcements_are_polite(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[QAccessibleAnnouncementEvent] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    accessibility.announce(window_of(qtbot), "Tallennettu 10.23")
    (event,) = told
    assert event.message() == "Tallennettu 10.23"
    assert event.politeness() is QAccessible.AnnouncementPoliteness.Polite
