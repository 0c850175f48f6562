"""Chips: several values out of a list and, where it is open, of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.flow import Flow
from rrp_desktop.gui.widgets.group import Group
from rrp_desktop.gui.widgets.paint import box, lit
from rrp_desktop.gui.widgets.press import PressButton
from rrp_desktop.gui.widgets.wrapped import Wrapped, Wrapping, wrapping_policy
from rrp_desktop.i18n import _

if TYPE_CHECKING:
    from rrp_desktop.gui.widgets.picker import Picker

_REMOVE = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_MOVES = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Chip(Wrapping, PressButton):
    """One value, chosen or offered; a screen reader tells it as a check box.

    Chosen: tint, tick, and a cross where it may go without harm.  Asked for and missing: a dashed border and a plus.
    """

    focus_radius = 15.0

    _SIDE, _ICON, _GAP = 12, 14, 7

    def __init__(self, value: str, words: str) -> None:
        super().__init__()
        self.value = value
        self._words = words
        self._why = ""
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(wrapping_policy())
        self.set_state(chosen=False, why="")

    def set_state(self, *, chosen: bool, why: str) -> None:
        """Say whether the value is chosen, and why it is asked for, if it is."""
        self.setChecked(chosen)
        self._why = why
        self.setAccessibleName(f"{self._words}, {why}" if why else self._words)
        self.restyle()
        self.update()

    def restyle(self) -> None:
        now = theme.current()
        around = now.px(2 * self._SIDE + self._ICON + self._GAP)
        if self._why:
            around += now.metrics("caption").horizontalAdvance(self._why) + now.px(self._GAP)
        elif self.isChecked():
            around += now.px(self._ICON + self._GAP)
        self._size = Wrapped(
            self._words,
            "strong",
            around=around,
            height=now.px(30),
            above=now.px(12),
            least=now.px(120),
        )
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chips = self.parentWidget()
        if not (isinstance(chips, Chips) and chips.take_key(self, Qt.Key(event.key()))):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        chosen = self.isChecked()
        share = lit(self)
        colour = "accent" if self.isEnabled() else "secondary"
        ratio = self.devicePixelRatioF()
        with QPainter(self) as painter:
            fill = now.mixed("tint" if chosen and self.isEnabled() else "surface", "accent", share)
            if not self.isEnabled():
                border = now.colour("hairline")
            else:
                border = now.colour("tint_border" if chosen else "accent")
            radius = min(self.height() / 2, now.px(15))
            box(painter, self.rect(), radius, fill=fill, border=border, width=1.2, dashed=not chosen)
            side = now.px(self._ICON)
            middle = (self.height() - side) // 2
            x = now.px(self._SIDE)
            picture = icons.pixmap("check" if chosen else "plus", colour, self._ICON, ratio)
            painter.drawPixmap(QPoint(x, middle), picture)
            x += side + now.px(self._GAP)
            painter.setFont(now.font("strong"))
            painter.setPen(now.colour(colour))
            room = self.width() - self._size.around
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRect(x, 0, room, self.height()), flags, self._words)
            x += room + now.px(self._GAP)
            if self._why:
                painter.setFont(now.font("caption"))
                painter.setPen(now.colour("secondary"))
                place = QRect(x, 0, self.width() - x, self.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._why)
            elif chosen and self.isEnabled():
                painter.drawPixmap(QPoint(x, middle), icons.pixmap("close", colour, self._ICON, ratio))


class _AddChip(PressButton):
    """“Lisää …”: opens the list of the other values."""

    focus_radius = 15.0

    def __init__(self, words: str) -> None:
        super().__init__(words.replace("&", "&&"))
        self._words = words
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.metrics("label").horizontalAdvance(self._words) + now.px(46), now.px(30))

    def restyle(self) -> None:
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        share = lit(self)
        with QPainter(self) as painter:
            fill, border = now.mixed("surface", "accent", share), now.colour("control")
            colour = "text"
            if not self.isEnabled():
                border, colour = now.colour("hairline"), "secondary"
            box(painter, self.rect(), self.height() / 2, fill=fill, border=border)
            side = now.px(14)
            picture = icons.pixmap("plus", colour, 14, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(now.px(11), (self.height() - side) // 2), picture)
            painter.setFont(now.font("label"))
            painter.setPen(now.colour(colour))
            words = self.rect().adjusted(now.px(32), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)


class Chips(Group):
    """Several values: the chosen ones, those asked for and missing, and the others behind “Lisää”.

    Space, Enter or a click takes a chosen value away or an offered one in; Delete takes away; arrows move.

    Args:
        options: Code and words of the known values.
        is_open: Whether the user may write a value of their own.
        add: Words of the button that opens the list of the other values.

    Signals:
        changed(list): The user's values now, in the order in which they were chosen.
    """

    changed = Signal(list)

    def __init__(
        self, options: Sequence[tuple[str, str]], name: str = "", *, is_open: bool = False, add: str = ""
    ) -> None:
        super().__init__()
        self._options = dict(options)
        self._is_open = is_open
        self._chosen: list[str] = []
        self._required: dict[str, str] = {}
        self._chips: dict[str, Chip] = {}
        self._order: list[str] = []
        self._picker: Picker | None = None
        self._flow = Flow(self, spacing=8, line_spacing=8)
        self._add = _AddChip(add or _("Lisää"))
        self._add.clicked.connect(self._open_picker)
        self._flow.add(self._add)
        self.setAccessibleName(name)
        self._show()

    def values(self) -> list[str]:
        """The chosen values, in order."""
        return list(self._chosen)

    def set_chosen(self, values: Sequence[str]) -> None:
        """Choose these; nothing is told."""
        if list(values) != self._chosen:
            self._chosen = list(values)
            self._show()

    def set_required(self, required: Mapping[str, str]) -> None:
        """Say which values are asked for, each with why: {code: "vaaditaan, I4"}."""
        if dict(required) != self._required:
            self._required = dict(required)
            self._show()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._add.setAccessibleName(f"{self._add.text()}: {name}" if name else "")

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        # a focus proxy would do the same, but setTabOrder treats proxies in a way that leaves the button out
        stops = self._stops()
        if stops:
            stops[0].setFocus(reason)

    # --- chips -------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Bring the chips in line with the values: those asked for, then other chosen ones, then the button."""
        order = [*self._required, *(value for value in self._chosen if value not in self._required)]
        for value in [value for value in self._chips if value not in order]:
            chip = self._chips.pop(value)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        while self._flow.count():
            self._flow.takeAt(0)
        for value in order:
            chip = self._chips.get(value) or self._new_chip(value)
            chip.set_state(chosen=value in self._chosen, why=self._required.get(value, ""))
            self._flow.add(chip)
        self._flow.add(self._add)
        self._add.setVisible(self._is_open or any(value not in order for value in self._options))
        self._order_tabs(order)
        self.updateGeometry()

    def _new_chip(self, value: str) -> Chip:
        chip = self._chips[value] = Chip(value, self._options.get(value, value))
        chip.clicked.connect(lambda: self._toggle(value))
        return chip

    def _order_tabs(self, order: Sequence[str]) -> None:
        self._order = list(order)
        # Qt puts new chips at the end of the window; the button has been in its place from the start, so they are called
        # to it, and then it goes behind them
        chips = [self._chips[value] for value in order]
        for before, after in pairwise([self._add, *chips, self._add]):
            self.setTabOrder(before, after)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._order_tabs(self._order)  # Qt moves nothing to the end of a window that is only this widget

    def _stops(self) -> list[PressButton]:
        """What the keyboard comes to, in order."""
        stops: list[PressButton] = [self._chips[value] for value in self._order]
        return stops if self._add.isHidden() else [*stops, self._add]

    def _toggle(self, value: str) -> None:
        if value in self._chosen:
            self._remove(value)
        else:
            self._add_value(value)

    def _add_value(self, value: str) -> None:
        if value not in self._chosen:
            self._chosen.append(value)
            self._show()
            self.changed.emit(self.values())

    def _remove(self, value: str) -> None:
        had_focus = self._chips[value].hasFocus()
        place = self._order.index(value)
        self._chosen.remove(value)
        self._show()
        if had_focus and value not in self._chips:
            stops = self._stops()
            stops[min(place, len(stops) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(self.values())

    def take_key(self, chip: Chip, key: Qt.Key) -> bool:
        """Do what a key asks for while a chip has the keyboard; whether it asked for anything."""
        if key in _REMOVE and chip.value in self._chosen:
            self._remove(chip.value)
            return True
        if key not in _MOVES:
            return False
        stops = self._stops()
        stops[(stops.index(chip) + _MOVES[key]) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # --- the list of other values ------------------------------------------------------------------------------------

    def _open_picker(self) -> None:
        if self._picker is None:
            from rrp_desktop.gui.widgets.picker import Picker

            self._picker = Picker(self, is_open=self._is_open)
            self._picker.picked.connect(self._add_value)
        others = [(code, words) for code, words in self._options.items() if code not in self._chosen]
        self._picker.choose(self._add, others, self.accessibleName())
