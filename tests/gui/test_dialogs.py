"""The dialogs that wait for an answer: which button gives which, and which file a name means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from rrp_desktop.gui import dialogs
from rrp_desktop.gui.about import AboutDialog
from rrp_desktop.gui.dialogs import (
    CloseChoice,
    ask_about_changes,
    ask_open_path,
    ask_overwrite,
    ask_pdf_path,
    ask_save_path,
)
from tests.gui.conftest import Dialogs, OpenWindow
from tests.gui.helpers import words_on


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def press(words: str) -> None:
    """Press the button with these words in the box that comes."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        (button,) = [button for button in box.buttons() if button.text().replace("&", "") == words]
        button.click()

    QTimer.singleShot(0, look)


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("Tallenna", CloseChoice.SAVE),
        ("Älä tallenna", CloseChoice.DISCARD),
        ("Jatka muokkausta", CloseChoice.STAY),
    ],
)
def test_each_button_is_its_answer(words: str, choice: CloseChoice, parent: QWidget) -> None:
    press(words)
    assert ask_about_changes(parent, "Malli") is choice


@pytest.mark.parametrize(("words", "answer"), [("Korvaa", True), ("Peruuta", False)])
def test_only_the_button_that_says_so_replaces_a_file(words: str, answer: bool, parent: QWidget) -> None:
    press(words)
    assert ask_overwrite(parent, Path("malli.pdf")) is answer


def test_the_question_names_what_it_is_about(parent: QWidget) -> None:
    seen: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.extend([box.text(), box.informativeText()])
        box.reject()

    QTimer.singleShot(0, look)
    ask_overwrite(parent, Path("kansio") / "malli.pdf")
    assert "malli.pdf" in seen[0]
    assert seen[1] == "kansio"


Ask = Callable[[QWidget, Path], "Path | None"]


def choose(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Stands in for the system's dialog."""
    for function in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, function, lambda *_arguments: (name, ""))


@pytest.mark.parametrize("ask", [ask_open_path, ask_save_path, ask_pdf_path])
def test_no_choice_is_no_file(ask: Ask, parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, "")
    assert ask(parent, Path("malli")) is None


@pytest.mark.parametrize(("ask", "suffix"), [(ask_save_path, ".rrp"), (ask_pdf_path, ".pdf")])
@pytest.mark.parametrize("name", ["malli", "malli 1.2", "Malli v. 3"])
def test_a_name_without_its_suffix_gets_it(
    name: str, ask: Ask, suffix: str, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, str(tmp_path / name))
    assert ask(parent, tmp_path) == tmp_path / f"{name}{suffix}"
    choose(monkeypatch, str(tmp_path / f"{name}{suffix.upper()}"))
    assert ask(parent, tmp_path) == tmp_path / f"{name}{suffix.upper()}"


@pytest.mark.parametrize(("ask", "suffix"), [(ask_save_path, ".rrp"), (ask_pdf_path, ".pdf")])
@pytest.mark.parametrize("may_replace", [True, False])
def test_the_file_that_a_suffix_makes_of_a_name_is_not_replaced_unasked(
    may_replace: bool,
    ask: Ask,
    suffix: str,
    parent: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers_in_dialogs: Dialogs,
) -> None:
    path = tmp_path / f"malli{suffix}"
    path.write_text("jonkun työ", encoding="utf-8")
    choose(monkeypatch, str(tmp_path / "malli"))
    answers_in_dialogs.overwrite = may_replace
    assert ask(parent, tmp_path) == (path if may_replace else None)
    assert answers_in_dialogs.asked == ["overwrite"]


def test_the_suffix_of_a_draft_is_that_of_the_file_format() -> None:
    from rrp_desktop.storage.draft import SUFFIX

    assert dialogs.DRAFT_SUFFIX == SUFFIX


def test_about_tells_the_version_and_every_key(open_window: OpenWindow) -> None:
    from rrp_desktop import __version__

    window = open_window()
    window._actions.about.trigger()
    (dialog,) = window.findChildren(AboutDialog)
    told = " ".join(words_on(dialog))
    assert __version__ in told
    keys = [action.shortcut().toString() for action in window.actions() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    assert len(keys) > 10
    shown = words_on(dialog)
    missing = [
        action.text()
        for action in window.actions()
        if not action.shortcut().isEmpty() and action.text().rstrip("…") not in shown
    ]
    assert missing == []
    dialog.close()
