"""Layouts whose gaps follow the zoom."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QWidget

from rrp_desktop.gui import theme

Margins = tuple[float, float, float, float]
"""Left, top, right, bottom, at 100 %."""


class _Line(QBoxLayout):
    """Widgets in one direction, with sizes given at 100 %."""

    def __init__(
        self, direction: QBoxLayout.Direction, parent: QWidget | None, spacing: float, margins: Margins
    ) -> None:
        super().__init__(direction)
        self._spacing = spacing
        self._margins = margins
        self.restyle()
        if parent is not None:
            parent.setLayout(self)

    def restyle(self) -> None:
        px = theme.current().px
        self.setSpacing(px(self._spacing))
        self.setContentsMargins(*(px(margin) for margin in self._margins))

    def clear(self) -> None:
        """Take every widget out; they vanish at once and are destroyed when Qt has time."""
        while self.count():
            entry = self.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class Column(_Line):
    """Widgets below each other."""

    def __init__(
        self, parent: QWidget | None = None, *, spacing: float = 8, margins: Margins = (0, 0, 0, 0)
    ) -> None:
        super().__init__(QBoxLayout.Direction.TopToBottom, parent, spacing, margins)


class Row(_Line):
    """Widgets beside each other."""

    def __init__(
        self, parent: QWidget | None = None, *, spacing: float = 8, margins: Margins = (0, 0, 0, 0)
    ) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight, parent, spacing, margins)
