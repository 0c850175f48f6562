"""The few questions that need an answer before the program goes on."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QGridLayout, QLabel, QMessageBox, QWidget

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.i18n import _

DRAFT_SUFFIX = ".rrp"
PDF_SUFFIX = ".pdf"
_LEFT = 7  # what Qt leaves free before the words of a message box


class CloseChoice(Enum):
    """What to do with unsaved changes."""

    SAVE = auto()
    DISCARD = auto()
    STAY = auto()


def ask_about_changes(parent: QWidget, title: str) -> CloseChoice:
    """Ask whether to save before the draft is closed."""
    box = QMessageBox(parent)
    box.setWindowTitle(_("Tallentamattomia muutoksia"))
    box.setText(_("Tallennetaanko muutokset ennen sulkemista?"))
    box.setInformativeText(title)
    save, discard, stay = (
        Button(_("Tallenna"), kind="primary"), Button(_("Älä tallenna")), Button(_("Jatka muokkausta")),
    )  # fmt: skip
    box.addButton(save, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(discard, QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
    _ask(box, save, stay)
    return {save: CloseChoice.SAVE, discard: CloseChoice.DISCARD}.get(box.clickedButton(), CloseChoice.STAY)  # type: ignore[call-overload, no-any-return]  # keys are the three buttons


def ask_open_path(parent: QWidget, folder: Path) -> Path | None:
    """Let the user choose a file to open."""
    kinds = _("Luonnokset ja täytetyt PDF:t (*.rrp *.pdf)")
    name, _kind = QFileDialog.getOpenFileName(parent, _("Avaa tiedosto"), str(folder), kinds)
    return Path(name) if name else None


def ask_save_path(parent: QWidget, suggestion: Path) -> Path | None:
    """Let the user choose where the draft is kept."""
    kinds = _("Luonnos (*.rrp)")
    name, _kind = QFileDialog.getSaveFileName(parent, _("Tallenna nimellä"), str(suggestion), kinds)
    return _with_suffix(parent, name, DRAFT_SUFFIX)


def ask_pdf_path(parent: QWidget, suggestion: Path) -> Path | None:
    """Let the user choose where the PDF goes."""
    name, _kind = QFileDialog.getSaveFileName(
        parent, _("Tallenna PDF"), str(suggestion), _("PDF-tiedosto (*.pdf)")
    )
    return _with_suffix(parent, name, PDF_SUFFIX)


def _with_suffix(parent: QWidget, name: str, suffix: str) -> Path | None:
    """The chosen file with its suffix.  With a suffix added it is another file, which the dialog has not asked about."""
    path = Path(name) if name else None
    if path is None or path.suffix.lower() == suffix:
        return path
    path = path.with_name(path.name + suffix)
    return path if not path.exists() or ask_overwrite(parent, path) else None


def ask_overwrite(parent: QWidget, path: Path) -> bool:
    """Ask whether a file that is there already may be replaced."""
    box = QMessageBox(parent)
    box.setWindowTitle(_("Tiedosto on jo olemassa"))
    box.setText(_("Korvataanko tiedosto {file}?").format(file=path.name))
    box.setInformativeText(str(path.parent))
    replace, stay = Button(_("Korvaa")), Button(_("Peruuta"))
    box.addButton(replace, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
    _ask(box, stay, stay)
    return box.clickedButton() is replace


def _ask(box: QMessageBox, default: Button, escape: Button) -> None:
    """Show the question in the look of the window and wait for the answer."""
    now = theme.current()
    px, layout = now.px, box.layout()
    if isinstance(layout, QGridLayout):
        layout.setContentsMargins(px(24) - _LEFT, px(20), px(24), px(20))
        layout.setHorizontalSpacing(0)
        layout.setVerticalSpacing(px(12))
    for name, role in (("qt_msgbox_label", "strong"), ("qt_msgbox_informativelabel", "help")):
        for words in box.findChildren(QLabel, name):
            words.setFont(now.font(role))
    for row in box.findChildren(QDialogButtonBox):
        row.setContentsMargins(_LEFT, px(4), 0, 0)
        buttons = row.layout()
        if buttons is not None:
            buttons.setSpacing(px(12))
    box.setDefaultButton(default)
    box.setEscapeButton(escape)
    box.exec()
