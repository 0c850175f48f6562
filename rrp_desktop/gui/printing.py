"""Printing: the filled PDF, page by page, on the user's printer."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from rrp_desktop.errors import PrintFailed
from rrp_desktop.gui.session import Session
from rrp_desktop.i18n import _, language
from rrp_desktop.jobs import prepare_export
from rrp_desktop.paths import Paths
from rrp_desktop.pdf.render import Renderer

_DOTS_PER_INCH = 200


def print_draft(parent: QWidget, session: Session, paths: Paths) -> None:
    """Let the user choose a printer and print the PDF of the draft.

    Raises:
        UserError: The PDF could not be made or drawn.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(session.title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Tulosta"))
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        print_pdf(prepare_export(session.draft, paths, language()).data, printer)


def print_pdf(data: bytes, printer: QPrinter) -> None:
    """Draw every page of a PDF on the printer, as large as the sheet takes.

    Raises:
        PrintFailed: The printer takes nothing.
        PreviewFailed: A page could not be drawn.
    """
    printer.setFullPage(True)
    painter = QPainter()
    with Renderer(data, printer.docName()) as renderer:
        if not (printer.isValid() and painter.begin(printer)):
            raise PrintFailed(printer=printer.printerName() or printer.outputFileName())
        try:
            _draw_pages(renderer, printer, painter)
        finally:
            painter.end()


def _draw_pages(renderer: Renderer, printer: QPrinter, painter: QPainter) -> None:
    for page, (width, height) in enumerate(renderer.sizes):
        if page:
            printer.newPage()
        image = renderer.render(page, round(width / 72 * _DOTS_PER_INCH))
        picture = QImage(image.rgb, image.width, image.height, image.width * 3, QImage.Format.Format_RGB888)
        sheet = QRectF(painter.viewport())
        scale = min(sheet.width() / width, sheet.height() / height)
        painter.drawImage(QRectF(0, 0, width * scale, height * scale), picture)
