"""Every control works with the keyboard alone, tells only what the user did, and shows all its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QFontMetrics, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.banner import Banner
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.card import Card
from rrp_desktop.gui.widgets.choices import CheckBoxes, Chips, RadioBoxes
from rrp_desktop.gui.widgets.drop import DropArea
from rrp_desktop.gui.widgets.empty import EmptyState
from rrp_desktop.gui.widgets.fields import (
    DateField,
    DropDown,
    GrowingLine,
    IntegerField,
    LineEdit,
    TextArea,
    read_date,
    write_date,
)
from rrp_desktop.gui.widgets.findings import FindingBox, FindingRow, StatusPill
from rrp_desktop.gui.widgets.flow import Columns, Flow
from rrp_desktop.gui.widgets.focus import install_focus_ring
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.list_row import ListRow, StartCard
from rrp_desktop.gui.widgets.menu import Menu
from rrp_desktop.gui.widgets.progress import FitMeter, ProgressBar
from rrp_desktop.gui.widgets.scroll import ScrollArea
from rrp_desktop.gui.widgets.section_list import PartRow, SectionList, SectionRow
from rrp_desktop.gui.widgets.text import Bullets, Label, NumberedHeading, Paragraph, Run, label

# the offscreen platform has no windows to raise and no keyboard to grab
pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support (raise|grabbing)")

Key = Qt.Key
SCALE = [("yes", "Toteutuu"), ("partly", "Toteutuu osittain"), ("no", "Ei vielä toteudu"), ("na", "Ei koske")]
SAMI = "Árvvoštallan: čáhci, đ, ŋ, š, ŧ, ž – «Áigi»\nÅland & Örö <b>\n\n”lainaus”"


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., QWidget]:
    """Shows widgets in a window that is active, and keeps it."""
    kept = []

    def show_all(*widgets: QWidget, width: int = 700) -> QWidget:
        window = QWidget()
        qtbot.addWidget(window)
        kept.append(window)
        column = Column(window, margins=(16, 16, 16, 16))
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        window.resize(width, 500)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return show_all


Show = Callable[..., QWidget]


def press(*keys: Qt.Key, shift: bool = False) -> None:
    """Press keys where the focus is."""
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifier)
        QApplication.processEvents()


def write(text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def focused_name() -> str:
    focused = QApplication.focusWidget()
    assert focused is not None
    return name_of(focused)


def drawn(widget: QWidget, colour: str) -> bool:
    """Whether this colour is in the picture of the widget."""
    image = widget.grab().toImage()
    value = theme.current().value(colour).lower()
    return any(
        image.pixelColor(x, y).name() == value for x in range(image.width()) for y in range(image.height())
    )


# --- radio boxes


def test_radio_boxes_by_keyboard(show: Show, qtbot: QtBot) -> None:
    boxes = RadioBoxes(SCALE, "4.1")
    show(boxes)
    told: list[str] = []
    boxes.chosen.connect(told.append)
    boxes.setFocus()
    assert focused_name() == "Toteutuu"
    press(Key.Key_Right, Key.Key_Down)
    assert (focused_name(), boxes.value(), told) == ("Ei vielä toteudu", "", [])
    press(Key.Key_Space)
    assert (boxes.value(), told) == ("no", ["no"])
    press(Key.Key_Left, Key.Key_Space)
    assert told == ["no", "partly"]
    press(Key.Key_Space)
    assert (boxes.value(), told[-1]) == ("", "")
    press(Key.Key_Up, Key.Key_Up)
    assert focused_name() == "Ei koske"
    press(Key.Key_Space, Key.Key_Delete, Key.Key_Delete)
    assert told[-2:] == ["na", ""]


def test_radio_boxes_are_one_stop_of_tab(show: Show) -> None:
    first, boxes, last = LineEdit(), RadioBoxes(SCALE, "4.1"), LineEdit()
    boxes.set_chosen("no")
    show(first, boxes, last)
    first.setFocus()
    press(Key.Key_Tab)
    assert focused_name() == "Ei vielä toteudu"
    press(Key.Key_Tab)
    assert last.hasFocus()
    press(Key.Key_Backtab)
    assert focused_name() == "Ei vielä toteudu"


def test_radio_boxes_by_pointer(show: Show, qtbot: QtBot) -> None:
    boxes = RadioBoxes(SCALE, "4.1")
    show(boxes)
    one, two = boxes.buttons()[:2]
    with qtbot.waitSignal(boxes.chosen, check_params_cb=lambda code: code == "yes"):
        QTest.mouseClick(one, Qt.MouseButton.LeftButton, pos=QPoint(one.width() - 4, 4))
    QTest.mouseClick(two, Qt.MouseButton.LeftButton)
    assert [box.isChecked() for box in boxes.buttons()] == [False, True, False, False]
    QTest.mouseClick(two, Qt.MouseButton.LeftButton)
    assert (boxes.value(), any(box.isChecked() for box in boxes.buttons())) == ("", False)


def test_what_the_program_chooses_is_not_told(show: Show, qtbot: QtBot) -> None:
    boxes = RadioBoxes(SCALE, "4.1")
    show(boxes)
    with qtbot.assertNotEmitted(boxes.chosen):
        boxes.set_chosen("partly")
        boxes.set_chosen("na")
        boxes.set_chosen("")
    assert not any(box.isChecked() for box in boxes.buttons())


def test_radio_boxes_flow_onto_further_lines_and_nothing_moves_when_chosen(show: Show) -> None:
    boxes = RadioBoxes(SCALE, "4.1")
    window = show(boxes, width=700)
    assert len({box.y() for box in boxes.buttons()}) == 1
    places = [box.geometry() for box in boxes.buttons()]
    boxes.set_chosen("partly")
    QApplication.processEvents()
    assert [box.geometry() for box in boxes.buttons()] == places
    window.resize(300, 500)
    QApplication.processEvents()
    assert len({box.y() for box in boxes.buttons()}) > 1
    assert all(boxes.rect().contains(box.geometry()) for box in boxes.buttons())


def test_a_long_choice_wraps_in_its_box(show: Show) -> None:
    words = (
        "Toimintamalli on otettu käyttöön kaikissa hyvinvointialueen yksiköissä ja sen vaikutuksia seurataan"
    )
    boxes = RadioBoxes([("a", words)], "Tila")
    show(boxes, width=320)
    (box,) = boxes.buttons()
    assert box.height() >= 3 * QFontMetrics(theme.current().font("strong")).lineSpacing()
    assert box.width() <= boxes.width()


# --- check boxes


def test_check_boxes_by_keyboard(show: Show) -> None:
    boxes = CheckBoxes([("I1", "Hoitotakuu", "I1"), ("I2", "Varhainen tuki", "I2")], "Investoinnit")
    show(boxes)
    told: list[list[str]] = []
    boxes.changed.connect(told.append)
    boxes.setFocus()
    assert focused_name() == "I1 Hoitotakuu"
    press(Key.Key_Tab, Key.Key_Space)
    press(Key.Key_Backtab, Key.Key_Space, Key.Key_Space)
    assert told == [["I2"], ["I1", "I2"], ["I2"]]
    boxes.set_chosen(["I1"])
    assert (boxes.values(), len(told)) == (["I1"], 3)


def test_check_boxes_stand_in_two_columns_where_there_is_room(show: Show) -> None:
    boxes = CheckBoxes([(str(n), f"Vaihtoehto {n}") for n in range(4)], "Kysymys")
    window = show(boxes, width=700)
    assert len({row.x() for row in boxes.buttons()}) == 2
    window.resize(340, 500)
    QApplication.processEvents()
    assert len({row.x() for row in boxes.buttons()}) == 1


# --- chips

TOPICS = [
    ("rrp", "RRP"),
    ("digi", "Digitaaliset palvelut"),
    ("prosessi", "Prosessien kehittäminen"),
    ("muu", "Muu"),
]


def chips_with_listener(*, is_open: bool = False) -> tuple[Chips, list[list[str]]]:
    chips = Chips(TOPICS, "Aihealueet", is_open=is_open, add="Lisää aihealue")
    told: list[list[str]] = []
    chips.changed.connect(told.append)
    return chips, told


def test_chips_are_taken_away_and_asked_for_ones_taken_in(show: Show) -> None:
    chips, told = chips_with_listener()
    chips.set_chosen(["rrp", "prosessi"])
    chips.set_required({"rrp": "vaaditaan", "digi": "vaaditaan, I4"})
    show(chips)
    assert told == []
    chips.setFocus()
    assert focused_name() == "RRP, vaaditaan"
    press(Key.Key_Right)
    assert focused_name() == "Digitaaliset palvelut, vaaditaan, I4"
    press(Key.Key_Return)
    assert told == [["rrp", "prosessi", "digi"]]
    press(Key.Key_Right)
    assert focused_name() == "Prosessien kehittäminen"
    press(Key.Key_Delete)
    assert told[-1] == ["rrp", "digi"]
    assert focused_name() == "Lisää aihealue: Aihealueet"


def test_an_asked_for_chip_that_is_taken_away_stays_on_offer(show: Show) -> None:
    chips, told = chips_with_listener()
    chips.set_chosen(["rrp"])
    chips.set_required({"rrp": "vaaditaan"})
    show(chips)
    chips.setFocus()
    press(Key.Key_Space)
    assert told == [[]]
    assert focused_name() == "RRP, vaaditaan"
    press(Key.Key_Space)
    assert told[-1] == ["rrp"]


def test_other_chips_come_from_the_list(show: Show) -> None:
    chips, told = chips_with_listener()
    chips.set_chosen(["rrp"])
    show(chips)
    chips.setFocus()
    press(Key.Key_Tab, Key.Key_Space)
    assert focused_name() == "Aihealueet"
    write("proses")
    press(Key.Key_Return)
    assert told == [["rrp", "prosessi"]]
    assert focused_name() == "Lisää aihealue: Aihealueet"
    press(Key.Key_Return, Key.Key_Down, Key.Key_Return)
    assert told[-1] == ["rrp", "prosessi", "muu"]


def test_a_value_of_ones_own_where_the_list_is_open(show: Show) -> None:
    chips, told = chips_with_listener(is_open=True)
    show(chips)
    chips.setFocus()
    press(Key.Key_Space)
    write("Oma aihe")
    press(Key.Key_Return)
    assert told == [["Oma aihe"]]
    press(Key.Key_Space)
    write("muu")
    press(Key.Key_Return)
    assert told[-1] == ["Oma aihe", "muu"]


def test_no_value_of_ones_own_where_it_is_not(show: Show) -> None:
    chips, told = chips_with_listener()
    show(chips)
    chips.setFocus()
    press(Key.Key_Space)
    write("Oma aihe")
    press(Key.Key_Return, Key.Key_Escape)
    assert told == []
    assert focused_name() == "Lisää aihealue: Aihealueet"


def test_the_button_goes_when_every_value_is_chosen(show: Show) -> None:
    chips, _told = chips_with_listener()
    show(chips)
    add = next(child for child in chips.findChildren(QPushButton) if name_of(child).startswith("Lisää"))
    assert add.isVisible()
    chips.set_chosen([code for code, _words in TOPICS])
    assert not add.isVisible()


def test_a_chip_that_is_new_comes_in_its_place_for_tab(show: Show) -> None:
    before, after = LineEdit(), LineEdit()
    chips, _told = chips_with_listener()
    chips.set_chosen(["rrp"])
    show(before, chips, after)
    chips.set_required({"digi": "vaaditaan"})
    QApplication.processEvents()
    before.setFocus()
    stops = []
    for _ in range(3):
        press(Key.Key_Tab)
        stops.append(focused_name())
    assert stops == ["Digitaaliset palvelut, vaaditaan", "RRP", "Lisää aihealue: Aihealueet"]
    press(Key.Key_Tab)
    assert after.hasFocus()


# --- text area


def test_tab_leaves_a_text_area(show: Show) -> None:
    one, two = TextArea(2), TextArea(2)
    show(one, two)
    one.setFocus()
    write("a")
    press(Key.Key_Tab)
    assert two.hasFocus()
    assert one.text() == "a"
    press(Key.Key_Backtab)
    assert one.hasFocus()


def test_a_text_area_tells_what_is_typed_and_not_what_is_set(show: Show, qtbot: QtBot) -> None:
    area = TextArea()
    show(area)
    with qtbot.assertNotEmitted(area.changed):
        area.set_text("Valmis")
        area.set_text(SAMI)
        area.set_text("")
    told: list[str] = []
    area.changed.connect(told.append)
    area.setFocus()
    write("ab")
    press(Key.Key_Return)
    write("c")
    assert told == ["a", "ab", "ab\n", "ab\nc"]


def test_every_character_comes_back_from_a_text_area(show: Show) -> None:
    area = TextArea()
    show(area)
    for text in (SAMI, "  välit  ja\u00a0sitova\u2009ohut ", "\n\n", "🙂 x\ty", "a" * 20_000):
        area.set_text(text)
        assert area.text() == text
    area.set_text("rivi\r\nrivi\rrivi")
    assert area.text() == "rivi\nrivi\nrivi"


def test_the_cursor_stays_when_the_text_is_set(show: Show) -> None:
    area = TextArea()
    show(area)
    area.set_text("yksi kaksi")
    cursor = area.textCursor()
    cursor.setPosition(4)
    area.setTextCursor(cursor)
    area.set_text("yksi kolme")
    assert area.textCursor().position() == 4
    area.set_text("yk")
    assert area.textCursor().position() == 2


def test_a_text_area_grows_with_its_text_then_scrolls(show: Show) -> None:
    area = TextArea(2, most_lines=6)
    show(area)
    least = area.height()
    assert least >= 36
    area.set_text("rivi\n" * 4)
    QApplication.processEvents()
    grown = area.height()
    assert grown > least
    assert not area.verticalScrollBar().isVisible()
    area.set_text("rivi\n" * 60)
    QApplication.processEvents()
    assert grown < area.height() < 6 * 30 + 30
    assert area.verticalScrollBar().isVisible()
    area.set_text("")
    QApplication.processEvents()
    assert area.height() == least


def test_lines_of_a_text_area_are_set_apart_however_they_come(show: Show) -> None:
    area = TextArea()
    show(area)
    area.setFocus()
    write("yksi")
    press(Key.Key_Return)
    mime = QMimeData()
    mime.setHtml("<h1>Otsikko</h1><p style='line-height:300%'>kaksi</p>")
    mime.setText("Otsikko\nkaksi")
    area.insertFromMimeData(mime)
    assert area.text() == "yksi\nOtsikko\nkaksi"
    heights = set()
    block = area.document().firstBlock()
    while block.isValid():
        heights.add(block.blockFormat().lineHeight())
        block = block.next()
    assert heights == {TextArea.LINE_HEIGHT}


def test_undo_passes_through_fields_to_the_window(show: Show, qtbot: QtBot) -> None:
    from PySide6.QtGui import QKeySequence, QShortcut

    area, line, drop = TextArea(), LineEdit(), DropDown([("a", "A")], is_open=True)
    window = show(area, line, drop)
    undone: list[bool] = []
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), window)
    shortcut.activated.connect(lambda: undone.append(True))
    for field in (area, line, drop):
        field.setFocus()
        write("x")
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (len(undone), area.text(), line.text()) == (3, "x", "x")


def test_a_page_follows_the_cursor_of_a_long_text(show: Show, qtbot: QtBot) -> None:
    page = QWidget()
    column = Column(page)
    area = TextArea(3, most_lines=80)
    column.addWidget(area)
    scroll = ScrollArea()
    scroll.setWidget(page)
    show(scroll)
    scroll.setFixedHeight(300)
    area.set_text("rivi\n" * 60)
    QApplication.processEvents()
    area.setFocus()
    area.moveCursor(QTextCursor.MoveOperation.End)

    def cursor_shows() -> bool:
        return 0 <= area.mapTo(scroll, area.cursorRect().bottomLeft()).y() <= scroll.height()

    qtbot.waitUntil(cursor_shows)
    for _ in range(5):
        press(Key.Key_Return)
        qtbot.waitUntil(cursor_shows)


def test_a_growing_line_shows_a_long_name_in_one_paragraph(show: Show) -> None:
    line = GrowingLine("Nimi")
    show(line, width=400)
    told: list[str] = []
    line.changed.connect(told.append)
    assert line.height() == 36
    line.setFocus()
    write("ab")
    press(Key.Key_Return)
    mime = QMimeData()
    mime.setText("c\nd\r\ne")
    line.insertFromMimeData(mime)
    assert told == ["a", "ab", "abc d e"]
    line.set_text("Chat ja chatbotin kehittäminen ja käyttöönotto, Keski-Pohjanmaan HVA (RRP, P4, I4)")
    QApplication.processEvents()
    assert line.height() > 50
    assert not line.verticalScrollBar().isVisible()
    press(Key.Key_Tab)
    assert len(told) == 3


# --- other fields


def test_a_line_tells_what_is_typed_and_not_what_is_set(show: Show, qtbot: QtBot) -> None:
    line = LineEdit("Nimi")
    show(line)
    with qtbot.assertNotEmitted(line.changed):
        line.set_text("Malli")
    line.setCursorPosition(2)
    line.set_text("Mallit")
    assert line.cursorPosition() == 2
    line.setFocus()
    with qtbot.waitSignal(line.changed, check_params_cb=lambda text: text == "Maxllit"):
        press(Key.Key_X)


def test_an_integer_field_takes_digits_only(show: Show) -> None:
    field = IntegerField()
    show(field)
    told: list[object] = []
    field.changed.connect(told.append)
    field.set_value(7)
    field.set_value(None)
    assert told == []
    field.setFocus()
    write("1a2-")
    assert told == [1, 12]
    press(Key.Key_Backspace, Key.Key_Backspace)
    assert told[-1] is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("21.3.2025", "2025-03-21"), ("21. 3. 2025", "2025-03-21"), (" 01.12.1999 ", "1999-12-01"),
        ("2025-03-21", "2025-03-21"), ("", ""), ("  ", ""), ("31.2.2025", None), ("21.3.", None), ("21.3.25", None),
        ("eilen", None), ("2025-3-21", None), ("20250321", None),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text: str, iso: str | None) -> None:
    assert read_date(text) == iso


def test_dates_are_written_as_people_do() -> None:
    assert write_date("2025-03-01") == "1.3.2025"
    assert write_date("kevät") == "kevät"


def test_a_date_is_told_when_it_is_whole(show: Show) -> None:
    field = DateField()
    field.setAccessibleName("Päivä")
    show(field, LineEdit())
    told: list[str] = []
    field.changed.connect(told.append)
    field.setFocus()
    assert focused_name() == "Päivä"
    write("21.3.2025")
    assert (told, field.date()) == (["2025-03-21"], "2025-03-21")
    press(Key.Key_Backspace)
    assert (told[-1], field.date()) == ("", "")


def test_what_is_no_date_is_kept_and_told_below(show: Show) -> None:
    field = DateField()
    show(field, LineEdit())
    field.setFocus()
    write("31.2.2025")
    hint = next(words for words in field.findChildren(QLabel) if "21.3.2025" in words.text())
    assert not hint.isVisible()
    press(Key.Key_Tab)
    assert hint.isVisible()
    assert field.line.text() == "31.2.2025"
    field.setFocus()
    press(Key.Key_End, Key.Key_Home, Key.Key_Delete, Key.Key_Delete)
    write("28")
    assert not hint.isVisible()
    assert field.date() == "2025-02-28"


def test_a_date_that_is_set_is_shown_and_not_told(show: Show, qtbot: QtBot) -> None:
    field = DateField()
    show(field)
    with qtbot.assertNotEmitted(field.changed):
        field.set_date("2025-03-21")
    assert field.line.text() == "21.3.2025"
    field.set_date("")
    assert field.line.text() == ""


def test_a_date_from_the_calendar_by_keyboard(show: Show) -> None:
    field = DateField()
    field.set_date("2025-03-21")
    show(field)
    told: list[str] = []
    field.changed.connect(told.append)
    field.setFocus()
    press(Key.Key_Tab, Key.Key_Space)
    press(Key.Key_Right, Key.Key_Return)
    assert (told, field.line.text()) == (["2025-03-22"], "22.3.2025")
    assert field.line.hasFocus()


COUNTIES = [("HVA18", "Keski-Pohjanmaan hyvinvointialue"), ("HVA21", "Lapin hyvinvointialue")]


def test_a_drop_down_by_keyboard(show: Show) -> None:
    field = DropDown(COUNTIES, placeholder="Valitse")
    show(field)
    told: list[str] = []
    field.chosen.connect(told.append)
    field.set_chosen("HVA21")
    assert (field.value(), told) == ("HVA21", [])
    field.setFocus()
    press(Key.Key_Up)
    assert told == ["HVA18"]
    press(Key.Key_Home)
    assert told[-1] == ""


def test_a_drop_down_shows_a_value_that_it_does_not_know() -> None:
    field = DropDown(COUNTIES)
    field.set_chosen("HVA99")
    assert (field.value(), field.currentText()) == ("HVA99", "HVA99")
    field.set_chosen("HVA21")
    assert field.currentText() == "Lapin hyvinvointialue"


def test_an_open_drop_down_takes_own_words(show: Show) -> None:
    field = DropDown(COUNTIES, is_open=True)
    show(field)
    told: list[str] = []
    field.chosen.connect(told.append)
    field.setFocus()
    write("Muu alue")
    assert told[-1] == "Muu alue"
    field.set_chosen("Toinen alue")
    assert (field.value(), field.currentText()) == ("Toinen alue", "Toinen alue")
    field.set_chosen("HVA21")
    assert (field.value(), field.currentText()) == ("HVA21", "Lapin hyvinvointialue")


def wheel(widget: QWidget) -> QWheelEvent:
    middle = QPointF(widget.rect().center())
    return QWheelEvent(
        middle, QPointF(widget.mapToGlobal(widget.rect().center())), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_the_wheel_changes_a_drop_down_only_with_the_focus(show: Show) -> None:
    field, other = DropDown(COUNTIES), LineEdit()
    show(field, other)
    other.setFocus()
    QApplication.sendEvent(field, wheel(field))
    assert field.value() == ""
    field.setFocus()
    QApplication.sendEvent(field, wheel(field))
    assert field.value() == "HVA18"


# --- buttons and rows


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return, Key.Key_Enter])
@pytest.mark.parametrize("kind", ["outlined", "primary", "link", "quiet", "icon"])
def test_buttons_by_keyboard(show: Show, qtbot: QtBot, kind: str, key: Qt.Key) -> None:
    button = Button("Korjaa & tallenna", "save", kind)  # type: ignore[arg-type]  # each of the kinds
    show(button)
    assert name_of(button) == "Korjaa & tallenna"
    assert button.width() >= 24
    assert button.height() >= 24
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        press(key)


def test_a_button_has_room_for_its_words(show: Show) -> None:
    for small in (False, True):
        button = Button("Anna vertaisarvioitavaksi", "people", trailing="chevron-right", small=small)
        assert (
            button.sizeHint().width()
            > QFontMetrics(button.font()).horizontalAdvance("Anna vertaisarvioitavaksi") + 50
        )
        assert button.minimumSizeHint() == button.sizeHint()


def test_an_icon_button_says_its_words_in_a_tip(show: Show) -> None:
    button = Button("Kumoa", "undo", "icon")
    show(button)
    assert (button.toolTip(), name_of(button)) == ("Kumoa", "Kumoa")
    button.set_words("Kumoa: muutos kohdassa 4.1")
    assert button.toolTip() == "Kumoa: muutos kohdassa 4.1"


def test_a_filter_tells_its_count_and_state(show: Show) -> None:
    button = Button("Erot", kind="filter", count="6")
    show(button)
    assert name_of(button) == "Erot, 6"
    button.set_count("5")
    assert name_of(button) == "Erot, 5"
    button.setFocus()
    press(Key.Key_Space)
    assert button.isChecked()


def test_only_primary_and_chosen_buttons_are_filled(show: Show) -> None:
    plain, primary = Button("Muuta"), Button("Tallenna PDF", kind="primary")
    show(plain, primary)
    assert drawn(primary, "accent")
    assert not drawn(plain, "accent")
    primary.setEnabled(False)
    assert not drawn(primary, "accent")


def test_a_list_row_is_one_button_that_says_all_its_words(show: Show, qtbot: QtBot) -> None:
    row = ListRow("Etäasioinnin toimintamalli", "Keski-Pohjanmaan HVA (RRP, P4, I1)")
    row.add(StatusPill("information", "1 vinkki"), 190)
    row.add(label("eilen 15.12", "caption", wrap=False))
    show(row)
    assert (
        name_of(row)
        == "Etäasioinnin toimintamalli, Keski-Pohjanmaan HVA (RRP, P4, I1), 1 vinkki, eilen 15.12"
    )
    row.setFocus()
    with qtbot.waitSignal(row.clicked):
        press(Key.Key_Return)
    with qtbot.waitSignal(row.clicked):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(30, 20))


def test_a_narrow_list_row_puts_its_parts_below(show: Show) -> None:
    row = ListRow("Chat ja chatbotin kehittäminen ja käyttöönotto", "Keski-Pohjanmaan HVA (RRP, P4, I4)")
    row.add(StatusPill("error", "1 puute"), 190)
    window = show(row, width=900)
    wide = row.height()
    window.resize(330, 500)
    QApplication.processEvents()
    assert row.height() > wide


def test_a_start_card_by_keyboard(show: Show, qtbot: QtBot) -> None:
    card = StartCard("document", "Toimintamallikuvauksen itsearviointi", "Käy kuvaus läpi kohta kohdalta.")
    show(card)
    assert (name_of(card), card.accessibleDescription()) == (
        "Toimintamallikuvauksen itsearviointi", "Käy kuvaus läpi kohta kohdalta.",
    )  # fmt: skip
    card.setFocus()
    with qtbot.waitSignal(card.clicked):
        press(Key.Key_Space)


def test_a_menu_is_dressed_when_it_opens(qapp: QApplication, qtbot: QtBot) -> None:
    menu = Menu("Valikko")
    qtbot.addWidget(menu)
    menu.addAction("Avaa…")
    assert menu.styleSheet() == ""
    menu.popup(QPoint(0, 0))
    assert theme.LIGHT.tint in menu.styleSheet()
    menu.hide()
    theme.apply(qapp, "dark")
    menu.popup(QPoint(0, 0))
    assert theme.DARK.tint in menu.styleSheet()
    menu.hide()


# --- findings, banner, empty, drop


def test_a_finding_says_word_and_sentence_and_mends(show: Show, qtbot: QtBot) -> None:
    box = FindingBox("error", "Puute", "Digitaaliset palvelut puuttuu.", "Korjaa")
    show(box)
    assert [words.text() for words in box.findChildren(QLabel)] == ["Puute: Digitaaliset palvelut puuttuu."]
    assert name_of(box.button) == "Korjaa: Digitaaliset palvelut puuttuu."
    box.button.setFocus()
    with qtbot.waitSignal(box.fixed):
        press(Key.Key_Return)


def test_a_finding_without_a_mend_has_no_button(show: Show) -> None:
    box = FindingBox("warning", "Huomio", "Kirjaa, mitä puuttuu.")
    show(box)
    assert box.findChildren(Button) == []


def test_a_finding_in_the_panel(show: Show, qtbot: QtBot) -> None:
    row = FindingRow("warning", "Huomio", "4.2 Resurssit", "Kirjaa, mitä puuttuu.", "Siirry", is_fix=False)
    show(row, width=312)
    assert name_of(row.button) == "Siirry: 4.2 Resurssit, Kirjaa, mitä puuttuu."
    row.button.setFocus()
    with qtbot.waitSignal(row.acted):
        press(Key.Key_Space)
    plain = FindingRow(None, "", "", "54 kohtaa on vastaamatta.", "Siirry", is_fix=False)
    assert name_of(plain.button) == "Siirry: 54 kohtaa on vastaamatta."


def test_a_status_is_never_told_by_colour_alone(show: Show) -> None:
    for status, words in (
        ("error", "1 puute"),
        ("warning", "2 huomiota"),
        ("information", "1 vinkki"),
        ("success", "Valmis"),
    ):
        pill = StatusPill(status, words)
        show(pill)
        assert pill.text() == words
        assert drawn(pill, status)
        assert drawn(pill, f"{status}.ground")


def test_a_banner_tells_which_action_and_closes(show: Show, qtbot: QtBot) -> None:
    banner = Banner(
        "information",
        "Ohjelma sulkeutui kesken.",
        "Chatbot",
        actions=[("Poista", "link"), ("Palauta", "primary")],
    )
    show(banner)
    banner.buttons[1].setFocus()
    with qtbot.waitSignal(banner.acted, check_params_cb=lambda place: place == 1):
        press(Key.Key_Return)
    press(Key.Key_Tab)
    assert focused_name() == "Sulje ilmoitus: Chatbot"
    with qtbot.waitSignal(banner.closed):
        press(Key.Key_Space)
    assert not banner.isVisible()


def test_an_empty_state_says_what_comes_and_acts(show: Show, qtbot: QtBot) -> None:
    empty = EmptyState("document", "Ei vielä luonnoksia.", "Avaa esimerkki")
    show(empty)
    (button,) = empty.findChildren(Button)
    with qtbot.waitSignal(empty.acted):
        button.click()
    assert EmptyState("document", "Ei tarkistettavaa.").findChildren(Button) == []


def drag_of(*urls: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    return mime


def drop_on(area: QWidget, mime: QMimeData) -> bool:
    actions, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), actions, mime, button, key)
    enter.ignore()
    QApplication.sendEvent(area, enter)
    if enter.isAccepted():
        QApplication.sendEvent(area, QDropEvent(QPointF(5, 5), actions, mime, button, key))
    return enter.isAccepted()


def test_a_file_is_dropped_or_chosen(show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    area = DropArea("Pudota tiedosto tähän", "Luonnos (.rrp)", "Valitse tiedosto…")
    show(area)
    path = tmp_path / "Äimä luonnos.rrp"
    with qtbot.waitSignal(area.dropped, check_params_cb=lambda dropped: dropped == path):
        assert drop_on(area, drag_of(QUrl.fromLocalFile(str(path)).toString()))
    assert not drop_on(area, drag_of("https://example.org/a.pdf"))
    assert not drop_on(area, drag_of("file:///a.rrp", "file:///b.rrp"))
    assert not drop_on(area, drag_of())
    with qtbot.waitSignal(area.browseAsked):
        area.button.click()


# --- progress


def test_progress_tells_its_value(show: Show) -> None:
    bar = ProgressBar("34/55 vastattu")
    show(bar)
    bar.set_share(0.62)
    node = QAccessible.queryAccessibleInterface(bar)
    assert (node.role(), name_of(bar)) == (QAccessible.Role.ProgressBar, "34/55 vastattu")
    assert node.valueInterface().currentValue() == 62
    assert drawn(bar, "accent")
    bar.set_share(0.0)
    assert not drawn(bar, "accent")


def test_the_fit_meter_shows_words_and_never_stops(show: Show) -> None:
    meter = FitMeter()
    show(meter)
    meter.set_fit("Mahtuu · tilaa noin 5 riviä", 0.4, True)
    assert meter.text() == "Mahtuu · tilaa noin 5 riviä"
    assert drawn(meter, "success")
    meter.set_fit("Jatkuu jatkosivulla", 1.7, False)
    assert drawn(meter, "warning")
    assert not drawn(meter, "success")


# --- side list

ROWS: list[SectionRow | PartRow] = [
    SectionRow("perustiedot", "Perustiedot", 9, 12, errors=1, warnings=2),
    PartRow("Toimintamallin kuvaus"),
    SectionRow("ymparisto", "Toimintaympäristö", 4, 4),
    SectionRow("ehdot", "Toimivuuden ja käyttöönoton ehdot", 0, 5),
    PartRow("Kehittämisen polku", "polku"),
    SectionRow("polku-1", "Kehittämistarve", 2, 3, part="polku"),
    SectionRow("polku-2", "Tavoite", 3, 3, part="polku"),
    SectionRow("yhteenveto", "Yhteenveto", 0, 3),
]


def side_list(show: Show, shown: str = "perustiedot") -> tuple[SectionList, list[str]]:
    sections = SectionList("Osat")
    sections.set_rows(ROWS, shown)
    show(sections, width=328)
    chosen: list[str] = []
    sections.chosen.connect(chosen.append)
    return sections, chosen


def spoken(sections: SectionList) -> list[str]:
    node = QAccessible.queryAccessibleInterface(sections)
    return [node.child(place).text(QAccessible.Text.Name) for place in range(node.childCount())]


def test_the_side_list_is_told_row_by_row(show: Show) -> None:
    sections, _chosen = side_list(show)
    assert QAccessible.queryAccessibleInterface(sections).role() is QAccessible.Role.List
    assert spoken(sections) == [
        "Perustiedot, 9/12 vastattu, 1 puute, 2 huomiota",
        "Toimintamallin kuvaus",
        "Toimintaympäristö, 4/4 vastattu, valmis",
        "Toimivuuden ja käyttöönoton ehdot, 0/5 vastattu",
        "Kehittämisen polku, 2 osaa · 5/6, suljettu",
        "Yhteenveto, 0/3 vastattu",
    ]


def test_the_side_list_by_keyboard(show: Show) -> None:
    sections, chosen = side_list(show)
    sections.setFocus()
    press(Key.Key_Down)
    assert chosen == []
    press(Key.Key_Return)
    assert chosen == ["ymparisto"]
    press(Key.Key_Down, Key.Key_Space)
    assert chosen[-1] == "ehdot"
    press(Key.Key_Down, Key.Key_Right)
    assert len(spoken(sections)) == 8
    press(Key.Key_Down, Key.Key_Enter)
    assert chosen[-1] == "polku-1"
    press(Key.Key_Up, Key.Key_Left)
    assert len(spoken(sections)) == 6
    press(Key.Key_Return)
    assert len(spoken(sections)) == 8


def test_moving_in_the_side_list_does_not_change_what_is_shown(show: Show) -> None:
    sections, _chosen = side_list(show)
    sections.setFocus()
    press(Key.Key_Down, Key.Key_Down)
    assert [item.row() for item in sections.selectedIndexes()] == [0]
    assert sections.currentRow() == 3


def test_the_side_list_by_pointer(show: Show) -> None:
    sections, chosen = side_list(show)
    for place in (3, 1, 4):
        centre = sections.visualItemRect(sections.item(place)).center()
        QTest.mouseClick(sections.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert chosen == ["ehdot"]
    assert len(spoken(sections)) == 8


def test_a_part_opens_for_the_section_that_is_shown(show: Show) -> None:
    sections, _chosen = side_list(show)
    sections.set_rows(ROWS, "polku-2")
    assert spoken(sections)[4] == "Kehittämisen polku, 2 osaa · 5/6, avattu"
    assert sections.selectedItems()[0].text() == ""
    assert [index.row() for index in sections.selectedIndexes()] == [6]


def test_figures_change_without_moving_the_keyboard(show: Show) -> None:
    sections, _chosen = side_list(show)
    sections.setFocus()
    press(Key.Key_Down, Key.Key_Down)
    rows = [SectionRow("ehdot", "Toimivuuden ja käyttöönoton ehdot", 5, 5) if isinstance(row, SectionRow) and row.link_id == "ehdot" else row for row in ROWS]  # fmt: skip
    sections.set_rows(rows, "perustiedot")
    assert sections.currentRow() == 3
    assert spoken(sections)[3] == "Toimivuuden ja käyttöönoton ehdot, 5/5 vastattu, valmis"


def test_a_section_with_a_fault_is_not_done() -> None:
    assert SectionRow("a", "Perustiedot", 12, 12).is_done
    assert not SectionRow("a", "Perustiedot", 12, 12, errors=1).is_done
    assert SectionRow("a", "Perustiedot", 12, 12, warnings=1).is_done


def test_a_long_title_takes_two_lines(show: Show, qapp: QApplication) -> None:
    sections, _chosen = side_list(show)
    short = sections.visualItemRect(sections.item(0)).height()
    sections.set_rows([SectionRow("a", "Toimivuuden, käyttöönoton ja juurruttamisen ehdot", 0, 5)], "")
    QApplication.processEvents()
    assert sections.visualItemRect(sections.item(0)).height() > short
    theme.apply(qapp, "light", 2.0)
    QApplication.processEvents()
    assert sections.visualItemRect(sections.item(0)).height() >= 2 * short


# --- words


def test_paragraphs_show_all_their_words(show: Show) -> None:
    words = "Kuvaus kertoo, kuka johtaa, viestii, kouluttaa ja ylläpitää toimintaa hankkeen jälkeen. " * 3
    wide, narrow = Paragraph(words), Paragraph(words)
    show(wide, width=900)
    show(narrow, width=260)
    lines = narrow.height() / QFontMetrics(narrow.font()).lineSpacing()
    assert narrow.height() > 2 * wide.height()
    assert lines >= QFontMetrics(narrow.font()).horizontalAdvance(words) / narrow.width()


def test_a_word_too_long_for_its_line_is_broken_not_cut() -> None:
    paragraph = Paragraph("a" * 400)
    assert paragraph.heightForWidth(200) > 5 * QFontMetrics(paragraph.font()).height()


def test_a_paragraph_of_runs_reads_as_one(show: Show) -> None:
    paragraph = Paragraph(
        [Run("Puute:", "error", "part"), Run(" Nimi puuttuu. 🙂 "), Run("heti", marked=True)]
    )
    show(paragraph)
    assert name_of(paragraph) == "Puute: Nimi puuttuu. 🙂 heti"
    assert drawn(paragraph, "tint")
    paragraph.setText("Kunnossa")
    assert name_of(paragraph) == "Kunnossa"
    assert not drawn(paragraph, "tint")


def test_help_begins_where_the_words_of_its_heading_do(qapp: QApplication) -> None:
    heading = NumberedHeading("4.1", "Tehtävät on kuvattu")
    one = heading.indent_width()
    assert one > theme.current().px(12)
    assert NumberedHeading("", "Perustiedot").indent_width() == 0
    theme.apply(qapp, "light", 2.0)
    heading.restyle()
    assert heading.indent_width() == pytest.approx(2 * one, abs=2)


def test_a_single_point_has_no_bullet(show: Show) -> None:
    one, two = Bullets(["Vain yksi."]), Bullets(["Yksi.", "Kaksi."])
    show(one, two)
    assert not drawn(one, "accent")
    assert drawn(two, "accent")


def test_labels_are_plain_text() -> None:
    for words in (Label("<b>x</b>"), label("<b>x</b>", "help"), label("<b>x</b>", "page-title")):
        assert words.textFormat() is Qt.TextFormat.PlainText


def test_a_colour_of_its_own_follows_the_theme(qapp: QApplication, show: Show) -> None:
    words = Label("Tallennettu", colour="success")
    show(words)
    theme.apply(qapp, "dark")
    assert words.palette().color(words.foregroundRole()).name().upper() == theme.DARK.success.text


# --- layouts


def fixed(width: int, height: int = 20) -> QWidget:
    widget = QWidget()
    widget.setFixedSize(width, height)
    return widget


def test_what_follows_a_stretching_widget_goes_below_together(show: Show) -> None:
    holder = QWidget()
    flow = Flow(holder, spacing=10)
    words, one, two = QWidget(), fixed(100), fixed(100)
    flow.add(words, stretch_from=200)
    flow.add(one)
    flow.add(two)
    window = show(holder, width=532)
    assert (words.width(), one.y(), two.y()) == (500 - 220, one.y(), one.y())
    words.setMinimumWidth(200)
    window.resize(380, 400)
    QApplication.processEvents()
    assert words.width() == holder.width()
    assert words.geometry().bottom() < one.y() == two.y()


def test_hidden_widgets_take_no_room_in_a_flow(show: Show) -> None:
    holder = QWidget()
    flow = Flow(holder, spacing=10)
    first, second, third = fixed(100), fixed(100), fixed(100)
    for widget in (first, second, third):
        flow.add(widget)
    show(holder)
    second.hide()
    QApplication.processEvents()
    assert third.x() == 110


def test_columns_fill_line_by_line(show: Show) -> None:
    holder = QWidget()
    columns = Columns(holder, least=200)
    widgets = [QLabel(str(place)) for place in range(5)]
    for widget in widgets:
        columns.add(widget)
    show(holder)
    assert widgets[0].y() == widgets[1].y() < widgets[2].y() == widgets[3].y() < widgets[4].y()


# --- focus


def ring_place(window: QWidget) -> QRect | None:
    """Where the ring of focus is, in the window."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    ring = install_focus_ring(app).ring()
    if ring is None or not ring.isVisible():
        return None
    return QRect(ring.mapTo(window, QPoint(0, 0)), ring.size())


