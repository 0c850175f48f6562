"""The editor: sections and progress, moving between pages and questions, guidance and findings beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rrp_desktop.gui.editor_page import EditorPage
from rrp_desktop.gui.main_window import MainWindow
from rrp_desktop.gui.side_panel import SidePanel
from rrp_desktop.gui.widgets.findings import FindingRow
from rrp_desktop.gui.widgets.section_list import SectionList
from tests.gui.conftest import OpenWindow
from tests.gui.helpers import BUILT_IN, FINISHED, Keyboard, Wanted, mini, rows, session_of, settle, words_on


@pytest.fixture
def window(open_window: OpenWindow, data_dir: Path) -> MainWindow:
    window = open_window()
    window._open(mini(data_dir), None)
    return window


def editor(window: MainWindow) -> EditorPage:
    assert window.editor is not None
    return window.editor


def sections(window: MainWindow) -> list[str]:
    """What a screen reader says of the rows of the side list."""
    (shown,) = window.findChildren(SectionList)
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(shown.item(place).data(role)) for place in range(shown.count())]


def panel_rows(window: MainWindow) -> list[FindingRow]:
    settle()
    (panel,) = window.findChildren(SidePanel)
    return [row for row in panel.findChildren(FindingRow) if row.isVisible()]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_keys_and_buttons_go_through_all_pages_and_back(window: MainWindow) -> None:
    keys = Keyboard(window)
    pages = [page.link_id for page in session_of(window).questionnaire.pages()]
    firsts = [next(iter(rows(window)))]
    for page in pages[1:]:
        keys.shortcut(window._actions.next_page)
        assert editor(window).current_page == page
        firsts.append(next(iter(rows(window))))
        assert keys.question() == firsts[-1]
    keys.shortcut(window._actions.next_page)
    assert editor(window).current_page == pages[-1]
    for page in reversed(pages[:-1]):
        keys.shortcut(window._actions.previous_page)
        assert editor(window).current_page == page
    keys.tab_to_name("Arvio")
    keys.press(Qt.Key.Key_Return)
    assert editor(window).current_page == "arvio"
    assert keys.question() == firsts[1]


def test_a_section_opens_from_the_side_list_by_keyboard(window: MainWindow) -> None:
    (shown,) = window.findChildren(SectionList)
    keys = Keyboard(window)
    keys.tab_until(lambda: keys.focus() is shown, "the list of sections")
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    assert editor(window).current_page == "arvio"


def test_pages_are_built_when_they_are_first_shown(window: MainWindow) -> None:
    assert list(editor(window)._views) == ["perustiedot"]
    editor(window).show_page("yhteenveto")
    assert list(editor(window)._views) == ["perustiedot", "yhteenveto"]


def test_a_page_shows_what_changed_while_it_was_hidden(window: MainWindow) -> None:
    editor(window).show_page("arvio")
    session_of(window).answer("nimi", ["Malli"])
    editor(window).show_page("perustiedot")
    assert rows(window)["nimi"].control.widget.text() == "Malli"  # type: ignore[attr-defined]  # a line


def test_going_to_a_question_shows_its_page_and_gives_it_the_keyboard(window: MainWindow) -> None:
    for link_id in ("ketka", "vahvuudet", "varit", "selkeys-miksi"):
        session_of(window).answer("mukana", [True])
        editor(window).go_to(link_id)
        settle()
        assert Keyboard(window).question() == link_id
        row = rows(window)[link_id]
        assert not row.visibleRegion().isEmpty()


def test_the_next_unanswered_question_comes_with_a_key_and_goes_around(
    window: MainWindow, data_dir: Path
) -> None:
    window._open(mini(data_dir, {**FINISHED, "selkeys": (), "vahvuudet": ()}), None)
    keys = Keyboard(window)
    keys.shortcut(window._actions.next_open)
    assert keys.question() == "selkeys"
    session_of(window).answer("selkeys", ["toteutuu"])
    keys.shortcut(window._actions.next_open)
    assert keys.question() == "vahvuudet"
    session_of(window).answer("nimi", [])
    session_of(window).answer("vahvuudet", ["Selkeä."])
    keys.shortcut(window._actions.next_open)
    assert keys.question() == "nimi"


# --- progress and findings -------------------------------------------------------------------------------------------


def test_the_side_list_tells_progress_and_findings_of_each_section(window: MainWindow) -> None:
    session = session_of(window)
    assert sections(window)[0].startswith("Perustiedot, 0/1")
    session.answer("nimi", ["Malli"])
    session.answer("varit", ["sininen"])
    session.answer("maara", [1])
    settle()
    first = sections(window)[0]
    assert "1/1" in first
    assert "1 puute" in first
    assert "1 huomio" in first
    session.answer("varit", ["punainen"])
    session.answer("maara", [2])
    settle()
    assert "puute" not in sections(window)[0]
    assert "valmis" in sections(window)[0]


def test_the_figures_above_the_list_count_the_whole_form(window: MainWindow, data_dir: Path) -> None:
    assert "0/3 vastattu" in words_on(window)
    for link_id, values in FINISHED.items():
        session_of(window).answer(link_id, values)
    assert "3/3 vastattu" in words_on(window)
    assert "100 %" in words_on(window)


def test_the_panel_shows_the_guidance_of_the_page(window: MainWindow) -> None:
    (panel,) = window.findChildren(SidePanel)
    told = words_on(panel)
    for words in ("Kirjaa ensin nimi.", "lyhyesti", "selvästi"):
        assert words in told
    assert any("Keksitty" in words for words in told)
    editor(window).show_page("arvio")
    assert "Kirjaa ensin nimi." not in words_on(panel)


def test_the_panel_lists_the_worst_first_and_mends_and_moves(window: MainWindow) -> None:
    session = session_of(window)
    session.answer("maara", [1])
    session.answer("varit", ["sininen"])
    editor(window).show_page("yhteenveto")
    found = panel_rows(window)
    told = [" ".join(words_on(row)) for row in found]
    assert "Punainen puuttuu." in told[0]
    assert "Määrä on pieni." in told[1]
    keys = Keyboard(window)
    keys.tab_until(lambda: keys.focus() is found[0].button, "the button that mends")
    keys.press(Qt.Key.Key_Return)
    assert set(session.response.values("varit")) == {"sininen", "punainen"}
    (moves, *_rest) = panel_rows(window)
    keys.tab_until(lambda: keys.focus() is moves.button, "the button that goes there")
    keys.press(Qt.Key.Key_Return)
    assert keys.question() == "maara"


def test_the_panel_counts_what_is_missing_and_goes_there(window: MainWindow) -> None:
    (row,) = panel_rows(window)
    assert "3 kohtaa on vastaamatta." in words_on(row)
    editor(window).show_page("yhteenveto")
    keys = Keyboard(window)
    (row,) = panel_rows(window)
    keys.tab_until(lambda: keys.focus() is row.button, "the button that goes there")
    keys.press(Qt.Key.Key_Return)
    assert keys.question() == "nimi"


def test_the_status_bar_counts_findings_and_tells_the_file(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    session = session_of(window)
    session.answer("varit", ["sininen"])
    assert "1 puute" in words_on(window)
    assert any("Tallentamattomia muutoksia" in words for words in words_on(window))
    session.save(tmp_path / "malli.rrp")
    assert any(words.startswith("Tallennettu") and "malli.rrp" in words for words in words_on(window))


# --- room ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("width", [700, 1000, 1366])
def test_nothing_on_a_page_is_cut_off_at_the_side(width: int, zoom: float, open_window: OpenWindow) -> None:
    window = open_window(zoom=zoom)
    window.resize(width, 700)
    window.new_draft(BUILT_IN)
    session = session_of(window)
    for link_id, values in Wanted(session.questionnaire).answers.items():
        session.answer(link_id, values)
    for page in session.questionnaire.pages():
        editor(window).show_page(page.link_id)
        settle()
        view = editor(window)._views[page.link_id]
        assert view.horizontalScrollBar().maximum() == 0, page.link_id


def test_columns_that_have_no_room_fold_behind_a_button(window: MainWindow) -> None:
    shown = editor(window)
    window.resize(820, 700)
    settle()
    assert not shown._side.isVisible()
    assert not shown._panel.isVisible()
    keys = Keyboard(window)
    keys.tab_until(lambda: keys.focus() is shown._toggle_panel, "the button of the panel")
    keys.press(Qt.Key.Key_Space)
    assert shown._panel.isVisible()
    keys.tab_until(lambda: keys.focus() is shown._toggle_sections, "the button of the sections")
    keys.press(Qt.Key.Key_Space)
    assert shown._side.isVisible()
    window.resize(1366, 768)
    settle()
    assert shown._side.isVisible()
    assert shown._panel.isVisible()
