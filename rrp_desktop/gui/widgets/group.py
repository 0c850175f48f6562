"""A named group of controls, without a frame."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGroupBox, QWidget


class Group(QGroupBox):
    """A named group without a frame: a screen reader tells its name with the controls in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.setTitle(name.replace("&", "&&"))
        self.setContentsMargins(0, 0, 0, 0)

    # QGroupBox keeps room for a frame and a title whenever it may have changed; here there is none
    def resizeEvent(self, event: QResizeEvent) -> None:
        QWidget.resizeEvent(self, event)

    def changeEvent(self, event: QEvent) -> None:
        QWidget.changeEvent(self, event)

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else QSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        pass
