"""Rows and cards of the start page, each one button: a draft to go on with, an example, a form to start."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.clickable import Clickable
from rrp_desktop.gui.widgets.flow import Flow
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.paint import box, lit
from rrp_desktop.gui.widgets.text import Label, Paragraph


class IconTile(QWidget):
    """An icon in accent on a tint: a rounded square, or a circle."""

    def __init__(self, icon: str, *, size: float = 48, icon_size: float = 20, is_round: bool = False) -> None:
        super().__init__()
        self._icon = icon
        self._size = size
        self._icon_size = icon_size
        self._round = is_round
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def restyle(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        with QPainter(self) as painter:
            radius = self.width() / 2 if self._round else now.px(6)
            box(painter, self.rect(), radius, fill=now.colour("tint"))
            side = now.px(self._icon_size)
            corner = QPoint((self.width() - side) // 2, (self.height() - side) // 2)
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(corner, icons.pixmap(self._icon, "accent", self._icon_size, ratio))


class ListRow(Clickable):
    """Two lines, and parts at the right in columns of their own; where the row is narrow they go below.

    Args:
        icon: Before the lines.
        trailing: An icon at the right end.
    """

    focus_radius = 6.0

    _LAST_COLUMN = 84

    def __init__(self, title: str, detail: str, *, icon: str = "", trailing: str = "") -> None:
        super().__init__(", ".join(part for part in (title, detail) if part))
        self._icon = icon
        self._trailing = trailing
        self._parts: list[tuple[QWidget, float]] = []
        self._flow = Flow(self, spacing=24, line_spacing=8)
        words = QWidget()
        column = Column(words, spacing=3)
        column.addWidget(Label(title, "strong"))
        if detail:
            column.addWidget(Paragraph(detail, "help"))
        self._flow.add(self.let_through(words), stretch_from=220)
        self.restyle()

    def add(self, widget: QWidget, width: float | None = None) -> None:
        """Add a part at the right; parts of one width stand in one column.  Its words join the row's name."""
        if isinstance(widget, QLabel):
            if width is None:
                widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            labels = [widget]
        else:
            labels = widget.findChildren(QLabel)
        told = [self.accessibleName(), *(label.text() for label in labels)]
        self.setAccessibleName(", ".join(words for words in told if words))
        self._parts.append((widget, self._LAST_COLUMN if width is None else width))
        self._widen_parts()
        self._flow.add(self.let_through(widget))

    def _widen_parts(self) -> None:
        """Each part is as wide as its column, so that those of all rows stand below each other."""
        for part, width in self._parts:
            part.setMinimumWidth(theme.current().px(width))

    def restyle(self) -> None:
        px = theme.current().px
        left = 48 if self._icon else 16
        right = 44 if self._trailing else 16
        self._flow.setContentsMargins(px(left), px(11), px(right), px(11))
        self._widen_parts()

    def focus_rect(self) -> QRect:
        inset = theme.current().px(5)
        return self.rect().adjusted(inset, inset, -inset, -inset)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        share = lit(self)
        with QPainter(self) as painter:
            if share:
                inset = now.px(3)
                inside = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
                box(painter, inside, now.px(6), fill=now.mixed("surface", "accent", share))
            ratio = self.devicePixelRatioF()
            side = now.px(20)
            y = (self.height() - side) // 2
            if self._icon:
                painter.drawPixmap(QPoint(now.px(16), y), icons.pixmap(self._icon, "secondary", 20, ratio))
            if self._trailing:
                x = self.width() - now.px(14) - side
                painter.drawPixmap(QPoint(x, y), icons.pixmap(self._trailing, "secondary", 20, ratio))


class StartCard(Clickable):
    """A card that starts something: icon, title, one sentence."""

    focus_radius = 8.0

    def __init__(self, icon: str, title: str, sentence: str) -> None:
        super().__init__(title)
        self.setAccessibleDescription(sentence)
        row = Row(self, spacing=16, margins=(16, 20, 16, 20))
        row.addWidget(self.let_through(IconTile(icon)), 0, Qt.AlignmentFlag.AlignVCenter)
        column = Column(spacing=4)
        column.addStretch(1)
        column.addWidget(self.let_through(Label(title, "strong")))
        column.addWidget(self.let_through(Paragraph(sentence, "help")))
        column.addStretch(1)
        row.addLayout(column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        share = lit(self)
        with QPainter(self) as painter:
            border = now.colour("control" if share else "hairline")
            fill = now.mixed("surface", "accent", share)
            box(painter, self.rect(), now.px(self.focus_radius), fill=fill, border=border)
