"""Layouts whose gaps follow the zoom."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rrp_desktop.gui import theme

Margins = tuple[float, float, float, float]
"""Left, top, right, bottom, at 100 %."""


class Column(QVBoxLayout):
    """Widgets below each other."""

    def __init__(
        self, parent: QWidget | None = None, *, spacing: float = 8, margins: Margins = (0, 0, 0, 0)
    ) -> None:
        super().__init__()
        self._spacing = spacing
        self._margins = margins
        self.restyle()
        if parent is not None:
            parent.setLayout(self)

    def restyle(self) -> None:
        px = theme.current().px
        self.setSpacing(px(self._spacing))
        self.setContentsMargins(*(px(margin) for margin in self._margins))


class Row(QHBoxLayout):
    """Widgets beside each other."""

    def __init__(
        self, parent: QWidget | None = None, *, spacing: float = 8, margins: Margins = (0, 0, 0, 0)
    ) -> None:
        super().__init__()
        self._spacing = spacing
        self._margins = margins
        self.restyle()
        if parent is not None:
            parent.setLayout(self)

    def restyle(self) -> None:
        px = theme.current().px
        self.setSpacing(px(self._spacing))
        self.setContentsMargins(*(px(margin) for margin in self._margins))