def test_the_ring_goes_around_what_has_the_keyboard(show: Show) -> None:
    button, field = Button("Korjaa"), LineEdit()
    window = show(button, field)
    button.setFocus()
    place = QRect(button.mapTo(window, QPoint(0, 0)), button.size())
    assert ring_place(window) == place.adjusted(-4, -4, 4, 4)
    field.setFocus()
    assert ring_place(window) is None
    assert drawn(field, "accent")


def test_the_ring_follows_its_control(show: Show) -> None:
    button = Button("Korjaa")
    window = show(button)
    button.setFocus()
    button.move(100, 50)
    place = ring_place(window)
    assert place is not None
    assert place.topLeft() == QPoint(96, 46)
    button.hide()
    assert ring_place(window) is None


def test_the_ring_is_not_told_to_screen_readers(show: Show) -> None:
    button = Button("Korjaa")
    window = show(button)
    before = QAccessible.queryAccessibleInterface(window).childCount()
    button.setFocus()
    assert QAccessible.queryAccessibleInterface(window).childCount() == before


def test_the_ring_outlives_the_page_it_was_on(show: Show, qtbot: QtBot) -> None:
    for _ in range(3):
        scroll, page = ScrollArea(), QWidget()
        button = Button("Korjaa")
        Column(page).addWidget(button)
        scroll.setWidget(page)
        window = show(scroll)
        button.setFocus()
        assert ring_place(window) is not None
        page.deleteLater()
        QApplication.sendPostedEvents(None, 52)
        QApplication.processEvents()


def test_cards_and_fields_grow_with_the_zoom(show: Show, qapp: QApplication) -> None:
    card = Card()
    for widget in (LineEdit(), Button("Korjaa"), RadioBoxes(SCALE, "4.1"), DropDown(COUNTIES)):
        card.body.addWidget(widget)
    show(card)
    before = card.height()
    theme.apply(qapp, "light", 2.0)
    QApplication.processEvents()
    assert card.height() >= 2 * before - 40
