"""The bar above a page."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from rrp_desktop.gui.theme import current
from rrp_desktop.gui.widgets.card import Divider, Panel
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.lines import ElidedLabel, Icon
from rrp_desktop.gui.widgets.text import label


class TopBar(Panel):
    """The bar above a page: `left` and `right` take its parts."""

    def __init__(self) -> None:
        super().__init__("surface", lines="bottom")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = Row(self, spacing=8, margins=(16, 0, 12, 1))
        self.left = Row(spacing=8)
        self.right = Row(spacing=8)
        row.addLayout(self.left, 1)
        row.addLayout(self.right)

    def divide(self) -> None:
        """A short hairline between what is at the left."""
        place = Column(margins=(0, 12, 0, 12))
        place.addWidget(Divider(upright=True))
        self.left.addLayout(place)

    def restyle(self) -> None:
        """Take the height of the zoom."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current().px(56))


class Brand(QWidget):
    """The program's sign and name."""

    def __init__(self) -> None:
        super().__init__()
        row = Row(self, spacing=10)
        row.addWidget(Icon("app", "accent", 24))
        row.addWidget(label("RRP Desktop", "panel-heading", wrap=False))


class TitleBlock(QWidget):
    """Two lines in the top bar: what is open, and what it is."""

    def __init__(self) -> None:
        super().__init__()
        column = Column(self, spacing=1, margins=(7, 0, 0, 0))
        self._title = ElidedLabel("", "panel-heading")
        self._detail = ElidedLabel("", "caption")
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._detail)
        column.addStretch(1)

    def show_words(self, title: str, detail: str) -> None:
        """Show these two lines."""
        self._title.setText(title)
        self._detail.setText(detail)
