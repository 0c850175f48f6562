"""The window: which page is shown, and what the user can do from anywhere."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, QLibraryInfo, QSize, QStandardPaths, QTimer, QTranslator
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from rrp_desktop.core.naming import in_language
from rrp_desktop.errors import Unexpected, UserError
from rrp_desktop.gui import accessibility, theme
from rrp_desktop.gui.accessibility import announce
from rrp_desktop.gui.actions import ZOOMS, ActionButton, Actions
from rrp_desktop.gui.bars import Brand, TitleBlock, TopBar
from rrp_desktop.gui.start_page import StartPage
from rrp_desktop.gui.starting import examples, form_cards, left_work, recent_drafts
from rrp_desktop.gui.widgets.banner import Banner
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.words import LANGUAGE_NAMES, clock_words, two_lines
from rrp_desktop.i18n import _, language, ngettext, set_language
from rrp_desktop.paths import Paths
from rrp_desktop.settings import Settings, save_settings
from rrp_desktop.storage.library import Library

if TYPE_CHECKING:  # the start page is painted before anything of these is loaded
    from rrp_desktop.core.questionnaire import Questionnaire
    from rrp_desktop.gui.editor_page import EditorPage
    from rrp_desktop.gui.export_page import ExportPage
    from rrp_desktop.gui.session import Session
    from rrp_desktop.gui.status_bar import StatusBar
    from rrp_desktop.storage.draft import Draft

_T = TypeVar("_T")

_RECENT_KEPT = 12
_SIZE = QSize(1366, 768)
_FRAME = QSize(20, 60)  # about what the frame and a task bar take


class MainWindow(QMainWindow):
    """The one window: start page, or the draft that is open with its editor and export page."""

    def __init__(self, paths: Paths, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self._paths = paths
        self.settings = settings
        self._library = Library(paths.forms)
        self.session: Session | None = None
        self.editor: EditorPage | None = None
        self.export_page: ExportPage | None = None
        self._came_from = ""
        self._translator: QTranslator | None = None
        self._banners: list[Banner] = []
        self._actions = Actions(self)
        self._build_frame()
        self.setAcceptDrops(True)
        self.resize(_SIZE)
        self._speak(settings.language)
        self.show_start()

    def show_in_place(self) -> None:
        """Show the window where it was; at first in its usual size, or as large as a small screen."""
        if self.settings.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self.settings.geometry.encode()))
            self.show()
        elif self.screen().availableSize().boundedTo(_SIZE + _FRAME) != _SIZE + _FRAME:
            self.showMaximized()
        else:
            self.show()

    def _build_frame(self) -> None:
        central = QWidget()
        self._frame = Column(central, spacing=0)
        self._bar_place = Column(spacing=0)
        self._banner_place = Column(spacing=8, margins=(0, 0, 0, 0))
        self._stack = QStackedWidget()
        self._status_place = Column(spacing=0)
        for part in (self._bar_place, self._banner_place):
            self._frame.addLayout(part)
        self._frame.addWidget(self._stack, 1)
        self._frame.addLayout(self._status_place)
        self.setCentralWidget(central)

    # --- what is shown

    def show_start(self) -> None:
        """The start page, with what is on disk now."""
        bar = TopBar()
        bar.left.addWidget(Brand())
        bar.left.addStretch(1)
        bar.right.addWidget(self._language_button())
        bar.right.addWidget(self._menu_button())
        page = StartPage(
            form_cards(self._library),
            recent_drafts(self.settings.recent, self._paths.recent),
            examples(self._library),
            left_work(self._paths.recovery),
        )
        page.newAsked.connect(self.new_draft)
        page.openAsked.connect(self.open_dialog)
        page.pathAsked.connect(self.open_path)
        page.exampleAsked.connect(self.open_example)
        page.recoverAsked.connect(self.recover)
        page.discardAsked.connect(self.discard_left_work)
        self._show(bar, page, None)
        page.focus_first()
        self.setWindowTitle("RRP Desktop")
        self._actions.refresh()

    def show_editor(self, page: str = "", question: str = "") -> None:
        """The editor of the open draft, on this page, at this question."""
        from rrp_desktop.gui.editor_page import EditorPage
        from rrp_desktop.gui.status_bar import StatusBar

        assert self.session is not None
        session = self.session
        bar = TopBar()
        back = Button(_("Arvioinnit"), "chevron-left", "quiet")
        back.clicked.connect(self.close_draft)
        bar.left.addWidget(back)
        bar.divide()
        self._title = TitleBlock()
        bar.left.addWidget(self._title, 1)
        for action, icon in ((self._actions.undo, "undo"), (self._actions.redo, "redo")):
            bar.right.addWidget(ActionButton(action, icon))
        export = Button(_("Vie PDF"), "export", "primary")
        export.clicked.connect(self._actions.export.trigger)
        bar.right.addWidget(export)
        bar.right.addWidget(self._menu_button())
        editor = EditorPage(session, self._fit_of(), page)
        editor.completeAsked.connect(self.mark_complete)
        self._show(bar, editor, StatusBar(session))
        self.editor = editor
        if question:
            editor.go_to(question)
        else:
            editor.focus_first()
        self._on_changed()

    def show_export(self) -> None:
        """The page that shows the PDF before it is saved."""
        from rrp_desktop.gui.export_page import ExportPage
        from rrp_desktop.gui.status_bar import StatusBar

        if self.session is None:
            return
        session = self.session
        if self.editor is not None:
            self._came_from = self.editor.current_page
        bar = TopBar()
        back = Button(_("Luonnos"), "chevron-left", "quiet")
        back.clicked.connect(self.go_back)
        bar.left.addWidget(back)
        bar.divide()
        title = TitleBlock()
        title.show_words(_("Vie PDF"), " · ".join(part for part in two_lines(session.title) if part))
        bar.left.addWidget(title, 1)
        bar.right.addWidget(self._menu_button())
        folder = self.settings.export_folder or self._folder()
        page = ExportPage(session, self._paths, Path(folder) / file_name(session.title, ".pdf"))
        page.goTo.connect(lambda link_id: self.show_editor(question=link_id))
        page.folderChosen.connect(lambda folder: self._keep(replace(self.settings, export_folder=folder)))
        self._show(bar, page, StatusBar(session))
        self.export_page = page

    def _show(self, bar: TopBar, page: QWidget, status: StatusBar | None) -> None:
        self._end_preview()
        self.editor = None
        self.export_page = None
        self._clear_banners()
        self._bar_place.clear()
        self._bar_place.addWidget(bar)
        self._status_place.clear()
        if status is not None:
            self._status_place.addWidget(status)
        self._status = status
        while self._stack.count():
            old = self._stack.currentWidget()
            if old is None:
                break
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(page)

    def _end_preview(self) -> None:
        if self.export_page is not None:
            self.export_page.close_preview()

    def _on_changed(self, _field: str = "") -> None:
        session = self.session
        if session is None:
            return
        if self.editor is not None and self.editor.questionnaire is not session.questionnaire:
            page = self.editor.current_page
            self.show_editor(page if session.questionnaire.get(page) is not None else "")
            return
        if self.editor is not None:
            form = in_language(session.questionnaire.title, language())
            completed = session.is_completed
            name, rest = two_lines(session.title)
            parts = [
                rest,
                form if session.title != form else _("Uusi arviointi"),
                _("Valmis") if completed else "",
            ]
            self._title.show_words(name, " · ".join(part for part in parts if part))
        if self._status is not None:
            self._status.refresh()
        self._on_file_changed()

    def _on_step(self, _index: int) -> None:
        """When a change is told, the stack has not moved yet; a lambda would be called even as the window goes."""
        self._actions.refresh_undo()

    def _on_file_changed(self) -> None:
        session = self.session
        if session is None:
            return
        name = session.path.name if session.path else session.title
        self.setWindowTitle(f"{name}[*] – RRP Desktop")
        self.setWindowModified(session.is_modified)
        self._actions.refresh()

    # --- drafts

    def new_draft(self, form_id: str) -> None:
        """Start a new self-assessment with this form."""
        questionnaire = self._told(lambda: self._library.default_questionnaire(form_id))
        if questionnaire is not None:
            self._start(questionnaire)

    def _start(self, questionnaire: Questionnaire) -> None:
        from rrp_desktop.core.response import new_response
        from rrp_desktop.storage.draft import new_draft

        self._open(new_draft(questionnaire, new_response(questionnaire, date.today())), None)

    def use_as_base(self) -> None:
        """Start a new assessment of the same model: its basic data, the other answers empty."""
        from rrp_desktop.core.response import base_for_new
        from rrp_desktop.storage.draft import new_draft

        if self.session is None:
            return
        session = self.session
        response = base_for_new(session.questionnaire, session.response, date.today())
        if self._may_leave():
            self._open(new_draft(session.questionnaire, response), None, unsaved=True)
            self.tell(
                "information",
                _("Uusi arviointi alkaa edellisen perustiedoista."),
                _("Muut vastaukset ovat tyhjiä."),
            )

    def open_dialog(self) -> None:
        """Let the user choose a file to open."""
        from rrp_desktop.gui import dialogs

        path = dialogs.ask_open_path(self, Path(self._folder()))
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a draft, or a filled PDF that this program wrote."""
        from rrp_desktop.storage.draft import read_draft

        if path.suffix.lower() == ".pdf":
            self._import(path)
            return
        if self._told(lambda: read_draft(path)) is None or not self._may_leave():
            return
        draft = self._told(lambda: read_draft(path))  # again: what was just saved may be this very file
        if draft is None:
            return
        self._open(draft, path)
        if draft.read_only_reason is not None:
            self.tell("warning", str(draft.read_only_reason))

    def _import(self, path: Path) -> None:
        from rrp_desktop import jobs

        draft = self._told(lambda: jobs.read_pdf(path, self._library))
        if draft is not None and self._may_leave():
            self._open(draft, None, unsaved=True)
            self.tell("information", _("Vastaukset luettiin PDF:stä {file}.").format(file=path.name),
                      _("Tallenna ne luonnokseksi, niin työ jatkuu tässä ohjelmassa."))  # fmt: skip

    def open_example(self, path: Path) -> None:
        """Open an example as a new draft, so that the example itself stays as it is."""
        from rrp_desktop.storage.draft import new_draft, read_draft

        draft = self._told(lambda: read_draft(path))
        if draft is not None and self._may_leave():
            self._open(new_draft(draft.questionnaire, draft.response), None)

    def recover(self, key: str) -> None:
        """Take back unsaved work that a run left behind."""
        from rrp_desktop.storage.recovery import RecoveryCopy

        for found in RecoveryCopy(self._paths.recovery).list():
            if str(found.copy) == key:
                self._open(found.draft, found.original, unsaved=True)
                assert self.session is not None
                self.session.write_recovery_copy()
                if self.session.recovery_error is None:  # until then the work is nowhere else
                    found.discard()
                return

    def discard_left_work(self, key: str) -> None:
        """Throw away unsaved work that a run left behind."""
        from rrp_desktop.storage.recovery import RecoveryCopy

        for found in RecoveryCopy(self._paths.recovery).list():
            if str(found.copy) == key:
                found.discard()
        self.show_start()

    def _open(self, draft: Draft, path: Path | None, *, unsaved: bool = False) -> None:
        from rrp_desktop.gui.session import Session
        from rrp_desktop.storage.recovery import RecoveryCopy

        self._end_session()
        self.session = Session(draft, path, RecoveryCopy(self._paths.recovery), unsaved=unsaved, parent=self)
        self.session.changed.connect(self._on_changed)
        self.session.fileChanged.connect(self._on_file_changed)
        self.session.stack.indexChanged.connect(self._on_step)
        if path is not None:
            self._remember(path)
        self.show_editor()

    def _end_session(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
            self.session = None

    def close_draft(self) -> None:
        """Back to the start page, asking about unsaved changes."""
        if self._may_leave():
            self._end_session()
            self.show_start()

    def _may_leave(self) -> bool:
        """Whether the open draft may go: there is none, it is saved, or the user says so."""
        from rrp_desktop.gui import dialogs

        if self.session is None or not self.session.is_modified:
            return True
        match dialogs.ask_about_changes(self, self.session.title):
            case dialogs.CloseChoice.SAVE:
                return self.save()
            case dialogs.CloseChoice.DISCARD:
                return True
        return False

    def save(self) -> bool:
        """Save to the draft's file, asking for one where there is none; whether it was saved."""
        if self.session is None:
            return False
        if self.session.path is None:
            return self.save_as()
        return self._save_to(self.session.path)

    def save_as(self) -> bool:
        """Save to another file, which becomes the draft's file; whether it was saved."""
        from rrp_desktop.gui import dialogs

        if self.session is None:
            return False
        suggestion = self.session.path or Path(self._folder()) / file_name(
            self.session.title, dialogs.DRAFT_SUFFIX
        )
        path = dialogs.ask_save_path(self, suggestion)
        return path is not None and self._save_to(path)

    def _save_to(self, path: Path) -> bool:
        assert self.session is not None
        session = self.session
        try:
            session.save(path)
        except UserError as error:
            self.tell("error", str(error), self._keep_aside())
            return False
        self._clear_banners()
        self._remember(path)
        if session.saved_at is not None:
            announce(self, _("Tallennettu {clock}").format(clock=clock_words(session.saved_at)))
        return True

    def _keep_aside(self) -> str:
        """Put what is not in the file into the recovery copy, and say so only if that is true."""
        if self.session is None or not self.session.is_modified:
            return ""
        self.session.write_recovery_copy()
        kept = self.session.recovery_error is None
        return _("Muutokset ovat tallessa palautuskopiossa.") if kept else str(self.session.recovery_error)

    def _folder(self) -> str:
        """Where the last draft was, at first the user's documents."""
        if self.settings.recent:
            return str(Path(self.settings.recent[0]).parent)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return documents if Path(documents).is_dir() else str(Path.home())

    def _remember(self, path: Path) -> None:
        known = [name for name in self.settings.recent if name != str(path)]
        self._keep(replace(self.settings, recent=(str(path), *known)[:_RECENT_KEPT]))

    def mark_complete(self) -> None:
        """Mark the assessment as complete, or show what is missing."""
        if self.session is None:
            return
        if self.session.is_completed:
            self.session.mark_open()
            return
        errors = self.session.mark_complete()
        if not errors:
            self.tell("success", _("Arviointi on merkitty valmiiksi."), _("Tallenna se ja vie PDF."))
            return
        missing = sum(finding.is_missing for finding in errors)
        faults = len(errors) - missing
        parts = []
        if missing:
            words = ngettext("{count} kohta on vastaamatta", "{count} kohtaa on vastaamatta", missing)
            parts.append(words.format(count=missing))
        if faults:
            parts.append(
                ngettext("{count} puute on korjaamatta", "{count} puutetta on korjaamatta", faults).format(
                    count=faults
                )
            )
        self.tell("warning", _("Arviointia ei voi vielä merkitä valmiiksi."), ", ".join(parts) + ".")
        if self.editor is not None:
            self.editor.go_to(errors[0].link_id)

    def switch_programme(self, programme: str) -> None:
        """Go on with another programme's items and rules, or with none (""); every answer stays."""
        if self.session is None:
            return
        form_id = self.session.questionnaire.id
        questionnaire = self._told(lambda: self._library.questionnaire(form_id, programme or None))
        if questionnaire is not None:
            self.session.change_form(questionnaire, _("ohjelman vaihto"))

    def programmes(self) -> dict[str, str]:
        """The programmes that a draft may name, by id; "" is none."""
        return {"": _("Ei ohjelmaa")} | {
            programme_id: in_language(self._library.programme_title(programme_id), language())
            for programme_id in self._library.programme_ids()
        }

    def go_back(self) -> None:
        """From the export page to the draft, from the draft to the start page."""
        if self.export_page is not None:
            self.show_editor(self._came_from)
        elif self.session is not None:
            self.close_draft()

    def print_draft(self) -> None:
        """Print the filled PDF."""
        from rrp_desktop.gui.printing import print_draft

        session = self.session
        if session is not None:
            self._told(lambda: print_draft(self, session, self._paths))

    # --- telling

    def tell(self, kind: str, sentence: str, detail: str = "") -> None:
        """Show a banner above the page, and say it to a screen reader."""
        self._clear_banners()
        banner = Banner(kind, sentence, detail, closable=True)
        banner.closed.connect(self._clear_banners)
        self._banner_place.setContentsMargins(*(theme.current().px(size) for size in (24, 12, 24, 12)))
        self._banner_place.addWidget(banner)
        self._banners.append(banner)
        announce(self, f"{sentence} {detail}".strip())

    def tell_unexpected(self, error: UserError) -> None:
        """Say that something went wrong that nobody foresaw, and that the work is kept aside."""
        self.tell("error", str(error), self._keep_aside())

    def _clear_banners(self) -> None:
        self._banner_place.clear()
        self._banners = []
        self._banner_place.setContentsMargins(0, 0, 0, 0)

    def _told(self, job: Callable[[], _T]) -> _T | None:
        """The result of a job; where it fails for a reason that a user can meet, the window says so."""
        try:
            return job()
        except UserError as error:
            self.tell("error", str(error))
            return None

    # --- looks and language

    def _speak(self, code: str) -> None:
        """Speak this language from now on, Qt's own dialogs included."""
        set_language(code)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if self._translator is not None:
            app.removeTranslator(self._translator)
        self._translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{code}", folder):
            app.installTranslator(self._translator)

    def switch_language(self, code: str) -> None:
        """Speak another language; the draft stays, and so does the place in it."""
        if code == language():
            return
        self._speak(code)
        self._keep(replace(self.settings, language=code))
        self._actions.rename()
        if self.session is None:
            self.show_start()
        elif self.export_page is not None:
            self.show_export()
        else:
            question = focused_question(self)
            self.show_editor(self.editor.current_page if self.editor else "", question)

    def set_zoom(self, zoom: float) -> None:
        """Show everything this large: 1.0 to 2.0."""
        self._keep(replace(self.settings, zoom=max(ZOOMS[0], min(ZOOMS[-1], zoom))))
        self._apply_theme()

    def step_zoom(self, by: int) -> None:
        """One step larger or smaller."""
        place = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - self.settings.zoom)) + by
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, place))])

    def set_scheme(self, scheme: str) -> None:
        """Light, dark, high contrast, or as the system has it."""
        self._keep(replace(self.settings, scheme=scheme))
        self._apply_theme()

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, self.settings.scheme, self.settings.zoom)
        self._actions.refresh()
        if self._status is not None:
            self._status.refresh()

    def _keep(self, settings: Settings) -> None:
        """Remember settings; that they could not be written is no reason to stop anybody's work."""
        self.settings = settings
        self._told(lambda: save_settings(self._paths.settings, settings))

    def _fit_of(self) -> Callable[[str, str], tuple[int, int] | None]:
        from rrp_desktop.gui.fitting import FormFit

        assert self.session is not None
        return FormFit(self.session.questionnaire, language(), self._paths.templates)

    # --- buttons in the bar

    def _language_button(self) -> Button:
        button = Button(LANGUAGE_NAMES[language()], kind="quiet", trailing="chevron-down")
        button.setAccessibleName(_("Kieli: {language}").format(language=LANGUAGE_NAMES[language()]))
        button.setMenu(self._actions.language_menu)
        return button

    def _menu_button(self) -> Button:
        self._menu = Button(_("Valikko"), "menu", "icon")
        self._menu.setMenu(self._actions.main_menu)
        return self._menu

    def open_menu(self) -> None:
        """Open the menu in the bar."""
        self._menu.showMenu()

    # --- Qt's events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a dragged file."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped file."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.open_path(paths[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, remember the window's place."""
        if not self._may_leave():
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._keep(replace(self.settings, geometry=geometry))
        self._end_session()
        self._end_preview()
        event.accept()


