"""What stands where there is nothing yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.list_row import IconTile
from rrp_desktop.gui.widgets.text import Paragraph


class EmptyState(QWidget):
    """An icon in a circle, a sentence on what comes here, and at most one action.

    Signals:
        acted(): The user chose the action.
    """

    acted = Signal()

    def __init__(self, icon: str, sentence: str, action: str = "") -> None:
        super().__init__()
        column = Column(self, spacing=12, margins=(16, 20, 16, 20))
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconTile(icon, size=44, is_round=True), 0, middle)
        words = Paragraph(sentence, "body", colour="secondary")
        words.setAlignment(middle)
        column.addWidget(words)
        if action:
            button = Button(action)
            button.clicked.connect(self.acted)
            column.addWidget(button, 0, middle)
