"""Choices: boxed radio buttons, check boxes, and the chips of `chips.py`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.chips import Chips
from rrp_desktop.gui.widgets.flow import Columns, Flow
from rrp_desktop.gui.widgets.group import Group
from rrp_desktop.gui.widgets.paint import box, lit, radio_mark
from rrp_desktop.gui.widgets.wrapped import Wrapped, Wrapping, wrapping_policy

__all__ = ["CheckBoxes", "CheckRow", "Chips", "RadioBox", "RadioBoxes"]


class RadioBox(Wrapping, QRadioButton):
    """One boxed choice of a row.  It wraps its words where the row is narrower than they are."""

    focus_radius = 6.0

    _LEFT, _MARK, _GAP, _RIGHT = 13, 16, 9, 12

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words.replace("&", "&&"))
        self.code = code
        self._words = words
        self.setAccessibleName(words)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(wrapping_policy())
        self.restyle()

    def restyle(self) -> None:
        now = theme.current()
        around = now.px(self._LEFT + self._MARK + self._GAP + self._RIGHT)
        self._size = Wrapped(
            self._words,
            "strong",
            around=around,
            height=now.px(36),
            above=now.px(16),
            least=now.px(90),
        )
        self.updateGeometry()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        boxes = self.parentWidget()
        if not (isinstance(boxes, RadioBoxes) and boxes.take_key(self, Qt.Key(event.key()))):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        chosen, enabled = self.isChecked(), self.isEnabled()
        share = lit(self)
        with QPainter(self) as painter:
            fill = now.mixed("tint" if chosen else "surface", "accent", share)
            if chosen:
                border = now.colour("accent" if enabled else "secondary")
            else:
                border = now.colour("control" if share else "hairline")
            box(painter, self.rect(), now.px(6), fill=fill, border=border)
            colour = "secondary" if not enabled else "accent" if chosen else "control"
            mark = now.px(self._MARK)
            centre = QPointF(now.px(self._LEFT) + mark / 2, self.height() / 2)
            radio_mark(painter, centre, mark, colour=now.colour(colour), checked=chosen)
            left = now.px(self._LEFT + self._MARK + self._GAP)
            painter.setFont(now.font("strong" if chosen else "body"))
            painter.setPen(now.colour("accent" if chosen and enabled else "text" if enabled else "secondary"))
            painter.drawText(
                QRect(left, 0, self.width() - left - now.px(self._RIGHT) + 2, self.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap,
                self._words,
            )


_NEXT = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Down})
_BEFORE = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up})
_CLEAR = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class RadioBoxes(Group):
    """One choice out of a few, or none.

    Tab comes to the chosen one (or the first), arrows move, Space chooses; choosing the chosen one again, or Delete,
    takes the answer away.

    Signals:
        chosen(str): The user chose this code; empty when the answer was taken away.
    """

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        flow = Flow(self, spacing=8, line_spacing=8)
        self._value = ""
        self._boxes = [RadioBox(code, words) for code, words in options]
        for one in self._boxes:
            flow.add(one)
            one.clicked.connect(
                lambda _checked, one=one: self._choose("" if one.code == self._value else one.code)
            )
        self._one_tab_stop()

    def value(self) -> str:
        """Code of the chosen one, or nothing."""
        return self._value

    def set_chosen(self, code: str) -> None:
        """Choose this one; nothing is told."""
        self._value = code
        for one in self._boxes:
            if one.code == code:
                one.setChecked(True)
            elif one.isChecked():
                # Qt keeps one of its exclusive buttons checked, unless it is not exclusive for this moment
                one.setAutoExclusive(False)
                one.setChecked(False)
                one.setAutoExclusive(True)
        self._one_tab_stop()

    def buttons(self) -> list[RadioBox]:
        """The boxes, in order."""
        return list(self._boxes)

    def _choose(self, code: str) -> None:
        self.set_chosen(code)
        self.chosen.emit(code)

    def _one_tab_stop(self) -> None:
        stop = next((one for one in self._boxes if one.isChecked()), self._boxes[0] if self._boxes else None)
        for one in self._boxes:
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is stop else Qt.FocusPolicy.ClickFocus)
        if stop is not None:
            self.setFocusProxy(stop)

    def take_key(self, one: RadioBox, key: Qt.Key) -> bool:
        """Do what a key asks for while one of the boxes has the keyboard; whether it asked for anything."""
        if key in _NEXT or key in _BEFORE:
            step = 1 if key in _NEXT else -1
            place = (self._boxes.index(one) + step) % len(self._boxes)
            self._boxes[place].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key in _CLEAR:
            if self.value():
                self._choose("")
            return True
        return False


class CheckRow(Wrapping, QCheckBox):
    """One check box of a list: a strong code, if there is one, and words that wrap."""

    focus_radius = 5.0

    _MARK, _GAP, _SIDE, _HEIGHT = 16, 11, 3, 28

    def __init__(self, value: str, words: str, code: str = "") -> None:
        super().__init__()
        self.value = value
        self._words = words
        self._code = code
        self.setText(f"{code} {words}".strip().replace("&", "&&"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(wrapping_policy())
        self.restyle()

    def _code_width(self) -> int:
        if not self._code:
            return 0
        now = theme.current()
        return now.metrics("panel-heading").horizontalAdvance(self._code) + now.px(8)

    def restyle(self) -> None:
        now = theme.current()
        around = now.px(2 * self._SIDE + self._MARK + self._GAP) + self._code_width()
        self._size = Wrapped(
            self._words, "strong", around=around, height=now.px(self._HEIGHT), above=now.px(8),
            least=now.px(120),
        )  # fmt: skip
        self.updateGeometry()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def focus_rect(self) -> QRect:
        """Around the words, not the whole column."""
        room = theme.current().px(5)
        return QRect(0, 0, min(self.width(), self.sizeHint().width() + room), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        chosen, enabled = self.isChecked(), self.isEnabled()
        share = lit(self)
        mark = now.px(self._MARK)
        line = now.metrics("body").height()
        top = min((self.height() - line) // 2, now.px(5))
        with QPainter(self) as painter:
            if share:
                box(painter, self.focus_rect(), now.px(5), fill=now.mixed("surface", "accent", share))
            spot = QRect(now.px(self._SIDE), top + (line - mark) // 2, mark, mark)
            paint_check(painter, spot, chosen=chosen, enabled=enabled, ratio=self.devicePixelRatioF())
            left = now.px(self._SIDE + self._MARK + self._GAP)
            painter.setPen(now.colour("text" if enabled else "secondary"))
            if self._code:
                painter.setFont(now.font("panel-heading"))
                painter.drawText(QPoint(left, top + now.metrics("panel-heading").ascent()), self._code)
            left += self._code_width()
            painter.setFont(now.font("strong" if chosen else "body"))
            room = QRect(left, top, self.width() - left - now.px(self._SIDE) + 2, self.height())
            painter.drawText(room, Qt.TextFlag.TextWordWrap, self._words)


def paint_check(painter: QPainter, spot: QRect, *, chosen: bool, enabled: bool, ratio: float) -> None:
    """Paint the mark of a check box."""
    now = theme.current()
    colour = now.colour("accent" if chosen and enabled else "control")
    box(
        painter,
        spot,
        now.px(3),
        fill=colour if chosen else now.colour("surface"),
        border=colour,
        width=now.px(1.5),
    )
    if chosen:
        size = 13
        side = now.px(size)
        corner = QPoint(spot.center().x() - side // 2 + 1, spot.center().y() - side // 2 + 1)
        painter.drawPixmap(corner, icons.pixmap("check-heavy", "on_accent", size, ratio))


class CheckBoxes(Group):
    """Any number of choices, in two columns where there is room.

    An option may be (value, words) or (value, words, code); the code is set off before the words.

    Signals:
        changed(list): The user chose these values, in the order of the options.
    """

    changed = Signal(list)

    _COLUMN_FROM = 230

    def __init__(self, options: Sequence[tuple[str, ...]], name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows = [CheckRow(*option) for option in options]
        self._grid = Columns(self, least=self._COLUMN_FROM)
        for row in self._rows:
            self._grid.add(row)
            row.clicked.connect(lambda: self.changed.emit(self.values()))
        if self._rows:
            self.setFocusProxy(self._rows[0])

    def values(self) -> list[str]:
        """The chosen values, and those set from outside that are no options."""
        return [row.value for row in self._rows if row.isChecked()]

    def set_chosen(self, values: Sequence[str]) -> None:
        """Choose these; nothing is told."""
        for row in self._rows:
            row.setChecked(row.value in values)

    def buttons(self) -> list[CheckRow]:
        """The check boxes, in order."""
        return list(self._rows)
