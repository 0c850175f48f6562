"""Single lines: words after an icon, and words that are shortened where there is no room for them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.layout import Row
from rrp_desktop.gui.widgets.text import Label, label


class Icon(QWidget):
    """A picture beside words that say the same; screen readers pass it by."""

    def __init__(self, name: str, colour: str = "secondary", size: float = 18) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            picture = icons.pixmap(self._name, self._colour, self._size, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(0, 0), picture)


class IconLine(QWidget):
    """An icon and words; further lines of the words stand under the first."""

    def __init__(
        self,
        icon: str,
        words: str,
        role: str = "help",
        *,
        colour: str = "",
        size: float = 18,
        wrap: bool = True,
    ) -> None:
        super().__init__()
        row = Row(self, spacing=8)
        self.words: Label = label(words, role, colour=colour, wrap=wrap)
        default = "text" if role == "panel-heading" else "secondary"
        self.icon = Icon(icon, colour or default, size)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1 if wrap else 0)

    def show_line(self, icon: str, words: str, colour: str) -> None:
        """Show other words with another icon; only the icon takes the colour."""
        self.icon.show_icon(icon, colour)
        self.words.setText(words)


class ElidedLabel(Label):
    """One line that ends in … where the room ends; the tool tip holds all of it."""

    def __init__(self, words: str = "", role: str = "body", *, colour: str = "") -> None:
        super().__init__(words, role, colour=colour, wrap=False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, words: str) -> None:
        super().setText(words)
        self.setToolTip(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        words = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        with QPainter(self) as painter:
            painter.setFont(self.font())
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
