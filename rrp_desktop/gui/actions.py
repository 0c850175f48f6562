"""What the user can do from anywhere: words, keys and menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.menu import Menu
from rrp_desktop.gui.words import LANGUAGE_NAMES
from rrp_desktop.i18n import LANGUAGES, N_, _, language

if TYPE_CHECKING:
    from rrp_desktop.gui.main_window import MainWindow

ZOOMS = (1.0, 1.25, 1.5, 1.75, 2.0)
_SCHEMES = {
    "system": N_("Kuten järjestelmässä"),
    "light": N_("Vaalea"),
    "dark": N_("Tumma"),
    "contrast": N_("Suuri kontrasti"),
}


class Actions:
    """The actions of one window, the menus that hold them, and when each can be used."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._words: list[tuple[QAction | Menu, str]] = []
        keys = QKeySequence.StandardKey
        self.main_menu = Menu(parent=window)
        self.language_menu = self._menu(N_("Kieli"))
        self.menu = self._action(N_("Valikko"), window.open_menu, "F10")
        self.start = self._action(N_("Takaisin"), window.go_back, keys.Back)
        self.open = self._action(N_("Avaa…"), window.open_dialog, keys.Open)
        self.save = self._action(N_("Tallenna"), window.save, keys.Save)
        self.save_as = self._action(N_("Tallenna nimellä…"), window.save_as, "Ctrl+Shift+S")
        self.base = self._action(N_("Käytä uuden pohjana"), window.use_as_base, None)
        self.complete = self._action(N_("Merkitse valmiiksi"), window.mark_complete, None)
        self.export = self._action(N_("Vie PDF"), window.show_export, "Ctrl+Shift+P")
        self.print = self._action(N_("Tulosta…"), window.print_draft, keys.Print)
        self.undo = self._action(N_("Kumoa"), lambda: self._stack_step("undo"), keys.Undo)
        self.redo = self._action(N_("Tee uudelleen"), lambda: self._stack_step("redo"), keys.Redo)
        self.next_page = self._action(N_("Seuraava osa"), lambda: self._page_step(1), "Ctrl+PgDown")
        self.previous_page = self._action(N_("Edellinen osa"), lambda: self._page_step(-1), "Ctrl+PgUp")
        self.next_open = self._action(N_("Seuraava vastaamaton kohta"), self._to_unanswered, "F8")
        self.larger = self._action(N_("Suurempi teksti"), lambda: window.step_zoom(1), "Ctrl++")
        self.smaller = self._action(N_("Pienempi teksti"), lambda: window.step_zoom(-1), "Ctrl+-")
        self.normal = self._action(N_("Tavallinen teksti"), lambda: window.set_zoom(1.0), "Ctrl+0")
        self.larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.quit = self._action(N_("Lopeta"), window.close, "Ctrl+Q")
        self.about = self._action(N_("Tietoja ohjelmasta"), self._tell_about, None)
        self._draft_only = (
            self.start, self.save, self.save_as, self.base, self.complete, self.export, self.print, self.next_page,
            self.previous_page, self.next_open,
        )  # fmt: skip
        self._are_menus_filled = False
        self.main_menu.aboutToShow.connect(self._fill_menus)
        self.language_menu.aboutToShow.connect(self._fill_menus)
        self.rename()

    def _action(
        self, words: str, job: Callable[[], object], keys: QKeySequence.StandardKey | str | None
    ) -> QAction:
        action = QAction(self._window)
        action.triggered.connect(lambda _checked=False: job())
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        self._window.addAction(action)
        self._words.append((action, words))
        return action

    def _menu(self, words: str) -> Menu:
        menu = Menu(parent=self._window)
        self._words.append((menu, words))
        return menu

    def _choices(
        self, menu: Menu, choices: dict[str, str], chosen: Callable[[str], None], translated: bool
    ) -> dict[str, QAction]:
        """A menu of which one entry holds."""
        group = QActionGroup(menu)
        actions = {}
        for code, words in choices.items():
            action = QAction(words, group)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, code=code: chosen(code))
            menu.addAction(action)
            actions[code] = action
            if translated:
                self._words.append((action, words))
        return actions

    def _fill_menus(self) -> None:
        """The menus get their entries when one is opened for the first time."""
        if self._are_menus_filled:
            return
        self._are_menus_filled = True
        window = self._window
        self._languages = self._choices(
            self.language_menu,
            {code: LANGUAGE_NAMES[code] for code in LANGUAGES},
            window.switch_language,
            False,
        )
        size = self._menu(N_("Tekstin koko"))
        zooms = {str(zoom): f"{round(zoom * 100)} %" for zoom in ZOOMS}
        self._zooms = self._choices(size, zooms, lambda zoom: window.set_zoom(float(zoom)), False)
        size.addSeparator()
        size.addActions([self.larger, self.smaller, self.normal])
        self.programme_menu = self._menu(N_("Ohjelma"))
        self.programme_menu.aboutToShow.connect(self._fill_programmes)
        look = self._menu(N_("Ulkoasu"))
        self._schemes = self._choices(look, _SCHEMES, window.set_scheme, True)
        menu = self.main_menu
        menu.addActions([self.start, self.open, self.save, self.save_as, self.base])
        menu.addSeparator()
        menu.addActions([self.undo, self.redo])
        menu.addSeparator()
        menu.addActions([self.next_open, self.next_page, self.previous_page])
        menu.addSeparator()
        menu.addActions([self.complete, self.export, self.print])
        menu.addSeparator()
        menu.addMenu(self.programme_menu)
        menu.addMenu(self.language_menu)
        menu.addMenu(size)
        menu.addMenu(look)
        menu.addSeparator()
        menu.addActions([self.about, self.quit])
        self.rename()

    def _fill_programmes(self) -> None:
        """The programmes are looked up when somebody wants to see them."""
        session = self._window.session
        self.programme_menu.clear()
        choices = self._choices(
            self.programme_menu, self._window.programmes(), self._window.switch_programme, False
        )
        programme = session.questionnaire.programme if session is not None else None
        named = choices.get(programme.id if programme else "")
        if named is not None:
            named.setChecked(True)

    def rename(self) -> None:
        """Take the words of the language in use."""
        for named, words in self._words:
            if isinstance(named, Menu):
                named.setTitle(_(words))
            else:
                named.setText(_(words))
        self.refresh()

    def refresh(self) -> None:
        """Show what can be done now, and which choices hold."""
        window, session = self._window, self._window.session
        for action in self._draft_only:
            action.setVisible(session is not None)
            action.setEnabled(session is not None)
        can_write = session is not None and not session.is_read_only
        for action in (self.save, self.save_as, self.complete):
            action.setEnabled(can_write)
        self.undo.setVisible(session is not None)
        self.redo.setVisible(session is not None)
        self.refresh_undo()
        completed = session is not None and session.is_completed
        self.complete.setText(_("Merkitse keskeneräiseksi") if completed else _("Merkitse valmiiksi"))
        if not self._are_menus_filled:
            return
        self.programme_menu.menuAction().setVisible(can_write)
        self._languages[language()].setChecked(True)
        zoom = self._zooms.get(str(window.settings.zoom))
        if zoom is not None:
            zoom.setChecked(True)
        self._schemes[window.settings.scheme].setChecked(True)

    def refresh_undo(self) -> None:
        """Show what can be undone and redone now."""
        session = self._window.session
        self.undo.setEnabled(session is not None and session.stack.canUndo())
        self.redo.setEnabled(session is not None and session.stack.canRedo())
        if session is not None:
            self.undo.setToolTip(_("Kumoa: {what}").format(what=session.stack.undoText()))
            self.redo.setToolTip(_("Tee uudelleen: {what}").format(what=session.stack.redoText()))

    def _stack_step(self, name: str) -> None:
        session = self._window.session
        if session is not None:
            getattr(session.stack, name)()

    def _page_step(self, by: int) -> None:
        if self._window.editor is not None:
            self._window.editor.step(by)

    def _to_unanswered(self) -> None:
        editor = self._window.editor
        if editor is None:
            return
        link_id = editor.next_unanswered()
        if link_id is None:
            self._window.tell("success", _("Kaikkiin kohtiin on vastattu."))
        else:
            editor.go_to(link_id)

    def _tell_about(self) -> None:
        from rrp_desktop.gui.about import AboutDialog

        shortcuts = [
            (named.text().rstrip("…"), named.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            for named, _words in self._words
            if isinstance(named, QAction) and not named.shortcut().isEmpty()
        ]
        AboutDialog(self._window, shortcuts).open()


class ActionButton(Button):
    """An icon button that follows an action."""

    def __init__(self, action: QAction, icon: str) -> None:
        super().__init__(action.text(), icon, "icon")
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
