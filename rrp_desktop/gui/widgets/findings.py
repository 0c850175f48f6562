"""Findings as they are shown: below a field, in the panel, and counted in a pill."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.flow import Flow
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.paint import box
from rrp_desktop.gui.widgets.text import Paragraph, Run

ICONS: Final = {
    "error": "error-octagon",
    "warning": "warning-triangle",
    "information": "light-bulb",
    "success": "check-circle",
}
"""The icon of a status: error, warning, information or success."""


class FindingBox(QWidget):
    """One finding below the field it concerns: icon, word, one sentence, and the mend at the right edge.

    Signals:
        fixed(): The user wants it mended.
    """

    fixed = Signal()

    _LEFT, _ICON = 38, 18

    def __init__(self, severity: str, word: str, message: str, fix_label: str | None = None) -> None:
        super().__init__()
        self._severity = severity
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._words = Paragraph([Run(f"{word}:", severity, "part"), Run(f" {message}")], "help")
        self._flow = Flow(self, spacing=8, line_spacing=6)
        self._flow.add(self._words, stretch_from=300)
        if fix_label:
            self.button = Button(fix_label, small=True)
            self.button.setAccessibleName(f"{fix_label}: {message}")
            self.button.clicked.connect(self.fixed)
            self._flow.add(self.button)
        self.restyle()

    def restyle(self) -> None:
        px = theme.current().px
        self._flow.setContentsMargins(px(self._LEFT), px(6), px(9), px(6))
        self._words.setContentsMargins(0, px(4), 0, px(3))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        fill, border = now.colour(f"{self._severity}.ground"), now.colour(f"{self._severity}.border")
        with QPainter(self) as painter:
            box(painter, self.rect(), now.px(6), fill=fill, border=border)
            side = now.px(self._ICON)
            first_line = self._words.y() + self._words.contentsMargins().top()
            y = first_line + (self._words.fontMetrics().height() - side) // 2
            picture = icons.pixmap(
                ICONS[self._severity], self._severity, self._ICON, self.devicePixelRatioF()
            )
            painter.drawPixmap(QPoint(now.px(10), y), picture)


class FindingRow(QWidget):
    """One finding in the panel: its word and place, one short sentence, and what to do about it.

    Args:
        severity: None for a plain remark, which has only the sentence.
        is_fix: Whether the action mends; else it moves there.

    Signals:
        acted(): The user chose the action.
    """

    acted = Signal()

    def __init__(
        self, severity: str | None, word: str, place: str, sentence: str, action: str, *, is_fix: bool
    ) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = Flow(self, spacing=8, line_spacing=4)
        words = QWidget()
        column = Column(words, spacing=4)
        if severity is not None:
            column.addWidget(_Place(severity, word, place))
        column.addWidget(Paragraph(sentence, "help", colour="text"))
        flow.add(words, stretch_from=150)
        if is_fix:
            self.button = Button(action, small=True)
        else:
            self.button = Button(action, kind="link", trailing="chevron-right", small=True)
        about = ", ".join(part for part in (place, sentence) if part)
        self.button.setAccessibleName(f"{action}: {about}")
        self.button.clicked.connect(self.acted)
        flow.add(self.button)


class _Place(Paragraph):
    """The first line of a row: icon, word, place."""

    _ICON = 16

    def __init__(self, severity: str, word: str, place: str) -> None:
        self._severity = severity
        runs = [Run(word, severity, "part")]
        if place:
            runs += [Run("  ·  ", "secondary"), Run(place, "secondary")]
        super().__init__(runs, "help")

    def restyle(self) -> None:
        super().restyle()
        self.setContentsMargins(theme.current().px(self._ICON + 6), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        y = (self.fontMetrics().height() - theme.current().px(self._ICON)) // 2
        with QPainter(self) as painter:
            picture = icons.pixmap(
                ICONS[self._severity], self._severity, self._ICON, self.devicePixelRatioF()
            )
            painter.drawPixmap(QPoint(0, y), picture)


class StatusPill(QLabel):
    """A count or a state in its colours, always with icon and words: “1 puute”, “Valmis”."""

    _ICON = 14

    def __init__(self, status: str, words: str) -> None:
        super().__init__(words)
        self._status = status
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        self.setFont(theme.current().font("count"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        width = self.fontMetrics().horizontalAdvance(self.text()) + px(8 + self._ICON + 5 + 9)
        return QSize(width, max(px(22), self.fontMetrics().height() + px(4)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        fill, border = now.colour(f"{self._status}.ground"), now.colour(f"{self._status}.border")
        with QPainter(self) as painter:
            box(painter, self.rect(), self.height() / 2, fill=fill, border=border)
            side = now.px(self._ICON)
            picture = icons.pixmap(ICONS[self._status], self._status, self._ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(now.px(8), (self.height() - side) // 2), picture)
            painter.setFont(self.font())
            painter.setPen(now.colour(self._status))
            words = self.rect().adjusted(now.px(8 + self._ICON + 5), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
