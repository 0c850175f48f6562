"""A button that holds other widgets: rows and cards that open something."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from rrp_desktop.gui.widgets.press import PressButton


class Clickable(PressButton):
    """A button as large as what is laid out in it; screen readers tell its name only."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def let_through(self, widget: QWidget) -> QWidget:
        """Let the pointer through a widget inside, so that the whole is one target."""
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return widget

    def _inside(self) -> QLayout:
        layout = self.layout()
        assert layout is not None
        return layout

    def sizeHint(self) -> QSize:
        return self._inside().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._inside().minimumSize()
