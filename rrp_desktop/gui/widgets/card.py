"""Surfaces: the card that carries a question, a sunken panel in it, and the hairline."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.layout import Column, Margins
from rrp_desktop.gui.widgets.paint import box, fill


class Card(QWidget):
    """A sheet on the ground with a hairline around it; put widgets into `body`.

    Args:
        padding: Left, top, right, bottom inside it.
        ground: The token that fills it: "surface", or "sunken" for a panel inside a card.
        radius: Of its corners.
    """

    def __init__(
        self,
        *,
        padding: Margins = (20, 16, 20, 16),
        spacing: float = 8,
        ground: str = "surface",
        border: str = "hairline",
        radius: float = 8,
    ) -> None:
        super().__init__()
        self._ground = ground
        self._border = border
        self._radius = radius
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.body = Column(self, spacing=spacing, margins=padding)

    # without the heights for widths that the card never has, which Qt would work out each time
    def sizeHint(self) -> QSize:
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.body.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        with QPainter(self) as painter:
            box(
                painter,
                self.rect(),
                now.px(self._radius),
                fill=now.colour(self._ground),
                border=now.colour(self._border),
            )


class Divider(QWidget):
    """A hairline across, or down a row."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            fill(painter, self.rect(), theme.current().colour("hairline"))


class Panel(QWidget):
    """A plain ground with a hairline along some of its edges: bars and side panels."""

    def __init__(self, ground: str = "surface", *, lines: str = "") -> None:
        """Lines names the edges with a hairline: any of "left", "top", "right", "bottom", apart by blanks."""
        super().__init__()
        self._ground = ground
        self._lines = lines.split()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        line = now.colour("hairline")
        width, height = self.width(), self.height()
        edges = {
            "left": QRect(0, 0, 1, height),
            "top": QRect(0, 0, width, 1),
            "right": QRect(width - 1, 0, 1, height),
            "bottom": QRect(0, height - 1, width, 1),
        }
        with QPainter(self) as painter:
            fill(painter, event.rect(), now.colour(self._ground))
            for edge in self._lines:
                fill(painter, edges[edge], line)
