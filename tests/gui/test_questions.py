"""Questions on screen: what each shows and answers, what it says to a screen reader, findings and how a text fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QTextEdit
from pytestqt.qtbot import QtBot

from rrp_desktop.core.questionnaire import Value
from rrp_desktop.gui.main_window import MainWindow
from rrp_desktop.gui.widgets.chips import Chip
from rrp_desktop.gui.widgets.findings import FindingBox
from rrp_desktop.gui.widgets.progress import FitMeter
from rrp_desktop.storage.draft import new_draft
from rrp_desktop.storage.library import Library
from tests.conftest import ROOT
from tests.gui.conftest import OpenWindow
from tests.gui.helpers import (
    BUILT_IN,
    MINI,
    Keyboard,
    Wanted,
    control,
    drop_form,
    mini,
    rows,
    session_of,
    settle,
    shown_values,
    words_on,
)

# the offscreen platform says so of every popup; a real screen never does
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")

PAGES = {
    "nimi": "perustiedot",
    "vari": "perustiedot",
    "savy": "perustiedot",
    "maara": "perustiedot",
    "paiva": "perustiedot",
    "linkki": "perustiedot",
    "varit": "perustiedot",
    "selkeys": "arvio",
    "selkeys-miksi": "arvio",
    "mukana": "arvio",
    "ketka": "arvio",
    "vahvuudet": "yhteenveto",
}


@pytest.fixture
def window(open_window: OpenWindow, data_dir: Path) -> MainWindow:
    """A window with the small form, every question asked."""
    window = open_window()
    window._open(mini(data_dir, {"mukana": (True,)}), None)
    return window


def show(window: MainWindow, page: str) -> None:
    assert window.editor is not None
    window.editor.show_page(page)
    settle()


def boxes(window: MainWindow, link_id: str) -> list[str]:
    """The findings that stand below a question."""
    settle()
    found = rows(window)[link_id].findChildren(FindingBox)
    return [" ".join(words_on(box)) for box in found if box.isVisible()]


def test_the_pages_are_those_of_the_form(window: MainWindow) -> None:
    form = session_of(window).questionnaire
    pages = {item.link_id: form.page_of(item.link_id) for item in form.questions()}
    assert {link_id: page.link_id for link_id, page in pages.items() if page is not None} == PAGES


@pytest.mark.parametrize(
    ("link_id", "values", "shown"),
    [
        ("nimi", ("Malli čđŋ",), "Malli čđŋ"),
        ("vari", ("sininen",), "sininen"),
        ("savy", ("oma sävy",), "oma sävy"),
        ("savy", ("punainen",), "punainen"),
        ("maara", (12,), 12),
        ("paiva", ("2024-02-29",), "2024-02-29"),
        ("linkki", ("https://innokyla.fi/",), "https://innokyla.fi/"),
        ("varit", ("sininen", "oma"), ["sininen", "oma"]),
        ("selkeys", ("ei-viela",), "ei-viela"),
        ("selkeys-miksi", ("Koska.",), "Koska."),
        ("mukana", (False,), "false"),
        ("ketka", ("punainen", "sininen"), ["punainen", "sininen"]),
        ("vahvuudet", ("Rivi\n\ntoinen\n",), "Rivi\n\ntoinen\n"),
    ],
)
def test_a_control_shows_the_answer_whatever_changes_it(
    link_id: str, values: tuple[Value, ...], shown: object, window: MainWindow
) -> None:
    show(window, PAGES[link_id])
    before = shown_values(window, link_id)
    session = session_of(window)
    session.answer(link_id, values)
    assert shown_values(window, link_id) == shown
    session.stack.undo()
    settle()
    if link_id in rows(window):
        assert shown_values(window, link_id) == before
    session.stack.redo()
    settle()
    if link_id in session.view.enabled:
        assert shown_values(window, link_id) == shown


def test_showing_an_answer_answers_nothing(window: MainWindow) -> None:
    session = session_of(window)
    wanted = Wanted(session.questionnaire)
    for link_id, values in wanted.answers.items():
        session.answer(link_id, values)
    steps = session.stack.count()
    for page in dict.fromkeys(PAGES.values()):
        show(window, page)
    assert session.stack.count() == steps
    assert dict(session.response.answers) == wanted.answers


def test_typing_is_one_step_for_each_field(window: MainWindow) -> None:
    keys = Keyboard(window)
    keys.tab_to("nimi")
    keys.type("Malli")
    keys.tab_to("linkki")
    keys.type("https://thl.fi")
    assert session_of(window).stack.count() == 2


def test_an_answer_can_be_taken_away_by_keyboard(window: MainWindow) -> None:
    session = session_of(window)
    for link_id, values in (
        ("vari", ["sininen"]),
        ("maara", [3]),
        ("varit", ["oma"]),
        ("selkeys", ["toteutuu"]),
    ):
        session.answer(link_id, values)
    keys = Keyboard(window)
    for link_id in ("vari", "maara", "paiva", "varit"):
        keys.tab_to(link_id)
        if link_id == "vari":
            keys.press(Qt.Key.Key_Home)
        elif link_id == "varit":  # after the chip that is only offered
            keys.press(Qt.Key.Key_Right)
            keys.press(Qt.Key.Key_Delete)
        else:
            keys.control(Qt.Key.Key_A)
            keys.press(Qt.Key.Key_Delete)
    show(window, "arvio")
    keys.tab_to("selkeys")
    keys.press(Qt.Key.Key_Delete)
    assert set(session.response.answers) == {"mukana"}


def test_a_value_that_the_list_does_not_know_is_shown_all_the_same(window: MainWindow) -> None:
    session = session_of(window)
    session.answer("vari", ["tuntematon väri"])
    session.answer("varit", ["tuntematon väri"])
    assert shown_values(window, "vari") == "tuntematon väri"
    assert shown_values(window, "varit") == ["tuntematon väri"]
    assert len(boxes(window, "vari")) == 1


def test_a_question_that_is_not_asked_is_hidden_and_keeps_its_answer(window: MainWindow) -> None:
    session = session_of(window)
    show(window, "arvio")
    session.answer("ketka", ["punainen"])
    session.answer("mukana", [False])
    assert "ketka" not in rows(window)
    assert session.response.values("ketka") == ("punainen",)
    session.answer("mukana", [True])
    assert shown_values(window, "ketka") == ["punainen"]


def test_what_a_date_field_cannot_read_is_told_and_is_no_answer(window: MainWindow) -> None:
    keys = Keyboard(window)
    keys.tab_to("paiva")
    keys.write("31.2.2025")
    keys.press(Qt.Key.Key_Tab)
    assert session_of(window).response.value("paiva") is None
    assert any("21.3.2025" in words for words in words_on(control(window, "paiva")))


# --- what a screen reader says ---------------------------------------------------------------------------------------


def test_name_help_and_findings_are_told_with_the_control(window: MainWindow) -> None:
    show(window, "arvio")
    widget = control(window, "mukana")
    assert widget.accessibleName() == "Asiakkaat ovat mukana"
    assert widget.accessibleDescription() == "Kysy heiltä."
    show(window, "perustiedot")
    assert control(window, "nimi").accessibleName() == "Nimi, pakollinen"
    session_of(window).answer("maara", [1])
    assert "Määrä on alle 2." in control(window, "maara").accessibleDescription()
    session_of(window).answer("maara", [2])
    assert control(window, "maara").accessibleDescription() == ""


def test_a_follow_up_is_told_with_its_question(window: MainWindow) -> None:
    show(window, "arvio")
    name = control(window, "selkeys-miksi").accessibleName()
    assert "Kuvaus on selkeä" in name
    assert "Miksi?" in name


def test_two_questions_with_the_same_words_are_told_apart(open_window: OpenWindow, data_dir: Path) -> None:
    again = MINI.replace('link_id = "kortti"', 'link_id = "kortti-2"').replace(
        'fi = "Kortti"', 'fi = "Toinen kortti"'
    )
    start, end = again.index('[[item]]\nlink_id = "kortti-2"'), again.index('[[item]]\nlink_id = "vari"')
    second = again[start:end] + '[[item]]\nlink_id = "maara-2"\ntype = "integer"\nin = "kortti-2"\n'
    second += 'text = { fi = "Määrä" }\nsource = "oma"\n\n'
    place = MINI.index('[[item]]\nlink_id = "varit"')
    drop_form(data_dir, MINI[:place] + second + MINI[place:])
    window = open_window()
    window.new_draft("mini")
    names = {link_id: control(window, link_id).accessibleName() for link_id in ("maara", "maara-2")}
    assert names["maara"] != names["maara-2"]
    assert all("Määrä" in name for name in names.values())
    assert "Toinen kortti" in words_on(window)


# --- findings --------------------------------------------------------------------------------------------------------


def test_findings_stand_below_their_question_and_go_when_mended(window: MainWindow) -> None:
    session = session_of(window)
    session.answer("varit", ["sininen"])
    assert len(boxes(window, "varit")) == 1
    assert "Värien joukossa on oltava punainen." in boxes(window, "varit")[0]
    (box,) = [box for box in rows(window)["varit"].findChildren(FindingBox) if box.isVisible()]
    keys = Keyboard(window)
    keys.tab_until(lambda: keys.focus() is box.button, "the button that mends")
    keys.press(Qt.Key.Key_Return)
    assert set(session.response.values("varit")) == {"sininen", "punainen"}
    assert boxes(window, "varit") == []


def test_values_that_rules_ask_for_are_offered_as_chips(window: MainWindow) -> None:
    chips = control(window, "varit").findChildren(Chip)
    (offered,) = [chip for chip in chips if chip.isVisible()]
    assert offered.accessibleName().startswith("Punainen")
    assert not offered.isChecked()
    keys = Keyboard(window)
    keys.tab_to("varit")
    keys.press(Qt.Key.Key_Space)
    assert session_of(window).response.values("varit") == ("punainen",)


def test_what_is_missing_is_pointed_out_only_after_marking_as_complete(window: MainWindow) -> None:
    assert boxes(window, "nimi") == []
    window.mark_complete()
    assert len(boxes(window, "nimi")) == 1
    session_of(window).answer("nimi", ["Malli"])
    assert boxes(window, "nimi") == []


def test_findings_come_shortly_after_typing_stops(window: MainWindow, qtbot: QtBot) -> None:
    keys = Keyboard(window)
    keys.tab_to("maara")
    keys.type("1")
    assert window.editor is not None
    assert window.editor._refresh.isActive()
    qtbot.waitUntil(lambda: bool(boxes(window, "maara")))
    assert "Määrä on alle 2." in boxes(window, "maara")[0]


# --- how a text fits the PDF -----------------------------------------------------------------------------------------


def meter(window: MainWindow, link_id: str) -> str:
    """What the meter of a text says; empty where it is hidden."""
    settle()
    (found,) = rows(window)[link_id].findChildren(FitMeter)
    return found.text() if found.isVisible() else ""


def test_the_meter_says_whether_a_text_fits_and_that_it_goes_on_elsewhere(window: MainWindow) -> None:
    show(window, "yhteenveto")
    session = session_of(window)
    assert meter(window, "vahvuudet") == ""
    session.answer("vahvuudet", ["Lyhyt."])
    assert meter(window, "vahvuudet").startswith("Mahtuu")
    session.answer("vahvuudet", ["Pitkä teksti jatkuu. " * 300])
    assert meter(window, "vahvuudet") == "Jatkuu jatkosivulla"
    session.answer("vahvuudet", [])
    assert meter(window, "vahvuudet") == ""


# --- read-only, several answers --------------------------------------------------------------------------------------


@pytest.fixture
def all_types(open_window: OpenWindow) -> MainWindow:
    """A window with the form that has every type, on its second page."""
    form = Library(ROOT / "tests" / "data" / "forms").questionnaire("kaikki-tyypit", None)
    response = (
        Wanted(form).response().with_answer("laskettu", [7]).with_answer("rivit", ["yksi", "kaksi; kolme"])
    )
    window = open_window()
    window._open(new_draft(form, response), None)
    show(window, "sivu-2")
    return window


def test_a_read_only_question_shows_its_answer_and_takes_none(all_types: MainWindow) -> None:
    keys = Keyboard(all_types)
    keys.tab_to("laskettu")
    keys.write("8")
    assert shown_values(all_types, "laskettu") == 7
    assert session_of(all_types).response.values("laskettu") == (7,)


def test_several_written_answers_are_all_shown_and_kept(all_types: MainWindow) -> None:
    assert shown_values(all_types, "rivit") == ["yksi", "kaksi; kolme"]
    keys = Keyboard(all_types)
    keys.tab_to("rivit")
    keys.answer(session_of(all_types).questionnaire.item("rivit"), ("neljä",))
    assert session_of(all_types).response.values("rivit") == ("yksi", "kaksi; kolme", "neljä")


def test_every_question_of_the_built_in_form_has_words_that_can_be_seen(open_window: OpenWindow) -> None:
    window = open_window()
    window.new_draft(BUILT_IN)
    session = session_of(window)
    for link_id, values in Wanted(session.questionnaire).answers.items():
        session.answer(link_id, values)
    for page in session.questionnaire.pages():
        show(window, page.link_id)
        shown = rows(window)
        assert set(shown) == {item.link_id for item in page.questions()}
        for link_id, row in shown.items():
            item = session.questionnaire.item(link_id)
            words = [one.text() for one in row.findChildren(QLabel) if one.isVisible()]
            assert item.text["fi"] in words
            if isinstance(row.control.widget, QLineEdit | QTextEdit):
                assert not row.control.widget.isReadOnly()
