"""The export page: the filled PDF as it will be, what was proven about it, and where it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rrp_desktop.errors import UserError
from rrp_desktop.gui import dialogs, theme
from rrp_desktop.gui.accessibility import announce
from rrp_desktop.gui.receipt_rows import receipt_rows
from rrp_desktop.gui.session import Session
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.card import Divider, Panel
from rrp_desktop.gui.widgets.fields import DropDown, GrowingLine
from rrp_desktop.gui.widgets.flow import Flow
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.lines import IconLine
from rrp_desktop.gui.widgets.page_list import PageList
from rrp_desktop.gui.widgets.scroll import ScrollArea
from rrp_desktop.gui.widgets.text import label
from rrp_desktop.gui.words import LANGUAGE_NAMES
from rrp_desktop.i18n import LANGUAGES, _, language

if TYPE_CHECKING:
    from rrp_desktop.jobs import Export
    from rrp_desktop.paths import Paths
    from rrp_desktop.pdf.render import Renderer

_THUMB_WIDTH = 80


class ExportPage(QWidget):
    """Shows a PDF before it is saved.

    Signals:
        goTo(str): Go to this question in the editor.
        folderChosen(str): The user has chosen this folder for PDFs.
    """

    goTo = Signal(str)
    folderChosen = Signal(str)

    def __init__(self, session: Session, paths: Paths, target: Path) -> None:
        super().__init__()
        self._session = session
        self._paths = paths
        self._folder = target.parent
        self._export: Export | None = None
        self._renderer: Renderer | None = None
        self._page = 0
        self._build(target.name)
        QTimer.singleShot(0, self, self.prepare)

    # --- building

    def _build(self, name: str) -> None:
        row = Row(self, spacing=0)
        self._thumbs = PageList(_("Sivut"))
        self._thumbs.chosen.connect(self.show_page)
        self._left = Panel("surface", lines="right")
        Column(self._left, spacing=0).addWidget(self._thumbs)
        row.addWidget(self._left)
        row.addLayout(self._build_middle(), 1)
        self._right = Panel("surface", lines="left")
        self._build_right(name)
        row.addWidget(self._right)
        self.restyle()

    def _build_middle(self) -> Column:
        middle = Column(spacing=0)
        bar = Panel("surface", lines="bottom")
        tools = Row(bar, spacing=8, margins=(16, 3, 16, 4))
        self._back = Button(_("Edellinen sivu"), "chevron-left", "icon")
        self._back.clicked.connect(lambda: self.show_page(self._page - 1))
        self._where = label("", "strong", wrap=False)
        self._forward = Button(_("Seuraava sivu"), "chevron-right", "icon")
        self._forward.clicked.connect(lambda: self.show_page(self._page + 1))
        for part in (self._back, self._where, self._forward):
            tools.addWidget(part)
        tools.addStretch(1)
        middle.addWidget(bar)
        self._sheet = _Sheet()
        self._canvas = ScrollArea()
        self._canvas.setWidget(self._sheet)
        middle.addWidget(self._canvas, 1)
        return middle

    def _build_language(self) -> Row:
        """The language of the PDF, which may be another than the window's."""
        row = Row(spacing=8, margins=(0, 4, 0, 0))
        words = label(_("PDF:n kieli"), "label", wrap=False)
        self._language = DropDown([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], _("PDF:n kieli"))
        self._language.set_chosen(language())
        self._language.chosen.connect(lambda _code: self.prepare())
        words.setBuddy(self._language)
        row.addWidget(words)
        row.addWidget(self._language, 1)
        return row

    def _build_right(self, name: str) -> None:
        column = Column(self._right, spacing=0)
        body = QWidget()
        inner = Column(body, spacing=0, margins=(0, 16, 0, 0))
        head = Column(spacing=4, margins=(20, 0, 20, 12))
        head.addWidget(label(_("Kuitti"), "page-title"))
        self._intro = label(_("Valmistellaan PDF:ää."), "help")
        head.addWidget(self._intro)
        head.addLayout(self._build_language())
        inner.addLayout(head)
        self._rows = Column(spacing=0)
        inner.addLayout(self._rows)
        inner.addStretch(1)
        foot = Panel("sunken", lines="top left")
        below = Column(foot, spacing=8, margins=(20, 16, 20, 16))
        words = label(_("Tiedosto"), "label")
        self._name = GrowingLine()
        self._name.set_text(name)
        words.setBuddy(self._name)
        below.addWidget(words)
        below.addWidget(self._name)
        self._place = label("", "caption")
        below.addWidget(self._place)
        buttons = Flow(spacing=12)
        self._save = Button(_("Tallenna PDF"), "export", "primary")
        self._save.setEnabled(False)
        self._save.clicked.connect(self.save)
        other = Button(_("Muuta kansiota…"), "folder")
        other.clicked.connect(self._choose_folder)
        buttons.add(self._save)
        buttons.add(other)
        below.addLayout(buttons)
        self._result = IconLine("check-circle", "", "help", colour="success")
        self._result.hide()
        below.addWidget(self._result)
        inner.addWidget(foot)
        scroll = ScrollArea()
        scroll.setWidget(body)
        column.addWidget(scroll)
        self._show_folder()

    def restyle(self) -> None:
        """Take the widths of the zoom."""
        px = theme.current().px
        self._left.setFixedWidth(px(112))
        self._right.setFixedWidth(min(px(420), max(px(300), self.width() // 2)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() / theme.current().zoom < 900
        self._left.setVisible(not narrow)
        self.restyle()
        QTimer.singleShot(0, self, self._draw)

    # --- the PDF

    def prepare(self) -> None:
        """Make the PDF, prove it, and show it."""
        from rrp_desktop import jobs
        from rrp_desktop.pdf.render import Renderer

        self._close_renderer()
        self._export = None
        self._save.setEnabled(False)
        self._result.hide()
        try:
            self._export = jobs.prepare_export(self._session.draft, self._paths, self._language.value())
            self._renderer = Renderer(self._export.data, self._name.text())
        except UserError as error:
            self._intro.setText(str(error))
            return
        self._intro.setText(_("Ohjelma täytti lomakkeen, luki sen takaisin ja vertasi vastauksiin."))
        self._show_rows()
        self._save.setEnabled(self._export.receipt.ok)
        self._take_focus()
        self._thumbs.set_pages(self._renderer.sizes)
        self.show_page(min(self._page, len(self._renderer.sizes) - 1))
        QTimer.singleShot(0, self, lambda: self._draw_thumb(0))

    def _take_focus(self) -> None:
        """Offer to save, unless the user is at something on the page, the language for instance."""
        at: QWidget | None = self.window().focusWidget()
        if at is None or not self.isAncestorOf(at):
            self._save.setFocus()

    def _show_rows(self) -> None:
        assert self._export is not None
        self._rows.clear()
        for row in receipt_rows(self._export, self._session, self.show_page, self.goTo.emit):
            self._rows.addWidget(Divider())
            self._rows.addWidget(row)
        self._rows.addWidget(Divider())

    def show_page(self, page: int) -> None:
        """Show one page, numbered from 0."""
        if self._renderer is None or not 0 <= page < len(self._renderer.sizes):
            return
        self._page = page
        count = len(self._renderer.sizes)
        words = _("Sivu {page}/{count}").format(page=page + 1, count=count)
        self._where.setText(words)
        self._sheet.setAccessibleName(words)
        self._back.setEnabled(page > 0)
        self._forward.setEnabled(page < count - 1)
        self._thumbs.set_current(page)
        self._draw()
        self._canvas.verticalScrollBar().setValue(0)

    def _draw(self) -> None:
        if self._renderer is None:
            return
        px = theme.current().px
        room = self._canvas.viewport().width() - 2 * px(24)
        width = max(px(200), min(room, px(900)))
        picture = self._picture(self._page, width)
        if picture is not None:
            self._sheet.show_picture(picture)

    def _draw_thumb(self, page: int) -> None:
        if self._renderer is None or page >= len(self._renderer.sizes):
            return
        picture = self._picture(page, theme.current().px(_THUMB_WIDTH))
        if picture is not None:
            self._thumbs.set_picture(page, picture)
        QTimer.singleShot(0, self, lambda: self._draw_thumb(page + 1))

    def _picture(self, page: int, width: int) -> QPixmap | None:
        assert self._renderer is not None
        ratio = self.devicePixelRatioF()
        try:
            image = self._renderer.render(page, round(width * ratio))
        except UserError as error:
            self._intro.setText(str(error))
            return None
        drawn = QImage(image.rgb, image.width, image.height, image.width * 3, QImage.Format.Format_RGB888)
        picture = QPixmap.fromImage(drawn)
        picture.setDevicePixelRatio(ratio)
        return picture

    def _close_renderer(self) -> None:
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None

    def close_preview(self) -> None:
        """The page goes away: end the drawing process."""
        self._close_renderer()

    # --- saving

    def _choose_folder(self) -> None:
        path = dialogs.ask_pdf_path(self, self._folder / self._name.text())
        if path is not None:
            self._folder = path.parent
            self._name.set_text(path.name)
            self._show_folder()
            self.folderChosen.emit(str(path.parent))
            self.save(overwrite=True)

    def _show_folder(self) -> None:
        self._place.setText(_("Kansio: {folder}").format(folder=self._folder))

    def save(self, _checked: bool = False, *, overwrite: bool = False) -> None:
        """Write the PDF, read it back and say so."""
        from rrp_desktop import jobs

        if self._export is None:
            return
        name = self._name.text().strip() or "arviointi"
        path = self._folder / (name if name.lower().endswith(".pdf") else f"{name}.pdf")
        if path.exists() and not overwrite and not dialogs.ask_overwrite(self, path):
            return
        try:
            jobs.write_export(self._export, path)
        except UserError as error:
            self._result.show_line("error-octagon", str(error), "error")
        else:
            self._result.show_line("check-circle", _("Tallennettu: {file}").format(file=path), "success")
        self._result.show()
        announce(self, self._result.words.text())


class _Sheet(QWidget):
    """A page on the canvas; it stays white in the dark theme."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_picture(self, picture: QPixmap) -> None:
        """Show this page."""
        self._picture = picture
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        margin = theme.current().px(24)
        if self._picture is None:
            return QSize(0, 0)
        return self._picture.deviceIndependentSize().toSize() + QSize(2 * margin, 2 * margin)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), now.colour("canvas"))
            if self._picture is None:
                return
            size = self._picture.deviceIndependentSize().toSize()
            place = QRect((self.width() - size.width()) // 2, now.px(24), size.width(), size.height())
            painter.drawPixmap(place.topLeft(), self._picture)
            painter.setPen(now.colour("hairline"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
