"""Pictures of the windows, made by the program itself from its own examples: `make screenshots`.

Without options it renews the pictures that README and docs/ show.  With `--out FOLDER` it takes one of every page, list,
menu and dialog, in any size, scale, zoom, colour scheme and language, to look the window over.  No screen is needed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING

from rrp_desktop.core.response import base_for_new
from rrp_desktop.i18n import LANGUAGES, _, set_language
from rrp_desktop.paths import Paths
from rrp_desktop.settings import SCHEMES, Settings
from rrp_desktop.storage.draft import Draft, new_draft, read_draft, write_draft
from rrp_desktop.storage.library import Library
from rrp_desktop.storage.recovery import RecoveryCopy

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

    from rrp_desktop.gui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
COMMITTED = ("start", "editor", "perustiedot", "vienti")
SETTLED_S = 0.3  # longer than any timer that draws something later
WAIT_S = 20.0
ASSESSED = date(2025, 3, 21)
FRAME = "#7C8A90"
FOLDER = "/home/hanke/Asiakirjat"  # only shown; nothing is written there


@dataclass(frozen=True)
class Options:
    """What the pictures shall look like."""

    out: Path
    only: tuple[str, ...] = ()
    width: int = 1366
    height: int = 768
    scale: float = 1.0
    zoom: float = 1.0
    scheme: str = "light"
    language: str = "fi"


@dataclass(frozen=True)
class Drafts:
    """The drafts in the pictures: one of each state."""

    begun: Path
    going_on: Path
    done: Path
    swedish: Path

    @property
    def recent(self) -> tuple[str, ...]:
        """Paths, the latest first."""
        return tuple(str(path) for path in (self.begun, self.going_on, self.done, self.swedish))


# --- what is in the pictures -----------------------------------------------------------------------------------------


def make_drafts(folder: Path, library: Library) -> Drafts:
    """The examples as drafts of the person in the picture, changed at fixed hours and days."""
    examples = {path.name.rpartition("-")[2]: read_draft(path) for path in library.examples()}
    going_on, done, swedish = examples["i2.rrp"], examples["i1.rrp"], examples["i4.rrp"]
    today = date.today()
    return Drafts(
        _write(folder / "etavastaanotto-lappi.rrp", _begun(going_on), datetime.combine(today, clock(9, 58))),
        _write(
            folder / "hyvinvointilahete-lappi.rrp",
            going_on,
            datetime.combine(today - timedelta(1), clock(15, 12)),
        ),
        _write(folder / "asiakasohjaus.rrp", done, datetime(2025, 3, 12, 12)),
        _write(folder / "digital-tidsbokning.rrp", swedish, datetime(2025, 3, 4, 12)),
    )


def _begun(earlier: Draft) -> Draft:
    """A draft with its basic data and little else, and something in them to mend."""
    response = base_for_new(earlier.questionnaire, earlier.response, ASSESSED)
    changes: dict[str, list[str | int]] = {
        "toimintamallin-nimi": ["Etävastaanotto iltaisin, Lapin HVA, (RRP, P4, I4)"],
        "investoinnit": ["I4"],
        "yllapitajien-maara": [1],
    }
    for link_id, values in changes.items():
        response = response.with_answer(link_id, values)
    return new_draft(earlier.questionnaire, response)


def _write(path: Path, draft: Draft, changed: datetime) -> Path:
    write_draft(path, draft)
    os.utime(path, (changed.timestamp(), changed.timestamp()))
    return path


def leave_work(paths: Paths, draft: Path) -> None:
    """Leave a recovery copy behind, as a program does that ended unexpectedly."""
    copy = RecoveryCopy(paths.recovery)
    copy.write(read_draft(draft), draft)
    for lock in paths.recovery.glob("*.lock"):
        lock.unlink()
    for file in paths.recovery.glob("*.json"):
        left = json.loads(file.read_bytes())
        left["time"] = datetime.combine(date.today(), clock(9, 58)).astimezone().isoformat()
        file.write_text(json.dumps(left), encoding="utf-8")


class Stage:
    """The program's own window, set up for the pictures."""

    def __init__(self, app: QApplication, paths: Paths, drafts: Drafts, options: Options) -> None:
        from rrp_desktop.gui.main_window import MainWindow

        self._app = app
        self._paths = paths
        self.drafts = drafts
        settings = Settings(
            options.language, options.zoom, options.scheme, drafts.recent, export_folder=FOLDER
        )
        self.window: MainWindow = MainWindow(paths, settings)
        self.window.resize(options.width, options.height)
        self.window.show()

    # --- pages: each shows what it is called

    def start(self) -> None:
        self.window.show_start()

    def start_empty(self) -> None:
        self.window.settings = replace(self.window.settings, recent=())
        self.window.show_start()

    def start_recovery(self) -> None:
        leave_work(self._paths, self.drafts.begun)
        self.window.settings = replace(self.window.settings, recent=self.drafts.recent)
        self.window.show_start()

    def perustiedot(self) -> None:
        self._open(self.drafts.begun)

    def _open(self, draft: Path) -> None:
        if self.window.session is not None:
            self.window.session.stack.setClean()  # or the window would ask
        self.window.open_path(draft)

    def perustiedot_below(self) -> None:
        self._question("ilmiot")

    def editor(self) -> None:
        self._open(self.drafts.going_on)
        self.window.show_editor("toimivuuden-ja-kayttoonoton-ehdot")
        self._question("ehdot-tehtavat-parannettavaa")

    def editor_findings(self) -> None:
        self.window.mark_complete()

    def editor_summary(self) -> None:
        self._open(self.drafts.done)
        self.window.show_editor("yhteenveto")

    def editor_new(self) -> None:
        self.window.new_draft("kuvauksen-itsearviointi")

    def vienti(self) -> None:
        self._open(self.drafts.going_on)
        self.window.show_export()
        self._await_export()
        page = self.window.export_page
        assert page is not None
        page.show_page(3)

    def vienti_done(self) -> None:
        self._open(self.drafts.done)
        self.window.show_export()
        self._await_export()

    def _await_export(self) -> None:
        """Wait until the PDF is made and drawn."""
        from rrp_desktop.gui.widgets.buttons import Button

        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            settle(self._app)
            saves = [one for one in self.window.findChildren(Button) if one.words() == _("Tallenna PDF")]
            if any(one.isEnabled() for one in saves):
                return
        raise SystemExit("The export page did not get ready.")

    def _question(self, link_id: str) -> None:
        assert self.window.editor is not None
        settle(self._app)
        self.window.editor.go_to(link_id)

    # --- lists and menus: each gives the widget that opened above the window

    def drop_down(self) -> QWidget | None:
        from PySide6.QtWidgets import QComboBox

        self.perustiedot()
        box = self._control("hyvinvointialue")
        assert isinstance(box, QComboBox)
        box.showPopup()
        return box.view().window()

    def chips(self) -> QWidget | None:
        self.perustiedot()
        return self._opened_by("aihealueet", _("Lisää"))

    def calendar(self) -> QWidget | None:
        self.perustiedot()
        return self._opened_by("arviointipaiva", "")

    def _opened_by(self, link_id: str, words: str) -> QWidget | None:
        """The list that a button of a question's control opens."""
        from PySide6.QtWidgets import QPushButton

        buttons = self._control(link_id).findChildren(QPushButton)
        next(button for button in buttons if button.text().startswith(words)).click()
        return self._app.activePopupWidget()

    def menu(self) -> QWidget | None:
        return self._menu(_("Valikko"))

    def languages(self) -> QWidget | None:
        self.window.show_start()
        settle(self._app)
        return self._menu("")

    def _menu(self, name: str) -> QWidget | None:
        from PySide6.QtCore import QPoint
        from PySide6.QtWidgets import QMenu

        from rrp_desktop.gui.widgets.buttons import Button

        for button in self.window.findChildren(Button):
            menu: object = button.menu()
            if not isinstance(menu, QMenu) or not button.isVisible():
                continue
            if not name or button.accessibleName() == name:
                menu.popup(button.mapToGlobal(QPoint(0, button.height())))
                return menu
        return None

    def _control(self, link_id: str) -> QWidget:
        """The control of a question, shown."""
        from PySide6.QtWidgets import QWidget

        self._question(link_id)
        settle(self._app)
        found = self.window.editor.findChild(QWidget, link_id) if self.window.editor else None
        assert isinstance(found, QWidget)
        return found

    # --- dialogs: each opens one and stays in it until it is closed

    def about(self) -> None:
        self._trigger(_("Tietoja ohjelmasta"))

    def unsaved(self) -> None:
        self.window.close_draft()

    def _trigger(self, words: str) -> None:
        next(action for action in self.window.actions() if action.text() == words).trigger()

    def change_something(self) -> None:
        """Have something that is not saved."""
        assert self.window.session is not None
        self.window.session.answer("arvioijat", ["Lapin hyvinvointialueen hanketiimi"])

    def close(self) -> None:
        """Close the window and keep nothing."""
        if self.window.session is not None:
            self.window.session.stack.setClean()
        self.window.close()


