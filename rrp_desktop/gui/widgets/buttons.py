"""The one button of the window in its kinds."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.paint import box, lit
from rrp_desktop.gui.widgets.press import PressButton

Kind = Literal["outlined", "primary", "link", "quiet", "icon", "tab", "filter"]

_CHEVRONS = frozenset({"chevron-left", "chevron-right", "chevron-down"})


class Button(PressButton):
    """A button that says what it does.

    Kinds: "outlined"; "primary", filled, one in a window; "link", in accent, moves or mends; "quiet", in secondary text,
    for bars; "icon", the words are its name and tool tip only; "tab" and "filter", which are checkable and show it.

    Attributes:
        focus_radius: The radius of its corners, for the ring of focus.
    """

    focus_radius = 6.0

    def __init__(
        self,
        words: str,
        icon: str = "",
        kind: Kind = "outlined",
        *,
        trailing: str = "",
        count: str = "",
        small: bool = False,
    ) -> None:
        super().__init__()
        self._icon = icon
        self._trailing = trailing
        self._count = count
        self._kind: Kind = kind
        self._small = small
        if kind in ("tab", "filter"):
            self.setCheckable(True)
        if kind == "filter":
            self.focus_radius = 15.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._role = "label" if small or kind in ("tab", "filter") else "strong"
        self.set_words(words)

    def set_words(self, words: str, *, icon: str | None = None) -> None:
        """Say something else from now on."""
        self._words = words
        if icon is not None:
            self._icon = icon
        self.setText("" if self._kind == "icon" else words.replace("&", "&&"))
        self.setAccessibleName(f"{words}, {self._count}" if self._count else words)
        if self._kind == "icon":
            self.setToolTip(words)
        self.restyle()
        self.update()

    def set_count(self, count: str) -> None:
        """Set the figure after a filter's words."""
        self._count = count
        self.set_words(self._words)

    def words(self) -> str:
        """What it says."""
        return self._words

    def restyle(self) -> None:
        now = theme.current()
        self.setFont(now.font(self._role))
        metrics = now.metrics(self._role)
        height = {"filter": 30, "link": 28}.get(self._kind, 36)
        height = max(now.px(30 if self._small else height), metrics.height() + now.px(6))
        self._content = metrics.horizontalAdvance(self._words) + 1
        if self._count:
            self._content += metrics.horizontalAdvance(self._count) + now.px(6)
        for icon in (self._icon, self._trailing):
            if icon:
                self._content += self._icon_side(icon) + self._icon_gap()
        padding = {"link": 4, "filter": 11}.get(self._kind, 13)
        width = height if self._kind == "icon" else self._content + 2 * now.px(padding)
        self._hint = QSize(width, height)
        self.updateGeometry()

    # --- size --------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return self._hint

    def minimumSizeHint(self) -> QSize:
        return self._hint

    def _icon_side(self, name: str) -> int:
        size = 18 if self._small or name in _CHEVRONS or self._kind in ("link", "tab") else 20
        return theme.current().px(size)

    def _icon_gap(self) -> int:
        return theme.current().px(8 if not self._small else 5)

    # --- paint -------------------------------------------------------------------------------------------------------

    def _colours(self) -> tuple[QColor | None, QColor | None, str]:
        """Fill, border and colour of the words."""
        now = theme.current()
        share = lit(self)
        if not self.isEnabled():
            border = now.colour("hairline") if self._kind in ("outlined", "primary", "filter") else None
            fill = now.colour("sunken") if border is not None else None
            return fill, border, "secondary"
        plain = now.mixed("surface", "accent", share)
        match self._kind:
            case "primary":
                return now.mixed("accent", "text", share * 2), None, "on_accent"
            case "outlined":
                return plain, now.colour("control"), "text"
            case "filter" if self.isChecked():
                return now.mixed("accent", "text", share * 2), None, "on_accent"
            case "filter":
                return plain, now.colour("control"), "text"
            case "tab" if self.isChecked():
                return now.mixed("tint", "accent", share), None, "accent"
            case "link":
                return (now.mixed("tint", "accent", share / 2) if share else None), None, "accent"
        words = "text" if self._kind == "icon" else "secondary"
        return (plain if share else None), None, words

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        fill, border, colour = self._colours()
        with QPainter(self) as painter:
            if fill is not None or border is not None:
                box(painter, self.rect(), now.px(self.focus_radius), fill=fill, border=border)
            x = (self.width() - self._content) // 2
            if self._kind == "icon":
                x = (self.width() - self._icon_side(self._icon)) // 2
            if self._icon:
                x = self._paint_icon(painter, self._icon, x, colour)
            if self._kind == "icon":
                return
            painter.setFont(self.font())
            painter.setPen(now.colour(colour))
            metrics = now.metrics(self._role)
            width = metrics.horizontalAdvance(self._words) + 1
            middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(x, 0, width, self.height()), middle, self._words)
            x += width
            if self._count:
                x += now.px(6)
                if colour == "text":
                    painter.setPen(now.colour("secondary"))
                painter.drawText(QRect(x, 0, self.width() - x, self.height()), middle, self._count)
                x += metrics.horizontalAdvance(self._count)
            if self._trailing:
                self._paint_icon(painter, self._trailing, x + self._icon_gap(), colour)

    def _paint_icon(self, painter: QPainter, name: str, x: int, colour: str) -> int:
        """Paint an icon and return where what follows begins."""
        side = self._icon_side(name)
        picture = icons.pixmap(name, colour, side / theme.current().zoom, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(x, (self.height() - side) // 2), picture)
        return x + side + self._icon_gap()
