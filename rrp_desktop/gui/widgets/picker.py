"""A small list that opens below a button: write to narrow it, Enter takes the value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListWidget, QListWidgetItem, QWidget

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.fields import LineEdit
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.popup import Popup, RowDelegate
from rrp_desktop.gui.widgets.scroll import ThinScrollBar
from rrp_desktop.gui.widgets.text import Label
from rrp_desktop.i18n import _

_CODE = Qt.ItemDataRole.UserRole
_MOVES = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


class Picker(Popup):
    """The list.

    The keyboard stays in the line: up and down move in the list, Enter takes, Escape closes.

    Signals:
        picked(str): The user took this code, or wrote this value of their own.
    """

    picked = Signal(str)

    WIDTH, MOST_ROWS = 320, 9

    def __init__(self, parent: QWidget, *, is_open: bool) -> None:
        super().__init__(parent)
        self._is_open = is_open
        self._anchor: QWidget | None = None
        self._others: list[tuple[str, str]] = []
        column = Column(self, spacing=6, margins=(8, 8, 8, 8))
        placeholder = _("Hae tai kirjoita oma") if is_open else _("Hae")
        self._line = LineEdit(placeholder)
        self._line.changed.connect(self._narrow)
        self._line.installEventFilter(self)
        self._list = QListWidget()
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollBar(ThinScrollBar())
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setItemDelegate(RowDelegate(self._list))
        self._list.setMouseTracking(True)
        self._list.itemClicked.connect(lambda _item: self._take())
        self._hint: QLabel = Label("", "help")
        column.addWidget(self._line)
        column.addWidget(self._list)
        column.addWidget(self._hint)

    def choose(self, anchor: QWidget, others: Sequence[tuple[str, str]], name: str) -> None:
        """Open below a control with these codes and words to choose from."""
        self._anchor = anchor
        self._others = list(others)
        self._line.setAccessibleName(name)
        self._list.setAccessibleName(name)
        self._line.clear()
        self._narrow("")
        self.open_below(anchor)
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, text: str) -> None:
        sought = text.strip().casefold()
        self._list.clear()
        for code, words in self._others:
            if sought in words.casefold():
                item = QListWidgetItem(words)
                item.setData(_CODE, code)
                self._list.addItem(item)
        if self._list.count() and (sought or not self._is_open):
            self._list.setCurrentRow(0)
        own = (
            self._is_open and sought and not any(words.casefold() == sought for _code, words in self._others)
        )
        if own:
            self._hint.setText(_("Enter lisää oman: {value}").format(value=text.strip()))
        elif not self._list.count():
            self._hint.setText(_("Ei osumia."))
        self._hint.setVisible(bool(own) or not self._list.count())
        rows = max(1, min(self.MOST_ROWS, self._list.count()))
        self._list.setFixedHeight(theme.current().px(34 * rows + 2))
        self._list.setVisible(self._list.count() > 0)
        self.setFixedWidth(theme.current().px(self.WIDTH))
        self.adjustSize()

    def _take(self) -> None:
        value = self._line.text().strip() if self._is_open else ""
        if self._list.currentRow() >= 0:
            value = str(self._list.currentItem().data(_CODE))
        if value:
            self.hide()
            self.picked.emit(value)
            self._return_focus()

    def _return_focus(self) -> None:
        if self._anchor is not None:
            self._anchor.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        key = Qt.Key(event.key())
        if key in _MOVES:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}[key]
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take()
            return True
        if key is Qt.Key.Key_Escape:
            self.hide()
            self._return_focus()
            return True
        return False
