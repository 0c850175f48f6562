"""The ring around the control that has the keyboard: 2 wide in accent, 2 outside the control.

One ring for the whole program follows the focus, so that no control has to keep room for it.  A widget asks for the ring
by an attribute `focus_radius` (its own radius at 100 %); where the ring goes around only a part of it, the widget has
`focus_rect()`.  Text fields have neither: their border turns instead.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFocusFrame, QWidget
from shiboken6 import isValid

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.paint import box

_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})
_OUTSIDE = 2
_WIDE = 2


class _Ring(QFocusFrame):
    """The ring as a widget; a QFocusFrame only because Qt leaves those out of what a screen reader sees."""

    radius = 0.0

    def event(self, event: QEvent) -> bool:
        return QWidget.event(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        with QPainter(self) as painter:
            box(
                painter,
                self.rect(),
                now.px(self.radius + 3),
                border=now.colour("accent"),
                width=now.px(_WIDE),
            )


class FocusFollower(QObject):
    """Keeps the ring around the widget that has the focus, wherever that widget is moved."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        self._target: QWidget | None = None
        self._chain: list[QWidget] = []
        app.focusChanged.connect(self.follow)
        theme.changes.changed.connect(self.place)

    def follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Go around the widget that has the focus now, or away."""
        for widget in self._chain:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._chain = []
        self._target = None
        if now is not None and getattr(now, "focus_radius", None) is not None:
            self._target = now
            self._chain = [now]
            parent = now.parentWidget()
            while parent is not None and not parent.isWindow():
                above = parent.parentWidget()
                if isinstance(above, QAbstractScrollArea) and above.viewport() is parent:
                    break
                self._chain.append(parent)
                parent = above
            for widget in self._chain:
                widget.installEventFilter(self)
            ring = self._living_ring()
            ring.radius = now.focus_radius  # type: ignore[attr-defined]  # looked for above
            ring.setParent(parent if parent is not None else now.window())
        self.place()

    def ring(self) -> QWidget | None:
        """The ring, if there is one."""
        return self._ring if self._ring is not None and isValid(self._ring) else None

    def _living_ring(self) -> _Ring:
        """The ring; a new one where the last page took it along when it was destroyed."""
        if self._ring is None or not isValid(self._ring):
            self._ring = _Ring()
        return self._ring

    def place(self) -> None:
        """Take the place of the target, as it lies now."""
        ring, target = self.ring(), self._target
        if ring is None:
            return
        parent = ring.parentWidget()
        if target is None or not isValid(target) or not target.isVisible() or parent is None:
            ring.hide()
            return
        part = getattr(target, "focus_rect", None)
        rect: QRect = part() if part is not None else target.rect()
        grow = theme.current().px(_OUTSIDE + _WIDE)
        corner = target.mapTo(parent, QPoint(0, 0))
        ring.setGeometry(rect.translated(corner).adjusted(-grow, -grow, grow, grow))
        ring.raise_()
        ring.show()
        ring.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self.place()
        return False


_followers: list[FocusFollower] = []


def install_focus_ring(app: QApplication) -> FocusFollower:
    """Let the ring follow the focus of this application; once made, the same one is given back."""
    if not _followers or not isValid(_followers[0]):
        _followers[:] = [FocusFollower(app)]
    return _followers[0]
