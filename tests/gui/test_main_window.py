"""The window: opening, saving, closing, language, size and look; and what it says when something is wrong."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from rrp_desktop.core.response import Status
from rrp_desktop.errors import Unexpected
from rrp_desktop.gui import theme
from rrp_desktop.gui.dialogs import CloseChoice
from rrp_desktop.gui.main_window import MainWindow
from rrp_desktop.gui.start_page import StartPage
from rrp_desktop.gui.widgets.drop import DropArea
from rrp_desktop.gui.widgets.list_row import ListRow
from rrp_desktop.i18n import language
from rrp_desktop.settings import Settings, read_settings
from rrp_desktop.storage.draft import Draft, read_draft, write_draft
from rrp_desktop.storage.library import Library
from tests.gui.conftest import Dialogs, OpenWindow
from tests.gui.helpers import (
    BUILT_IN,
    FINISHED,
    MINI,
    Answers,
    Keyboard,
    banners,
    control,
    drop_form,
    drop_programme,
    mini,
    rows,
    session_of,
    settle,
    shown_values,
    words_on,
)


@pytest.fixture
def window(open_window: OpenWindow, data_dir: Path) -> MainWindow:
    """A window on its start page; the small form is in the data folder."""
    drop_form(data_dir)
    return open_window()


def saved(data_dir: Path, path: Path, answers: Answers = FINISHED) -> Draft:
    """A draft of the small form in a file."""
    return write_draft(path, mini(data_dir, answers))


def at_start(window: MainWindow) -> bool:
    return window.findChild(StartPage) is not None and window.session is None


def is_modified(window: MainWindow) -> bool:
    return window.isWindowModified()


# --- opening ---------------------------------------------------------------------------------------------------------


def test_the_program_begins_with_the_start_page(window: MainWindow) -> None:
    assert at_start(window)
    assert window.windowTitle() == "RRP Desktop"
    assert not window._actions.save.isEnabled()
    assert not window._actions.undo.isVisible()


def test_a_new_assessment_begins_on_the_first_question(window: MainWindow) -> None:
    window.new_draft("mini")
    assert Keyboard(window).question() == "nimi"
    assert session_of(window).path is None
    assert not is_modified(window)


def test_opening_a_draft_shows_its_answers(window: MainWindow, data_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "malli.rrp"
    draft = saved(data_dir, path)
    window.open_path(path)
    session = session_of(window)
    assert (session.path, session.response, session.draft.revision) == (path, draft.response, draft.revision)
    assert shown_values(window, "nimi") == "Malli"
    assert shown_values(window, "varit") == ["punainen"]
    assert window.windowTitle() == "malli.rrp[*] – RRP Desktop"
    assert not is_modified(window)
    assert window.settings.recent == (str(path),)


def test_a_file_can_be_chosen_in_the_dialog(
    window: MainWindow, data_dir: Path, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    path = answers_in_dialogs.open_path = tmp_path / "malli.rrp"
    saved(data_dir, path)
    Keyboard(window).shortcut(window._actions.open)
    assert session_of(window).path == path


def drag(window: MainWindow, target: Callable[[MainWindow], object], *urls: QUrl) -> None:
    """Drag files over a widget and let them go there."""
    mime = QMimeData()
    mime.setUrls(list(urls))
    widget = target(window)
    left, none, actions = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), actions, mime, left, none)
    widget.dragEnterEvent(enter)  # type: ignore[attr-defined]  # a widget of ours
    if enter.isAccepted():
        widget.dropEvent(QDropEvent(QPointF(5, 5), actions, mime, left, none))  # type: ignore[attr-defined]
    settle()


@pytest.mark.parametrize(
    "target", [lambda window: window, lambda window: window.findChild(DropArea)], ids=["window", "area"]
)
def test_a_dropped_draft_opens(
    target: Callable[[MainWindow], object], window: MainWindow, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "malli ja ö.rrp"
    saved(data_dir, path)
    drag(window, target, QUrl.fromLocalFile(str(path)))
    assert session_of(window).path == path


def test_what_is_no_file_cannot_be_dropped(window: MainWindow) -> None:
    drag(window, lambda window: window, QUrl("https://innokyla.fi/"))
    drag(window, lambda window: window.findChild(DropArea), QUrl("https://innokyla.fi/"))
    assert at_start(window)


def test_recent_drafts_stand_on_the_start_page_and_open(
    window: MainWindow, data_dir: Path, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number}.rrp" for number in range(3)]
    for number, path in enumerate(paths):
        saved(data_dir, path, {**FINISHED, "nimi": (f"Malli {number}",)})
        window.open_path(path)
    window.close_draft()
    paths[1].unlink()
    window.show_start()
    recent = [
        row for row in window.findChildren(ListRow) if row.isVisible() and "Malli" in row.accessibleName()
    ]
    assert [row.accessibleName().split(",")[0] for row in recent] == ["Malli 2", "Malli 0"]
    Keyboard(window).tab_to_name(recent[1].accessibleName())
    Keyboard(window).press(Qt.Key.Key_Return)
    assert session_of(window).path == paths[0]


def test_recent_drafts_are_remembered_for_the_next_start(
    window: MainWindow, open_window: OpenWindow, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "malli.rrp"
    saved(data_dir, path)
    window.open_path(path)
    window.close()
    settings = read_settings(data_dir / "settings.json")
    assert settings.recent == (str(path),)
    assert settings.geometry
    later = open_window(recent=settings.recent)
    assert any("Malli" in words for words in words_on(later))


def test_an_example_opens_as_a_new_draft(window: MainWindow) -> None:
    path = Library().examples()[0]
    before = path.read_bytes()
    row = next(row for row in window.findChildren(ListRow) if row.isVisible())
    row.click()
    session = session_of(window)
    assert session.response == read_draft(path).response
    assert session.path is None
    assert session.draft.revision == ""
    assert window.settings.recent == ()
    assert path.read_bytes() == before


# --- one after the other ---------------------------------------------------------------------------------------------


def test_use_as_base_keeps_the_basic_data_and_empties_the_rest(
    window: MainWindow, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "malli.rrp"
    saved(data_dir, path, {**FINISHED, "paiva": ("2024-02-29",), "maara": (7,)})
    window.open_path(path)
    window.use_as_base()
    session = session_of(window)
    basic = {item.link_id for item in session.questionnaire.item("perustiedot").questions()}
    assert set(session.response.answers) <= basic
    assert session.response.values("nimi") == ("Malli",)
    assert session.response.values("maara") == (7,)
    assert session.response.value("paiva") != "2024-02-29"
    assert session.response.status is Status.IN_PROGRESS
    assert session.path is None
    assert read_draft(path).response.values("vahvuudet") == FINISHED["vahvuudet"]
    assert len(banners(window)) == 1


def test_use_as_base_asks_about_unsaved_changes(window: MainWindow, answers_in_dialogs: Dialogs) -> None:
    window.new_draft("mini")
    session_of(window).answer("vahvuudet", ["Tärkeä"])
    answers_in_dialogs.changes = CloseChoice.STAY
    window.use_as_base()
    assert session_of(window).response.values("vahvuudet") == ("Tärkeä",)


def test_opening_the_same_file_again_after_saving_shows_what_was_saved(
    window: MainWindow, data_dir: Path, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    path = tmp_path / "malli.rrp"
    saved(data_dir, path)
    window.open_path(path)
    session_of(window).answer("nimi", ["Uusi nimi"])
    answers_in_dialogs.changes = CloseChoice.SAVE
    window.open_path(path)
    assert session_of(window).response.value("nimi") == "Uusi nimi"
    assert shown_values(window, "nimi") == "Uusi nimi"


# --- saving and closing ----------------------------------------------------------------------------------------------


def test_the_first_save_asks_where_and_the_next_does_not(
    window: MainWindow, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    path = answers_in_dialogs.save_path = tmp_path / "malli.rrp"
    window.new_draft("mini")
    keys = Keyboard(window)
    keys.type("Malli")
    assert is_modified(window)
    keys.shortcut(window._actions.save)
    assert not is_modified(window)
    keys.type(" 2")
    keys.shortcut(window._actions.save)
    assert answers_in_dialogs.asked == ["save_path"]
    assert read_draft(path).response.value("nimi") == "Malli 2"
    assert window.settings.recent == (str(path),)


def test_saving_under_another_name_leaves_the_first_file(
    window: MainWindow, data_dir: Path, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    first, second = tmp_path / "eka.rrp", tmp_path / "toka.rrp"
    saved(data_dir, first)
    window.open_path(first)
    session_of(window).answer("nimi", ["Toinen"])
    answers_in_dialogs.save_path = second
    window.save_as()
    assert read_draft(first).response.value("nimi") == "Malli"
    assert read_draft(second).response.value("nimi") == "Toinen"
    assert session_of(window).path == second
    assert window.windowTitle().startswith("toka.rrp")


@pytest.mark.parametrize("close", [MainWindow.close_draft, MainWindow.close], ids=["draft", "window"])
@pytest.mark.parametrize("choice", CloseChoice)
def test_closing_with_unsaved_changes_has_three_answers(
    choice: CloseChoice,
    close: Callable[[MainWindow], object],
    window: MainWindow,
    data_dir: Path,
    tmp_path: Path,
    answers_in_dialogs: Dialogs,
) -> None:
    path = tmp_path / "malli.rrp"
    saved(data_dir, path)
    window.open_path(path)
    session_of(window).answer("nimi", ["Muutettu"])
    session_of(window).write_recovery_copy()
    answers_in_dialogs.changes = choice
    close(window)
    settle()
    stays = choice is CloseChoice.STAY
    assert (window.session is not None) is stays
    assert answers_in_dialogs.asked == ["changes"]
    expected = "Muutettu" if choice is CloseChoice.SAVE else "Malli"
    assert read_draft(path).response.value("nimi") == expected
    assert bool(list((data_dir / "recovery").glob("*.json"))) is stays


def test_closing_without_changes_asks_nothing(
    window: MainWindow, data_dir: Path, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    path = tmp_path / "malli.rrp"
    saved(data_dir, path)
    window.open_path(path)
    session_of(window).answer("nimi", ["Muutettu"])
    session_of(window).stack.undo()
    window.close_draft()
    assert at_start(window)
    assert answers_in_dialogs.asked == []


def test_a_draft_stays_open_when_saving_before_closing_fails(
    window: MainWindow, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    window.new_draft("mini")
    session_of(window).answer("nimi", ["Malli"])
    answers_in_dialogs.changes = CloseChoice.SAVE
    answers_in_dialogs.save_path = tmp_path / "puuttuu" / "malli.rrp"
    window.close_draft()
    assert session_of(window).response.value("nimi") == "Malli"
    assert len(banners(window)) == 1


# --- undo and redo ---------------------------------------------------------------------------------------------------


def test_undo_and_redo_reach_every_page_from_wherever_the_keyboard_is(window: MainWindow) -> None:
    window.new_draft("mini")
    keys = Keyboard(window)
    keys.type("Malli")
    keys.shortcut(window._actions.next_page)
    keys.press(Qt.Key.Key_Space)
    keys.tab_to("selkeys-miksi")
    keys.type("Koska.")
    for expected in ({"nimi", "selkeys", "paiva"}, {"nimi", "paiva"}, {"paiva"}):
        keys.shortcut(window._actions.undo)
        assert set(session_of(window).response.answers) == expected
    assert shown_values(window, "selkeys") == ""
    assert not window._actions.undo.isEnabled()
    for _ in range(3):
        keys.shortcut(window._actions.redo)
    assert session_of(window).response.value("selkeys-miksi") == "Koska."
    assert shown_values(window, "selkeys-miksi") == "Koska."
    assert not window._actions.redo.isEnabled()


# --- completing ------------------------------------------------------------------------------------------------------


def test_marking_as_complete_shows_what_is_missing_and_goes_there(window: MainWindow, data_dir: Path) -> None:
    window._open(mini(data_dir, {**FINISHED, "vahvuudet": (), "varit": ("sininen",)}), None)
    window.mark_complete()
    assert session_of(window).response.status is Status.IN_PROGRESS
    (banner,) = banners(window)
    assert "1 kohta" in banner
    assert "1 puute" in banner
    assert Keyboard(window).question() == "varit"


def test_a_finished_assessment_is_marked_and_the_mark_can_be_taken_away(
    window: MainWindow, data_dir: Path
) -> None:
    window._open(mini(data_dir, FINISHED), None)
    window._actions.complete.trigger()
    assert session_of(window).is_completed
    window._actions.complete.trigger()
    assert session_of(window).response.status is Status.IN_PROGRESS


def test_the_last_page_offers_to_mark_as_complete(window: MainWindow, data_dir: Path) -> None:
    window._open(mini(data_dir, FINISHED), None)
    assert window.editor is not None
    window.editor.show_page("yhteenveto")
    keys = Keyboard(window)
    keys.tab_to_name("Merkitse valmiiksi")
    keys.press(Qt.Key.Key_Return)
    assert session_of(window).is_completed


# --- language, size, look --------------------------------------------------------------------------------------------


def test_another_language_keeps_the_draft_and_the_place_in_it(window: MainWindow, data_dir: Path) -> None:
    window._open(mini(data_dir), None)
    session = session_of(window)
    keys = Keyboard(window)
    keys.type("Malli")
    keys.shortcut(window._actions.next_page)
    keys.tab_to("mukana")
    window.switch_language("sv")
    settle()
    assert language() == "sv"
    assert session_of(window) is session
    assert session.response.value("nimi") == "Malli"
    assert session.stack.canUndo()
    assert window.editor is not None
    assert window.editor.current_page == "arvio"
    assert keys.question() == "mukana"
    assert rows(window)["mukana"].label.text() == "Klienterna är med"
    assert window._actions.save.text() != "Tallenna"
    assert read_settings(data_dir / "settings.json").language == "sv"
    keys.shortcut(window._actions.undo)
    assert session.response.value("nimi") is None


def test_the_start_page_changes_its_language(window: MainWindow) -> None:
    finnish = words_on(window)
    window.switch_language("en")
    english = words_on(window)
    assert "Small form" in english
    assert "Small form" not in finnish
    window.switch_language("fi")
    assert words_on(window) == finnish


def test_text_grows_and_shrinks_while_a_draft_is_open(window: MainWindow, data_dir: Path) -> None:
    window.new_draft("mini")
    keys = Keyboard(window)
    keys.type("Malli")
    height = control(window, "nimi").height()
    for _ in range(9):
        keys.shortcut(window._actions.larger)
    assert theme.current().zoom == 2.0
    assert control(window, "nimi").height() > 1.5 * height
    assert read_settings(data_dir / "settings.json").zoom == 2.0
    keys.shortcut(window._actions.smaller)
    assert theme.current().zoom < 2.0
    keys.shortcut(window._actions.normal)
    assert control(window, "nimi").height() == height
    assert session_of(window).response.value("nimi") == "Malli"
    assert keys.question() == "nimi"


def test_text_changes_its_size_while_long_texts_begin_and_end_to_scroll(
    window: MainWindow, data_dir: Path
) -> None:
    window._open(mini(data_dir), None)
    assert window.editor is not None
    window.editor.show_page("yhteenveto")
    session_of(window).answer("vahvuudet", ["Rivi\n" * 13])
    for zoom in (2.0, 1.0, 1.5, 1.0):
        window.set_zoom(zoom)
        settle()
        assert theme.current().zoom == zoom
        assert shown_values(window, "vahvuudet") == "Rivi\n" * 13


def test_light_and_dark_change_while_a_draft_is_open(window: MainWindow, data_dir: Path) -> None:
    window.new_draft("mini")
    light = window.grab().toImage()
    window.set_scheme("dark")
    assert theme.current().dark
    dark = window.grab().toImage()
    middle = QPoint(light.width() // 2, light.height() - 20)
    assert light.pixelColor(middle).lightness() > 200
    assert dark.pixelColor(middle).lightness() < 80
    assert read_settings(data_dir / "settings.json").scheme == "dark"
    window.set_scheme("light")
    assert window.grab().toImage().pixelColor(middle) == light.pixelColor(middle)


def test_language_size_and_look_can_be_chosen_in_the_menu(window: MainWindow) -> None:
    window._actions.main_menu.aboutToShow.emit()
    chosen = {
        action.text(): action
        for menu in window.findChildren(type(window._actions.main_menu))
        for action in menu.actions()
    }
    chosen["150 %"].trigger()
    assert theme.current().zoom == 1.5
    chosen["Tumma"].trigger()
    assert theme.current().dark
    chosen["Svenska"].trigger()
    assert language() == "sv"


# --- what is wrong is told -------------------------------------------------------------------------------------------


def truncated(data_dir: Path, path: Path) -> None:
    saved(data_dir, path)
    path.write_bytes(path.read_bytes()[:-200])


def too_new(data_dir: Path, path: Path) -> None:
    _rewrite(data_dir, path, formatVersion=9, lowestReaderVersion=9)


def _rewrite(data_dir: Path, path: Path, **manifest: object) -> None:
    """A draft with another manifest."""
    saved(data_dir, path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **manifest}).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


BAD_FILES: dict[str, Callable[[Path, Path], object]] = {
    "missing": lambda _data, _path: None,
    "empty": lambda _data, path: path.write_bytes(b""),
    "zeros": lambda _data, path: path.write_bytes(bytes(4000)),
    "foreign": lambda _data, path: path.write_bytes(b"Hyv\xe4\xe4 p\xe4iv\xe4\xe4"),
    "another zip": lambda _data, path: zipfile.ZipFile(path, "w").writestr("a.txt", "a"),
    "folder": lambda _data, path: path.mkdir(),
    "truncated": truncated,
    "too new": too_new,
}


@pytest.mark.parametrize("suffix", [".rrp", ".pdf"])
@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_opened_is_told_in_a_sentence_and_nothing_is_lost(
    kind: str, suffix: str, window: MainWindow, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"rikki{suffix}"
    BAD_FILES[kind](data_dir, path)
    before = path.read_bytes() if path.is_file() else None
    window.new_draft("mini")
    session = session_of(window)
    session.answer("nimi", ["Tärkeä"])
    window.open_path(path)
    assert session_of(window) is session
    assert session.response.value("nimi") == "Tärkeä"
    (banner,) = banners(window)
    assert path.name in banner
    assert banner.count("\n") == 0
    assert "Traceback" not in banner
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_draft_of_a_newer_program_opens_to_be_read(
    window: MainWindow, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "uusi.rrp"
    _rewrite(data_dir, path, formatVersion=9)
    before = path.read_bytes()
    window.open_path(path)
    (banner,) = banners(window)
    assert path.name in banner
    assert shown_values(window, "nimi") == "Malli"
    keys = Keyboard(window)
    keys.tab_to("nimi")
    keys.type("x")
    keys.shortcut(window._actions.save)
    assert session_of(window).response.value("nimi") == "Malli"
    assert not is_modified(window)
    assert not control(window, "varit").isEnabled()
    for action in (window._actions.save, window._actions.save_as, window._actions.complete):
        assert not action.isEnabled()
    assert path.read_bytes() == before


def refuse(code: int) -> Callable[..., None]:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize(
    "code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO], ids=errno.errorcode.get
)
def test_what_cannot_be_saved_is_told_in_a_sentence_and_nothing_is_lost(
    code: int,
    window: MainWindow,
    data_dir: Path,
    tmp_path: Path,
    answers_in_dialogs: Dialogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "levy"
    folder.mkdir()
    path = folder / "malli.rrp"
    saved(data_dir, path)
    window.open_path(path)
    session_of(window).answer("nimi", ["Tärkeä"])
    before = path.read_bytes()
    really_open = os.open

    def open_elsewhere_only(file: str | Path, flags: int, *rest: int) -> int:
        if Path(file).parent == folder and flags & os.O_CREAT:
            refuse(code)()
        return really_open(file, flags, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", open_elsewhere_only)
        assert not window.save()
    (banner,) = banners(window)
    assert path.name in banner
    assert path.read_bytes() == before
    assert [one.name for one in folder.iterdir()] == [path.name]
    assert is_modified(window)
    (copy,) = (data_dir / "recovery").glob("*.json")
    assert "Tärkeä" in copy.read_text(encoding="utf-8")
    assert window.save()
    assert banners(window) == []
    assert read_draft(path).response.value("nimi") == "Tärkeä"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the system lets this user write anywhere"
)
def test_a_folder_that_may_not_be_written_to_is_told(
    window: MainWindow, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    folder = tmp_path / "lukittu"
    folder.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    answers_in_dialogs.save_path = folder / "malli.rrp"
    window.new_draft("mini")
    session_of(window).answer("nimi", ["Tärkeä"])
    assert not window.save()
    assert len(banners(window)) == 1


def test_a_data_folder_that_cannot_be_written_to_stops_nobody(
    window: MainWindow,
    data_dir: Path,
    tmp_path: Path,
    answers_in_dialogs: Dialogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = answers_in_dialogs.save_path = tmp_path / "malli.rrp"
    really_open = os.open

    def open_elsewhere_only(file: str | Path, flags: int, *rest: int) -> int:
        if Path(file).is_relative_to(data_dir) and flags & os.O_CREAT:
            refuse(errno.EROFS)()
        return really_open(file, flags, *rest)

    monkeypatch.setattr(os, "open", open_elsewhere_only)
    window.new_draft("mini")
    session_of(window).answer("nimi", ["Malli"])
    session_of(window).write_recovery_copy()
    settle()
    assert any("tallennettu" in words for words in words_on(window))
    assert window.save()
    assert read_draft(path).response.value("nimi") == "Malli"
    window.switch_language("sv")
    assert language() == "sv"


def test_a_form_that_breaks_the_format_is_left_out_of_the_start_page(
    open_window: OpenWindow, data_dir: Path
) -> None:
    drop_form(data_dir, "id = [", "rikki")
    drop_form(data_dir)
    window = open_window()
    assert "Pieni lomake" in words_on(window)
    window.new_draft("rikki")
    assert at_start(window)
    (banner,) = banners(window)
    assert "form.toml" in banner


def test_a_message_can_be_closed(window: MainWindow) -> None:
    window.tell("error", "Virhe.", "Tarkemmin.")
    keys = Keyboard(window)
    keys.tab_until(
        lambda: keys.focus().accessibleName().startswith("Sulje ilmoitus"), "the button that closes"
    )
    keys.press(Qt.Key.Key_Return)
    assert banners(window) == []


def test_settings_that_make_no_sense_open_the_window_all_the_same(open_window: OpenWindow) -> None:
    window = open_window(recent=("/ei/ole.rrp", ""), geometry="%%%", export_folder="/ei/ole")
    assert at_start(window)
    assert isinstance(window.settings, Settings)


# --- forms and programmes out of the data folder ---------------------------------------------------------------------


def test_a_form_and_a_programme_dropped_into_the_data_folder_work(
    open_window: OpenWindow, data_dir: Path, tmp_path: Path
) -> None:
    drop_form(data_dir, 'programme = "toinen"\n' + MINI)
    drop_programme(data_dir)
    window = open_window()
    window.new_draft("mini")
    session = session_of(window)
    assert session.questionnaire.programme is not None
    assert session.questionnaire.programme.id == "toinen"
    assert list(rows(window))[:2] == ["nimi", "suunta"]
    session.answer("nimi", ["Malli"])
    session.answer("suunta", ["pohjoinen"])
    settle()
    assert "Nimessä on oltava pohjoinen." in " ".join(words_on(rows(window)["nimi"]))
    session.save(tmp_path / "malli.rrp")
    programme = read_draft(tmp_path / "malli.rrp").questionnaire.programme
    assert programme is not None
    assert programme.id == "toinen"


def test_a_draft_changes_its_programme_and_keeps_every_answer(window: MainWindow, data_dir: Path) -> None:
    drop_programme(data_dir)
    window._open(mini(data_dir, FINISHED), None)
    assert window.editor is not None
    window.editor.show_page("arvio")
    assert set(window.programmes()) == {"", "rrp", "toinen"}
    window.switch_programme("toinen")
    assert window.editor.current_page == "arvio"
    window.editor.show_page("perustiedot")
    assert "suunta" in rows(window)
    session_of(window).answer("suunta", ["länsi"])
    window.switch_programme("")
    assert "suunta" not in rows(window)
    assert session_of(window).response.values("suunta") == ("länsi",)
    assert session_of(window).response.values("nimi") == FINISHED["nimi"]


def test_without_a_programme_none_of_its_questions_and_rules_show(window: MainWindow) -> None:
    window.new_draft(BUILT_IN)
    session = session_of(window)
    assert session.questionnaire.programme is not None
    programme_id = session.questionnaire.programme.id
    with_it = {item.link_id for item in session.questionnaire.questions()}
    session.answer("toimintamallin-nimi", ["Malli"])
    rules = {rule.id for rule in session.questionnaire.rules}
    window.switch_programme("")
    without = {item.link_id for item in session.questionnaire.questions()}
    added = with_it - without
    assert added
    assert not added & set(rows(window))
    assert {rule.id for rule in session.questionnaire.rules} < rules
    assert programme_id not in {finding.rule.split("-")[0] for finding in session.view.findings}
    codes = {option.code for item in session.questionnaire.questions() for option in item.options}
    assert "RRP" not in codes


def test_an_assessment_from_a_base_is_not_yet_saved(window: MainWindow) -> None:
    window.new_draft(BUILT_IN)
    assert window.session is not None
    assert not window.session.is_modified
    window.use_as_base()
    assert window.session is not None
    assert window.session.is_modified


def test_a_failed_save_promises_a_recovery_copy_only_where_there_is_one(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.new_draft(BUILT_IN)
    session = session_of(window)
    session.answer("toimintamallin-nimi", ["Tärkeä"])
    session.path = tmp_path / "a.rrp"

    def no_room(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("rrp_desktop.system.flush_file", no_room)
    assert not window.save()
    assert "palautuskopiossa" not in " ".join(banners(window))
    window.tell_unexpected(Unexpected(log=tmp_path / "log"))
    assert "palautuskopiossa" not in " ".join(banners(window))

    monkeypatch.undo()
    window.tell_unexpected(Unexpected(log=tmp_path / "log"))
    assert "palautuskopiossa" in " ".join(banners(window))
    assert session.recovery_error is None


def test_without_changes_nothing_is_said_of_a_recovery_copy(window: MainWindow, tmp_path: Path) -> None:
    window.tell_unexpected(Unexpected(log=tmp_path / "log"))
    assert "palautuskopiossa" not in " ".join(banners(window))
