"""Size of a control whose words wrap inside it, reckoned once: layouts ask for it hundreds of times."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QSizePolicy

from rrp_desktop.gui import theme


class Wrapped:
    """Sizes of words in a control.

    Args:
        words: What is shown.
        role: The heaviest role that the words may take, so that nothing moves when they take it.
        around: Width of all beside the words.
        height: Height with one line of words.
        above: Room above and below more than one line, together.
        least: Width of the words at least, where they wrap.
    """

    def __init__(self, words: str, role: str, *, around: int, height: int, above: int, least: int) -> None:
        self.around = around
        self._words = words
        self._metrics = theme.current().metrics(role)
        self._height = height
        self._above = above
        width = self._metrics.horizontalAdvance(words) + 2
        self.hint = QSize(width + around, height)
        self.least = QSize(min(width, least) + around, height)

    def height_for(self, width: int) -> int:
        """The height that the words need in a control of this width."""
        if width >= self.hint.width():
            return self._height
        room = QRect(0, 0, max(1, width - self.around), 10_000)
        words = self._metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._words)
        return max(self._height, words.height() + self._above)


class Wrapping:
    """Mixed into a control whose words wrap; `restyle()` of the control sets `_size`."""

    _size: Wrapped

    def sizeHint(self) -> QSize:
        return self._size.hint

    def minimumSizeHint(self) -> QSize:
        return self._size.least

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._size.height_for(width)


@cache
def wrapping_policy() -> QSizePolicy:
    """The size policy of such a control: its height follows its width."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    return policy
