"""How far something is: a thin bar, and how a text fits its box in the PDF."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.paint import box


def paint_bar(painter: QPainter, rect: QRectF, share: float) -> None:
    """Paint a track with this share of it filled."""
    now = theme.current()
    radius = rect.height() / 2
    box(painter, rect, radius, fill=now.colour("track"))
    if share > 0:
        filled = QRectF(rect)
        filled.setWidth(max(rect.height(), rect.width() * min(1.0, share)))
        box(painter, filled, radius, fill=now.colour("accent"))


class ProgressBar(QProgressBar):
    """A thin bar without words; the figures stand beside it.  Its name says what is counted."""

    HEIGHT = 6

    def __init__(self, name: str) -> None:
        super().__init__()
        self._share = 0.0
        self.setAccessibleName(name)
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(0.0)

    def set_share(self, share: float) -> None:
        """Fill it this far: 0.0 to 1.0."""
        self._share = share
        self.setValue(round(share * 100))
        self.update()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        return QSize(px(120), px(self.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        px = theme.current().px
        return QSize(px(40), px(self.HEIGHT))

    def restyle(self) -> None:
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_bar(painter, QRectF(self.rect()), self._share)


class FitMeter(QLabel):
    """Whether a text fits its box: a tick, words and a short bar; a triangle when it goes on elsewhere."""

    _ICON, _GAP, _BAR, _BAR_HEIGHT = 16, 6, 56, 4

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self._fits = True
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle()

    def set_fit(self, words: str, share: float, fits: bool) -> None:
        """Show these words, how full the box is and whether the text fits."""
        self._share, self._fits = share, fits
        self.setText(words)
        self.update()

    def restyle(self) -> None:
        self.setFont(theme.current().font("help", tabular=True))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        words = self.fontMetrics().horizontalAdvance(self.text()) + 1
        width = px(self._ICON) + px(self._GAP) + words + px(self._GAP) + px(self._BAR)
        return QSize(width, max(self.fontMetrics().height(), px(self._ICON)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        side, gap = now.px(self._ICON), now.px(self._GAP)
        with QPainter(self) as painter:
            name, colour = ("check-circle", "success") if self._fits else ("warning-triangle", "warning")
            picture = icons.pixmap(name, colour, self._ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(0, (self.height() - side) // 2), picture)
            painter.setFont(self.font())
            painter.setPen(now.colour("secondary"))
            words = self.rect().adjusted(side + gap, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
            width, height = now.px(self._BAR), now.px(self._BAR_HEIGHT)
            bar = QRectF(self.width() - width, (self.height() - height) / 2, width, height)
            paint_bar(painter, bar, self._share)
