"""Fields to write in: a line, an area that grows with its text, a list to drop down, a whole number, a date.

What the program sets says nothing; `changed` and `chosen` tell what the user did.
Undo is the window's affair: Ctrl+Z passes through a field to the window, whose stack also holds what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QIntValidator,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QSizePolicy,
    QTextEdit,
    QWidget,
)

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.paint import box
from rrp_desktop.gui.widgets.scroll import ThinScrollBar, keep_in_view
from rrp_desktop.gui.widgets.text import Label
from rrp_desktop.i18n import _

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from rrp_desktop.gui.widgets.calendar import Calendar

RADIUS = 6
HEIGHT = 36
_SIDE = 12  # from the border to the words
_BREAKS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


def paint_field(painter: QPainter, widget: QWidget, *, focused: bool, read_only: bool = False) -> None:
    """Paint the box of a field: the border turns accent and wider with the focus."""
    now = theme.current()
    fill = now.colour("sunken" if read_only or not widget.isEnabled() else "surface")
    radius = now.px(RADIUS)
    if focused:
        box(painter, widget.rect(), radius, fill=fill, border=now.colour("accent"), width=now.px(2))
        return
    if read_only or not widget.isEnabled():
        border = now.colour("hairline")
    elif widget.underMouse():
        border = now.mixed("control", "text", 0.5)
    else:
        border = now.colour("control")
    box(painter, widget.rect(), radius, fill=fill, border=border)


@cache
def clear_base() -> QPalette:
    """The palette of a field: its own box shows through Qt's ground."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    return palette


@cache
def _spaced_lines(percent: int) -> QTextBlockFormat:
    """Paragraphs whose lines are set apart."""
    spaced = QTextBlockFormat()
    spaced.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return spaced


def is_undo(event: QEvent) -> bool:
    """Whether this is the key of undo or redo, asked for before it is pressed."""
    return (
        event.type() is QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo))
    )


