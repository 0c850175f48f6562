"""A menu in the colours and sizes of the theme."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from rrp_desktop.gui import theme


class Menu(QMenu):
    """A menu with room for the pointer; the one place with a style sheet, set when it is first opened."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._dressed: theme.Theme | None = None
        self.aboutToShow.connect(self._dress)

    def _dress(self) -> None:
        now = theme.current()
        if self._dressed == now:
            return
        self._dressed = now
        self.setFont(now.font("body"))
        tokens, px = now.tokens, now.px
        self.setStyleSheet(
            f"QMenu {{ background: {tokens.surface}; border: 1px solid {tokens.control}; padding: {px(4)}px; }}"
            f"QMenu::item {{ color: {tokens.text}; border-radius: {px(4)}px;"
            f" border: 1px solid transparent; padding: {px(7)}px {px(24)}px {px(7)}px {px(12)}px; }}"
            f"QMenu::item:selected {{ background: {tokens.tint}; border-color: {tokens.accent}; }}"
            f"QMenu::item:disabled {{ color: {tokens.secondary}; }}"
            f"QMenu::separator {{ height: 1px; background: {tokens.hairline}; margin: {px(4)}px {px(8)}px; }}"
        )
