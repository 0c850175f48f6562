"""A month to choose a day from."""

from __future__ import annotations

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import QAbstractItemView, QCalendarWidget, QToolButton, QWidget

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.popup import Popup
from rrp_desktop.i18n import _, language


class Calendar(Popup):
    """Arrows move among days, Page Up and Down among months, Enter takes, Escape closes.

    Signals:
        taken(str): The user took this day, as an ISO date.
    """

    taken = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._month = QCalendarWidget()
        self._month.setLocale(QLocale(language()))
        self._month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self._month.setAccessibleName(_("Kalenteri"))
        self._month.clicked.connect(self._take)
        self._days: QAbstractItemView | None = self._month.findChild(QAbstractItemView)
        if self._days is not None:
            self._days.installEventFilter(self)
        self._month.currentPageChanged.connect(self._name_days)
        self._name_days()
        column = Column(self, margins=(6, 6, 6, 6))
        column.addWidget(self._month)

    def _name_days(self) -> None:
        """Call the table of days by its month: marraskuu 2026."""
        if self._days is not None:
            month = self._month.locale().standaloneMonthName(self._month.monthShown())
            self._days.setAccessibleName(f"{month} {self._month.yearShown()}")

    def choose(self, anchor: QWidget, iso: str) -> None:
        """Open below a control, at this day or today."""
        day = QDate.fromString(iso, Qt.DateFormat.ISODate)
        self._month.setSelectedDate(day if day.isValid() else QDate.currentDate())
        self._dress()
        self.open_below(anchor)
        self._month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _dress(self) -> None:
        """Take the theme: no red week-ends, a quiet bar, days as large as a pointer needs."""
        now = theme.current()
        self._month.setFixedSize(now.px(340), now.px(270))
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(now.colour("text"))
        head.setForeground(now.colour("secondary"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._month.setWeekdayTextFormat(day, plain)
        self._month.setHeaderTextFormat(head)
        bar = self._month.findChild(QWidget, "qt_calendar_navigationbar")
        if bar is not None:
            bar.setBackgroundRole(QPalette.ColorRole.Base)
        for name, icon, words in (
            ("qt_calendar_prevmonth", "chevron-left", _("Edellinen kuukausi")),
            ("qt_calendar_nextmonth", "chevron-right", _("Seuraava kuukausi")),
        ):
            button = self._month.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icons.icon(icon))
                button.setAccessibleName(words)
                button.setToolTip(words)
        for button in self._month.findChildren(QToolButton):
            palette = QPalette()
            for role in (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.ButtonText):
                palette.setColor(role, QColor(now.tokens.text))
            button.setPalette(palette)
            button.setStyleSheet("QToolButton::menu-indicator { image: none; }")

    def _take(self, day: QDate) -> None:
        self.hide()
        self.taken.emit(day.toString(Qt.DateFormat.ISODate))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._take(self._month.selectedDate())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
        return False