class _Line(QLineEdit):
    """One line to write in, in the field's box."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setFrame(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setPalette(clear_base())
        self.restyle()

    def set_text(self, text: str) -> None:
        """Show this text; the cursor stays where it is."""
        if text != self.text():
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(place)

    def restyle(self) -> None:
        px = theme.current().px
        self.setTextMargins(px(_SIDE - 2), 0, px(_SIDE - 2), 0)
        self.setFixedHeight(px(HEIGHT))

    def event(self, event: QEvent) -> bool:
        if is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_field(painter, self, focused=self.hasFocus(), read_only=self.isReadOnly())
        super().paintEvent(event)


class LineEdit(_Line):
    """One line of text.

    Signals:
        changed(str): The user changed the text to this.
    """

    changed = Signal(str)

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholder)
        self.textEdited.connect(self.changed)


class IntegerField(_Line):
    """A whole number from 0 up, or none.

    Signals:
        changed(object): The user changed it to this int, or to None.
    """

    changed = Signal(object)

    def __init__(self, *, most: int = 999_999_999) -> None:
        super().__init__()
        self.setValidator(QIntValidator(0, most, self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textEdited.connect(lambda _text: self.changed.emit(self.value()))

    def value(self) -> int | None:
        """The number, or None."""
        return int(self.text()) if self.text().isdecimal() else None

    def set_value(self, value: object) -> None:
        """Show a number, or nothing for None."""
        if value != self.value():
            self.set_text("" if value is None else str(value))

    def restyle(self) -> None:
        super().restyle()
        self.setMaximumWidth(theme.current().px(140))


class TextArea(QTextEdit):
    """Plain text of any length.  The area grows with it up to a limit, then scrolls; Tab goes on to the next control.

    A QTextEdit rather than a QPlainTextEdit, because only that one can set lines apart; measured, it is as quick.

    Args:
        lines: Height without text.
        most_lines: Height at which it stops growing.

    Signals:
        changed(str): The user changed the text to this.
    """

    changed = Signal(str)

    LINE_HEIGHT = 125  # per cent
    _MARGIN = 8
    PASSED_ON = frozenset(
        {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
    )  # even where there is no other control to go to

    def __init__(self, lines: int = 3, placeholder: str = "", *, most_lines: int = 14) -> None:
        super().__init__()
        self._lines = lines
        self._most_lines = most_lines
        self._told = True
        self.setPlaceholderText(placeholder)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setPalette(clear_base())
        self.restyle()
        self._space_lines()
        self.textChanged.connect(self._tell)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self.cursorPositionChanged.connect(self._follow_cursor)

    def text(self) -> str:
        """The text, with line feeds between paragraphs; every other character is as it was given."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def set_text(self, text: str) -> None:
        """Show this text; the cursor stays where it is."""
        if text == self.text():
            return
        place = self.textCursor().position()
        self._told = False
        try:
            self.setPlainText(text)
            self._space_lines()
        finally:
            self._told = True
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def restyle(self) -> None:
        px = theme.current().px
        self.document().setDocumentMargin(px(self._MARGIN))
        side = px(_SIDE - self._MARGIN)
        self.setViewportMargins(side, px(1), side, px(1))
        self._around = QPoint(side, px(1))
        self._fit_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in self.PASSED_ON:
            event.ignore()
        elif event.key() in _BREAKS and not self.isReadOnly():
            # on an empty line Qt would only take the line's own height away
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        # Qt would insert paragraphs of its own, whose lines are not set apart
        self.textCursor().insertText(source.text())
        self.ensureCursorVisible()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(320), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), self.height())

    def _space_lines(self) -> None:
        """Set the lines apart; new paragraphs take it on from those before them."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self._told, told = False, self._told
        cursor.mergeBlockFormat(_spaced_lines(self.LINE_HEIGHT))
        self._told = told

    def _fit_height(self) -> None:
        px = theme.current().px
        line = theme.current().metrics("body").lineSpacing() * self.LINE_HEIGHT / 100
        around = 2 * (px(self._MARGIN) + px(1))
        least = round(line * self._lines) + around
        most = max(least, round(line * self._most_lines) + around)
        wanted = round(self.document().size().height()) + 2 * px(1)
        height = max(px(HEIGHT), least, min(wanted, most))
        if height != self.height():
            self.setFixedHeight(height)
        if wanted > most and not isinstance(self.verticalScrollBar(), ThinScrollBar):
            self.setVerticalScrollBar(ThinScrollBar())
        policy = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setVerticalScrollBarPolicy(policy)

    def _tell(self) -> None:
        if self._told:
            self.changed.emit(self.text())

    def _follow_cursor(self) -> None:
        if self.hasFocus():
            keep_in_view(self, self.cursorRect().translated(self._around))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            with QPainter(self) as painter:
                paint_field(painter, self, focused=self.hasFocus(), read_only=self.isReadOnly())
            return True
        if is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]  # Qt gives a QFocusEvent
        self.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]  # Qt gives a QFocusEvent
        self.update()


class GrowingLine(TextArea):
    """One paragraph: a line that grows where its text needs more, so that a long name is never cut.

    Enter writes nothing, and line feeds in what is pasted become blanks.

    Signals:
        changed(str): The user changed the text to this.
    """

    _MARGIN = 6
    PASSED_ON = TextArea.PASSED_ON | _BREAKS

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(1, placeholder, most_lines=6)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(" ".join(source.text().splitlines()))
        self.ensureCursorVisible()


class DropDown(QComboBox):
    """One choice out of a list, or nothing; when open, the user may also write something else.

    `value()` is the code of the chosen option, or the user's own words.

    Signals:
        chosen(str): The user chose this code, or wrote these words; empty when nothing is chosen.
    """

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        name: str = "",
        *,
        placeholder: str = "",
        is_open: bool = False,
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(12)
        self._dressed: theme.Theme | None = None
        self.addItem("" if is_open else placeholder, "")
        for code, words in options:
            self.addItem(words, code)
        if is_open:
            self._make_editable(placeholder)
        self.activated.connect(lambda _index: self.chosen.emit(self.value()))
        self.restyle()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    def _make_editable(self, placeholder: str) -> None:
        line = QLineEdit()
        line.setFrame(False)
        line.setPlaceholderText(placeholder)
        line.setPalette(clear_base())
        self.setEditable(True)
        self.setLineEdit(line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line.textEdited.connect(lambda _text: self.chosen.emit(self.value()))

    def value(self) -> str:
        """Code of the chosen option, the user's own words, or nothing."""
        if self.isEditable():
            words = self.currentText().strip()
            index = self.findText(words, Qt.MatchFlag.MatchFixedString) if words else 0
            return str(self.itemData(index)) if index >= 0 else words
        return str(self.currentData() or "")

    def set_chosen(self, value: str) -> None:
        """Choose the option of this code; show own words where no option has it."""
        if value == self.value():
            return
        index = self.findData(value)
        if index < 0 and not self.isEditable():
            self.addItem(value, value)
            index = self.count() - 1
        self.setCurrentIndex(index)
        if index < 0:
            self.setEditText(value)

    def restyle(self) -> None:
        px = theme.current().px
        self.setFixedHeight(px(HEIGHT))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def showPopup(self) -> None:
        self._dress_list()
        super().showPopup()

    def _dress_list(self) -> None:
        """Give the list its look, when it is opened for the first time or in another theme."""
        now = theme.current()
        if self._dressed != now:
            from rrp_desktop.gui.widgets.popup import RowDelegate

            self._dressed = now
            # combobox-popup is Qt's only way to have the list below the box, with a scroll bar, not over it as a menu
            border = f"border: 1px solid {now.tokens.control};"
            self.setStyleSheet(
                f"QComboBox {{ combobox-popup: 0; }} QComboBox QAbstractItemView {{ {border} }}"
            )
            self.setItemDelegate(RowDelegate(self))
            self.view().setVerticalScrollBar(ThinScrollBar())
        widest = max(
            QFontMetrics(self.font()).horizontalAdvance(self.itemText(i)) for i in range(self.count())
        )
        self.view().setMinimumWidth(min(widest + now.px(48), self.screen().availableGeometry().width()))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt gives a QResizeEvent
        line = self.lineEdit()
        if line is not None:
            px = theme.current().px
            line.setGeometry(px(_SIDE - 2), px(2), self.width() - px(_SIDE + 28), self.height() - px(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        with QPainter(self) as painter:
            paint_field(painter, self, focused=self.hasFocus())
            side = now.px(18)
            picture = icons.pixmap("chevron-down", "secondary", 18, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(self.width() - now.px(11) - side, (self.height() - side) // 2), picture)
            if self.isEditable():
                return
            painter.setFont(self.font())
            chosen = bool(self.currentData())
            painter.setPen(now.colour("text" if chosen and self.isEnabled() else "secondary"))
            room = QRect(now.px(_SIDE), 0, self.width() - now.px(_SIDE + 34), self.height())
            words = QFontMetrics(self.font()).elidedText(
                self.currentText(), Qt.TextElideMode.ElideMiddle, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def read_date(text: str) -> str | None:
    """A day as people write it (21.3.2025, 2025-03-21) as an ISO date; empty for nothing; None for anything else."""
    text = text.strip()
    if not text:
        return ""
    written = re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", text)
    try:
        if written:
            day, month, year = (int(part) for part in written.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text).isoformat() if len(text) == len("2025-03-21") else None
    except ValueError:
        return None


def write_date(iso: str) -> str:
    """An ISO date as people write it; what is none stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day}.{day.month}.{day.year}"


class DateField(QWidget):
    """A date, written or taken from a calendar.

    What cannot be read as a date is told below the line when the user leaves it, and is no answer.

    Signals:
        changed(str): The user changed the date to this ISO date; empty for none.
    """

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._date = ""
        self._calendar: Calendar | None = None
        column = Column(self, spacing=4)
        row = Row(spacing=4)
        self.line = LineEdit(_("pp.kk.vvvv"))
        self.line.changed.connect(self._written)
        self.line.editingFinished.connect(self._left)
        self.button = Button(_("Valitse kalenterista"), "calendar", "icon")
        self.button.clicked.connect(self._open_calendar)
        row.addWidget(self.line)
        row.addWidget(self.button)
        row.addStretch(1)
        column.addLayout(row)
        self._hint = Label(_("Kirjoita päivä näin: 21.3.2025"), "help", colour="error")
        self._hint.hide()
        column.addWidget(self._hint)
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.restyle()

    def date(self) -> str:
        """The date as ISO, or nothing."""
        return self._date

    def set_date(self, iso: str) -> None:
        """Show this date; what the user is writing now is left alone while it means the same."""
        if iso != self._date:
            self._date = iso
            self.line.set_text(write_date(iso))
            self._hint.hide()

    def restyle(self) -> None:
        self.line.setFixedWidth(theme.current().px(140))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.button.setAccessibleName(f"{self.button.words()}: {name}")

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self.line.setAccessibleDescription(description)

    def _written(self, text: str) -> None:
        read = read_date(text)
        if read is not None:
            self._hint.hide()
        if (read or "") != self._date:
            self._date = read or ""
            self.changed.emit(self._date)

    def _left(self) -> None:
        read = read_date(self.line.text())
        self._hint.setVisible(read is None)
        if read:
            self.line.set_text(write_date(read))

    def _open_calendar(self) -> None:
        if self._calendar is None:
            from rrp_desktop.gui.widgets.calendar import Calendar

            self._calendar = Calendar(self)
            self._calendar.taken.connect(self._taken)
        self._calendar.choose(self.line, self._date)

    def _taken(self, iso: str) -> None:
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.line.set_text(write_date(iso))
        self._written(self.line.text())
