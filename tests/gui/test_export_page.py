"""The export page: the PDF is shown and proven before it is saved, saved where the user says, and printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QAbstractButton, QDialog
from pytestqt.qtbot import QtBot

from rrp_desktop import jobs
from rrp_desktop.core.response import Status
from rrp_desktop.errors import DiskFull, UserError
from rrp_desktop.gui import printing
from rrp_desktop.gui.export_page import ExportPage
from rrp_desktop.gui.main_window import MainWindow
from rrp_desktop.gui.widgets.page_list import PageList
from tests.gui.conftest import Dialogs, OpenWindow
from tests.gui.helpers import (
    FINISHED,
    Answers,
    Keyboard,
    banners,
    mini,
    read_with_pdfium,
    session_of,
    settle,
    words_on,
)

LONG = "Pitkä teksti jatkuu toiselle sivulle. " * 120


ShowExport = Callable[..., MainWindow]


@pytest.fixture
def show(open_window: OpenWindow, data_dir: Path, tmp_path: Path, qtbot: QtBot) -> ShowExport:
    """Opens the export page with answers to the small form and waits until the PDF is there."""

    def make(answers: Answers = FINISHED, *, completed: bool = False) -> MainWindow:
        window = open_window(export_folder=str(tmp_path))
        window._open(mini(data_dir, answers), None)
        if completed:
            session_of(window).mark_complete()
        window.show_export()
        qtbot.waitUntil(lambda: page_of(window)._renderer is not None)
        settle()
        return window

    return make


def page_of(window: MainWindow) -> ExportPage:
    assert window.export_page is not None
    return window.export_page


def press(window: MainWindow, words: str) -> None:
    """Press a button by keyboard."""
    keys = Keyboard(window)
    keys.tab_to_name(words)
    keys.press(Qt.Key.Key_Return)


def test_the_receipt_tells_what_was_proven(show: ShowExport) -> None:
    window = show(completed=True)
    told = words_on(window)
    for sentence in ("Alkuperäinen lomake säilyi", "Kaikki teksti on mukana", "Kentät ovat yhä täytettäviä"):
        assert sentence in told
    fields = len(read_fields(window))
    assert any(words.startswith(f"{fields}/{fields} kenttää") for words in told)
    assert not any("kesken" in words for words in told)


def read_fields(window: MainWindow) -> set[str]:
    """Names of the fields of the PDF that is shown, as pdfium reads them."""
    export = page_of(window)._export
    assert export is not None
    path = page_of(window)._folder / "luettavaksi.pdf"
    path.write_bytes(export.data)
    found = read_with_pdfium(path)
    path.unlink()
    return {*found.texts, *found.buttons}


def test_an_unfinished_assessment_says_so_and_leads_to_what_is_missing(show: ShowExport) -> None:
    window = show({"nimi": ("Malli",)})
    assert "Arviointi on kesken" in words_on(window)
    (button,) = [
        one for one in window.findChildren(QAbstractButton) if one.text() == "Näytä" and one.isVisible()
    ]
    keys = Keyboard(window)
    keys.tab_until(lambda: keys.focus() is button, "the button that shows what is missing")
    keys.press(Qt.Key.Key_Return)
    settle()
    assert window.export_page is None
    assert keys.question() == "selkeys"


def test_a_text_that_goes_on_elsewhere_is_told_with_its_page(show: ShowExport) -> None:
    window = show({**FINISHED, "vahvuudet": (LONG,)})
    page = page_of(window)
    assert any("jatkuu jatkosivulla" in words for words in words_on(window))
    (button,) = [
        one
        for one in window.findChildren(QAbstractButton)
        if one.text().startswith("Sivu ") and one.isVisible()
    ]
    keys = Keyboard(window)
    keys.tab_until(lambda: keys.focus() is button, "the button that shows the page")
    keys.press(Qt.Key.Key_Return)
    assert page._page == int(button.text().split()[1]) - 1 > 0


def test_pages_turn_by_buttons_and_by_their_pictures(show: ShowExport) -> None:
    window = show({**FINISHED, "vahvuudet": (LONG,)})
    page = page_of(window)
    assert page._renderer is not None
    count = len(page._renderer.sizes)
    assert f"Sivu 1/{count}" in words_on(window)
    press(window, "Seuraava sivu")
    assert f"Sivu 2/{count}" in words_on(window)
    press(window, "Edellinen sivu")
    assert f"Sivu 1/{count}" in words_on(window)
    (pages,) = window.findChildren(PageList)
    thumbs = pages.findChildren(QAbstractButton)
    assert len(thumbs) == count
    keys = Keyboard(window)
    keys.tab_until(lambda: keys.focus() in thumbs, "the pictures of the pages")
    thumbs[count - 1].click()
    assert f"Sivu {count}/{count}" in words_on(window)


def test_the_page_is_drawn_with_its_answers(show: ShowExport) -> None:
    first, second = (
        page_of(show({**FINISHED, "nimi": (name,)}))._sheet.grab().toImage()
        for name in ("Malli", "Toinen nimi")
    )
    assert first.size() == second.size()
    assert first != second


def test_saving_writes_the_pdf_and_says_where(show: ShowExport, tmp_path: Path) -> None:
    window = show()
    press(window, "Tallenna PDF")
    path = tmp_path / "Malli.pdf"
    assert any(words == f"Tallennettu: {path}" for words in words_on(window))
    assert read_with_pdfium(path).texts["nimi"] == "Malli"


def test_saving_over_a_file_asks_first(show: ShowExport, tmp_path: Path, answers_in_dialogs: Dialogs) -> None:
    path = tmp_path / "Malli.pdf"
    path.write_bytes(b"%PDF-1.4 joku muu")
    window = show()
    answers_in_dialogs.overwrite = False
    press(window, "Tallenna PDF")
    assert path.read_bytes() == b"%PDF-1.4 joku muu"
    answers_in_dialogs.overwrite = True
    press(window, "Tallenna PDF")
    assert read_with_pdfium(path).texts["nimi"] == "Malli"


def test_the_folder_chosen_is_that_of_the_next_export(
    show: ShowExport, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    folder = tmp_path / "toinen kansio"
    folder.mkdir()
    window = show()
    answers_in_dialogs.pdf_path = folder / "nimi.pdf"
    press(window, "Muuta kansiota…")
    assert read_with_pdfium(folder / "nimi.pdf").texts["nimi"] == "Malli"
    assert window.settings.export_folder == str(folder)


def test_the_language_of_the_pdf_is_chosen_apart_and_keeps_the_keyboard(
    show: ShowExport, tmp_path: Path
) -> None:
    window = show()
    page = page_of(window)
    before = page._export
    keys = Keyboard(window)
    keys.tab_until(lambda: keys.focus() is page._language, "the language of the PDF")
    keys.press(Qt.Key.Key_Down)
    settle()
    assert page._language.value() == "sv"
    assert keys.focus() is page._language
    assert page._export is not before
    press(window, "Tallenna PDF")
    pdf = pypdfium2.PdfDocument(tmp_path / "Malli.pdf")
    text = pdf[0].get_textpage().get_text_range()
    pdf.close()
    assert "Namn" in text
    assert "Liten blankett" in text


def full(*_arguments: object, **_options: object) -> None:
    raise DiskFull(file="Malli.pdf")


def test_a_full_disk_is_told_and_the_page_stays(
    show: ShowExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = show()
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "write_export", full)
        press(window, "Tallenna PDF")
    assert any("levyllä ei ole tilaa" in words for words in words_on(window))
    assert list(tmp_path.glob("*.pdf")) == []
    press(window, "Tallenna PDF")
    assert (tmp_path / "Malli.pdf").is_file()


def test_a_draft_is_never_overwritten_by_a_pdf(
    show: ShowExport, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    victim = tmp_path / "Malli.pdf"
    victim.write_bytes(b"PK\x03\x04 luonnos")
    window = show()
    answers_in_dialogs.overwrite = True
    press(window, "Tallenna PDF")
    assert victim.read_bytes() == b"PK\x03\x04 luonnos"
    assert any("on jo olemassa" in words for words in words_on(window))


def test_a_pdf_that_cannot_be_made_is_told_and_cannot_be_saved(
    show: ShowExport, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = show()
    page = page_of(window)

    def fail(*_arguments: object, **_options: object) -> None:
        raise UserErrorOfTest

    monkeypatch.setattr(jobs, "prepare_export", fail)
    page.prepare()
    assert "Lomake on rikki." in words_on(window)
    assert not page._save.isEnabled()
    page.save()
    assert list(page._folder.glob("*.pdf")) == []


class UserErrorOfTest(UserError):
    sentence = "Lomake on rikki."


def test_back_leads_to_the_page_of_the_draft_that_was_left(show: ShowExport, data_dir: Path) -> None:
    window = show()
    keys = Keyboard(window)
    keys.shortcut(window._actions.start)
    assert window.editor is not None
    window.editor.show_page("arvio")
    keys.shortcut(window._actions.export)
    settle()
    keys.shortcut(window._actions.start)
    assert window.editor is not None
    assert window.editor.current_page == "arvio"


def test_the_drawing_process_ends_with_the_page_and_with_the_window(show: ShowExport) -> None:
    for leave in (MainWindow.go_back, MainWindow.close):
        window = show()
        renderer = page_of(window)._renderer
        assert renderer is not None
        process = renderer._child._process
        assert process.poll() is None
        session_of(window).stack.setClean()
        leave(window)
        settle()
        assert process.poll() is not None


# --- PDFs that come back ---------------------------------------------------------------------------------------------


def test_a_pdf_that_the_program_wrote_opens_as_a_new_draft(show: ShowExport, tmp_path: Path) -> None:
    window = show({**FINISHED, "varit": ("punainen", "oma"), "vahvuudet": (LONG,)}, completed=True)
    response = session_of(window).response
    press(window, "Tallenna PDF")
    session_of(window).stack.setClean()
    window.open_path(tmp_path / "Malli.pdf")
    session = session_of(window)
    assert session.response.answers == response.answers
    assert session.response.status is Status.COMPLETED
    assert session.path is None
    (banner,) = banners(window)
    assert "Malli.pdf" in banner


# --- printing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", [True, False])
def test_printing_draws_every_page_when_the_user_wants_it(
    accepted: bool, show: ShowExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = show()
    target = tmp_path / "tuloste.pdf"

    def choose(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(target))
        dialog.printer().setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        return (QDialog.DialogCode.Accepted if accepted else QDialog.DialogCode.Rejected).value

    monkeypatch.setattr(QPrintDialog, "exec", choose)
    renderer = page_of(window)._renderer
    assert renderer is not None
    count = len(renderer.sizes)
    window.print_draft()
    assert target.exists() is accepted
    if accepted:
        printed = pypdfium2.PdfDocument(target)
        assert len(printed) == count
        drawn = bytes(printed[0].render(scale=0.3, grayscale=True).buffer)
        printed.close()
        assert min(drawn) < 128 < max(drawn)


def test_a_pdf_that_cannot_be_made_is_not_printed(show: ShowExport, monkeypatch: pytest.MonkeyPatch) -> None:
    window = show()
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted.value)
    monkeypatch.setattr(printing, "prepare_export", full)
    window.print_draft()
    (banner,) = banners(window)
    assert "levyllä ei ole tilaa" in banner


def test_a_printer_that_takes_nothing_is_told(show: ShowExport, monkeypatch: pytest.MonkeyPatch) -> None:
    window = show()
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted.value)
    monkeypatch.setattr(QPrinter, "isValid", lambda _printer: False)
    monkeypatch.setattr(QPrinter, "printerName", lambda _printer: "Käytävän tulostin")
    window.print_draft()
    (banner,) = banners(window)
    assert "Käytävän tulostin" in banner
