"""The place to drop a file, with a button for those who do not drag."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.list_row import IconTile
from rrp_desktop.gui.widgets.paint import box
from rrp_desktop.gui.widgets.text import label


class DropArea(QWidget):
    """A dashed area: what to drop, and a button that opens a dialog.

    Signals:
        dropped(Path): This file was dropped.
        browseAsked(): The user wants to choose a file instead.
    """

    dropped = Signal(object)
    browseAsked = Signal()

    def __init__(self, title: str, detail: str, button: str) -> None:
        super().__init__()
        self._over = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = Column(self, spacing=0, margins=(24, 16, 24, 16))
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconTile("download", size=44, is_round=True), 0, middle)
        column.addSpacing(theme.current().px(8))
        for words, role in ((title, "strong"), (detail, "help")):
            line = label(words, role)
            line.setAlignment(middle)
            column.addWidget(line)
            column.addSpacing(theme.current().px(3))
        column.addSpacing(theme.current().px(9))
        self.button = Button(button, "folder")
        self.button.clicked.connect(self.browseAsked)
        column.addWidget(self.button, 0, middle)
        column.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file(event) is not None:
            event.acceptProposedAction()
            self._over = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        path = _file(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        with QPainter(self) as painter:
            if self._over:
                fill, border, width = now.colour("tint"), now.colour("accent"), now.px(2)
            else:
                fill, border, width = now.colour("surface"), now.colour("control"), 1
            box(painter, self.rect(), now.px(8), fill=fill, border=border, width=width, dashed=True)


def _file(event: QDropEvent) -> Path | None:
    """The one local file that is dragged."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
