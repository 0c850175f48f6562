"""A page that scrolls up and down and always shows the control that has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from shiboken6 import isValid

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.paint import box

_THIN = 12
_HANDLE = 6


class ThinScrollBar(QScrollBar):
    """A handle without a groove or arrows."""

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Vertical) -> None:
        super().__init__(orientation)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        thin = theme.current().px(_THIN)
        return (
            QSize(thin, thin * 4) if self.orientation() is Qt.Orientation.Vertical else QSize(thin * 4, thin)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() <= self.minimum():
            return
        # QStyle is dear to import, and a page that fits has no handle to paint
        from PySide6.QtWidgets import QStyle, QStyleOptionSlider

        now = theme.current()
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
        )
        lit = self.underMouse() or self.isSliderDown()
        half = now.px(_HANDLE) / 2
        if self.orientation() is Qt.Orientation.Vertical:
            middle = self.width() / 2
            handle = QRect(round(middle - half), handle.y() + 2, round(2 * half), max(handle.height() - 4, 8))
        else:
            middle = self.height() / 2
            handle = QRect(handle.x() + 2, round(middle - half), max(handle.width() - 4, 8), round(2 * half))
        with QPainter(self) as painter:
            box(painter, handle, half, fill=now.colour("control" if lit else "handle"))


class ScrolledPage(QWidget):
    """What a `ScrollArea` scrolls.

    The area asks for the page's sizes again and again.  Its height follows from the width, so only its least width is
    told; Qt would lay the whole page out at a width that it never has.
    """

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return QSize(layout.minimumSize().width() if layout is not None else 0, 0)


class ScrollArea(QScrollArea):
    """A widget of any height; the control that gets the focus, by a key or from code, is scrolled into view."""

    MARGIN = 24

    def __init__(self) -> None:
        super().__init__()
        self._below: tuple[QWidget, QRect] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBar(ThinScrollBar())
        self.verticalScrollBar().rangeChanged.connect(self._grown)
        self.setHorizontalScrollBar(ThinScrollBar(Qt.Orientation.Horizontal))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # a viewport made here lets the ground show through, and asking for Qt's own would have the bindings load
        # every kind of widget there is
        self.setViewport(QWidget())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def setWidget(self, page: QWidget) -> None:
        super().setWidget(page)
        page.setAutoFillBackground(False)  # the ground shows through

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and isValid(self) and self.isAncestorOf(now):
            self.ensure_visible(now)

    def ensure_visible(self, widget: QWidget) -> None:
        """Scroll as little as needed to show the whole widget, and some of what is around it."""
        # the page may have been built this moment and have no place for its widgets yet
        QTimer.singleShot(0, self, lambda: self._show_now(widget))

    def _show_now(self, widget: QWidget) -> None:
        if not isValid(widget) or not self.isAncestorOf(widget):
            return
        part = widget.rect()
        if part.height() > self.viewport().height() - 2 * theme.current().px(self.MARGIN):
            from PySide6.QtWidgets import QTextEdit

            if isinstance(widget, QTextEdit):
                part = widget.cursorRect().translated(widget.viewport().pos())
            else:
                part.setHeight(self.viewport().height() // 2)
        self.show_part(widget, part)

    def show_part(self, widget: QWidget, part: QRect) -> None:
        """Scroll as little as needed to show a part of a widget on the page."""
        page = self.widget()
        if page is None:
            return
        margin = theme.current().px(self.MARGIN)
        place = part.translated(widget.mapTo(page, QPoint(0, 0)))
        _scroll_to(self.verticalScrollBar(), place.top() - margin, place.bottom() + margin)
        _scroll_to(self.horizontalScrollBar(), place.left() - margin, place.right() + margin)
        below = place.bottom() > self.verticalScrollBar().maximum() + self.viewport().height()
        self._below = (widget, part) if below else None

    def _grown(self) -> None:
        """Show what was asked for while the page was still too short for it."""
        if self._below is not None and isValid(self._below[0]):
            self.show_part(*self._below)


def _scroll_to(bar: QAbstractSlider, start: int, end: int) -> None:
    if start < bar.value():
        bar.setValue(start)
    elif end > bar.value() + bar.pageStep():
        bar.setValue(min(start, end - bar.pageStep()))


def keep_in_view(widget: QWidget, part: QRect) -> None:
    """Show a part of a widget, where the widget stands on a page that scrolls."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, ScrollArea):
            above.show_part(widget, part)
            return
        above = above.parentWidget()