def focused_question(window: QWidget) -> str:
    """Link id of the question whose control has the focus."""
    widget: QWidget | None = window.focusWidget()
    while widget is not None and not widget.accessibleIdentifier():
        widget = widget.parentWidget()
    return widget.accessibleIdentifier() if widget is not None else ""


def file_name(title: str, suffix: str) -> str:
    """A file name out of a title: its letters and digits, spaces as hyphens, no longer than 80 characters."""
    kept = "".join(character if character.isalnum() else " " for character in title)
    return ("-".join(kept.split())[:80].strip("-") or "arviointi") + suffix


def run(
    paths: Paths, settings: Settings, file: Path | None, record: Callable[[BaseException, Paths], Path]
) -> int:
    """Open the window and stay until it is closed; gives the exit code.

    Args:
        file: A draft or PDF to open at once.
        record: Notes in the log what went wrong unexpectedly, and says where the log is.
    """
    app = QApplication(["rrp-desktop"])
    app.setApplicationName("RRP Desktop")
    app.setDesktopFileName("rrp-desktop")
    accessibility.install()
    theme.apply(app, settings.scheme, settings.zoom)
    window = MainWindow(paths, settings)

    def unexpected(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
        window.tell_unexpected(Unexpected(log=record(error, paths)))

    sys.excepthook = unexpected
    window.show_in_place()
    QTimer.singleShot(0, window, _collect_garbage)
    if file is not None:
        QTimer.singleShot(0, window, lambda: window.open_path(file))
    return app.exec()


def _collect_garbage() -> None:
    """From now on, and without ever looking through what was made at start."""
    gc.freeze()
    gc.enable()
