"""Every window, page, dialog and popup of the program, in three languages: names, labels, and Tab through all of it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

import rrp_desktop.gui
from rrp_desktop.gui import dialogs
from rrp_desktop.gui.dialogs import CloseChoice, ask_about_changes, ask_overwrite
from rrp_desktop.gui.export_page import ExportPage
from rrp_desktop.gui.main_window import MainWindow
from rrp_desktop.gui.questions import QuestionRow
from rrp_desktop.gui.widgets.picker import Picker
from rrp_desktop.gui.widgets.popup import Popup
from rrp_desktop.i18n import LANGUAGES, set_language
from rrp_desktop.storage.draft import write_draft
from tests.gui.audit import audit, tab_walk
from tests.gui.conftest import OpenWindow
from tests.gui.helpers import (
    BUILT_IN,
    FINISHED,
    Keyboard,
    Wanted,
    drop_programme,
    leave_behind,
    mini,
    rows,
    settle,
)

# the offscreen platform says so of every popup; a real screen never does
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")

Show = Callable[[MainWindow, Path], Iterator[tuple[str, QWidget]]]

# --- every place of the program --------------------------------------------------------------------------------------


def start(window: MainWindow, data_dir: Path) -> Iterator[tuple[str, QWidget]]:
    """The start page: empty, then with drafts, work left behind, and a message."""
    yield "empty", window
    path = write_path(data_dir)
    leave_behind(data_dir, mini(data_dir, {"nimi": ("Jäi kesken",)}), path)
    leave_behind(data_dir, mini(data_dir, {"nimi": ("Tämäkin",)}), None)
    window._remember(path)
    broken = path.with_name("rikki.rrp")
    broken.write_bytes(b"PK\x03\x04")
    window._remember(broken)
    window.show_start()
    window.tell("error", "Virhe.", "Tarkemmin.")
    yield "full", window


def editor(window: MainWindow, data_dir: Path) -> Iterator[tuple[str, QWidget]]:
    """Every page of the built-in form: new, answered, with everything that is missing pointed out."""
    window.new_draft(BUILT_IN)
    assert window.session is not None
    form = window.session.questionnaire
    for page in form.pages():
        yield f"new: {page.link_id}", at(window, page.link_id)
    for link_id, values in Wanted(form).answers.items():
        window.session.answer(link_id, values)
    for page in form.pages():
        yield f"answered: {page.link_id}", at(window, page.link_id)
    for item in list(form.questions())[::2]:
        window.session.answer(item.link_id, [])
    window.mark_complete()
    for page in form.pages():
        yield f"unfinished: {page.link_id}", at(window, page.link_id)


def editor_in_little_room(window: MainWindow, data_dir: Path) -> Iterator[tuple[str, QWidget]]:
    """The editor with its side list and its panel folded away, and opened again."""
    window.new_draft(BUILT_IN)
    assert window.editor is not None
    window.resize(820, 700)
    yield "folded", window
    window.editor._toggle_panel.setChecked(True)
    yield "panel", window
    window.editor._toggle_panel.setChecked(False)
    window.editor._toggle_sections.setChecked(True)
    yield "sections", window
    window.resize(1366, 768)
    window.set_zoom(2.0)
    yield "200 %", window
    window.set_zoom(1.0)


def editor_of_other_forms(window: MainWindow, data_dir: Path) -> Iterator[tuple[str, QWidget]]:
    """A form out of the data folder, and one with a programme."""
    drop_programme(data_dir)
    window._open(mini(data_dir), None)
    assert window.editor is not None
    yield "without a programme", window
    window.switch_programme("toinen")
    yield "with a programme", window


def export(window: MainWindow, data_dir: Path) -> Iterator[tuple[str, QWidget]]:
    """The export page, while it works and when it is done."""
    window._open(mini(data_dir, FINISHED), None)
    window.show_export()
    page = window.export_page
    assert page is not None
    yield "at work", window
    wait_for_export(page)
    yield "ready", window
    page._folder = data_dir
    page.save()
    yield "saved", window


def about(window: MainWindow, data_dir: Path) -> Iterator[tuple[str, QWidget]]:
    """What the program is, and its keys."""
    window._actions.about.trigger()
    (dialog,) = window.findChildren(QDialog)
    yield "about", dialog
    dialog.close()


def picker(window: MainWindow, data_dir: Path) -> Iterator[tuple[str, QWidget]]:
    """The list of further values."""
    window._open(mini(data_dir), None)
    keys = Keyboard(window)
    keys.tab_to("varit")
    keys.tab_until(keys._at_add, "the button that adds")
    keys.focus().click()  # type: ignore[attr-defined]  # a button
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, Picker)
    yield "all values", popup
    keys.type("jotain omaa")
    yield "a value of one's own", popup
    popup.close()


def calendar(window: MainWindow, data_dir: Path) -> Iterator[tuple[str, QWidget]]:
    """The month to choose a day from."""
    window._open(mini(data_dir), None)
    keys = Keyboard(window)
    keys.tab_to("paiva")
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Space)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup.findChild(QCalendarWidget) is not None or isinstance(popup, QCalendarWidget)
    yield "calendar", popup
    popup.close()


def menus(window: MainWindow, data_dir: Path) -> Iterator[tuple[str, QWidget]]:
    """The menu with all below it."""
    window._open(mini(data_dir), None)
    window._actions.main_menu.popup(window.pos())
    yield "menu", window._actions.main_menu
    window._actions.main_menu.close()


PLACES: dict[Show, set[str]] = {
    start: {"MainWindow", "StartPage", "ScrolledPage"},
    editor: {"EditorPage", "_FormPage"},
    editor_in_little_room: {"SidePanel"},
    editor_of_other_forms: set(),
    export: {"ExportPage"},
    about: {"AboutDialog"},
    picker: {"Popup", "Picker"},
    calendar: {"Calendar"},
    menus: {"Menu"},
}
"""How every window, page and popup comes on screen, and the classes that are seen then."""

BOXES: dict[str, Callable[[QWidget], object]] = {
    "ask_about_changes": lambda parent: ask_about_changes(parent, "Malli"),
    "ask_overwrite": lambda parent: ask_overwrite(parent, Path("malli.pdf")),
}
"""Every function that asks with a message box."""


def at(window: MainWindow, page: str) -> MainWindow:
    assert window.editor is not None
    window.editor.show_page(page)
    settle()
    return window


def write_path(data_dir: Path) -> Path:
    path = data_dir / "malli.rrp"
    write_draft(path, mini(data_dir, FINISHED))
    return path


def wait_for_export(page: ExportPage) -> None:
    for _ in range(1000):
        if page._export is not None and page._save.isEnabled():
            return
        settle()
    raise AssertionError(f"no PDF: {page._intro.text()}")


# --- nothing is left out ---------------------------------------------------------------------------------------------


def gui_modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(rrp_desktop.gui.__path__, "rrp_desktop.gui."):
        yield importlib.import_module(found.name)


def is_a_place(kind: type) -> bool:
    """Whether a class is a window or a page of its own: by its base, its name, or the flag it opens with."""
    if not issubclass(kind, QWidget):
        return False
    if issubclass(kind, QDialog | QMainWindow | QMenu | Popup) or kind.__name__.endswith(
        ("Page", "Panel", "Window", "Dialog")
    ):
        return True
    return "WindowType.Popup" in inspect.getsource(kind) or "WindowType.Dialog" in inspect.getsource(kind)


def test_every_window_page_and_popup_is_looked_at() -> None:
    kinds = {
        kind
        for module in gui_modules()
        for kind in vars(module).values()
        if inspect.isclass(kind) and kind.__module__.startswith("rrp_desktop.gui")
    }
    names = {kind.__name__ for kind in kinds if is_a_place(kind)}
    plain = {"Panel"}  # a ground with a line; what stands on it is looked at
    assert names - plain - set().union(*PLACES.values()) == set()


def test_every_question_box_is_looked_at() -> None:
    functions = {name for name, one in inspect.getmembers(inspect.getmodule(CloseChoice), inspect.isfunction)}
    source = {
        name: inspect.getsource(globals().get(name) or getattr(dialogs, name))
        for name in functions & set(BOXES)
    }
    assert all("QMessageBox(" in text for text in source.values())
    text = Path(str(dialogs.__file__)).read_text(encoding="utf-8")
    assert text.count("QMessageBox(") == len(BOXES)


# --- names and Tab ---------------------------------------------------------------------------------------------------


def without_label(window: QWidget) -> list[str]:
    """Questions whose words cannot be seen: a name alone helps only those who hear it."""
    shown = [row for row in window.findChildren(QuestionRow) if row.isVisible()]
    return [row.item.link_id for row in shown if not (row.label.isVisible() and row.label.text().strip())]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_everything_has_a_name_and_tab_comes_around(
    place: Show, language: str, open_window: OpenWindow, data_dir: Path
) -> None:
    faults = {}
    looked_at = 0
    for state, widget in place(open_window(language=language), data_dir):
        settle()
        looked_at += 1
        found = audit(widget) + [f"{link_id}: its label cannot be seen" for link_id in without_label(widget)]
        if widget.windowType() is not Qt.WindowType.Popup:
            try:
                found += [] if tab_walk(widget) else ["Tab goes nowhere"]
            except AssertionError as error:
                found.append(str(error))
        if found:
            faults[state] = found
    assert looked_at
    assert faults == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ask", sorted(BOXES))
def test_question_boxes_have_names_and_escape_is_the_harmless_answer(
    ask: str, language: str, qtbot: QtBot
) -> None:
    set_language(language)
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    found: list[str] = []
    stops: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        found.extend(audit(box))
        stops.extend(tab_walk(box))
        QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, look)
    answer = BOXES[ask](parent)
    assert found == []
    assert len(stops) >= 2
    assert answer in (CloseChoice.STAY, False)


# --- order -----------------------------------------------------------------------------------------------------------


def order_of_tab(window: MainWindow) -> list[str]:
    """The questions that Tab comes to, from the first of the page on, as long as they are the page's own."""
    assert window.editor is not None
    window.editor.focus_first()
    keys = Keyboard(window)
    on_page = set(rows(window))
    found: list[str] = []
    for _ in range(Keyboard.most_tabs):
        question = keys.question()
        if question not in on_page or (found and question == found[0] and question != found[-1]):
            break
        found.append(question)
        keys.press(Qt.Key.Key_Tab)
    return [link_id for link_id, _same in groupby(found)]


