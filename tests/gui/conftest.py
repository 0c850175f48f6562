"""Windows for tests: each with its own data folder, in Finnish unless asked for, and no dialog that waits for anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rrp_desktop.gui import accessibility, dialogs, theme
from rrp_desktop.gui.main_window import MainWindow
from rrp_desktop.i18n import set_language
from rrp_desktop.paths import Paths
from rrp_desktop.settings import Settings


class OpenWindow(Protocol):
    """Opens a window; arguments are settings."""

    def __call__(self, **settings: Any) -> MainWindow: ...


@pytest.fixture(scope="session", autouse=True)
def accessible(qapp: QApplication) -> None:
    """As the program does at its start."""
    accessibility.install()


@pytest.fixture(autouse=True)
def as_at_the_start(qapp: QApplication) -> Iterator[None]:
    """Every test begins, and leaves the program, in Finnish, light, at its usual size."""
    set_language("fi")
    theme.apply(qapp, "light", 1.0)
    yield
    set_language("fi")
    theme.apply(qapp, "light", 1.0)


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, data_dir: Path) -> OpenWindow:
    """A window as the program opens it, in the test's data folder."""

    def forget_changes(window: QWidget) -> None:
        assert isinstance(window, MainWindow)
        if window.session is not None:
            window.session.stack.setClean()

    def make(**chosen: Any) -> MainWindow:
        settings = Settings(**{"scheme": "light", **chosen})
        theme.apply(qapp, settings.scheme, settings.zoom)
        window = MainWindow(Paths(data_dir), settings)
        qtbot.addWidget(window, before_close_func=forget_changes)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return make


@dataclass
class Dialogs:
    """What the user says in dialogs; a dialog that no answer is set for must not come.

    Attributes:
        asked: Which were shown, in order.
    """

    open_path: Path | None = None
    save_path: Path | None = None
    pdf_path: Path | None = None
    changes: dialogs.CloseChoice | None = None
    overwrite: bool | None = None
    asked: list[str] = field(default_factory=list)


@pytest.fixture(autouse=True)
def answers_in_dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    """Stands in for the dialogs that wait for the user."""
    answers = Dialogs()

    def stand_in(name: str) -> Any:
        def ask(_parent: QWidget, *_details: object) -> Any:
            answers.asked.append(name)
            answer = getattr(answers, name)
            assert answer is not None, f"nobody expected to be asked: {name}"
            return answer

        return ask

    for function, name in (
        ("ask_open_path", "open_path"), ("ask_save_path", "save_path"), ("ask_pdf_path", "pdf_path"),
        ("ask_about_changes", "changes"), ("ask_overwrite", "overwrite"),
    ):  # fmt: skip
        monkeypatch.setattr(dialogs, function, stand_in(name))
    return answers
