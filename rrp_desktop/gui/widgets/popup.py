"""What opens below a control: a framed ground, placed where the screen has room, and the rows of lists in it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.paint import box


class Popup(QFrame):
    """A small window that closes when the user goes elsewhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)

    def open_below(self, anchor: QWidget) -> None:
        """Open below a control, or above it where the screen ends."""
        self.adjustSize()
        gap = theme.current().px(4)
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + gap))
        screen = anchor.screen().availableGeometry()
        if place.y() + self.height() > screen.bottom():
            place.setY(anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() - gap)
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        place.setY(max(screen.top(), place.y()))
        self.move(place)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        with QPainter(self) as painter:
            box(painter, self.rect(), 0, fill=now.colour("surface"), border=now.colour("control"))


class RowDelegate(QStyledItemDelegate):
    """Rows of a list, as high as a pointer needs them; the one that Enter takes has a tint and a border."""

    _SIDE = 10

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        px = theme.current().px
        words = option.fontMetrics.horizontalAdvance(str(index.data() or ""))
        return QSize(words + 2 * px(self._SIDE) + 2, px(34))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now = theme.current()
        rect = QRect(option.rect)
        painter.save()
        lit = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
        if option.state & lit:
            ground = rect.adjusted(1, 1, -1, -1)
            selected = option.state & QStyle.StateFlag.State_Selected
            border = now.colour("accent") if selected else None
            box(painter, ground, now.px(4), fill=now.colour("tint"), border=border)
        painter.setFont(option.font)
        painter.setPen(now.colour("text"))
        words = rect.adjusted(now.px(self._SIDE), 0, -now.px(self._SIDE) // 2, 0)
        text = option.fontMetrics.elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideMiddle, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()