def asked(window: MainWindow, page: str) -> list[str]:
    assert window.session is not None
    item = window.session.questionnaire.item(page)
    return [one.link_id for one in item.questions() if one.link_id in window.session.view.enabled]


@pytest.mark.parametrize("answered", [False, True], ids=["new", "answered"])
def test_tab_comes_to_the_questions_in_their_order(answered: bool, open_window: OpenWindow) -> None:
    window = open_window()
    window.new_draft(BUILT_IN)
    assert window.session is not None
    form = window.session.questionnaire
    if answered:
        for link_id, values in Wanted(form).answers.items():
            window.session.answer(link_id, values)
    for page in form.pages():
        at(window, page.link_id)
        assert order_of_tab(window) == asked(window, page.link_id)


def test_tab_keeps_the_order_when_questions_and_chips_come_and_go(
    open_window: OpenWindow, data_dir: Path
) -> None:
    window = open_window()
    window._open(mini(data_dir), None)
    session = window.session
    assert session is not None
    for link_id, values in (("varit", ["oma"]), ("varit", []), ("varit", ["sininen", "oma", "punainen"])):
        session.answer(link_id, values)
        assert order_of_tab(window) == asked(window, "perustiedot")
    at(window, "arvio")
    for is_included in (True, False, True):
        session.answer("mukana", [is_included])
        assert order_of_tab(window) == asked(window, "arvio")


def test_labels_belong_to_their_controls(open_window: OpenWindow) -> None:
    window = open_window()
    window.new_draft(BUILT_IN)
    assert window.session is not None
    for page in window.session.questionnaire.pages():
        at(window, page.link_id)
        for link_id, row in rows(window).items():
            assert isinstance(row.label, QLabel)
            assert row.label.buddy() is row.control.widget
            assert row.label.text() in row.control.widget.accessibleName()
            assert row.control.widget.objectName() == row.control.widget.accessibleIdentifier() == link_id