# --- taking pictures -------------------------------------------------------------------------------------------------


def settle(app: QApplication) -> None:
    """Let the window do what it does shortly after a change."""
    end = time.monotonic() + SETTLED_S
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


def above(window: QWidget, top: QWidget | None, place: QPoint | None = None) -> QPixmap:
    """The window with a list, menu or dialog above it."""
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor, QPainter

    picture = window.grab()
    if top is not None:
        with QPainter(picture) as painter:
            corner = place or window.mapFromGlobal(top.pos())
            painter.drawPixmap(corner, top.grab())
            painter.setPen(QColor(FRAME))  # as a screen has it around a dialog
            painter.drawRect(QRect(corner, top.size()).adjusted(-1, -1, 0, 0))
    return picture


def dialog_over(stage: Stage, app: QApplication, opens: Callable[[], object]) -> QPixmap:
    """The window below a dialog that keeps the program waiting."""
    from PySide6.QtCore import QPoint, QTimer
    from PySide6.QtWidgets import QDialog

    taken: list[QPixmap] = []

    def take() -> None:
        dialog = app.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return
        settle(app)
        room = stage.window.size() - dialog.size()
        taken.append(above(stage.window, dialog, QPoint(room.width() // 2, room.height() // 2)))
        dialog.reject()

    QTimer.singleShot(50, stage.window, take)  # some dialogs come back at once, others when they are closed
    opens()
    settle(app)
    assert taken, "no dialog opened"
    return taken[0]


def pictures(stage: Stage, app: QApplication, wanted: Callable[[str], bool]) -> Iterator[tuple[str, QPixmap]]:
    """Name and picture of every page, list, menu and dialog that is wanted."""
    pages: dict[str, Callable[[], None]] = {
        "start": stage.start,
        "start-empty": stage.start_empty,
        "start-recovery": stage.start_recovery,
        "perustiedot": stage.perustiedot,
        "perustiedot-below": stage.perustiedot_below,
        "editor": stage.editor,
        "editor-findings": stage.editor_findings,
        "editor-summary": stage.editor_summary,
        "editor-new": stage.editor_new,
        "vienti": stage.vienti,
        "vienti-done": stage.vienti_done,
    }
    needs = {"perustiedot-below": stage.perustiedot, "editor-findings": stage.editor}
    for name, show in pages.items():
        if wanted(name):
            if not wanted(name.partition("-")[0]) and name in needs:
                needs[name]()
            show()
            settle(app)
            yield name, stage.window.grab()
    opened: dict[str, Callable[[], QWidget | None]] = {
        "drop-down": stage.drop_down,
        "chips": stage.chips,
        "calendar": stage.calendar,
        "menu": stage.menu,
        "languages": stage.languages,
    }
    for name, opens in opened.items():
        if wanted(name):
            top = opens()
            settle(app)
            yield name, above(stage.window, top)
            if top is not None:
                top.close()
    if wanted("about") or wanted("unsaved"):
        stage.perustiedot()
    if wanted("about"):
        yield "about", dialog_over(stage, app, stage.about)
    if wanted("unsaved"):
        stage.change_something()
        yield "unsaved", dialog_over(stage, app, stage.unsaved)


def take(options: Options) -> list[Path]:
    """Take the pictures; gives where they are."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _set_up_screen(folder, options)

        from PySide6.QtWidgets import QApplication

        from rrp_desktop.gui import accessibility, theme

        app = QApplication(["rrp-desktop"])
        app.setCursorFlashTime(0)
        accessibility.install()
        set_language(options.language)
        theme.apply(app, options.scheme, options.zoom)
        paths = Paths(folder / "data")
        stage = Stage(app, paths, make_drafts(folder, Library(paths.forms)), options)
        options.out.mkdir(parents=True, exist_ok=True)
        taken = []
        for name, picture in pictures(stage, app, lambda name: not options.only or name in options.only):
            target = options.out / f"{name}.png"
            picture.save(str(target), "PNG", 0)  # 0: as small as it gets
            taken.append(target)
        stage.close()
        unknown = set(options.only) - {target.stem for target in taken}
        if unknown:
            raise SystemExit(f"There is no picture called {', '.join(sorted(unknown))}.")
        return taken


def _set_up_screen(folder: Path, options: Options) -> None:
    """A screen as large as the window, with as many dots a pixel; before Qt starts."""
    dots = {"width": round(options.width * options.scale), "height": round(options.height * options.scale)}
    screen = {"name": "screen", "x": 0, "y": 0, **dots, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)


def read_options(arguments: Sequence[str]) -> Options:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, help="put every picture into this folder")
    parser.add_argument("--only", default="", help="names of pictures, with commas between")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--scale", type=float, default=1.0, help="dots a pixel: 1, 1.5, 2")
    parser.add_argument("--zoom", type=float, default=1.0, help="size of text: 1.0 to 2.0")
    parser.add_argument("--scheme", choices=SCHEMES, default="light")
    parser.add_argument("--lang", choices=LANGUAGES, default="fi")
    given = parser.parse_args(arguments)
    width, _x, height = given.size.partition("x")
    only = tuple(filter(None, given.only.split(",")))
    return Options(
        out=given.out or IMAGES,
        only=only or (() if given.out else COMMITTED),
        width=int(width),
        height=int(height),
        scale=given.scale,
        zoom=given.zoom,
        scheme=given.scheme,
        language=given.lang,
    )


def main(arguments: Sequence[str]) -> None:
    """Take every picture and say where it is."""
    for path in take(read_options(arguments)):
        print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


if __name__ == "__main__":
    main(sys.argv[1:])
